use std::fmt;

use openapiv3::OpenAPI;
use serde_path_to_error::{Path, Segment};

use super::{Node, Pointer, Span};

/// Why a tree is not understood as OpenAPI 3.0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewError {
    /// The innermost place that is known.
    pub pointer: Pointer,
    /// The part of the text at that place.
    pub span: Span,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at `{}`", self.message, self.pointer.to_reference())
    }
}

impl std::error::Error for ViewError {}

/// Makes the typed view of a tree.
///
/// The view has less than the tree: unknown keys and the siblings of a `$ref` are not in it.
///
/// # Errors
///
/// The first place that the view has no room for.
pub fn openapi(node: &Node) -> Result<OpenAPI, ViewError> {
    serde_path_to_error::deserialize(node.to_json()).map_err(|error| {
        let pointer = innermost(node, error.path());
        let span = node.at(&pointer).map_or(node.span, |node| node.span);
        ViewError {
            pointer,
            span,
            message: error.into_inner().to_string(),
        }
    })
}

/// Follows a path as far as the tree has it.
fn innermost(root: &Node, path: &Path) -> Pointer {
    let mut pointer = Pointer::root();
    for segment in path {
        let token = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { .. } | Segment::Unknown => break,
        };
        let next = pointer.join(token);
        if root.at(&next).is_none() {
            break;
        }
        pointer = next;
    }
    pointer
}
