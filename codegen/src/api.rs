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
    pub rate_limits: RateLimits,
    pub operations: Vec<Operation>,
    /// How deeply the named schemas hold one another.
    pub nesting: usize,
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
    pub style: Style,
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
    /// The named schema of a body whose fields become methods of the call.
    pub schema: Option<String>,
    /// How the properties of that schema are written, where the body is a form or of several parts.
    pub parts: Vec<Part>,
    /// Of a body without a named schema, such as a list.
    pub limits: Limits,
    pub example: Option<Value>,
}

/// A property of a form or of a body in parts.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Name on the wire.
    pub name: String,
    pub field: String,
    pub is_file: bool,
    /// Whether it stands for all properties that the schema does not name.
    pub is_rest: bool,
    pub style: Style,
    pub content_type: Option<String>,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Json,
    Form,
    /// Of a named schema, part by part; or as the caller puts it together.
    Multipart,
    Text,
    Bytes,
}

/// What a successful call gives.
#[derive(Clone, Debug)]
pub(crate) enum Success {
    /// The same whatever the status.
    Always(Content),
    /// Something or nothing; with each status, whether it is nothing.
    OrNothing(Content, Vec<(Status, bool)>),
    /// One of several, by status.
    Several(Answers),
}

/// What the body of an answer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Empty,
    Json,
    Text,
    Bytes,
}

/// The answers of an operation, as an enum of their types.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// Name of the type.
    pub name: String,
    /// The lowest status first.
    pub variants: Vec<AnswerVariant>,
}

#[derive(Clone, Debug)]
pub(crate) struct AnswerVariant {
    pub status: Status,
    pub name: String,
    pub content: Content,
    pub description: Option<String>,
}

impl Answers {
    /// The name of the object in the dialect that has the JSON of each as its fields.
    pub(crate) fn holder(&self) -> String {
        format!("{}Variants0", self.name)
    }
}

impl Success {
    /// Whether progenitor is given the one schema of the answer.
    pub(crate) fn is_json(&self) -> bool {
        matches!(
            self,
            Self::Always(Content::Json) | Self::OrNothing(Content::Json, _)
        )
    }

    /// The answers, where there are several types of them.
    pub(crate) fn several(&self) -> Option<&Answers> {
        match self {
            Self::Several(answers) => Some(answers),
            Self::Always(_) | Self::OrNothing(..) => None,
        }
    }
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
    Enum(Vec<EnumValue>, EnumKind),
    Union(Union),
    /// Left as progenitor writes it.
    Other,
}

#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Property {
    /// Name on the wire.
    pub name: String,
    /// Name of the field and of the method that sets it.
    pub field: String,
    pub docs: Docs,
    pub required: bool,
    pub nullable: bool,
    /// Whether it stands for all properties that the schema does not name.
    pub rest: bool,
    /// Whether it is a file, or a list of them, in a body of several parts.
    pub is_file: bool,
    pub limits: Limits,
    pub example: Option<Value>,
}

/// One schema of several.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    /// The property that tells which.
    pub tag: Option<String>,
    pub variants: Vec<UnionVariant>,
}

impl Union {
    /// The name of the object in the dialect that has the variants as its fields.
    pub(crate) fn holder(&self, name: &str) -> String {
        debug_assert!(!self.variants.is_empty());
        format!("{name}Variants0")
    }
}

#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub name: String,
    pub description: Option<String>,
    /// The discriminator's values for it.
    pub values: Vec<String>,
}

/// What the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumKind {
    Texts,
    Integers,
    /// Some of them neither, or both kinds together.
    Scalars,
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

impl Api {
    /// The named schemas that the surface emits in progenitor's stead.
    pub(crate) fn replaced_schemas(&self) -> impl Iterator<Item = &str> {
        let replaced = |schema: &Schema| matches!(schema.shape, Shape::Enum(..) | Shape::Union(_));
        self.schemas
            .iter()
            .filter(move |(_, schema)| replaced(schema))
            .map(|(name, _)| name.as_str())
    }
}

impl Api {
    /// Whether something in it is deprecated, which its own code uses all the same.
    pub(crate) fn has_deprecated(&self) -> bool {
        let in_schema = |schema: &Schema| {
            schema.docs.deprecated
                || schema
                    .properties()
                    .iter()
                    .any(|property| property.docs.deprecated)
        };
        let in_operation = |operation: &Operation| {
            operation.docs.deprecated
                || operation
                    .parameters
                    .iter()
                    .any(|parameter| parameter.docs.deprecated)
        };
        self.schemas.values().any(in_schema) || self.operations.iter().any(in_operation)
    }
}

impl Body {
    /// Whether the caller puts its parts together.
    pub(crate) fn is_free_multipart(&self) -> bool {
        self.kind == BodyKind::Multipart && self.schema.is_none()
    }
}

