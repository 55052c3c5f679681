//! Reads the model from the lowered document. What cannot be resolved is a diagnostic with its place.

mod answers;
mod bodies;
mod client;
mod constraints;
mod extensions;
mod left_out;
mod named_types;
mod operations;
mod parameters;
mod pattern;
mod types;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::{Docs, Model, RateLimits, facts};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use types::Types;

/// Reads the model of a lowered document whose module is called `module`.
///
/// What the client leaves out or does not check goes to `found` as warnings. Errors there are names and paths of
/// extensions that lead nowhere; the model then lacks those extensions.
pub(crate) fn read(root: &Node, module: &str, found: &mut Diagnostics) -> Model {
    left_out::report(root, found);
    let mut types = Types::of(root);
    types.read_named(root);
    let operations = operations::read(root, &mut types);
    let (mut types, diagnostics) = types.finish();
    diagnostics.into_iter().for_each(|it| found.push(it));
    let nesting = facts::nesting(&types);
    facts::complete(&mut types);

    let security = root.get("security").map(client::requirements);
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
        operations,
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
        deprecated: flag(node, "deprecated"),
    }
}

fn schema_docs(node: &Node) -> Docs {
    Docs {
        summary: None,
        description: text(node, "description").or_else(|| text(node, "title")),
        deprecated: flag(node, "deprecated"),
    }
}

/// A text that is there and not empty, without space around it.
fn text(node: &Node, key: &str) -> Option<String> {
    let text = node.get_str(key).map(str::trim);
    text.filter(|text| !text.is_empty()).map(ToOwned::to_owned)
}

fn flag(node: &Node, key: &str) -> bool {
    node.get(key).and_then(Node::as_bool).unwrap_or(false)
}
