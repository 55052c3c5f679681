//! Lowers a document to a simpler form of OpenAPI, in small passes over the tree.
//!
//! Each pass makes one simplification, and the docs of its module state the conditions before and after it. The result of
//! each pass, in order:
//!
//! 1. [`references`]: only schemas are referenced, and operations have all of their parameters.
//! 2. [`webhooks`]: the payloads of webhooks and callbacks are in one place.
//! 3. [`unused`]: schemas that nothing uses are empty.
//! 4. [`deep_references`]: the target of each reference to a schema is a component.
//! 5. [`unchecked`]: schemas have no keywords that only the server checks.
//! 6. [`discriminators`]: an alternative that is a component has its values of the discriminator.
//! 7. [`subtypes`]: a schema with a discriminator that others extend is a choice.
//! 8. [`forms`]: each form of a body is an operation.
//! 9. [`operation_ids`]: the id of each operation is the name of its method.
//! 10. [`type_names`]: the name of each component schema is the name of its type.
//! 11. [`enums::merge_choices`]: a choice between enums is one enum.
//! 12. [`all_of::simplify`]: an `allOf` combines several schemas.
//! 13. [`enums::normalize`]: the values of an enum are scalars of its type.
//! 14. [`multipart::prefer_files`]: a body that can have files prefers a media type that can send them.
//! 15. [`content`]: bodies and responses only have the schemas that the client uses.
//! 16. [`variant_names`]: alternatives with a title or a value of their own have a name.
//! 17. [`inline_schemas`]: each schema that becomes a type is a component.
//! 18. [`all_of::merge`]: no schema has an `allOf`.
//! 19. [`multipart::mark_files`]: files have a format of their own. This may inline schemas, for [`inline_schemas`] again.
//! 20. [`nullable`]: references are nullable, and components are not.
//! 21. [`aliases`]: each component schema becomes a type, and other schemas are inlined where they are used.
//! 22. [`directions`]: a schema that differs between requests and responses is split into two.
//!
//! [`sharing`] finds the equal schemas of the result.
//!
//! The model reports which parts of a document the result does not cover.

mod aliases;
mod all_of;
mod content;
mod deep_references;
mod directions;
mod discriminators;
mod enums;
mod forms;
mod inline_schemas;
mod multipart;
mod nullable;
mod operation_ids;
mod references;
pub(crate) mod shape;
mod sharing;
mod subtypes;
pub(crate) mod tree;
mod type_names;
mod unchecked;
mod unused;
pub(crate) mod usage;
mod variant_names;
mod webhooks;

#[cfg(test)]
mod tests;

pub(crate) use multipart::FILE as FILE_FORMAT;
pub(crate) use sharing::Aliases;
pub(crate) use tree::FORM_SEPARATOR;
pub(crate) use unused::{UnusedSchema, retain_in_unused_media_types};

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Map, Node};
use crate::keep_types::KeepTypes;
use crate::openapi::Version;

/// A lowered document.
#[derive(Clone, Debug)]
pub(crate) struct Lowered {
    pub root: Node,
    /// The schemas that have no types, because nothing uses them.
    pub unused: Vec<UnusedSchema>,
    /// The schemas that share the type of another one.
    pub aliases: Aliases,
    /// For each schema that differs between requests and responses, the name of the one for requests.
    pub inputs: HashMap<String, String>,
}

/// How schemas become types.
#[derive(Clone, Debug, Default)]
pub(crate) struct TypeOptions {
    /// The schemas that have types although nothing uses them.
    pub keep: KeepTypes,
    /// Whether equal inline schemas share one type, as with `x-share-types` in the document.
    pub share: bool,
}

/// The extension at the top level of a document by which equal inline schemas share one type.
pub(crate) const SHARE_TYPES: &str = "x-share-types";

/// Lowers a document without errors.
///
/// Adds a warning to `found` for a loss of information, and an error for a part that cannot be lowered.
pub(crate) fn lower(
    document: &Document,
    options: &TypeOptions,
    found: &mut Diagnostics,
) -> Lowered {
    let mut root = document.root().clone();
    references::inline(&mut root, document.root());
    webhooks::collect(&mut root, document, found);
    let usage = unused::empty(&mut root, document.root(), &options.keep);
    deep_references::hoist(&mut root, document.root());
    if document.version() > Version::V3_0 {
        unchecked::remove(&mut root, found);
    }
    discriminators::note_values(&mut root);
    subtypes::choose(&mut root, &usage.only_extended, found);
    discriminators::note_defaults(&mut root);
    forms::split(&mut root, found);
    operation_ids::complete(&mut root);
    type_names::assign(&mut root);
    let is_shared = options.share || document.root().flag(SHARE_TYPES);
    let named = names_of_schemas(&root, is_shared);
    enums::merge_choices(&mut root);
    all_of::simplify(&mut root);
    enums::normalize(&mut root, found);
    multipart::prefer_files(&mut root);
    content::select(&mut root);
    variant_names::assign(&mut root);
    let inline = inline_schemas::hoist(&mut root);
    all_of::merge(&mut root, &inline, found);
    if multipart::mark_files(&mut root) {
        // Schemas that are JSON elsewhere are inlined in the body now.
        inline_schemas::hoist(&mut root);
    }
    nullable::move_to_uses(&mut root);
    aliases::inline(&mut root);
    let mut inline = names_of_schemas(&root, is_shared);
    inline.retain(|name| !named.contains(name));
    let inputs = directions::split(&mut root);
    let of_inline = inputs.iter().filter(|(name, _)| inline.contains(*name));
    let of_inline: Vec<_> = of_inline.map(|(_, input)| input.clone()).collect();
    inline.extend(of_inline);
    let aliases = if is_shared {
        sharing::aliases(&root, &inline)
    } else {
        Aliases::new()
    };
    Lowered {
        root,
        unused: usage.unused,
        aliases,
        inputs,
    }
}

/// The names of the component schemas. They are only needed if schemas share types.
fn names_of_schemas(root: &Node, is_shared: bool) -> HashSet<String> {
    let schemas = tree::component_schemas(root).filter(|_| is_shared);
    let schemas = schemas.and_then(Node::as_object).into_iter();
    schemas.flat_map(Map::keys).map(ToOwned::to_owned).collect()
}
