//! The model: a client as data.
//!
//! The model is read once, from the lowered document. All types in it are resolved, and all names are Rust names. Later
//! stages use the model instead of the document.

mod batch;
mod client;
mod confirm;
mod constraints;
mod input;
mod job;
mod named_type;
mod operation;
mod pagination;
mod parts;
mod rate_limits;
mod read;
mod response_path;
mod retry;
mod tag;
mod type_;
mod type_graph;
mod webhook;

pub(crate) use batch::{Batch, BatchResults, UnconfirmedBy};
pub(crate) use client::{Scheme, SchemeKind, Server, ServerVariable};
pub(crate) use confirm::ConfirmedRequest;
pub(crate) use constraints::{Bound, Constraints};
pub(crate) use input::{Input, InputLocation};
pub(crate) use job::{
    EntryPart, Job, JobItems, JobPart, JobProgress, JobRequest, JobResults, JobState, JobStatus,
};
pub(crate) use named_type::{
    Counterpart, Enum, EnumKind, EnumValue, NamedType, Object, OtherValues, Presence, Property,
    ResponseVariant, Responses, Selector, Shape, TypeId, Union, UnionVariant, tag_text,
};
pub(crate) use operation::{
    Body, BodyKind, BodyPart, Content, ErrorResponse, Location, Operation, Parameter, Status,
    Style, Success, SuccessResponse,
};
pub(crate) use pagination::{PageStyle, Pagination};
pub(crate) use rate_limits::{RateClass, RateLimits, ResetForm, ResetHeader};
pub(crate) use read::{compatible_regex, read};
pub(crate) use response_path::{ResponsePath, Step};
pub(crate) use retry::RetryRule;
pub(crate) use tag::{Features, PartName, Tag};
pub(crate) use type_::{Float, Integer, Type};
pub(crate) use type_graph::referenced;
pub(crate) use webhook::Webhook;

use std::collections::HashSet;

use crate::diagnostic::{Diagnostics, Span};
pub(crate) use crate::lower::usage::Usage;
use crate::names;

/// A client.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The name of the module and of the Cargo feature, such as `fernand`.
    pub module: String,
    pub title: String,
    pub description: Option<String>,
    pub version: String,
    pub servers: Vec<Server>,
    pub schemes: Vec<Scheme>,
    /// The default security requirements: alternatives of schemes that are required together.
    pub security: Vec<Vec<String>>,
    pub rate_limits: RateLimits,
    /// The tags of the operations.
    pub tags: Vec<Tag>,
    /// The key of the document that makes tags parts of the crate.
    pub parts_span: Option<Span>,
    pub operations: Vec<Operation>,
    /// The payloads of webhooks, then those of callbacks.
    pub webhooks: Vec<Webhook>,
    /// The types of the module `types`: schemas in the order of the document, then types of responses.
    pub types: Vec<NamedType>,
    /// The depth to which the named types are nested.
    pub nesting: usize,
}

/// The documentation of an item in the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
}

impl Model {
    /// The named type with this ID.
    pub(crate) fn named(&self, id: TypeId) -> &NamedType {
        &self.types[id.0]
    }

    /// The type with the targets of aliases instead of the aliases. Equal results are the same type in Rust.
    pub(crate) fn without_aliases(&self, ty: &Type) -> Type {
        let all = |ty: &Type| Box::new(self.without_aliases(ty));
        match ty {
            Type::Named(id) => Type::Named(self.named(*id).alias_of.unwrap_or(*id)),
            Type::List(item) => Type::List(all(item)),
            Type::Map(value) => Type::Map(all(value)),
            Type::Nullable(inner) => Type::Nullable(all(inner)),
            Type::Boxed(inner) => Type::Boxed(all(inner)),
            Type::Tuple(items) => Type::Tuple(
                items
                    .iter()
                    .map(|item| self.without_aliases(item))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// Whether a type is, or directly contains, a value with the format `password`. The properties of an object do not count.
    pub(crate) fn is_secret(&self, ty: &Type) -> bool {
        let mut open = ty.named();
        let mut seen = HashSet::new();
        while let Some(id) = open.pop() {
            let named = self.named(id);
            if named.is_secret {
                return true;
            }
            let is_transparent = named.has_secrets && !matches!(named.shape, Shape::Object(_));
            if is_transparent && seen.insert(id) {
                open.extend(referenced(named));
            }
        }
        false
    }

    /// Whether a request or a response of an operation has a value with the format `password`, at any depth.
    pub(crate) fn has_secrets(&self, operation: &Operation) -> bool {
        let sent = operation.parameters.iter().map(|it| it.ty.clone());
        let body = operation.body.iter().map(|body| body.ty.clone());
        let received = operation.successes.iter().map(|it| it.content.ty());
        let errors = operation.errors.iter().filter_map(|it| it.ty);
        let mut types = sent.chain(body).chain(received);
        let is_inside = |id: TypeId| self.named(id).has_secrets;
        operation.has_secret_response
            || operation.hides_secrets()
            || types.any(|ty| ty.named().into_iter().any(is_inside))
            || errors.into_iter().any(is_inside)
    }

    /// Makes each tag a part of the crate: a Cargo feature with its operations and the types that they reach.
    pub(crate) fn split_by_tag(&mut self, found: &mut Diagnostics) {
        for tag in &mut self.tags {
            let part = tag.part.as_ref().map_or(&tag.name, |part| &part.text);
            let feature = names::feature_name(&self.module, part);
            found.extend(tag.check_part(&self.module, &feature));
            tag.feature = Some(feature.into());
        }
        parts::complete(self);
    }

    /// Whether tags are parts of the crate.
    pub(crate) fn has_parts(&self) -> bool {
        self.tags.iter().any(|tag| tag.feature.is_some())
    }

    /// The properties of an object type, empty for other types.
    pub(crate) fn properties(&self, ty: &Type) -> &[Property] {
        match ty.unboxed() {
            Type::Named(id) => self.named(*id).properties(),
            _ => &[],
        }
    }

    /// The properties of an operation's body, empty if the body is not an object.
    pub(crate) fn body_fields(&self, operation: &Operation) -> &[Property] {
        let body = operation.body.as_ref();
        body.map_or(&[], |body| self.properties(&body.ty))
    }

    /// Whether a type, property, operation or parameter is deprecated. The generated code uses deprecated items itself.
    pub(crate) fn has_deprecated(&self) -> bool {
        let in_type = |named: &NamedType| {
            let mut properties = named.properties().iter();
            named.docs.deprecated || properties.any(|property| property.docs.deprecated)
        };
        let in_operation = |operation: &Operation| {
            let mut parameters = operation.parameters.iter();
            operation.docs.deprecated || parameters.any(|it| it.docs.deprecated)
        };
        self.types.iter().any(in_type) || self.operations.iter().any(in_operation)
    }

    /// The variables of all servers, without duplicates.
    pub(crate) fn server_variables(&self) -> impl Iterator<Item = &ServerVariable> {
        let mut seen = HashSet::new();
        let variables = self.servers.iter().flat_map(|server| &server.variables);
        variables.filter(move |variable| seen.insert(variable.name.as_str()))
    }
}
