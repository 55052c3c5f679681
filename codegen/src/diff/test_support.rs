//! Small documents for tests.

pub(super) mod edits;

use crate::document::Document;

/// Returns a document with these entries of `paths` and `components`, in YAML.
pub(super) fn document(paths: &str, components: &str) -> String {
    let section = |name: &str, entries: &str| {
        let lines: String = entries.lines().map(|line| format!("  {line}\n")).collect();
        if lines.trim().is_empty() {
            format!("{name}: {{}}\n")
        } else {
            format!("{name}:\n{lines}")
        }
    };
    let (paths, components) = (section("paths", paths), section("components", components));
    format!(
        "openapi: 3.0.3\n\
         info: {{ title: Pets, version: 1.0.0 }}\n\
         servers: [{{ url: https://api.example.com }}]\n\
         {paths}{components}"
    )
}

/// Parses a document.
pub(super) fn read(text: &str) -> Document {
    Document::read("spec/pets.yaml", text).unwrap_or_else(|found| panic!("{found:?}\n{text}"))
}
