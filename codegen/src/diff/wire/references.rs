//! The components that schemas refer to.

use super::Comparer;
use crate::diff::Kind;
use crate::diff::change::Change;
use crate::diff::schema_view::{CHOICES, NEUTRAL};
use crate::document::{Node, Pointer};

impl Comparer<'_> {
    /// Whether a schema refers to another component than before, or only one of the versions refers to one. A component
    /// that was renamed is the same one.
    pub(super) fn is_replaced(&self, old: &Node, new: &Node) -> bool {
        match (reference(old), reference(new)) {
            (None, None) => false,
            (Some(_), Some(_)) => self.is_other_component(old, new),
            _ => true,
        }
    }

    /// Whether a schema refers to another component than before, where both versions have one of the two. If the schema
    /// was inline, the component was there before; if it is inline now, the component is still there.
    pub(super) fn is_other_component(&self, old: &Node, new: &Node) -> bool {
        let is_left = |name| component_schema(self.new.root(), name).is_some();
        let was_there = |name| component_schema(self.old.root(), name).is_some();
        match (referred(old), referred(new)) {
            (Some(old), Some(new)) => old != new && (is_left(old) || was_there(new)),
            (Some(old), None) => is_left(old),
            (None, Some(new)) => was_there(new),
            (None, None) => false,
        }
    }

    /// Whether a schema refers to the same component as before, which may have another name now.
    pub(super) fn is_same_component(&self, old: &Node, new: &Node) -> bool {
        referred(old).is_some() && referred(new).is_some() && !self.is_other_component(old, new)
    }
}

/// Returns the name of the component that a reference leads to.
pub(super) fn component(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}

pub(super) fn component_schema<'a>(root: &'a Node, name: &str) -> Option<&'a Node> {
    root.at(&Pointer::from_iter(["components", "schemas", name]))
}

/// Returns the component that a schema refers to, if the rest of the schema only describes it.
fn referred(node: &Node) -> Option<&str> {
    reference(node)?.reference().and_then(component)
}

/// Returns the reference that a schema is, or that is in its `allOf` or beside null in its `oneOf` or `anyOf`, if the rest of the
/// schema only describes it.
pub(super) fn reference(node: &Node) -> Option<&Node> {
    if node.reference().is_some() {
        return Some(node);
    }
    let wrapper = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .find(|key| node.get(key).is_some())?;
    let mut items = node.get(wrapper)?.items().collect::<Vec<_>>();
    if wrapper != "allOf" {
        let all = items.len();
        items.retain(|item| !is_null(item));
        // A choice with one alternative stays a choice.
        if items.len() == all {
            return None;
        }
    }
    let describes = |key| key == wrapper || NEUTRAL.contains(&key) && !CHOICES.contains(&key);
    match items.as_slice() {
        [only] if node.entries().all(|(key, _)| describes(key)) => {
            Some(*only).filter(|only| only.reference().is_some())
        }
        _ => None,
    }
}

/// Whether an alternative of a schema allows only null.
pub(super) fn has_null_alternative(node: &Node) -> bool {
    let mut alternatives = CHOICES
        .iter()
        .filter_map(|key| node.get(key))
        .flat_map(Node::items);
    alternatives.any(is_null)
}

/// Whether a schema lists null as its only value.
fn is_null(node: &Node) -> bool {
    let values = node.get("enum").and_then(Node::as_array);
    values.is_some_and(|values| !values.is_empty() && values.iter().all(Node::is_null))
}

/// Returns the change of the component that a schema refers to. It has no effect on the wire. A description beside the
/// reference matters only if both versions refer to a component.
pub(super) fn reference_change<'a>(old: &'a Node, new: &'a Node) -> Option<Change<'a>> {
    let is_described = |node: &Node| node.reference().is_none() && referred(node).is_some();
    match (referred(old), referred(new)) {
        (Some(_), None) if is_described(old) => None,
        (None, Some(_)) if is_described(new) => None,
        _ => other_reference(old, new),
    }
}

/// Returns the change of the component that a schema refers to, without its consequences.
pub(super) fn other_reference<'a>(old: &'a Node, new: &'a Node) -> Option<Change<'a>> {
    let text = match (referred(old), referred(new)) {
        (Some(old), Some(new)) if old != new => format!("refers to `{new}` instead of `{old}`"),
        (Some(name), None) if extends(new, name) => format!("`{name}` was extended inline"),
        (Some(old), None) => format!("`{old}` was moved inline"),
        (None, Some(new)) => format!("the schema became `{new}`"),
        _ => return None,
    };
    let kind = Kind::ReferenceChanged;
    Some(Change::new(kind, Some(old), Some(new), text))
}

/// Whether the `allOf` of a schema has a component.
fn extends(schema: &Node, name: &str) -> bool {
    let parts = schema.get("allOf").into_iter().flat_map(Node::items);
    let mut names = parts.filter_map(|part| component(part.reference()?));
    names.any(|it| it == name)
}
