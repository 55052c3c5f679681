//! Measures the comparison of documents: `cargo bench -p tests --bench diff`.

mod shared;

use codegen::Source;
use codegen::diff::{Comparison, Options, Version, compare};
use codegen::folder::NoFolder;
use divan::Bencher;
use tests::documents;

fn main() {
    divan::main();
}

/// Each vendor's document with an added property in its first schema, compared with the original one after the other.
#[divan::bench]
fn vendors(bencher: Bencher<'_, '_>) {
    let documents = documents().expect("spec/ is readable");
    let pairs: Vec<_> = documents
        .into_iter()
        .map(|document| {
            let changed = document.text.replacen(
                "      properties:\n",
                "      properties:\n        added: { type: number }\n",
                1,
            );
            assert_ne!(changed, document.text, "the document has an object");
            (document.name, document.text, changed)
        })
        .collect();
    bencher.bench(|| {
        for (name, old, new) in &pairs {
            let comparison = compared(name, old, new, true);
            assert!(!comparison.findings.is_empty());
        }
    });
}

/// Two versions of a large document. Each of the schemas, which all operations use, has a new enum value.
#[divan::bench(args = [false, true])]
fn shared_schemas(bencher: Bencher<'_, '_>, with_rust: bool) {
    let (old, new) = (
        shared::document("new, open"),
        shared::document("new, open, closed"),
    );
    bencher.bench(|| {
        let comparison = compared("shared.yaml", &old, &new, with_rust);
        assert_eq!(comparison.findings.len(), shared::COUNT);
    });
}

fn compared(name: &str, old: &str, new: &str, compare_rust: bool) -> Comparison {
    let version = |text| Version {
        source: Source { name, text },
        folder: &NoFolder,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        is_renamed: false,
        compare_rust,
    };
    compare(&version(old), &version(new), &options).expect("both are OpenAPI documents")
}
