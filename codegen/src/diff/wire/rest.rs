//! Compares the keys that have no rules of their own, so that nothing differs in silence.

use crate::diff::change::{Change, Verdict};
use crate::diff::same::is_same;
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

/// The verdict on a change without a rule.
pub(super) const UNJUDGED: Verdict = (Level::Warning, "its effect on callers is unknown");

/// The keys whose values are for readers.
const WORDING: &[&str] = &[
    "contact",
    "description",
    "example",
    "examples",
    "externalDocs",
    "license",
    "summary",
    "tags",
    "termsOfService",
    "title",
    "x-enum-descriptions",
    "x-tag-groups",
];

/// The keys of a schema that have rules.
const SCHEMA: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "default",
    "deprecated",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "prefixItems",
    "properties",
    "readOnly",
    "required",
    "type",
    "uniqueItems",
    "writeOnly",
    "x-enum-varnames",
    "xml",
];

/// Compares the keys that are not in `handled`. Changes of wording are complete; the others need a verdict.
pub(super) fn keys<'a>(old: &'a Node, new: &'a Node, handled: &[&str]) -> Vec<Change<'a>> {
    let (wording, others) = all_keys(old, new, |key| handled.contains(&key));
    wording.into_iter().chain(others).collect()
}

/// Returns the changes of wording, then the others.
fn all_keys<'a>(
    old: &'a Node,
    new: &'a Node,
    is_handled: impl Fn(&str) -> bool,
) -> (Vec<Change<'a>>, Vec<Change<'a>>) {
    let (mut wording, mut others) = (Vec::new(), Vec::new());
    let mut compare = |key: &str, before: Option<&'a Node>, after: Option<&'a Node>| {
        if is_handled(key) {
            return;
        }
        let stated =
            |node: &&'a Node| key != "tags" || node.as_array().is_none_or(|tags| !tags.is_empty());
        let (before, after) = (before.filter(stated), after.filter(stated));
        if is_same((before, after)) {
            return;
        }
        if is_wording(key) {
            wording.push(wording_change(key, before, after));
        } else {
            others.push(other_change(key, before, after));
        }
    };
    for (key, entry) in old.entries() {
        compare(key, Some(&entry.value), new.get(key));
    }
    for (key, entry) in new.entries() {
        if old.get(key).is_none() {
            compare(key, None, Some(&entry.value));
        }
    }
    (wording, others)
}

/// Compares the keys of schemas that have no rules. Returns each change and whether it is complete.
pub(super) fn schemas<'a>(old: &[&'a Node], new: &[&'a Node]) -> Vec<(Change<'a>, bool)> {
    let empty: (Vec<Change<'a>>, Vec<Change<'a>>) = (Vec::new(), Vec::new());
    let (wording, others) = if old.len() == new.len() {
        old.iter().zip(new).fold(empty, |mut found, (old, new)| {
            let (wording, others) = all_keys(old, new, |key| SCHEMA.contains(&key));
            found.0.extend(wording);
            found.1.extend(others);
            found
        })
    } else {
        merged(old, new)
    };
    let wording = wording.into_iter().map(|change| (change, true));
    wording
        .chain(others.into_iter().map(|change| (change, false)))
        .collect()
}

/// Compares the keys of schemas with another number of parts: the outermost part with a key decides.
fn merged<'a>(old: &[&'a Node], new: &[&'a Node]) -> (Vec<Change<'a>>, Vec<Change<'a>>) {
    let mut names: Vec<&str> = Vec::new();
    for (key, _) in old.iter().chain(new).flat_map(|part| part.entries()) {
        if !SCHEMA.contains(&key) && !names.contains(&key) {
            names.push(key);
        }
    }
    let (mut wording, mut others) = (Vec::new(), Vec::new());
    for key in names {
        let first = |parts: &[&'a Node]| parts.iter().find_map(|part| part.get(key));
        match (first(old), first(new)) {
            (Some(before), Some(after)) if before.is_same(after) => {}
            (before, after) if is_wording(key) => wording.push(wording_change(key, before, after)),
            (before, after) => others.push(other_change(key, before, after)),
        }
    }
    (wording, others)
}

fn is_wording(key: &str) -> bool {
    WORDING.contains(&key)
}

fn wording_change<'a>(key: &str, old: Option<&'a Node>, new: Option<&'a Node>) -> Change<'a> {
    Change::new(Kind::WordingChanged, old, new, text(key, old, new))
        .with(Side::Structure, (Level::Docs, ""))
}

fn other_change<'a>(key: &str, old: Option<&'a Node>, new: Option<&'a Node>) -> Change<'a> {
    let kind = if key.starts_with("x-") {
        Kind::UnknownExtensionChanged
    } else {
        Kind::OtherChanged
    };
    Change::new(kind, old, new, text(key, old, new))
}

/// What changed about a key.
pub(super) fn text(key: &str, old: Option<&Node>, new: Option<&Node>) -> String {
    let is_scalar = |node: &Node| node.as_object().is_none() && node.as_array().is_none();
    match (old, new) {
        (None, _) => format!("`{key}` was added"),
        (_, None) => format!("`{key}` was removed"),
        (Some(old), Some(new)) if !is_wording(key) && is_scalar(old) && is_scalar(new) => {
            format!("`{key}` changed from {} to {}", quoted(old), quoted(new))
        }
        _ => format!("`{key}` changed"),
    }
}

impl<'a> super::Comparer<'a> {
    /// Adds the changes of the keys of an object that are not in `handled`.
    pub(super) fn rest(&mut self, old: &'a Node, new: &'a Node, handled: &[&str], side: Side) {
        self.keys(old, new, |key| handled.contains(&key), side);
    }

    /// Adds the changes of the extensions of an object whose other keys are names.
    pub(super) fn extension_keys(&mut self, old: &'a Node, new: &'a Node, side: Side) {
        self.keys(old, new, |key| !key.starts_with("x-"), side);
    }

    fn keys(
        &mut self,
        old: &'a Node,
        new: &'a Node,
        is_handled: impl Fn(&str) -> bool,
        side: Side,
    ) {
        let (wording, others) = all_keys(old, new, is_handled);
        let others = others.into_iter().map(|change| change.with(side, UNJUDGED));
        for change in wording.into_iter().chain(others) {
            let holder = change.new.map_or(old, |_| new);
            self.add(change.held_by(Some(holder)));
        }
    }
}
