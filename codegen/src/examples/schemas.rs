//! The schemas that the types of a model were read from.

use crate::document::{Map, Node};
use crate::lower::tree::{component_schemas, operation_nodes, schema_reference};
use crate::model::{Model, Status, TypeId};

/// A schema without constraints.
static ANY: std::sync::LazyLock<Node> =
    std::sync::LazyLock::new(|| Node::object(crate::diagnostic::Span::default()));

/// The schemas of a lowered document, by type.
pub(super) struct Schemas<'a> {
    pub root: &'a Node,
    pub model: &'a Model,
    components: Option<&'a Map>,
}

impl<'a> Schemas<'a> {
    pub(super) fn of(root: &'a Node, model: &'a Model) -> Self {
        let components = component_schemas(root).and_then(Node::as_object);
        Self {
            root,
            model,
            components,
        }
    }

    /// The schema of a named type. The types of responses have none.
    pub(super) fn named(&self, id: TypeId) -> Option<&'a Node> {
        self.components?.get(&self.model.named(id).name)
    }

    /// The component schemas, with their types.
    pub(super) fn components(&self) -> impl Iterator<Item = (TypeId, &'a Node)> {
        let components = self.components.into_iter().flat_map(Map::values);
        components
            .enumerate()
            .map(|(index, node)| (TypeId(index), node))
    }

    /// The component that a schema refers to.
    pub(super) fn target(&self, schema: &Node) -> Option<&'a Node> {
        self.components?.get(schema_reference(schema)?)
    }

    /// The schema of a response with this status.
    pub(super) fn response(&self, operation: &str, status: Status) -> &'a Node {
        let key = match status {
            Status::Code(code) => code.to_string(),
            Status::Class(digit) => format!("{digit}XX"),
            Status::Default => "default".to_owned(),
        };
        let mut operations = operation_nodes(self.root);
        let node = operations.find(|node| node.get_str("operationId") == Some(operation));
        let response = node.and_then(|node| node.get("responses")?.get(&key));
        let content = response.and_then(|response| response.get("content"));
        let mut media = content.into_iter().flat_map(Node::entries);
        media
            .find_map(|(_, entry)| entry.value.get("schema"))
            .unwrap_or_else(|| any())
    }
}

/// A schema without constraints.
pub(super) fn any() -> &'static Node {
    &ANY
}

/// The schema of a property.
pub(super) fn property<'a>(schema: &'a Node, name: &str) -> &'a Node {
    let properties = schema.get("properties");
    properties
        .and_then(|properties| properties.get(name))
        .unwrap_or_else(|| any())
}

/// The schema of an array's items.
pub(super) fn items(schema: &Node) -> &Node {
    schema.get("items").unwrap_or_else(|| any())
}

/// The schema of an item of a tuple.
pub(super) fn tuple_item(schema: &Node, index: usize) -> &Node {
    let items = schema.get("prefixItems").and_then(Node::as_array);
    items
        .and_then(|items| items.get(index))
        .unwrap_or_else(|| any())
}

/// The schema of additional properties.
pub(super) fn values(schema: &Node) -> &Node {
    let values = schema.get("additionalProperties");
    values
        .filter(|values| values.as_object().is_some())
        .unwrap_or_else(|| any())
}

/// A limit on a number of characters, items or properties.
pub(super) fn count(schema: &Node, key: &str) -> Option<usize> {
    let count = schema.get(key)?.as_f64()?;
    // The conversion saturates.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a negative count is 0, and no value is as large as the maximum"
    )]
    Some(count as usize)
}
