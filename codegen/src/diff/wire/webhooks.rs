//! Compares webhooks and callbacks. Their payloads are what a receiver reads.

use super::Comparer;
use super::document::only_in;
use super::matching::unique_pairs;
use super::operations::HANDLED;
use super::schema::Direction;
use crate::diff::change::{Change, Owner, Verdict};
use crate::diff::contract::{Operation, resolved};
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

const ADDED: Verdict = (Level::Compatible, "receivers can use it");
const REMOVED: Verdict = (Level::Breaking, "receivers no longer get it");
const CHANGED: Verdict = (Level::Warning, "the crate only reads payloads");

/// Requests of a server to a receiver.
#[derive(Clone, Copy)]
struct Received {
    what: &'static str,
    changed: Kind,
}

const WEBHOOK: Received = Received {
    what: "webhook",
    changed: Kind::WebhookChanged,
};

const CALLBACK: Received = Received {
    what: "callback",
    changed: Kind::CallbackChanged,
};

impl<'a> Comparer<'a> {
    /// Compares the webhooks of the documents.
    pub(super) fn webhooks(&mut self) {
        let (old, new) = (self.old.root(), self.new.root());
        let (old, new) = (old.get("webhooks"), new.get("webhooks"));
        let (mut gone, mut fresh) = (only_in(old, new), only_in(new, old));
        self.owner = Owner::Document;
        let renamed = unique_pairs(&gone, &fresh, |(_, old), (_, new)| {
            self.webhooks_are_alike(old, new)
        });
        let renamed: Vec<_> = renamed
            .into_iter()
            .map(|(a, b)| (gone[a], fresh[b]))
            .collect();
        for ((from, old), (to, new)) in renamed {
            let text = format!("webhook `{from}` was renamed to `{to}`");
            let change = Change::new(Kind::WebhookRenamed, Some(old), Some(new), text);
            self.add(change.with(Side::Structure, REMOVED));
            gone.retain(|(name, _)| *name != from);
            fresh.retain(|(name, _)| *name != to);
        }
        for (name, node) in gone {
            let text = format!("webhook `{name}` was removed");
            let change = Change::new(Kind::WebhookRemoved, Some(node), None, text);
            self.add(change.with(Side::Structure, REMOVED));
        }
        for (name, node) in fresh {
            let text = format!("webhook `{name}` was added");
            let change = Change::new(Kind::WebhookAdded, None, Some(node), text);
            self.add(change.with(Side::Structure, ADDED));
        }
        for (name, old) in old.into_iter().flat_map(Node::entries) {
            let Some(new) = new.and_then(|new| new.get(name)) else {
                continue;
            };
            self.owner = Owner::Operation(self.operations.len());
            self.operations.push(format!("webhook {name}"));
            let old = (&old.value, self.webhook(false, &old.value));
            let new = (new, self.webhook(true, new));
            self.received(WEBHOOK, name, &old, &new);
        }
    }