impl Schema {
    pub(crate) fn properties(&self) -> &[Property] {
        match &self.shape {
            Shape::Object(properties) => properties,
            Shape::Enum(..) | Shape::Union(_) | Shape::Other => &[],
        }
    }
}

/// The declared rate limits.
#[derive(Clone, Debug, Default)]
pub(crate) struct RateLimits {
    pub classes: Vec<RateClass>,
    pub limit_header: Option<String>,
    pub remaining_header: Option<String>,
    pub reset: Option<ResetHeader>,
}

/// Requests that are counted together.
#[derive(Clone, Debug)]
pub(crate) struct RateClass {
    pub name: String,
    pub methods: Vec<String>,
    pub requests: u64,
    pub seconds: u64,
    pub sliding: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ResetHeader {
    pub name: String,
    pub form: ResetForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResetForm {
    UnixSeconds,
    Seconds,
}

/// When a request may be sent twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RetryRule {
    Always,
    Never,
    /// Unless one of these fields of the body or these parameters is set.
    Unless(Vec<Input>),
}

/// Something that a caller sets: a parameter, or a field of the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Input {
    pub field: String,
    pub in_body: bool,
    pub required: bool,
}

impl Input {
    /// Whether it is the body as a whole.
    pub(crate) fn is_body(&self) -> bool {
        // No parameter's field has this name.
        !self.in_body && self.field == "body"
    }
}

/// How an operation answers in pages.
#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub style: PageStyle,
    /// The parameter or field that names the page.
    pub request: Input,
    /// Where the items are in the answer.
    pub items: AnswerPath,
}

#[derive(Clone, Debug)]
pub(crate) enum PageStyle {
    /// Where the answer names the next page.
    Cursor {
        response: AnswerPath,
    },
    /// The parameter that bounds a page, if there is one.
    Offset {
        limit: Option<Input>,
    },
    Number {
        first: i64,
        size: Option<Input>,
    },
}

/// How an operation takes many entries.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// The parameter or field that takes the entries.
    pub request: Input,
    pub size: u64,
    /// What the answer tells of the entries; nothing where it names a job.
    pub results: Option<BatchResults>,
}

/// What an answer tells of the entries of its request.
#[derive(Clone, Debug)]
pub(crate) struct BatchResults {
    /// Where the answer lists what it changed.
    pub list: AnswerPath,
    /// The field of a result that names it.
    pub key: AnswerPath,
    /// The field of the body, and its value, with which absence from the answer tells nothing.
    pub untold: Option<(String, String)>,
}

/// How an operation that answers with a job is followed to its end.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Where the answer names the job.
    pub id: AnswerPath,
    /// The id of an entry.
    pub key: EntryPart,
    pub status: JobStatus,
    pub results: JobResults,
}

/// A value in an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EntryPart {
    /// The entry, which is a plain value.
    Itself,
    Field(String),
}

/// An operation that is asked about a job.
#[derive(Clone, Debug)]
pub(crate) struct JobQuestion {
    /// Name of the operation.
    pub operation: String,
    /// The field of its parameter for the job's id.
    pub argument: String,
}

/// Where an answer has a state, and the values of it that are good.
#[derive(Clone, Debug)]
pub(crate) struct JobState {
    pub path: AnswerPath,
    pub good: Vec<String>,
}

/// How to ask where a job stands.
#[derive(Clone, Debug)]
pub(crate) struct JobStatus {
    pub question: JobQuestion,
    pub state: JobState,
    /// The states in which it has ended without results.
    pub failed: Vec<String>,
    pub progress: Option<JobProgress>,
    /// Seconds between two questions.
    pub every: u64,
}

/// Where an answer counts the parts of a job.
#[derive(Clone, Debug)]
pub(crate) struct JobProgress {
    /// The way to the object that has both counts.
    pub within: AnswerPath,
    pub complete: AnswerPath,
    pub total: AnswerPath,
}

/// How to ask what a job did.
#[derive(Clone, Debug)]
pub(crate) struct JobResults {
    pub question: JobQuestion,
    /// The list in whose items the other paths start.
    pub within: Option<AnswerPath>,
    pub items: Option<JobItems>,
    /// The ids of entries that were updated.
    pub ids: Option<AnswerPath>,
    /// What went wrong beside what the items tell.
    pub errors: Option<AnswerPath>,
}

/// What is told of single entries.
#[derive(Clone, Debug)]
pub(crate) struct JobItems {
    pub path: AnswerPath,
    /// The named schema of an item.
    pub schema: String,
    /// The fields of an item, each with what has the same value in its entry.
    pub matches: Vec<(String, EntryPart)>,
    pub state: JobState,
    pub error: Option<AnswerPath>,
}

/// A way into an answer, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AnswerPath(pub Vec<AnswerStep>);

/// A field, and whether it may be without a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AnswerStep {
    pub field: String,
    pub optional: bool,
}
