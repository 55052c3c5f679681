//! Compares the extensions of an operation that the crate knows.

use super::Comparer;
use super::document::only_in;
use super::renamed_tags::tags;
use crate::diff::change::{Change, Verdict};
use crate::diff::contract::Operation;
use crate::diff::same::is_same;
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

/// An extension whose changes have the same effect, whichever key changes.
struct Rule {
    key: &'static str,
    kinds: [Kind; 3],
    added: Verdict,
    removed: Verdict,
    changed: Verdict,
}

pub(super) const HELPER: Verdict = (Level::Compatible, "requests and responses are the same");

const RULES: &[Rule] = &[
    Rule {
        key: "x-confirm",
        kinds: [
            Kind::ConfirmationAdded,
            Kind::ConfirmationRemoved,
            Kind::ConfirmationChanged,
        ],
        added: HELPER,
        removed: HELPER,
        changed: HELPER,
    },
    Rule {
        key: "x-job",
        kinds: [Kind::JobAdded, Kind::JobRemoved, Kind::JobChanged],
        added: (Level::Warning, "calls wait for a job now"),
        removed: (Level::Warning, "calls do not wait for the job any more"),
        changed: (Level::Warning, "jobs are followed in another way"),
    },
    Rule {
        key: "x-pagination",
        kinds: [
            Kind::PaginationAdded,
            Kind::PaginationRemoved,
            Kind::PaginationChanged,
        ],
        added: HELPER,
        removed: HELPER,
        changed: (Level::Warning, "pages are requested in another way"),
    },
    Rule {
        key: "x-retry",
        kinds: [Kind::RetryAdded, Kind::RetryRemoved, Kind::RetryChanged],
        added: (Level::Warning, "calls are repeated in other cases"),
        removed: (Level::Warning, "calls are repeated in other cases"),
        changed: (Level::Warning, "calls are repeated in other cases"),
    },
];

impl<'a> Comparer<'a> {
    pub(super) fn extensions(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        for rule in RULES {
            let nodes = (old.node.get(rule.key), new.node.get(rule.key));
            let (kind, text, verdict) = match nodes {
                (None, None) => continue,
                (None, Some(_)) => (
                    rule.kinds[0],
                    format!("`{}` was added", rule.key),
                    rule.added,
                ),
                (Some(_), None) => (
                    rule.kinds[1],
                    format!("`{}` was removed", rule.key),
                    rule.removed,
                ),
                (Some(a), Some(b)) if a.is_same(b) => continue,
                (Some(_), Some(_)) => (
                    rule.kinds[2],
                    format!("`{}` changed", rule.key),
                    rule.changed,
                ),
            };
            let change = Change::new(kind, nodes.0, nodes.1, text);
            self.add(change.with(Side::Structure, verdict));
        }
        self.batch(old.node.get("x-batch"), new.node.get("x-batch"));
        self.forms(old.node.get("x-forms"), new.node.get("x-forms"));
        self.rate_class(old, new);
        let renamed = tags(old.node).map(|tag| self.renamed_tags.get(tag).copied().unwrap_or(tag));
        if self.renamed_tags.is_empty() || !renamed.eq(tags(new.node)) {
            self.part("tags", (old.node, new.node));
        }
    }

    /// Compares the value of a key that decides on parts, if tags are parts of the crate.
    pub(super) fn part(&mut self, key: &str, (old, new): (&'a Node, &'a Node)) {
        let (old, new) = (old.get(key), new.get(key));
        if self.has_parts() && !is_same((old, new)) {
            let text = super::rest::text(key, old, new);
            let change = Change::new(Kind::PartChanged, old, new, text);
            self.add(change.with(Side::Structure, HELPER));
        }
    }

    fn batch(&mut self, old: Option<&'a Node>, new: Option<&'a Node>) {
        let (Some(before), Some(after)) = (old, new) else {
            let change = match (old, new) {
                (None, Some(node)) => {
                    Change::new(Kind::BatchAdded, None, Some(node), "`x-batch` was added")
                }
                (Some(node), None) => Change::new(
                    Kind::BatchRemoved,
                    Some(node),
                    None,
                    "`x-batch` was removed",
                ),
                _ => return,
            };
            return self.add(change.with(Side::Structure, HELPER));
        };
        let sizes = (before.get("size"), after.get("size"));
        if let (Some(a), Some(b)) = sizes
            && !a.is_same(b)
        {
            let is_lowered = b.as_u64() < a.as_u64();
            let (kind, level, effect) = if is_lowered {
                (
                    Kind::BatchSizeLowered,
                    Level::Breaking,
                    "larger batches of the old crate are rejected",
                )
            } else {
                (
                    Kind::BatchSizeRaised,
                    Level::Compatible,
                    "smaller batches are still accepted",
                )
            };
            let text = format!("the batch size changed from {} to {}", quoted(a), quoted(b));
            self.add(
                Change::new(kind, sizes.0, sizes.1, text).with(Side::Structure, (level, effect)),
            );
        }
        for key in keys(before, after).into_iter().filter(|key| *key != "size") {
            let nodes = (before.get(key), after.get(key));
            if !is_same(nodes) {
                let text = format!("`{key}` of `x-batch` changed");
                let change = Change::new(Kind::BatchChanged, nodes.0, nodes.1, text);
                let effect = "outcomes are matched with entries in another way";
                self.add(change.with(Side::Structure, (Level::Warning, effect)));
            }
        }
    }

    /// A form is a method of its own for one alternative of the body. It has no effect on the wire.
    fn forms(&mut self, old: Option<&'a Node>, new: Option<&'a Node>) {
        for (name, node) in only_in(old, new) {
            let change = Change::new(
                Kind::FormRemoved,
                Some(node),
                None,
                format!("form `{name}` was removed"),
            );
            self.add(change.with(Side::Structure, HELPER));
        }
        for (name, node) in only_in(new, old) {
            let change = Change::new(
                Kind::FormAdded,
                None,
                Some(node),
                format!("form `{name}` was added"),
            );
            self.add(change.with(Side::Structure, HELPER));
        }
        for (name, entry) in old.into_iter().flat_map(Node::entries) {
            let Some(after) = new.and_then(|new| new.get(name)) else {
                continue;
            };
            let before = &entry.value;
            self.batch(before.get("x-batch"), after.get("x-batch"));
            for key in keys(before, after) {
                let nodes = (before.get(key), after.get(key));
                if key == "x-batch" || is_same(nodes) {
                    continue;
                }
                let text = format!("`{key}` of form `{name}` changed");
                let change = if matches!(key, "summary" | "description") {
                    Change::new(Kind::WordingChanged, nodes.0, nodes.1, text)
                        .with(Side::Structure, (Level::Docs, ""))
                } else {
                    Change::new(Kind::FormChanged, nodes.0, nodes.1, text)
                        .with(Side::Structure, HELPER)
                };
                self.add(change);
            }
        }
    }
}

/// Returns the keys of two objects, each once.
fn keys<'a>(old: &'a Node, new: &'a Node) -> Vec<&'a str> {
    let added = new.entries().filter(|(key, _)| old.get(key).is_none());
    old.entries().chain(added).map(|(key, _)| key).collect()
}
