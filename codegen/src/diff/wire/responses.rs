//! Compares the responses of an operation.

use indexmap::IndexMap;

use super::Comparer;
use super::schema::Direction;
use crate::diff::change::{Change, Verdict};
use crate::diff::contract::{Operation, resolved};
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

const RESPONSE_KEYS: &[&str] = &["content", "headers", "links"];
/// The key `default` in upper case, as that of every response.
const DEFAULT: &str = "DEFAULT";
/// The headers that the crate reads, and what it does without them.
const READ: &[(&str, &str)] = &[
    (
        "retry-after",
        "the crate waits for a default time before a retry",
    ),
    (
        "ratelimit",
        "the crate paces calls by the limits of the document alone",
    ),
    (
        "rate-limit",
        "the crate paces calls by the limits of the document alone",
    ),
];

const OTHER_FORM: Verdict = (Level::Breaking, "callers that read it receive another form");

const HEADER_KEYS: &[&str] = &[
    "content",
    "deprecated",
    "explode",
    "required",
    "schema",
    "style",
];

impl<'a> Comparer<'a> {
    pub(super) fn responses(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let mut gone: Vec<&str> = missing(&old.responses, &new.responses);
        let mut fresh: Vec<&str> = missing(&new.responses, &old.responses);
        for (status, before) in &old.responses {
            if let Some(after) = new.responses.get(status) {
                self.response(before, after);
            }
        }
        self.ranges((old, &mut gone), (new, &mut fresh));
        let success = |responses: &IndexMap<String, &Node>| {
            let statuses = responses.keys().filter(|status| is_success(status));
            statuses.cloned().collect::<Vec<_>>()
        };
        if let ([from], [to]) = (
            success(&old.responses).as_slice(),
            success(&new.responses).as_slice(),
        ) && gone.contains(&from.as_str())
            && fresh.contains(&to.as_str())
        {
            let (before, after) = (old.responses[from], new.responses[to]);
            if !is_within(from, to) && !is_within(to, from) {
                let text = format!("the status of success changed from {from} to {to}");
                let change =
                    Change::new(Kind::ResponseStatusChanged, Some(before), Some(after), text);
                let effect = "callers that expect the old status fail";
                self.add(change.with(Side::Response, (Level::Breaking, effect)));
            }
            self.response(before, after);
            gone.retain(|status| status != from);
            fresh.retain(|status| status != to);
        }
        let is_known = |status: &String| old.responses.contains_key(status);
        let none_stays = !success(&new.responses).iter().any(is_known);
        for status in gone {
            let is_only = is_success(status) && none_stays;
            self.response_removed(status, old.responses[status], is_only);
        }
        for status in fresh {
            self.response_added(status, new.responses[status], old);
        }
        let holders = (old.node.get("responses"), new.node.get("responses"));
        if let (Some(before), Some(after)) = holders {
            self.extension_keys(before, after, Side::Response);
        }
    }

