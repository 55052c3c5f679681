//! A document with 200 operations and 400 types, like those of large vendors.

pub(crate) mod document;

use codegen::{Module, Options, Source, generate};
use divan::Bencher;

const OPERATIONS: usize = 200;

/// Measures generation from the text of the document to the text of the files.
#[divan::bench]
fn large_document(bencher: Bencher<'_, '_>) {
    let text = document::with(OPERATIONS);
    let source = Source {
        name: "large.yaml",
        text: &text,
    };
    let options = Options::default();
    bencher.bench(|| -> Module { generate(&source, &options).expect("the document is valid") });
}