    /// The operations of a webhook.
    fn webhook(&self, is_new: bool, item: &'a Node) -> Vec<Operation<'a>> {
        let root = if is_new { &self.new } else { &self.old }.root();
        Operation::of_item(root, "", resolved(root, item))
    }

    fn webhooks_are_alike(&mut self, old: &'a Node, new: &'a Node) -> bool {
        let (old, new) = (self.webhook(false, old), self.webhook(true, new));
        old.len() == new.len()
            && old.iter().all(|old| {
                let new = new.iter().find(|new| new.method == old.method);
                new.is_some_and(|new| self.is_same_request(old, new))
            })
    }

    /// Compares the callbacks of two operations.
    pub(super) fn callbacks(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (old, new) = (old.node.get("callbacks"), new.node.get("callbacks"));
        for (name, node) in only_in(old, new) {
            let text = format!("callback `{name}` was removed");
            let change = Change::new(Kind::CallbackRemoved, Some(node), None, text);
            self.add(change.with(Side::Structure, REMOVED));
        }
        for (name, node) in only_in(new, old) {
            let text = format!("callback `{name}` was added");
            let change = Change::new(Kind::CallbackAdded, None, Some(node), text);
            self.add(change.with(Side::Structure, ADDED));
        }
        for (name, entry) in old.into_iter().flat_map(Node::entries) {
            let Some(new) = new.and_then(|new| new.get(name)) else {
                continue;
            };
            let old = (&entry.value, self.callback(false, &entry.value));
            let new = (new, self.callback(true, new));
            self.received(CALLBACK, name, &old, &new);
        }
    }

    /// The operations of a callback.
    fn callback(&self, is_new: bool, callback: &'a Node) -> Vec<Operation<'a>> {
        let root = if is_new { &self.new } else { &self.old }.root();
        Operation::of_paths(root, resolved(root, callback).entries())
    }

    /// Compares the requests of a webhook or callback: the payloads by their rules, and the rest as a whole.
    fn received(
        &mut self,
        received: Received,
        name: &str,
        (old_node, old): &(&'a Node, Vec<Operation<'a>>),
        (new_node, new): &(&'a Node, Vec<Operation<'a>>),
    ) {
        if self.is_same_meaning(old_node, new_node) {
            return;
        }
        let text = format!("{} `{name}` changed", received.what);
        let change = Change::new(received.changed, Some(*old_node), Some(*new_node), text);
        // A callback inside a callback is not followed.
        if self.trial.is_some() {
            self.add(change.with(Side::Structure, CHANGED));
            return;
        }
        let address = |it: &Operation<'a>| (it.method, it.path);
        let mut is_same = old.len() == new.len();
        // Whether the change is in a part whose changes are reported on their own.
        let mut is_reported = false;
        for old in old {
            let Some(new) = new.iter().find(|new| address(new) == address(old)) else {
                is_same = false;
                continue;
            };
            is_same &= self.finds_nothing(|comparer| comparer.beside_payload(old, new));
            self.deprecation(old.node, new.node, Side::Structure);
            is_reported |= old.node.flag("deprecated") != new.node.flag("deprecated");
            is_reported |= match (old.body, new.body) {
                (Some(old), Some(new)) => !self.is_same_meaning(old, new),
                (old, new) => old.is_some() || new.is_some(),
            };
            self.payload(old, new);
        }
        if !is_same {
            self.add(change.with(Side::Structure, CHANGED));
        } else if !is_reported {
            self.add(change.with(Side::Structure, (Level::Docs, "")));
        }
    }

    /// Whether two requests to a receiver differ in nothing that matters.
    fn is_same_request(&mut self, old: &Operation<'a>, new: &Operation<'a>) -> bool {
        self.finds_nothing(|comparer| {
            comparer.deprecation(old.node, new.node, Side::Structure);
            comparer.beside_payload(old, new);
            comparer.payload(old, new);
        })
    }

    /// Compares everything of two requests to a receiver but their payloads and whether they are deprecated.
    fn beside_payload(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (old, new) = (own(old), own(new));
        self.sunset(old.node, new.node);
        self.stability(old.node, new.node);
        self.parameters(&old, &new);
        self.responses(&old, &new);
        self.callbacks(&old, &new);
        self.servers(&old, &new);
        self.security(&old, &new);
        self.rest(old.node, new.node, HANDLED, Side::Structure);
        self.path_item(old.item, new.item);
    }

    /// Compares the payloads of two requests to a receiver.
    fn payload(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (old, new) = match (old.body, new.body) {
            (None, None) => return,
            (None, Some(body)) => {
                let change =
                    Change::new(Kind::RequestBodyAdded, None, Some(body), "a body was added");
                let verdict = (Level::Compatible, "receivers that expect none ignore it");
                return self.add(change.with(Side::Payload, verdict));
            }
            (Some(body), None) => {
                let text = "the body was removed";
                let change = Change::new(Kind::RequestBodyRemoved, Some(body), None, text);
                let verdict = (Level::Breaking, "receivers that read it fail");
                return self.add(change.with(Side::Payload, verdict));
            }
            (Some(old), Some(new)) => (old, new),
        };
        self.requirement_of_payload(old, new);
        let media_types = (old.get("content"), new.get("content"));
        for (name, node) in only_in(media_types.0, media_types.1) {
            let text = format!("media type `{name}` was removed");
            let change = Change::new(Kind::MediaTypeRemoved, Some(node), None, text);
            let verdict = (Level::Breaking, "receivers that read it fail");
            self.add(change.with(Side::Payload, verdict));
        }
        for (name, node) in only_in(media_types.1, media_types.0) {
            let text = format!("media type `{name}` was added");
            let change = Change::new(Kind::MediaTypeAdded, None, Some(node), text);
            let verdict = (Level::Warning, "payloads may have this media type");
            self.add(change.with(Side::Payload, verdict));
        }
        for (name, entry) in media_types.0.into_iter().flat_map(Node::entries) {
            if let Some(new) = media_types.1.and_then(|new| new.get(name)) {
                self.media_type(&entry.value, new, Direction::Payload);
            }
        }
        self.rest(old, new, &["content", "required"], Side::Payload);
    }

    fn requirement_of_payload(&mut self, old: &'a Node, new: &'a Node) {
        let (kind, text, verdict) = match (old.flag("required"), new.flag("required")) {
            (true, false) => (
                Kind::RequestBodyBecameOptional,
                "the body is now optional",
                (Level::Breaking, "receivers may get requests without it"),
            ),
            (false, true) => (
                Kind::RequestBodyBecameRequired,
                "the body is now required",
                (Level::Compatible, "what is received was possible before"),
            ),
            _ => return,
        };
        let nodes = (
            old.get("required").unwrap_or(old),
            new.get("required").unwrap_or(new),
        );
        let change = Change::new(kind, Some(nodes.0), Some(nodes.1), text);
        self.add(change.with(Side::Payload, verdict).held_by(Some(new)));
    }
}

/// A request to a receiver without the security and the servers of the document, which are for callers.
fn own<'a>(operation: &Operation<'a>) -> Operation<'a> {
    Operation {
        security: operation.node.get("security"),
        servers: operation.node.get("servers"),
        ..operation.clone()
    }
}
