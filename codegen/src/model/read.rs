//! Reads the model from the lowered document. A reference that cannot be resolved is a diagnostic.

mod bodies;
mod client;
mod constraints;
mod discriminator_mismatches;
mod discriminators;
mod extensions;
mod ignored;
mod named_types;
mod operations;
mod parameters;
mod pattern;
mod responses;
mod secrets;
mod selectors;
mod tags;
mod types;
mod webhooks;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

pub(crate) use pattern::compatible_regex;

use super::{Docs, Model, RateLimits, type_graph};
use crate::diagnostic::{Diagnostics, Span};
use crate::document::Node;
use crate::guard;
use crate::lower::Lowered;
use crate::parts;
use types::Types;

/// The number of types from which a second thread is worth its start.
const MANY: usize = 1_000;

/// Reads the model of a lowered document. `module` is the name of its module.
///
/// `found` receives warnings about parts of the document that the client ignores or does not check. It receives errors
/// about extensions that refer to missing names or fields. The model lacks these extensions.
pub(crate) fn read(lowered: &Lowered, module: &str, found: &mut Diagnostics) -> Model {
    let root = &lowered.root;
    let mut types = Types::of(root);
    types.read_named(lowered);
    let source = found.source().clone();
    let (ignored, mut operations) = guard::beside_if(
        types.named.len() >= MANY,
        || {
            let mut ignored = Diagnostics::new(source.clone());
            ignored::report(root, &mut ignored);
            ignored
        },
        || operations::read(root, &mut types),
    );
    let tags = tags::read(root, &mut operations);
    let webhooks = webhooks::read(root, &mut types);
    let (mut types, diagnostics) = types.finish();
    found.extend(ignored.into_iter().chain(diagnostics));
    let nesting = type_graph::nesting(&types);
    type_graph::complete(&mut types);
    found.extend(discriminator_mismatches::found(&types));
    discriminators::correct(&mut types);
    selectors::complete(&mut types);
    discriminators::complete(&mut types);
    discriminators::exclude_others(&mut types);

    let security = root.get("security");
    let security = security.map(|it| client::requirements(root, it));
    let security = security.unwrap_or_default();
    let own = operations
        .iter()
        .flat_map(|operation| operation.security.iter().flatten());
    let used: HashSet<_> = own.chain(&security).flatten().collect();
    let mut settings = client::Settings::of(module);
    let mut schemes = settings.schemes(root);
    let servers = settings.servers(root);
    schemes.retain(|scheme| used.contains(&scheme.name));

    let info = |key| text(root.get("info")?, key);
    let mut model = Model {
        module: module.to_owned(),
        title: info("title").unwrap_or_else(|| module.to_owned()),
        description: info("description"),
        version: info("version").unwrap_or_default(),
        servers,
        schemes,
        security,
        rate_limits: RateLimits::default(),
        tags,
        parts_span: root.get(parts::KEY).map(|_| key_span(root, parts::KEY)),
        operations,
        webhooks,
        types,
        nesting,
    };
    extensions::read(root, &mut model, found);
    model
}

fn docs(node: &Node) -> Docs {
    Docs {
        summary: text(node, "summary"),
        description: text(node, "description"),
        deprecated: node.flag("deprecated"),
    }
}

fn schema_docs(node: &Node) -> Docs {
    Docs {
        summary: None,
        description: text(node, "description").or_else(|| text(node, "title")),
        deprecated: node.flag("deprecated"),
    }
}

/// The span of a key, or of the node if it lacks the key.
fn key_span(node: &Node, key: &str) -> Span {
    let entry = node.as_object().and_then(|object| object.entry(key));
    entry.map_or(node.span, |entry| entry.key_span)
}

/// A non-empty string, without surrounding white space.
fn text(node: &Node, key: &str) -> Option<String> {
    let text = node.get_str(key).map(str::trim);
    text.filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}
