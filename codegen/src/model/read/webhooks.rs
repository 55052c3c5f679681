//! Reads the payloads of webhooks and callbacks.

use std::collections::HashMap;

use super::docs;
use super::types::Types;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::lower::tree::webhook_nodes;
use crate::model::{Content, Webhook};
use crate::names::{self, TakenNames};

pub(super) fn read(root: &Node, types: &mut Types) -> Vec<Webhook> {
    let mut taken = TakenNames::default();
    let mut first = HashMap::new();
    let webhooks = webhook_nodes(root).map(|(name, entry)| {
        let wanted = names::variant_name(name);
        let variant = taken.unique(wanted.clone());
        let first = *first.entry(wanted.clone()).or_insert((name, entry));
        if first.0 != name {
            let found = shared_name(first, (name, entry), &wanted, &variant);
            types.found.push(found);
        }
        Webhook {
            name: name.to_owned(),
            variant,
            docs: docs(&entry.value),
            content: content(&entry.value, types),
            span: entry.key_span,
        }
    });
    webhooks.collect()
}

fn shared_name(
    (first, first_entry): (&str, &Entry),
    (second, entry): (&str, &Entry),
    wanted: &str,
    assigned: &str,
) -> Diagnostic {
    let message = format!(
        "the webhooks `{first}` and `{second}` are both `{wanted}` in Rust: the variant of the second is `{assigned}`"
    );
    Diagnostic::new(Code::NameShared, entry.key_span, message)
        .with_label(format!("becomes `{assigned}`"))
        .with_related(first_entry.key_span, format!("becomes `{wanted}`"))
        .with_help("keep the order of the two, since the number depends on it, or rename one if the API does")
}

fn content(webhook: &Node, types: &mut Types) -> Content {
    let mut content = webhook.get("content").into_iter().flat_map(Node::entries);
    content
        .next()
        .map_or(Content::Empty, |(media_type, media)| {
            types.media_content(media_type, media.value.get("schema"))
        })
}
