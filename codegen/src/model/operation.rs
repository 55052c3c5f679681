//! An operation: what is asked, and what is answered.

use serde_json::Value;

use super::{Batch, Constraints, Docs, Job, Pagination, RetryRule, Type, TypeId};

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// Name of the client's method, `update_conversation`.
    pub name: String,
    /// Name of the type that holds the arguments, `UpdateConversation`.
    pub type_name: String,
    /// Name of its module and file, `update_conversation`.
    pub module: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Path template, `/conversations/{id}`.
    pub path: String,
    pub docs: Docs,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub success: Success,
    /// Media types of successful answers.
    pub accept: Option<String>,
    /// Each answer's status and description, in the document's order.
    pub answers: Vec<(String, String)>,
    pub errors: Vec<ErrorAnswer>,
    /// The class of rate limit, where it is not its method's.
    pub rate_class: Option<String>,
    pub retry: Option<RetryRule>,
    pub pagination: Option<Pagination>,
    pub batch: Option<Batch>,
    pub job: Option<Job>,
    /// Alternatives of its own; an empty one means that no credential is needed.
    pub security: Option<Vec<Vec<String>>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// Name of the field.
    pub field: String,
    pub location: Location,
    pub style: Style,
    pub required: bool,
    pub docs: Docs,
    pub ty: Type,
    pub constraints: Constraints,
    pub default: Option<Value>,
    pub example: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter that is not a scalar is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// In a query or a cookie `a=1&a=2`; an object's properties as parameters of their own.
    Form,
    /// There `a=1,2`, with whatever stands between the values.
    Joined(char),
    /// In a query `a[b]=1`.
    Deep,
    /// In a path or a header `1,2`; whether an object's properties have `=`.
    Simple(bool),
    /// In a path `.1,2`, or exploded `.1.2`.
    Label(bool),
    /// In a path `;a=1,2`, or exploded `;a=1;a=2`.
    Matrix(bool),
    /// Anywhere, as JSON.
    Json,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub kind: BodyKind,
    pub media_type: String,
    pub required: bool,
    pub ty: Type,
    /// How the properties are written, where the body is a form or of several parts.
    pub parts: Vec<BodyPart>,
    /// Of a body without a named type, such as a list.
    pub constraints: Constraints,
    pub example: Option<Value>,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Json,
    Form,
    /// Of a named type, part by part; or as the caller puts it together.
    Multipart,
    Text,
    Bytes,
}

/// A property of a form or of a body of several parts.
#[derive(Clone, Debug)]
pub(crate) struct BodyPart {
    /// Name on the wire.
    pub name: String,
    pub field: String,
    pub is_file: bool,
    /// Whether it stands for all properties that the schema does not name.
    pub is_rest: bool,
    pub style: Style,
    pub content_type: Option<String>,
}

/// What a successful call gives.
#[derive(Clone, Debug)]
pub(crate) enum Success {
    /// The same whatever the status.
    Always(Content),
    /// Something or nothing; with each status, whether it is nothing.
    OrNothing(Content, Vec<(Status, bool)>),
    /// One of several, by status: a type whose shape is `Answers`.
    Several(TypeId),
}

/// What the body of an answer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Empty,
    Json(Type),
    Text,
    Bytes,
}

#[derive(Clone, Debug)]
pub(crate) struct ErrorAnswer {
    pub status: Status,
    /// The named type of its JSON body, or `None` for JSON of any shape.
    pub ty: Option<TypeId>,
}

/// Which status codes an answer stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Code(u16),
    /// The first digit of `4XX`.
    Class(u16),
    Default,
}

impl Operation {
    pub(crate) fn has_required_body(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.required)
    }

    /// Whether a call needs a value from its caller.
    pub(crate) fn takes_arguments(&self) -> bool {
        self.parameters.iter().any(|it| it.required) || self.has_required_body()
    }

    /// The type of JSON that a successful call gives, where there is one type.
    pub(crate) fn answer(&self) -> Option<&Type> {
        match &self.success {
            Success::Always(Content::Json(ty)) => Some(ty),
            _ => None,
        }
    }
}

impl Content {
    /// The type that holds it.
    pub(crate) fn ty(&self) -> Type {
        match self {
            Self::Empty => Type::Unit,
            Self::Json(ty) => ty.clone(),
            Self::Text => Type::Text,
            Self::Bytes => Type::Bytes,
        }
    }
}
