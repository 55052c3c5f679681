//! A place in a file, which a reference leads to.

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Node, Pointer};
use crate::openapi::objects::ObjectType;

/// The number of the document among the files.
pub(super) const MAIN: usize = 0;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

/// What a reference is to lead to, where that is an object of the specification.
pub(super) type Expected = Option<&'static ObjectType>;

/// Why a reference is left as it is: what to say of it, unless that has been said.
pub(super) type Broken = Option<Box<Diagnostic>>;

/// Where the reference of an object stands.
pub(super) fn reference_span(node: &Node) -> Span {
    node.get("$ref").unwrap_or(node).span
}

/// The reference of an object that has nothing else.
pub(super) fn only_reference(node: &Node) -> Option<&str> {
    let map = node.as_object().filter(|map| map.len() == 1)?;
    map.get("$ref")?.as_str()
}
