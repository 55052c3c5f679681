//! The target of a reference.

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Node, Pointer};
use crate::openapi::objects::ObjectType;

/// The index of the document among the files.
pub(super) const MAIN: usize = 0;

/// A node in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) file: usize,
    pub(super) pointer: Pointer,
}

/// The expected type of a target, or `None` if the specification does not describe it.
pub(super) type Expected = Option<&'static ObjectType>;

/// The error of a reference without a target, or `None` if it has been reported.
pub(super) type TargetError = Option<Box<Diagnostic>>;

/// The span of the `$ref` of an object.
pub(super) fn reference_span(node: &Node) -> Span {
    node.get("$ref").unwrap_or(node).span
}

/// The `$ref` of an object without other fields.
pub(super) fn only_reference(node: &Node) -> Option<&str> {
    let map = node.as_object().filter(|map| map.len() == 1)?;
    map.get("$ref")?.as_str()
}
