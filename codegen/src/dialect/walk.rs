//! Walks the schemas of a document.

use crate::document::{Map, Node, Value};
use crate::openapi::Version;
use crate::openapi::objects::{self, ObjectKind, ObjectType, Shape};

/// The place of a schema.
pub(super) struct Place<'a> {
    /// The keys and indices from the root.
    pub(super) tokens: &'a [String],
    /// Whether `true` and `false` are values in OpenAPI 3.0 too.
    pub(super) allows_boolean: bool,
}

/// Calls `visit` with every schema of a document, inner schemas first.
pub(super) fn each_schema(
    root: &mut Node,
    version: Version,
    visit: &mut impl FnMut(&Place<'_>, &mut Node),
) {
    let mut walk = Walk {
        version,
        tokens: Vec::new(),
        visit,
    };
    walk.object(root, &objects::DOCUMENT);
    // The path items of other files.
    if let Some(items) = root.get_mut("x-path-items").and_then(Node::as_object_mut) {
        walk.tokens.push("x-path-items".to_owned());
        for (name, entry) in items.iter_mut() {
            walk.tokens.push(name.to_owned());
            walk.object(&mut entry.value, &objects::PATH_ITEM);
            walk.tokens.pop();
        }
        walk.tokens.pop();
    }
}

struct Walk<'v, V> {
    version: Version,
    tokens: Vec<String>,
    visit: &'v mut V,
}

impl<V: FnMut(&Place<'_>, &mut Node)> Walk<'_, V> {
    fn object(&mut self, node: &mut Node, object_type: &'static ObjectType) {
        for (key, entry) in node.as_object_mut().into_iter().flat_map(Map::iter_mut) {
            let field = object_type.field(key, self.version);
            let others = object_type.others.as_ref();
            let shape = field
                .map(|field| &field.shape)
                .or(others.filter(|_| !(object_type.extensible && key.starts_with("x-"))));
            if let Some(shape) = shape {
                self.tokens.push(key.to_owned());
                self.value(&mut entry.value, shape);
                self.tokens.pop();
            }
        }
    }

    fn value(&mut self, node: &mut Node, shape: &'static Shape) {
        match shape {
            Shape::List(item) => {
                for (index, node) in node.as_array_mut().into_iter().flatten().enumerate() {
                    self.tokens.push(index.to_string());
                    self.value(node, item);
                    self.tokens.pop();
                }
            }
            Shape::Map(item) | Shape::Section(item) => {
                for (key, entry) in node.as_object_mut().into_iter().flat_map(Map::iter_mut) {
                    self.tokens.push(key.to_owned());
                    self.value(&mut entry.value, item);
                    self.tokens.pop();
                }
            }
            Shape::Object(object_type) => self.object(node, object_type),
            Shape::Reference(object_type) | Shape::BooleanOr(object_type) => {
                self.object_or_reference(node, shape, object_type);
            }
            Shape::Any
            | Shape::Text
            | Shape::Boolean
            | Shape::Number
            | Shape::Count
            | Shape::Word(_) => {}
        }
    }

    fn object_or_reference(
        &mut self,
        node: &mut Node,
        shape: &'static Shape,
        object_type: &'static ObjectType,
    ) {
        if object_type.kind == ObjectKind::Schema {
            if matches!(node.value, Value::Object(_) | Value::Bool(_)) {
                self.object(node, object_type);
                let place = Place {
                    tokens: &self.tokens,
                    allows_boolean: matches!(shape, Shape::BooleanOr(_)),
                };
                (self.visit)(&place, node);
            }
        } else if node.reference().is_none() {
            self.object(node, object_type);
        }
    }
}
