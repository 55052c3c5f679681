//! What a client needs to know of a document: the typed view that later stages share.
//!
//! It is read from the lowered document, so every schema that becomes a type has a name, every reference
//! leads to one of them, and every name is the Rust name that callers will see.

use indexmap::IndexMap;
use serde_json::{Number, Value};

/// A document as a client crate presents it.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    /// Name of the module and of the Cargo feature, `fernand`.
    pub module: String,
    pub title: String,
    pub description: Option<String>,
    pub version: String,
    pub servers: Vec<Server>,
    pub schemes: Vec<Scheme>,
    /// Alternatives of schemes that go together, where an operation has none of its own.
    pub security: Vec<Vec<String>>,
    pub operations: Vec<Operation>,
    /// Every named schema by its Rust name, in the document's order.
    pub schemas: IndexMap<String, Schema>,
}

/// A place where the API is served.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// URL with its variables in braces.
    pub url: String,
    pub variables: Vec<ServerVariable>,
}

#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub name: String,
    pub description: Option<String>,
    /// Name of the builder's method.
    pub method: String,
    /// Name of the environment variable.
    pub env: String,
    pub default: Option<String>,
    pub values: Vec<String>,
}

/// A way to authenticate that some operation accepts.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    /// Its key under `securitySchemes`.
    pub name: String,
    pub description: Option<String>,
    pub method: String,
    pub env: String,
    pub kind: SchemeKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    Header(String),
    Query(String),
    Cookie(String),
    /// `Authorization` with a prefix, such as `Bearer`.
    Authorization(String),
    Basic,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    /// Name of the client's method, `update_conversation`.
    pub name: String,
    /// Name of the type that holds the arguments, `UpdateConversation`.
    pub type_name: String,
    /// HTTP method in capitals.
    pub method: String,
    /// Path template, `/conversations/{id}`.
    pub path: String,
    pub docs: Docs,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub success: Success,
    pub errors: Vec<ErrorAnswer>,
    /// Alternatives of its own; an empty one means that no credential is needed.
    pub security: Option<Vec<Vec<String>>>,
}

/// What the document says of an item in prose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Docs {
    pub summary: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    /// Name on the wire.
    pub name: String,
    /// Name of the field and of the method that sets it.
    pub field: String,
    pub location: Location,
    pub required: bool,
    pub docs: Docs,
    pub limits: Limits,
    pub default: Option<Value>,
    pub example: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub required: bool,
    /// The named schema of a JSON body whose fields become methods of the call.
    pub schema: Option<String>,
    pub example: Option<Value>,
}

/// What a successful answer holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Success {
    Empty,
    Json,
    Text,
    Bytes,
}

#[derive(Clone, Debug)]
pub(crate) struct ErrorAnswer {
    pub status: Status,
    /// The named schema of its JSON body, or `None` for JSON of any shape.
    pub schema: Option<String>,
}

/// Which status codes an answer stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    Code(u16),
    /// The first digit of `4XX`.
    Class(u16),
    Default,
}

/// A schema that becomes a type.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub docs: Docs,
    pub shape: Shape,
    pub usage: Usage,
}

/// Where values of a type travel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    pub request: bool,
    pub response: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Object(Vec<Property>),
    Enum(Vec<EnumValue>),
    /// Left as progenitor writes it.
    Other,
}

#[derive(Clone, Debug)]
pub(crate) struct Property {
    /// Name on the wire.
    pub name: String,
    /// Name of the field and of the method that sets it.
    pub field: String,
    pub docs: Docs,
    pub required: bool,
    pub nullable: bool,
    pub limits: Limits,
    pub default: Option<Value>,
    pub example: Option<Value>,
}

#[derive(Clone, Debug)]
pub(crate) struct EnumValue {
    pub value: Value,
    pub variant: String,
    pub description: Option<String>,
}

/// What a value that is sent must keep to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Limits {
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub minimum: Option<Bound>,
    pub maximum: Option<Bound>,
    pub multiple_of: Option<Number>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub value: Number,
    pub exclusive: bool,
}

impl Operation {
    pub fn has_required_body(&self) -> bool {
        self.body.as_ref().is_some_and(|body| body.required)
    }
}

impl Api {
    /// The named schemas that the surface emits in progenitor's stead.
    pub fn replaced_schemas(&self) -> impl Iterator<Item = &str> {
        let replaced = |schema: &Schema| matches!(schema.shape, Shape::Enum(_));
        self.schemas.iter().filter(move |(_, schema)| replaced(schema)).map(|(name, _)| name.as_str())
    }
}

impl Schema {
    pub fn properties(&self) -> &[Property] {
        match &self.shape {
            Shape::Object(properties) => properties,
            Shape::Enum(_) | Shape::Other => &[],
        }
    }
}
