//! Lowering: from what a document may say to one dialect, in small passes over the tree.
//!
//! Each pass makes the tree simpler for one reason, and its module says what holds before and after it. In their order:
//!
//! 1. [`references`]: only schemas are referred to, and operations have all of their parameters.
//! 2. [`deep_references`]: each reference to a schema leads to a component.
//! 3. [`forms`]: each form of a body is an operation.
//! 4. [`operation_ids`]: each operation has the name of its method.
//! 5. [`type_names`]: each component schema has the name of its type.
//! 6. [`enums::merge_choices`]: a choice between enums is one enum.
//! 7. [`all_of::simplify`]: an `allOf` joins several schemas.
//! 8. [`enums::settle`]: the values of an enum are scalars of its type.
//! 9. [`multipart::prefer_files`]: a body that can have files is of a media type that sends them.
//! 10. [`inline_schemas`]: each schema that becomes a type is a component.
//! 11. [`all_of::merge`]: no schema has an `allOf`.
//! 12. [`multipart::mark_files`]: files are told from other texts. What this writes out is for [`inline_schemas`] again.
//! 13. [`nullable`]: references say whether they may be null, and components do not.
//! 14. [`aliases`]: each component schema becomes a type, and every other schema stands where it is used.
//! 15. [`directions`]: what is sent and what is read are types of their own where they differ.
//!
//! What the result does not say any more is reported where the model is read.

mod aliases;
mod all_of;
mod deep_references;
mod directions;
mod enums;
mod forms;
mod inline_schemas;
mod multipart;
mod nullable;
mod operation_ids;
mod references;
pub(crate) mod shape;
pub(crate) mod tree;
mod type_names;
pub(crate) mod usage;

#[cfg(test)]
mod tests;

pub(crate) use multipart::FILE as FILE_FORMAT;
pub(crate) use tree::FORM_SEPARATOR;

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Node};

/// Lowers a document that has passed its checks.
///
/// What is lowered with a loss goes to `found` as a warning, what cannot be lowered as an error.
pub(crate) fn lower(document: &Document, found: &mut Diagnostics) -> Node {
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
    root
}
