//! Reads the extensions: pagination, batches, jobs, rate limits, retries and confirmations.
//!
//! An unknown key, a value of the wrong kind and an unknown name are diagnostics.

mod batch;
mod confirm;
mod job;
mod pagination;
mod rate_limit;
mod response_path;
mod retry;

#[cfg(test)]
mod tests;

use super::key_span;
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::lower::tree::operation_nodes;
use crate::model::{Input, InputLocation, Model, Operation, Presence, Property, Type};
use crate::object_reader::ObjectReader;

/// Adds the extensions of `root` to `model`.
pub(super) fn read(root: &Node, model: &mut Model, found: &mut Diagnostics) {
    if let Some(node) = root.get("x-rate-limit") {
        model.rate_limits = rate_limit::read(node, found);
        model.rate_limits.span = Some(key_span(root, "x-rate-limit"));
    }
    for (index, node) in operation_nodes(root).enumerate() {
        let context = ExtensionContext {
            model,
            operation: &model.operations[index],
            node,
        };
        let retry = node
            .get("x-retry")
            .and_then(|node| retry::read(node, &context, found));
        let pagination = node
            .get("x-pagination")
            .and_then(|node| pagination::read(node, &context, found));
        let batch = node
            .get("x-batch")
            .and_then(|node| batch::read(node, &context, found));
        let job = node
            .get("x-job")
            .and_then(|node| job::read(node, &context, batch.as_ref(), found));
        let class = node
            .get("x-rate-limit")
            .and_then(|node| rate_limit::class(node, &context, found));
        let confirm = node.get("x-confirm");
        let confirm = confirm.map(|node| confirm::read(node, &context, found));
        let operation = &mut model.operations[index];
        operation.retry = retry;
        operation.pagination = pagination;
        operation.batch = batch;
        operation.job = job;
        operation.rate_class = class;
        operation.confirm = confirm.unwrap_or_default();
    }
}

/// The operation that has an extension.
struct ExtensionContext<'a> {
    model: &'a Model,
    operation: &'a Operation,
    node: &'a Node,
}

impl<'a> ExtensionContext<'a> {
    /// The properties of the body, if it is an object.
    fn fields(&self) -> &'a [Property] {
        let body = self.operation.body.as_ref();
        body.map_or(&[], |body| self.model.properties(&body.ty))
    }

    /// The parameter or body field with this name in the request. `$body` is the body itself.
    fn input(&self, name: &str) -> Option<Input> {
        let body = self.operation.body.as_ref();
        if let ("$body", Some(body)) = (name, body.filter(|body| body.required)) {
            return Some(Input {
                location: InputLocation::Body,
                field: "body".to_owned(),
                ty: body.ty.clone(),
                presence: Presence::Required,
            });
        }
        let mut parameters = self.operation.parameters.iter();
        if let Some(parameter) = parameters.find(|parameter| parameter.name == name) {
            return Some(Input {
                location: InputLocation::Parameter,
                field: parameter.field.clone(),
                ty: parameter.ty.clone(),
                presence: if parameter.required {
                    Presence::Required
                } else {
                    Presence::Optional
                },
            });
        }
        let property = self
            .fields()
            .iter()
            .find(|property| property.name == name)?;
        Some(Input {
            location: InputLocation::Field,
            field: property.field.clone(),
            ty: property.ty.clone(),
            presence: property.presence,
        })
    }

    /// The names that [`input`](Self::input) accepts.
    fn input_names(&self) -> Vec<&'a str> {
        let parameters = self.operation.parameters.iter();
        let parameters = parameters.map(|parameter| parameter.name.as_str());
        let fields = self.fields().iter().map(|property| property.name.as_str());
        parameters.chain(fields).collect()
    }

    /// The input that `key` names. An unknown name is a diagnostic.
    fn input_of(&self, object: &mut ObjectReader<'_, '_>, key: &str) -> Option<Input> {
        let (name, span) = object.required_text(key)?;
        let input = self.input(name);
        if input.is_none() {
            object.report(
                span,
                format!("unknown parameter or body field `{name}`"),
                name,
                &self.input_names(),
            );
        }
        input
    }

    /// Whether every request contains the input, so that it is no field of an optional body.
    fn is_always_sent(&self, input: &Input) -> bool {
        input.location != InputLocation::Field || self.operation.has_required_body()
    }

    /// The JSON type of a successful response.
    fn response(&self) -> Option<&'a Type> {
        self.operation.response()
    }
}
