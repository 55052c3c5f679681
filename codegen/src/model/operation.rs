//! An operation: its request and its responses.

use serde_json::Value;

use super::{
    Batch, ConfirmedRequest, Constraints, Docs, Features, Job, Pagination, RetryRule, Type, TypeId,
};
use crate::diagnostic::Span;

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// The name of the client's method, such as `update_conversation`.
    pub name: String,
    /// The name of the struct that holds the arguments, such as `UpdateConversation`.
    pub type_name: String,
    /// The name of its module and file, such as `update_conversation`.
    pub module: String,
    /// The HTTP method as it is sent, such as `GET`.
    pub method: String,
    /// The path template, such as `/conversations/{id}`.
    pub path: String,
    pub docs: Docs,
    /// The indices of its tags in the model.
    pub tags: Vec<usize>,
    /// The key of the tags in the document.
    pub tags_span: Option<Span>,
    /// The Cargo features that enable it.
    pub features: Features,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    /// Whether the schema of a response is, or directly contains, a value with the format `password`.
    pub has_secret_response: bool,
    pub success: Success,
    /// The successful responses, sorted by status.
    pub successes: Vec<SuccessResponse>,
    /// The media types of successful responses, for the header `Accept`.
    pub accept: Option<String>,
    /// The status and description of each response, in the order of the document.
    pub responses: Vec<(String, String)>,
    pub errors: Vec<ErrorResponse>,
    /// The rate limit class, if it is not that of the HTTP method.
    pub rate_class: Option<String>,
    pub retry: Option<RetryRule>,
    pub pagination: Option<Pagination>,
    pub batch: Option<Batch>,
    pub job: Option<Job>,
    /// The requests that a program confirms first.
    pub confirm: Vec<ConfirmedRequest>,
    /// The security requirements of the operation, if it overrides those of the document. An empty alternative means no
    /// credentials.
    pub security: Option<Vec<Vec<String>>>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// The name in the request.
    pub name: String,
    /// The name of the struct's field.
    pub field: String,
    pub location: Location,
    pub style: Style,
    /// How the properties of a form are serialized, if the parameter is one.
    pub parts: Vec<BodyPart>,
    pub required: bool,
    pub docs: Docs,
    pub ty: Type,
    pub constraints: Constraints,
    /// The format of a text, or of the texts in a list. It is not checked.
    pub format: Option<Box<str>>,
    /// Whether the schema in its place is, or directly contains, a value with the format `password`.
    pub is_secret: bool,
    pub default: Option<Value>,
    pub example: Option<Value>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

impl Parameter {
    /// The character between the items of a list, if it is not encoded in an item. In a path, all separators in an item
    /// are percent-encoded, except `.`.
    pub(crate) fn separator(&self) -> Option<char> {
        match (self.style, self.location) {
            (Style::Joined(separator), _) => Some(separator),
            (Style::Simple(_), Location::Header) => Some(','),
            (Style::Label(true), _) => Some('.'),
            _ => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    /// The whole query string.
    QueryString,
    Header,
    Cookie,
}

/// How the value of a parameter is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `a=1&a=2` in a query or cookie. The properties of an object are separate parameters.
    Form,
    /// `a=1,2` in a query or cookie, with this separator.
    Joined(char),
    /// `a[b]=1` in a query.
    Deep,
    /// `1,2` in a path or header. Exploded objects have `=` between names and values.
    Simple(bool),
    /// `.1,2` in a path, or `.1.2` exploded.
    Label(bool),
    /// `;a=1,2` in a path, or `;a=1;a=2` exploded.
    Matrix(bool),
    /// JSON, in any location.
    Json,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub kind: BodyKind,
    pub media_type: String,
    pub required: bool,
    pub ty: Type,
    /// How the properties of a form or multipart body are serialized.
    pub parts: Vec<BodyPart>,
    /// The constraints of a body without a named type, such as a list.
    pub constraints: Constraints,
    /// Whether the schema in its place is, or directly contains, a value with the format `password`.
    pub is_secret: bool,
    pub example: Option<Value>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// How a body is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Json,
    Form,
    /// The parts are the fields of a named type, or are built by the caller.
    Multipart,
    Text,
    Bytes,
}

/// A property of a form or a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct BodyPart {
    /// The name in the body.
    pub name: String,
    pub field: String,
    pub is_file: bool,
    /// Whether it stands for all additional properties.
    pub is_rest: bool,
    pub style: Style,
    pub content_type: Option<String>,
}

/// The result of a successful call.
#[derive(Clone, Debug)]
pub(crate) enum Success {
    /// The same content for every status.
    Always(Content),
    /// Content or an empty body. For each status, whether the body is empty.
    Optional(Content, Vec<(Status, bool)>),
    /// One of several contents, by status. The shape of the named type is `Responses`.
    ByStatus(TypeId),
}

/// The content of a response's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Empty,
    Json(Type),
    Text,
    Bytes,
}

#[derive(Clone, Debug)]
pub(crate) struct SuccessResponse {
    pub status: Status,
    pub content: Content,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct ErrorResponse {
    pub status: Status,
    /// The named type of the JSON body, or `None` for any JSON.
    pub ty: Option<TypeId>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// The status codes that a response is declared for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Status {
    Code(u16),
    /// A class of codes, by its first digit.
    Class(u16),
    Default,
}

impl Operation {
    /// Whether openapiv3 and `reqwest` know the HTTP method.
    pub(crate) fn has_known_method(&self) -> bool {
        const KNOWN: &[&str] = &[
            "GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE",
        ];
        KNOWN.contains(&self.method.as_str())
    }

    /// Whether `Debug` hides arguments. The types inside them hide their own secrets.
    pub(crate) fn hides_secrets(&self) -> bool {
        let in_body = self.body.as_ref().is_some_and(|it| it.is_secret);
        in_body || self.parameters.iter().any(|it| it.is_secret)
    }

    pub(crate) fn has_required_body(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.required)
    }

    /// Whether a call has required arguments.
    pub(crate) fn takes_arguments(&self) -> bool {
        self.parameters.iter().any(|it| it.required) || self.has_required_body()
    }

    /// The JSON type of a successful response, if all statuses share one type.
    pub(crate) fn response(&self) -> Option<&Type> {
        match &self.success {
            Success::Always(Content::Json(ty)) => Some(ty),
            _ => None,
        }
    }
}

impl Content {
    /// The type of the content.
    pub(crate) fn ty(&self) -> Type {
        match self {
            Self::Empty => Type::Unit,
            Self::Json(ty) => ty.clone(),
            Self::Text => Type::String,
            Self::Bytes => Type::Bytes,
        }
    }
}
