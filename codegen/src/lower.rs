//! Lowering: from what a document may say to the dialect that progenitor takes.
//!
//! Each pass makes the tree simpler for one reason. After the last of them every schema that becomes a type is a
//! component with a Rust name, and every other schema stands where it is used.

mod aliases;
mod all_of;
mod deep_references;
mod dialect;
mod directions;
mod enums;
mod extensions;
mod forms;
mod inline_schemas;
mod losses;
mod multipart;
mod nesting;
mod nullable;
mod operation_ids;
mod references;
mod successes;
mod tree;
mod type_names;
mod usage;
mod view;

#[cfg(test)]
mod tests;

pub(crate) use tree::FORM_SEPARATOR;

use openapiv3::OpenAPI;

use crate::api::Api;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;

/// A document in the dialect, with what the surface needs to know of it.
pub(crate) struct Lowered {
    pub api: Api,
    pub dialect: OpenAPI,
}

/// Lowers a document that has passed its checks.
///
/// # Errors
///
/// The diagnostics of what cannot be lowered; warnings of what was lowered with a loss go to `found`.
pub(crate) fn lower(document: &Document, module: &str, found: &mut Diagnostics) -> Option<Lowered> {
    let mut root = document.root().clone();
    references::inline(&mut root, document.root());
    deep_references::hoist(&mut root, document.root());
    forms::split(&mut root, found);
    operation_ids::complete(&mut root);
    type_names::assign(&mut root);
    enums::merge_choices(&mut root);
    all_of::simplify(&mut root);
    enums::settle(&mut root, found);
    multipart::prefer_files(&mut root);
    inline_schemas::hoist(&mut root);
    all_of::merge(&mut root, found);
    if multipart::mark_files(&mut root) {
        // What is JSON elsewhere is written out in the body now.
        inline_schemas::hoist(&mut root);
    }
    nullable::move_to_uses(&mut root);
    aliases::inline(&mut root);
    directions::split(&mut root);
    losses::report(&mut root, found);
    let mut api = view::read(&root, module);
    extensions::read(&root, &mut api, found);
    if found.has_errors() {
        return None;
    }
    match dialect::of(&api, &root) {
        Ok(dialect) => Some(Lowered { api, dialect }),
        Err(error) => {
            found.push(Diagnostic::new(
                Code::View,
                document.root().span,
                error.to_string(),
            ));
            None
        }
    }
}
