//! Compares the rate limits of the documents and of their operations.

use super::Comparer;
use crate::diff::change::{Change, Owner, Verdict};
use crate::diff::contract::Operation;
use crate::diff::same::is_same;
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

const KEY: &str = "x-rate-limit";
const PACED: Verdict = (Level::Warning, "the crate paces calls in another way");
const REFUSED: Verdict = (
    Level::Breaking,
    "callers that keep to the old limit are rejected",
);
const SLOWER: Verdict = (
    Level::Compatible,
    "callers that keep to the old limit are accepted",
);

impl<'a> Comparer<'a> {
    /// Compares the limits that the document states.
    pub(super) fn rate_limits(&mut self) {
        let (old, new) = (self.old.root().get(KEY), self.new.root().get(KEY));
        let (Some(before), Some(after)) = (old, new) else {
            let change = match (old, new) {
                (None, Some(node)) => Change::new(
                    Kind::RateLimitAdded,
                    None,
                    Some(node),
                    "rate limits were added",
                ),
                (Some(node), None) => Change::new(
                    Kind::RateLimitRemoved,
                    Some(node),
                    None,
                    "rate limits were removed",
                ),
                _ => return,
            };
            return self.add(change.with(Side::Structure, PACED));
        };
        let (limits, others) = (named(before), named(after));
        for &(name, limit) in &limits {
            if let Some((_, other)) = others.iter().find(|(other, _)| *other == name) {
                for owner in self.limited_operations(name, other) {
                    self.owner = owner;
                    self.rate_limit(name, limit, other);
                }
            } else {
                let text = format!("rate limit `{name}` was removed");
                let change = Change::new(Kind::RateLimitRemoved, Some(limit), None, text);
                self.add(change.with(Side::Structure, PACED));
            }
            self.owner = Owner::Document;
        }
        for &(name, limit) in &others {
            if !limits.iter().any(|(other, _)| *other == name) {
                let text = format!("rate limit `{name}` was added");
                let change = Change::new(Kind::RateLimitAdded, None, Some(limit), text);
                self.add(change.with(Side::Structure, PACED));
            }
        }
        let headers = (before.get("headers"), after.get("headers"));
        if !is_same(headers) {
            let change = Change::new(
                Kind::RateLimitChanged,
                headers.0,
                headers.1,
                "the headers of rate limits changed",
            );
            self.add(change.with(Side::Structure, PACED));
        }
        self.rest(before, after, &["headers", "limits"], Side::Structure);
    }

    /// Returns the operations with a rate limit, or the document if there are none.
    fn limited_operations(&self, name: &str, limit: &Node) -> Vec<Owner> {
        let operations = self.new.contract.operations.iter().enumerate();
        let limited = operations.filter(|(_, it)| has_limit(it, name, limit));
        let owners: Vec<_> = limited.map(|(index, _)| Owner::Operation(index)).collect();
        if owners.is_empty() {
            vec![Owner::Document]
        } else {
            owners
        }
    }

