//! Rewrites a document of OpenAPI 3.1 or 3.2 in the dialect of 3.0, which the later stages read.
//!
//! The positions of all values stay those in the text. Keywords that 3.0 has no word for stay in the tree: `prefixItems` of
//! a tuple, and keywords that only the server checks.
//!
//! 1. [`identifiers`], before the files are bundled: references by `$id`, `$anchor` and `$self` become JSON Pointers.
//! 2. [`schema`]: each schema is one of 3.0.
//! 3. [`moved`]: references to schemas that are in another place now are adjusted.

mod alternatives;
mod arrays;
mod choice;
mod content;
mod identifiers;
mod limits;
mod moved;
mod objects;
mod schema;
mod types;
mod walk;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Document, Node};
use crate::openapi::Version;

pub(crate) use identifiers::locate;

/// Rewrites a bundled document. Its diagnostics are kept in the document.
pub(crate) fn rewrite(document: &mut Document) {
    let version = document.version();
    if version == Version::V3_0 {
        return;
    }
    let mut rewriter = schema::Rewriter::new(version);
    walk::each_schema(document.root_mut(), version, &mut |place, schema| {
        rewriter.rewrite(place, schema);
    });
    let schema::Rewriter { found, moves, .. } = rewriter;
    moves.apply(document.root_mut());
    for diagnostic in found.into_iter().chain(dialect_of(document.root())) {
        document.add_dialect_diagnostic(diagnostic);
    }
}

/// Returns a warning if a document is written in another dialect of JSON Schema than the one that is read.
fn dialect_of(root: &Node) -> Option<Diagnostic> {
    let written = root.get("jsonSchemaDialect")?;
    other_dialect(written.as_str()?, written.span)
}

/// Returns a warning about a dialect of JSON Schema, unless it is the one of OpenAPI or its base.
fn other_dialect(dialect: &str, span: Span) -> Option<Diagnostic> {
    let is_own = dialect.starts_with("https://spec.openapis.org/oas/3.")
        || dialect.trim_end_matches('#') == "https://json-schema.org/draft/2020-12/schema";
    (!is_own).then(|| {
        let message = "schemas are read as those of JSON Schema 2020-12";
        Diagnostic::new(Code::NotFollowed, span, message)
            .with_help("remove it, or write `https://json-schema.org/draft/2020-12/schema`")
    })
}
