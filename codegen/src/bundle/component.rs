//! Names and kinds of components.

use std::collections::HashSet;

use super::address;
use crate::diagnostic::Span;
use crate::document::{Map, Node, Pointer};
use crate::openapi::objects::{self, ObjectKind};

/// The names of the components in a section.
pub(super) fn names(root: &Node, section: &str) -> Vec<String> {
    let components = root.get("components");
    let section = components.and_then(|components| components.get(section));
    let entries = section.into_iter().flat_map(Node::entries);
    entries.map(|(name, _)| name.to_owned()).collect()
}

/// The last key of a pointer that is not a number.
pub(super) fn name_in(pointer: &Pointer) -> Option<String> {
    let is_name = |token: &&str| token.contains(|c: char| !c.is_ascii_digit());
    let token = pointer.tokens().rfind(is_name)?;
    Some(token.to_owned())
}

/// The kind of the component at a pointer.
pub(super) fn kind_at(pointer: &Pointer) -> Option<ObjectKind> {
    let tokens: Vec<_> = pointer.tokens().collect();
    let ["components", section, _] = tokens[..] else {
        return None;
    };
    objects::sections()
        .find(|(name, _)| *name == section)
        .map(|(_, object_type)| object_type.kind)
}

/// Returns a name that is not in `taken`, and adds it there. The name is `wanted`, or one that starts with the name of the
/// file if `wanted` is taken.
pub(super) fn free_name(wanted: &str, path: &str, taken: &mut HashSet<String>) -> String {
    let wanted = plain(wanted);
    let stem = plain(address::stem(path));
    let longer = format!("{stem}_{wanted}");
    let numbered = (2..).map(|number: usize| format!("{longer}_{number}"));
    let mut names = [wanted, longer.clone()].into_iter().chain(numbered);
    let name = names.find(|name| !taken.contains(name));
    let name = name.expect("there is always another number");
    taken.insert(name.clone());
    name
}

/// A name with only those characters that are allowed in the name of a component.
fn plain(name: &str) -> String {
    let name = name.trim_matches(|c: char| !c.is_alphanumeric());
    let keep = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let name = name.replace(|c| !keep(c), "_");
    if name.is_empty() {
        "part".to_owned()
    } else {
        name
    }
}

/// The entries of an object. Replaces null by an empty object.
pub(super) fn open(node: &mut Node, span: Span) -> Option<&mut Map> {
    if node.is_null() {
        *node = Node::object(span);
    }
    node.as_object_mut()
}
