//! Collects the document's examples of types that are inside other examples.
//!
//! The example of a response shows a value of each type in it. A type without an example of its own uses the first of
//! these.

use super::schemas::{Schemas, items, values};
use crate::document::{Node, version_of};
use crate::lower::shape::union_parts;
use crate::lower::tree::{operation_nodes, schema_reference, webhook_nodes};
use crate::media_type::example_value;
use crate::openapi::Version;

/// The maximum depth of schemas without names in each other.
const MAX_DEPTH: usize = 32;

/// The first example of each component schema, by the index of its type.
pub(super) fn hints<'a>(schemas: &Schemas<'a>) -> Vec<Option<&'a Node>> {
    let mut hints = Hints {
        schemas,
        version: version_of(schemas.root),
        found: vec![None; schemas.model.types.len()],
        indexes: schemas
            .components()
            .map(|(id, _)| (schemas.model.named(id).name.as_str(), id.0))
            .collect(),
    };
    for (id, schema) in schemas.components() {
        if let Some(example) = schema.get("example") {
            hints.found[id.0] = Some(example);
        }
    }
    for (_, schema) in schemas.components() {
        if let Some(example) = schema.get("example") {
            hints.inside(schema, example, 0);
        }
        for (_, property) in schema.get("properties").into_iter().flat_map(Node::entries) {
            hints.own(&property.value);
        }
    }
    for operation in operation_nodes(schemas.root) {
        hints.operation(operation);
    }
    for (_, webhook) in webhook_nodes(schemas.root) {
        hints.content(&webhook.value);
    }
    hints.found
}

struct Hints<'a, 's> {
    schemas: &'s Schemas<'a>,
    version: Version,
    found: Vec<Option<&'a Node>>,
    indexes: std::collections::HashMap<&'a str, usize>,
}

impl<'a> Hints<'a, '_> {
    /// The example that a schema has itself.
    fn own(&mut self, schema: &'a Node) {
        if let Some(example) = schema.get("example") {
            self.value(schema, example, 0);
        }
        if let Some(items) = schema.get("items") {
            self.own(items);
        }
    }

    fn operation(&mut self, operation: &'a Node) {
        for parameter in operation
            .get("parameters")
            .into_iter()
            .flat_map(Node::items)
        {
            self.media(parameter);
        }
        let responses = operation.get("responses").into_iter();
        let responses = responses
            .flat_map(Node::entries)
            .map(|(_, entry)| &entry.value);
        for holder in operation.get("requestBody").into_iter().chain(responses) {
            self.content(holder);
        }
    }

    /// The examples of a body.
    fn content(&mut self, holder: &'a Node) {
        for (_, media) in holder.get("content").into_iter().flat_map(Node::entries) {
            self.media(&media.value);
        }
    }

    /// The examples of a parameter or of a media type.
    fn media(&mut self, holder: &'a Node) {
        let Some(schema) = holder.get("schema") else {
            return;
        };
        if let Some(example) = holder.get("example") {
            self.value(schema, example, 0);
        }
        let examples = holder.get("examples").into_iter().flat_map(Node::entries);
        let version = self.version;
        for example in examples.filter_map(|(_, entry)| example_value(&entry.value, version)) {
            self.value(schema, example, 0);
        }
        self.own(schema);
    }

    fn value(&mut self, schema: &'a Node, example: &'a Node, depth: usize) {
        if depth > MAX_DEPTH || example.is_null() {
            return;
        }
        let index = schema_reference(schema).and_then(|name| self.indexes.get(name));
        let (Some(index), Some(target)) = (index, self.schemas.target(schema)) else {
            return self.inside(schema, example, depth);
        };
        if self.found[*index].is_none() {
            self.found[*index] = Some(example);
            self.inside(target, example, depth + 1);
        }
    }

    fn inside(&mut self, schema: &'a Node, example: &'a Node, depth: usize) {
        if union_parts(schema).is_some() {
            return;
        }
        if let Some(item) = example.items().next() {
            self.value(items(schema), item, depth + 1);
        }
        let properties = schema.get("properties");
        for (name, entry) in example.entries() {
            match properties.and_then(|properties| properties.get(name)) {
                Some(property) => self.value(property, &entry.value, depth + 1),
                None => self.value(values(schema), &entry.value, depth + 1),
            }
        }
    }
}
