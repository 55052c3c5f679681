//! Measures generation from each vendor's document and from a large document: `cargo bench -p tests`.

mod large;

use codegen::{Module, Options, Source, generate};
use divan::Bencher;
use tests::{DocumentFile, documents};

fn main() {
    divan::main();
}

fn names() -> Vec<String> {
    let documents = documents().expect("spec/ is readable");
    documents
        .into_iter()
        .map(|document| document.name)
        .collect()
}

fn read(name: &str) -> DocumentFile {
    let mut documents = documents().expect("spec/ is readable").into_iter();
    documents
        .find(|document| document.name == name)
        .expect("the document exists")
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
    bencher.bench(|| -> Module { generate(&source, &options).expect("the document is valid") });
}