    /// Removes the statuses that a range or `default` with an equal response replaces, or that replace one.
    fn ranges(
        &mut self,
        (old, gone): (&Operation<'a>, &mut Vec<&str>),
        (new, fresh): (&Operation<'a>, &mut Vec<&str>),
    ) {
        let narrowed = replaced(gone, fresh, |range, status| {
            self.responses_are_alike(old.responses[range], new.responses[status])
        });
        let widened = replaced(fresh, gone, |range, status| {
            self.responses_are_alike(old.responses[status], new.responses[range])
        });
        gone.retain(|status| !narrowed.0.contains(status) && !widened.1.contains(status));
        fresh.retain(|status| !narrowed.1.contains(status) && !widened.0.contains(status));
    }

    fn responses_are_alike(&mut self, old: &'a Node, new: &'a Node) -> bool {
        self.finds_nothing(|comparer| comparer.response(old, new))
    }

    fn response_added(&mut self, status: &str, node: &'a Node, old: &Operation<'a>) {
        let verdict = if is_success(status) {
            let known = old
                .responses
                .iter()
                .filter(|(status, _)| is_success(status));
            let known: Vec<_> = known.map(|(_, node)| *node).collect();
            if known
                .into_iter()
                .any(|known| self.responses_are_alike(known, node))
            {
                (Level::Compatible, "its body is one that callers know")
            } else if !has_body(node) {
                (
                    Level::Warning,
                    "callers that expect a body may receive none",
                )
            } else {
                (
                    Level::Warning,
                    "callers may receive a body that they do not know",
                )
            }
        } else {
            (Level::Compatible, "callers receive it as an error")
        };
        let text = format!("{} was added", label(status));
        let change = Change::new(Kind::ResponseAdded, None, Some(node), text);
        self.add(change.with(Side::Response, verdict));
    }

    fn response_removed(&mut self, status: &str, node: &'a Node, is_only: bool) {
        let verdict = match status {
            _ if is_only => (
                Level::Breaking,
                "no response for success that callers know is left",
            ),
            DEFAULT => (Level::Warning, "the body of other errors is unknown"),
            _ => (Level::Compatible, "it is no longer received"),
        };
        let text = format!("{} was removed", label(status));
        let change = Change::new(Kind::ResponseRemoved, Some(node), None, text);
        self.add(change.with(Side::Response, verdict));
    }

    fn response(&mut self, old: &'a Node, new: &'a Node) {
        match (has_body(old), has_body(new)) {
            (true, true) => self.content(old, new, Direction::Response),
            (false, true) => {
                let change = Change::new(
                    Kind::ResponseBodyAdded,
                    None,
                    new.get("content"),
                    "a body was added",
                );
                self.add(change.with(
                    Side::Response,
                    (Level::Compatible, "callers that expect none ignore it"),
                ));
            }
            (true, false) => {
                let change = Change::new(
                    Kind::ResponseBodyRemoved,
                    old.get("content"),
                    None,
                    "the body was removed",
                );
                self.add(change.with(
                    Side::Response,
                    (Level::Breaking, "callers that read it fail"),
                ));
            }
            (false, false) => {}
        }
        self.headers(old, new);
        self.named_parts(
            (old.get("links"), new.get("links")),
            "link",
            [Kind::LinkAdded, Kind::LinkRemoved, Kind::LinkChanged],
            (Level::Warning, "the crate does not follow links"),
        );
        self.rest(old, new, RESPONSE_KEYS, Side::Response);
    }

    fn headers(&mut self, old: &'a Node, new: &'a Node) {
        let headers = |root: &'a Node, holder: &'a Node| {
            let headers = holder.get("headers").into_iter().flat_map(Node::entries);
            let headers = headers.map(|(name, entry)| {
                (
                    name.to_ascii_lowercase(),
                    (name, resolved(root, &entry.value)),
                )
            });
            headers.collect::<IndexMap<_, _>>()
        };
        let old = headers(self.old.root(), old);
        let new = headers(self.new.root(), new);
        for (key, (name, before)) in &old {
            match new.get(key) {
                Some((_, after)) => self.header(before, after),
                None => self.header_removed(name, before),
            }
        }
        for (key, (name, node)) in &new {
            if !old.contains_key(key) {
                let text = format!("header `{name}` was added");
                let change = Change::new(Kind::HeaderAdded, None, Some(*node), text);
                self.add(change.with(Side::Response, (Level::Compatible, "callers ignore it")));
            }
        }
    }

    fn header_removed(&mut self, name: &str, node: &'a Node) {
        let verdict = if node.flag("required") {
            (Level::Breaking, "callers that read it fail")
        } else if let Some((_, effect)) = READ
            .iter()
            .find(|(read, _)| name.to_ascii_lowercase().contains(read))
        {
            (Level::Warning, *effect)
        } else {
            (Level::Warning, "callers that read it no longer receive it")
        };
        let text = format!("header `{name}` was removed");
        let change = Change::new(Kind::HeaderRemoved, Some(node), None, text);
        self.add(change.with(Side::Response, verdict));
    }

    fn header(&mut self, old: &'a Node, new: &'a Node) {
        let nodes = (
            old.get("required").unwrap_or(old),
            new.get("required").unwrap_or(new),
        );
        match (old.flag("required"), new.flag("required")) {
            (true, false) => self.header_change(
                Kind::HeaderBecameOptional,
                nodes,
                "the header is now optional",
                (Level::Breaking, "responses may omit it"),
                new,
            ),
            (false, true) => self.header_change(
                Kind::HeaderBecameRequired,
                nodes,
                "the header is now required",
                (Level::Compatible, "responses always contain it"),
                new,
            ),
            _ => {}
        }
        self.deprecation(old, new, Side::Response);
        match (old.get("schema"), new.get("schema")) {
            (Some(old), Some(new)) => self.schema(old, new, Direction::Response),
            (None, None) => self.content(old, new, Direction::Response),
            _ => {
                let change = super::content::form_change(old, new);
                self.add(change.with(Side::Response, OTHER_FORM));
            }
        }
        let explode = |node: &Node| node.flag("explode");
        if explode(old) != explode(new) {
            let places = (
                old.get("explode").unwrap_or(old),
                new.get("explode").unwrap_or(new),
            );
            let kind = Kind::ExplodeChanged;
            self.header_change(kind, places, "`explode` changed", OTHER_FORM, new);
        }
        self.rest(old, new, HEADER_KEYS, Side::Response);
    }

    fn header_change(
        &mut self,
        kind: Kind,
        (old, new): (&'a Node, &'a Node),
        text: &str,
        verdict: Verdict,
        header: &'a Node,
    ) {
        let change = Change::new(kind, Some(old), Some(new), text);
        let change = change.with(Side::Response, verdict);
        self.add(change.held_by(Some(header)));
    }
}

fn missing<'r>(
    responses: &'r IndexMap<String, &Node>,
    others: &IndexMap<String, &Node>,
) -> Vec<&'r str> {
    let statuses = responses
        .keys()
        .filter(|status| !others.contains_key(*status));
    statuses.map(String::as_str).collect()
}

/// Returns the ranges in which all of the given statuses have an equal response, and these statuses.
fn replaced<'s>(
    ranges: &[&'s str],
    statuses: &[&'s str],
    mut is_equal: impl FnMut(&str, &str) -> bool,
) -> (Vec<&'s str>, Vec<&'s str>) {
    let mut replaced = (Vec::new(), Vec::new());
    for range in ranges.iter().filter(|status| status.ends_with("XX")) {
        let within: Vec<_> = statuses
            .iter()
            .filter(|status| is_within(status, range))
            .copied()
            .collect();
        if !within.is_empty() && within.iter().all(|status| is_equal(range, status)) {
            replaced.0.push(*range);
            replaced.1.extend(within);
        }
    }
    replaced
}

fn has_body(response: &Node) -> bool {
    let content = response.get("content");
    content.is_some_and(|it| it.entries().next().is_some())
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// Whether a status such as `404` is in a range such as `4XX`.
fn is_within(status: &str, range: &str) -> bool {
    range.len() == 3
        && range.ends_with("XX")
        && status.len() == 3
        && !status.ends_with("XX")
        && status.chars().next() == range.chars().next()
}

fn label(status: &str) -> String {
    if status == DEFAULT {
        "the default response".to_owned()
    } else {
        format!("response {status}")
    }
}
