//! Reads the extensions that say what OpenAPI cannot: pages, batches, rate limits, and what is safe to repeat.
//!
//! An unknown key, a value of the wrong kind, and a name that leads nowhere are diagnostics with their places.

mod answer;
mod batch;
mod job;
mod object;
mod pagination;
mod rate_limit;
mod retry;

#[cfg(test)]
mod tests;

use super::tree::operation_nodes;
use crate::api::{Api, Input, Operation};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
pub(super) use object::ObjectReader;

/// Adds what the extensions of `root` say to `api`.
pub(super) fn read(root: &Node, api: &mut Api, found: &mut Diagnostics) {
    if let Some(node) = root.get("x-rate-limit") {
        api.rate_limits = rate_limit::read(node, found);
    }
    let nodes: Vec<_> = operation_nodes(root).collect();
    for (index, node) in nodes.into_iter().enumerate() {
        let place = Place {
            root,
            api,
            operation: &api.operations[index],
            node,
        };
        let retry = node
            .get("x-retry")
            .and_then(|node| retry::read(node, &place, found));
        let pagination = node
            .get("x-pagination")
            .and_then(|node| pagination::read(node, &place, found));
        let batch = node
            .get("x-batch")
            .and_then(|node| batch::read(node, &place, found));
        let job = node
            .get("x-job")
            .and_then(|node| job::read(node, &place, found));
        let class = node
            .get("x-rate-limit")
            .and_then(|node| rate_limit::class(node, &place, found));
        let operation = &mut api.operations[index];
        operation.retry = retry;
        operation.pagination = pagination;
        operation.batch = batch;
        operation.job = job;
        operation.rate_class = class;
    }
}

/// The operation that an extension is about.
struct Place<'a> {
    root: &'a Node,
    api: &'a Api,
    operation: &'a Operation,
    node: &'a Node,
}

impl<'a> Place<'a> {
    /// The place of the operation with this `operationId`.
    fn other(&self, name: &str) -> Option<Self> {
        let name = crate::names::field_name(name);
        let operations = self.api.operations.iter();
        let mut operations = operations.zip(operation_nodes(self.root));
        let (operation, node) = operations.find(|(operation, _)| operation.name == name)?;
        Some(Place {
            root: self.root,
            api: self.api,
            operation,
            node,
        })
    }

    /// The schema of a parameter.
    fn parameter_schema(&self, name: &str) -> Option<&'a Node> {
        let mut parameters = self.node.get("parameters")?.items();
        let parameter = parameters.find(|node| node.get_str("name") == Some(name))?;
        parameter.get("schema")
    }

    /// The schema of an entry of the list that [`input`](Self::input) knows by this name.
    fn entry_schema(&self, name: &str) -> Option<&'a Node> {
        let body = || super::view::body_schema(self.node.get("requestBody")?);
        let list = if name == "$body" {
            body()
        } else {
            self.parameter_schema(name).or_else(|| {
                let schema = self.root.get("components")?.get("schemas")?;
                let schema = schema.get(super::tree::schema_reference(body()?)?)?;
                schema.get("properties")?.get(name)
            })
        };
        list?.get("items")
    }
}

impl Place<'_> {
    /// The parameter or field of the body with this name on the wire.
    fn input(&self, name: &str) -> Option<Input> {
        if name == "$body"
            && self
                .operation
                .body
                .as_ref()
                .is_some_and(|body| body.required)
        {
            return Some(Input {
                field: "body".to_owned(),
                in_body: false,
                required: true,
            });
        }
        let parameter = self
            .operation
            .parameters
            .iter()
            .find(|parameter| parameter.name == name);
        if let Some(parameter) = parameter {
            return Some(Input {
                field: parameter.field.clone(),
                in_body: false,
                required: parameter.required,
            });
        }
        let schema = self.operation.body.as_ref()?.schema.as_ref()?;
        let property = self
            .api
            .schemas
            .get(schema)?
            .properties()
            .iter()
            .find(|property| property.name == name)?;
        Some(Input {
            field: property.field.clone(),
            in_body: true,
            required: property.required,
        })
    }

    /// The schema of a parameter or field of the body.
    fn input_schema(&self, name: &str) -> Option<&Node> {
        let mut parameters = self
            .node
            .get("parameters")
            .into_iter()
            .flat_map(Node::items);
        if let Some(parameter) =
            parameters.find(|parameter| parameter.get_str("name") == Some(name))
        {
            return parameter.get("schema");
        }
        let schema = self.operation.body.as_ref()?.schema.as_ref()?;
        let component = self.root.get("components")?.get("schemas")?.get(schema)?;
        component.get("properties")?.get(name)
    }

    /// The names that [`input`](Self::input) knows.
    fn input_names(&self) -> Vec<&str> {
        let parameters = self
            .operation
            .parameters
            .iter()
            .map(|parameter| parameter.name.as_str());
        let schema = self
            .operation
            .body
            .as_ref()
            .and_then(|body| body.schema.as_ref());
        let fields = schema
            .and_then(|schema| self.api.schemas.get(schema))
            .into_iter()
            .flat_map(super::super::api::Schema::properties);
        parameters
            .chain(fields.map(|property| property.name.as_str()))
            .collect()
    }

    /// The input that `key` names; what is not one is a diagnostic.
    fn input_of(&self, object: &mut ObjectReader<'_, '_>, key: &str) -> Option<Input> {
        let (name, span) = object.required_text(key)?;
        let input = self.input(name);
        if input.is_none() {
            object.report(
                span,
                format!("`{name}` is no parameter of this operation and no field of its body"),
                name,
                &self.input_names(),
            );
        }
        input
    }

    fn optional_input_of(&self, object: &mut ObjectReader<'_, '_>, key: &str) -> Option<Input> {
        object
            .has(key)
            .then(|| self.input_of(object, key))
            .flatten()
    }
}
