//! The model: what a client is, as data.
//!
//! It is read once, from the lowered document. Every type in it is resolved, and every name is the Rust name that
//! callers see. All later stages print what it says; none of them looks at the document again.

mod answer_path;
mod batch;
mod client;
mod constraints;
mod facts;
mod input;
mod job;
mod named_type;
mod operation;
mod pagination;
mod rate_limits;
mod read;
mod retry;
mod type_;

pub(crate) use answer_path::{AnswerPath, Step};
pub(crate) use batch::{Batch, BatchResults, UnconfirmedBy};
pub(crate) use client::{Scheme, SchemeKind, Server, ServerVariable};
pub(crate) use constraints::{Bound, Constraints};
pub(crate) use input::{Input, InputLocation};
pub(crate) use job::{
    EntryPart, Job, JobItems, JobProgress, JobRequest, JobResults, JobState, JobStatus,
};
pub(crate) use named_type::{
    AnswerVariant, Answers, Enum, EnumKind, EnumValue, NamedType, Object, Presence, Property,
    Shape, TypeId, Union, UnionVariant,
};
pub(crate) use operation::{
    Body, BodyKind, BodyPart, Content, ErrorAnswer, Location, Operation, Parameter, Status, Style,
    Success,
};
pub(crate) use pagination::{PageStyle, Pagination};
pub(crate) use rate_limits::{RateClass, RateLimits, ResetForm, ResetHeader};
pub(crate) use read::read;
pub(crate) use retry::RetryRule;
pub(crate) use type_::{Float, Integer, Type};

pub(crate) use crate::lower::usage::Usage;

/// A client, as its document describes it.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// Name of the module and of the Cargo feature, `fernand`.
    pub module: String,
    pub title: String,
    pub description: Option<String>,
    pub version: String,
    pub servers: Vec<Server>,
    pub schemes: Vec<Scheme>,
    /// Alternatives of schemes that go together, where an operation has none of its own.
    pub security: Vec<Vec<String>>,
    pub rate_limits: RateLimits,
    pub operations: Vec<Operation>,
    /// The types of the module `types`, in the document's order; those of answers come last.
    pub types: Vec<NamedType>,
    /// How deeply the named types hold one another.
    pub nesting: usize,
}

/// What the document says of an item in prose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
}

impl Model {
    /// The named type with this id.
    pub(crate) fn named(&self, id: TypeId) -> &NamedType {
        &self.types[id.0]
    }

    /// The properties of the object that a value of type `ty` is; none of what is no object.
    pub(crate) fn properties(&self, ty: &Type) -> &[Property] {
        match ty.unboxed() {
            Type::Named(id) => self.named(*id).properties(),
            _ => &[],
        }
    }

    /// The fields of an operation's body, where that is an object.
    pub(crate) fn body_fields(&self, operation: &Operation) -> &[Property] {
        let body = operation.body.as_ref();
        body.map_or(&[], |body| self.properties(&body.ty))
    }

    /// Whether something in it is deprecated, which its own code uses nevertheless.
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

    /// The variables of all servers, each once.
    pub(crate) fn server_variables(&self) -> impl Iterator<Item = &ServerVariable> {
        let mut seen = std::collections::HashSet::new();
        let variables = self.servers.iter().flat_map(|server| &server.variables);
        variables.filter(move |variable| seen.insert(variable.name.as_str()))
    }
}
