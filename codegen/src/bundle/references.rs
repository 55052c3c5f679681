//! Rewrites a reference to another file to the place in the document where its target is put.

use super::files::Files;
use super::follow::target;
use super::homes::Homes;
use super::target::{Broken, MAIN};
use crate::diagnostic::Span;
use crate::document::{Node, Pointer};
use crate::openapi::objects::ObjectType;

/// What references lead to, and where that is in the document.
pub(super) struct References<'a> {
    pub(super) files: Files<'a>,
    pub(super) homes: Homes,
}

impl References<'_> {
    /// Lets a reference lead to where its target is in the document, and notes why if that cannot be.
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
        match self.home(written, file, node.span, object_type) {
            Ok(home) => *node = Node::string(home.to_reference(), node.span),
            Err(broken) => self.files.note(broken),
        }
    }

    /// Returns where in the document that is which a reference leads to, and finds a place for it if it has none.
    pub(super) fn home(
        &mut self,
        written: &str,
        file: usize,
        span: Span,
        object_type: &'static ObjectType,
    ) -> Result<Pointer, Broken> {
        let files = &mut self.files;
        let (target, name) = target(files, written, file, span, Some(object_type))?;
        if target.file == MAIN {
            return Ok(target.pointer);
        }
        Ok(self.homes.get_or_find(files, target, &name, object_type))
    }
}
