//! Accepts keywords that a schema has as another version of the specification has them. The tree has their meaning already.

use super::edit::repaired;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;

pub(super) fn accept(document: &mut Document) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    document.retain_dialect_found(|found| {
        let is_kept = found.code != Code::OtherVersion;
        if !is_kept {
            let help = found.help.clone().unwrap_or_default();
            warnings.push(repaired(found.span, found.message.clone(), help));
        }
        is_kept
    });
    warnings
}
