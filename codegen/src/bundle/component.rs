//! Components: what they are called and where they are.

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

/// The name that a pointer ends in. Numbers are none.
pub(super) fn name_in(pointer: &Pointer) -> Option<String> {
    let is_name = |token: &&str| token.contains(|c: char| !c.is_ascii_digit());
    let token = pointer.tokens().rfind(is_name)?;
    Some(token.to_owned())
}

/// The kind of the components that a pointer leads to one of.
pub(super) fn kind_at(pointer: &Pointer) -> Option<ObjectKind> {
    let tokens: Vec<_> = pointer.tokens().collect();
    let ["components", section, _] = tokens[..] else {
        return None;
    };
    objects::sections()
        .find(|(name, _)| *name == section)
        .map(|(_, object_type)| object_type.kind)
}

/// Takes a name that is not in `taken`: the wanted one or, if that is another component's, one with that of the file.
pub(super) fn free_name(wanted: &str, path: &str, taken: &mut HashSet<String>) -> String {
    let wanted = plain(wanted);
    let stem = plain(address::stem(path));
    let longer = format!("{stem}_{wanted}");
    let numbered = (2..).map(|number: usize| format!("{longer}_{number}"));
    let mut names = [wanted, longer.clone()].into_iter().chain(numbered);
    let name = names.find(|name| !taken.contains(name));
    let name = name.expect("numbers do not end");
    taken.insert(name.clone());
    name
}

/// A name of the characters that the names of components have.
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

/// The entries of an object, or of what stands for an empty one.
pub(super) fn open(node: &mut Node, span: Span) -> Option<&mut Map> {
    if node.is_null() {
        *node = Node::object(span);
    }
    node.as_object_mut()
}