    fn rate_limit(&mut self, name: &str, old: &'a Node, new: &'a Node) {
        for (key, is_tighter_when_lower) in [("requests", true), ("per", false)] {
            let nodes = (old.get(key), new.get(key));
            let numbers = (
                nodes.0.and_then(Node::as_u64),
                nodes.1.and_then(Node::as_u64),
            );
            let (Some(before), Some(after)) = numbers else {
                continue;
            };
            if before == after {
                continue;
            }
            let is_tighter = (after < before) == is_tighter_when_lower;
            let text = match key {
                "requests" => {
                    format!("rate limit `{name}` changed from {before} to {after} requests")
                }
                _ => format!(
                    "the window of rate limit `{name}` changed from {before} to {after} seconds"
                ),
            };
            self.add_rate(is_tighter, nodes, text);
        }
        let windows = (old.get("window"), new.get("window"));
        let is_sliding = |node: Option<&Node>| node.and_then(Node::as_str) == Some("sliding");
        match (is_sliding(windows.0), is_sliding(windows.1)) {
            (false, true) => {
                let text = format!("the window of rate limit `{name}` is now sliding");
                self.add_rate(true, (windows.0.or(Some(old)), windows.1), text);
            }
            (true, false) => {
                let text = format!("the window of rate limit `{name}` is now fixed");
                self.add_rate(false, (windows.0, windows.1.or(Some(new))), text);
            }
            _ => {}
        }
        let methods = (old.get("methods"), new.get("methods"));
        let set = |node: Option<&'a Node>| {
            let methods = node
                .into_iter()
                .flat_map(Node::items)
                .filter_map(Node::as_str);
            methods
                .map(str::to_ascii_uppercase)
                .collect::<std::collections::BTreeSet<_>>()
        };
        if set(methods.0) != set(methods.1) {
            let text = format!("the methods of rate limit `{name}` changed");
            let change = Change::new(Kind::RateLimitChanged, methods.0, methods.1, text);
            self.add(change.with(Side::Structure, PACED));
        }
        self.rest(
            old,
            new,
            &["methods", "name", "per", "requests", "window"],
            Side::Structure,
        );
    }

    fn add_rate(
        &mut self,
        is_tighter: bool,
        nodes: (Option<&'a Node>, Option<&'a Node>),
        text: String,
    ) {
        let (kind, verdict) = if is_tighter {
            (Kind::RateLimitTightened, REFUSED)
        } else {
            (Kind::RateLimitLoosened, SLOWER)
        };
        self.add(Change::new(kind, nodes.0, nodes.1, text).with(Side::Structure, verdict));
    }

    /// Compares the limit that an operation has by its name.
    pub(super) fn rate_class(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let nodes = (old.node.get(KEY), new.node.get(KEY));
        if is_same(nodes) {
            return;
        }
        let rate = |root: &'a Node, operation: &Operation<'a>| {
            let limits = root.get(KEY).map(named)?;
            let is_it = |(name, limit): &(&str, &Node)| has_limit(operation, name, limit);
            let (_, limit) = limits.into_iter().find(is_it)?;
            Some((
                limit.get("requests")?.as_f64()?,
                limit.get("per")?.as_f64()?,
            ))
        };
        let rates = (rate(self.old.root(), old), rate(self.new.root(), new));
        let text = match nodes {
            (Some(a), Some(b)) => {
                format!("the rate limit changed from {} to {}", quoted(a), quoted(b))
            }
            (None, Some(b)) => format!("the rate limit is now {}", quoted(b)),
            (Some(a), _) => format!("the rate limit is no longer {}", quoted(a)),
            (None, None) => return,
        };
        let places = (nodes.0.or(Some(old.node)), nodes.1.or(Some(new.node)));
        if let (Some(a), Some(b)) = rates {
            let is_tighter = b.0 / b.1 < a.0 / a.1;
            self.add_rate(is_tighter, places, text);
        } else {
            let change = Change::new(Kind::RateLimitChanged, places.0, places.1, text);
            self.add(change.with(Side::Structure, PACED));
        }
    }
}

fn named(node: &Node) -> Vec<(&str, &Node)> {
    let limits = node.get("limits").into_iter().flat_map(Node::items);
    limits
        .map(|limit| (limit.get_str("name").unwrap_or_default(), limit))
        .collect()
}

/// Whether an operation has a rate limit by its name or its method.
fn has_limit(operation: &Operation<'_>, name: &str, limit: &Node) -> bool {
    match operation.node.get_str(KEY) {
        Some(stated) => stated == name,
        None => has_method(limit, operation.method),
    }
}

fn has_method(limit: &Node, method: &str) -> bool {
    let mut methods = limit
        .get("methods")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(Node::as_str);
    methods.any(|it| it.eq_ignore_ascii_case(method))
}
