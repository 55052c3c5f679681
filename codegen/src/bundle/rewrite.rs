//! Rewrites the references to other files in an object of the specification. Where the specification does not allow a
//! reference, the target replaces it.

use super::discriminator;
use super::follow::target;
use super::references::References;
use super::target::{MAIN, only_reference, reference_span};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Map, Node};
use crate::openapi::Version;
use crate::openapi::objects::{Field, ObjectKind, ObjectType, Shape};

/// The maximum depth of references that are replaced by their targets inside another target.
const MAX_INLINED: usize = 16;

/// Rewrites the references of objects.
pub(super) struct Rewriter<'a> {
    pub(super) references: References<'a>,
    version: Version,
    /// The current depth of references that are replaced by their targets.
    inlined: usize,
}

impl<'a> Rewriter<'a> {
    pub(super) fn new(references: References<'a>, version: Version) -> Self {
        Self {
            references,
            version,
            inlined: 0,
        }
    }

    /// Rewrites an object of a type in a file.
    pub(super) fn object(
        &mut self,
        node: &mut Node,
        object_type: &'static ObjectType,
        file: usize,
    ) {
        if object_type.kind == ObjectKind::Schema && node.get("discriminator").is_some() {
            discriminator::rewrite(&mut self.references, node, self.version, file);
        }
        let Some(map) = node.as_object_mut() else {
            return;
        };
        if object_type.kind == ObjectKind::PathItem
            && let Some(reference) = map.get_mut("$ref")
        {
            self.references.rewrite(reference, object_type, file);
        }
        for (key, entry) in map.iter_mut() {
            if let Some(Field { shape, .. }) = object_type.field(key, self.version) {
                self.value(&mut entry.value, shape, file);
            } else if let Some(shape) = &object_type.others
                && !(object_type.extensible && key.starts_with("x-"))
            {
                self.value(&mut entry.value, shape, file);
            }
        }
    }

    fn value(&mut self, node: &mut Node, shape: &'static Shape, file: usize) {
        let allows_reference = match shape {
            Shape::Any | Shape::Reference(_) | Shape::BooleanOr(_) => true,
            Shape::Object(object_type) => object_type.kind == ObjectKind::PathItem,
            _ => false,
        };
        if let Some(written) = only_reference(node)
            && !allows_reference
            && (file != MAIN || !written.starts_with('#'))
        {
            self.inline(node, shape, file);
            return;
        }
        match shape {
            Shape::List(item) => {
                for node in node.as_array_mut().into_iter().flatten() {
                    self.value(node, item, file);
                }
            }
            Shape::Map(item) | Shape::Section(item) => {
                let entries = node.as_object_mut().into_iter().flat_map(Map::values_mut);
                for node in entries {
                    self.value(node, item, file);
                }
            }
            Shape::Object(object_type) => self.object(node, object_type, file),
            Shape::Reference(object_type) | Shape::BooleanOr(object_type) => {
                self.object_or_reference(node, object_type, file);
            }
            Shape::Any
            | Shape::Text
            | Shape::Boolean
            | Shape::Number
            | Shape::Count
            | Shape::Word(_) => {}
        }
    }

    /// Replaces a reference by its target, where the specification does not allow a reference.
    fn inline(&mut self, node: &mut Node, shape: &'static Shape, file: usize) {
        let span = reference_span(node);
        let Some(written) = only_reference(node) else {
            return;
        };
        let expected = match shape {
            Shape::Object(object_type) => Some(*object_type),
            _ => None,
        };
        let target = match target(&mut self.references.files, written, file, span, expected) {
            Ok((target, _)) => target,
            Err(error) => {
                self.references.files.add_error(error);
                return;
            }
        };
        if self.inlined >= MAX_INLINED {
            let message = format!("circular reference `{written}`");
            let diagnostic = Diagnostic::new(Code::ReferenceCycle, span, message);
            let help = "make one of the references point to an object";
            self.references
                .files
                .document
                .add_file_error(diagnostic.with_help(help));
            return;
        }
        let Some(there) = self.references.files.node(&target) else {
            return;
        };
        let (count, there_span) = (there.count(), there.span);
        if !self.references.files.has_room(count, there_span) {
            return;
        }
        let Some(mut there) = self.references.files.node(&target).cloned() else {
            return;
        };
        self.inlined += 1;
        self.value(&mut there, shape, target.file);
        self.inlined -= 1;
        *node = there;
    }

    pub(super) fn object_or_reference(
        &mut self,
        node: &mut Node,
        object_type: &'static ObjectType,
        file: usize,
    ) {
        match node.get_mut("$ref") {
            Some(reference) if object_type.kind != ObjectKind::PathItem => {
                self.references.rewrite(reference, object_type, file);
                if object_type.kind == ObjectKind::Schema && self.version > Version::V3_0 {
                    self.object(node, object_type, file);
                }
            }
            _ => self.object(node, object_type, file),
        }
    }
}
