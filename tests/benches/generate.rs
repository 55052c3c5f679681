//! How long the generator takes for each of the vendors' documents and for a large one, in process: `cargo bench -p tests`.

mod large;

use codegen::{Module, Options, Source, generate};
use divan::Bencher;
use tests::{Document, documents};

fn main() {
    divan::main();
}

fn names() -> Vec<String> {
    let documents = documents().expect("spec/ can be read");
    documents
        .into_iter()
        .map(|document| document.name)
        .collect()
}

fn read(name: &str) -> Document {
    let mut documents = documents().expect("spec/ can be read").into_iter();
    documents
        .find(|document| document.name == name)
        .expect("it was there a moment ago")
}

#[divan::bench(args = names())]
fn from_text_to_files(bencher: Bencher<'_, '_>, name: &str) {
    let document = read(name);
    let source = Source {
        name: &document.name,
        text: &document.text,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        ..Options::default()
    };
    bencher.bench(|| -> Module { generate(&source, &options).expect("regen takes it too") });
}
