//! Rewrites a reference to another file to the location of its target in the document.

use super::files::Files;
use super::follow::target;
use super::locations::Locations;
use super::target::{MAIN, TargetError};
use crate::diagnostic::Span;
use crate::document::{Node, Pointer};
use crate::openapi::objects::ObjectType;

/// The files that references point to, and the locations of their targets in the document.
pub(super) struct References<'a> {
    pub(super) files: Files<'a>,
    pub(super) locations: Locations,
}

impl References<'_> {
    /// Rewrites a reference to the location of its target in the document, or adds an error.
    pub(super) fn rewrite(
        &mut self,
        node: &mut Node,
        object_type: &'static ObjectType,
        file: usize,
    ) {
        let Some(written) = node.as_str() else {
            return;
        };
        if file == MAIN && written.starts_with('#') {
            return;
        }
        match self.location(written, file, node.span, object_type) {
            Ok(location) => *node = Node::string(location.to_reference(), node.span),
            Err(error) => self.files.add_error(error),
        }
    }

    /// Returns the location of a reference's target in the document. If the target has no location, assigns one.
    pub(super) fn location(
        &mut self,
        written: &str,
        file: usize,
        span: Span,
        object_type: &'static ObjectType,
    ) -> Result<Pointer, TargetError> {
        let files = &mut self.files;
        let (target, name) = target(files, written, file, span, Some(object_type))?;
        if target.file == MAIN {
            return Ok(target.pointer);
        }
        Ok(self
            .locations
            .get_or_assign(files, target, &name, object_type))
    }
}
