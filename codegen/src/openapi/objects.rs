//! The objects of OpenAPI as data: their fields, with the shapes of values, which fields are required, and the versions that
//! have them.
//!
//! The fields of a schema are those after [`dialect`](crate::dialect) has rewritten it.

use super::Version;
use super::Version::{V3_0, V3_1, V3_2};
use Presence::{Expected, Optional, Required};

/// The kind of an object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ObjectKind {
    Callback,
    Components,
    Contact,
    Discriminator,
    Document,
    Encoding,
    Example,
    ExternalDocs,
    Header,
    Info,
    License,
    Link,
    MediaType,
    OAuthFlow,
    OAuthFlows,
    Operation,
    Parameter,
    PathItem,
    Paths,
    RequestBody,
    Response,
    Responses,
    Schema,
    Scopes,
    SecurityRequirement,
    SecurityScheme,
    Server,
    ServerVariable,
    Tag,
    Xml,
}

/// An object of the specification.
pub(crate) struct ObjectType {
    pub(crate) kind: ObjectKind,
    /// The name with an article.
    pub(crate) name: &'static str,
    /// The fields in all versions.
    fields: &'static [Field],
    /// The shape of the values of all other keys, if there may be other keys.
    pub(crate) others: Option<Shape>,
    /// Whether keys that start with `x-` are extensions.
    pub(crate) extensible: bool,
}

pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) presence: Presence,
    /// The first version with this field.
    pub(crate) since: Version,
    /// The last version with this field.
    pub(crate) until: Version,
}

impl Field {
    /// Whether a version has this field.
    pub(crate) fn is_in(&self, version: Version) -> bool {
        self.since <= version && version <= self.until
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Optional,
    /// Required by the specification, but not by the generator.
    Expected,
    Required,
}

/// The shape of a value.
pub(crate) enum Shape {
    Any,
    Text,
    Boolean,
    Number,
    /// A non-negative integer.
    Count,
    /// One of these strings.
    Word(&'static [&'static str]),
    List(&'static Shape),
    /// An object with arbitrary keys.
    Map(&'static Shape),
    /// A map whose entries are components.
    Section(&'static Shape),
    Object(&'static ObjectType),
    /// An object or a reference to one.
    Reference(&'static ObjectType),
    /// A boolean, or an object or a reference to one.
    BooleanOr(&'static ObjectType),
}

impl ObjectType {
    /// The fields in a version.
    pub(crate) fn fields(&self, version: Version) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(move |field| field.is_in(version))
    }

    pub(crate) fn field(&self, name: &str, version: Version) -> Option<&'static Field> {
        self.fields(version).find(|field| field.name == name)
    }

    /// The first version with a field of this name.
    pub(crate) fn since(&self, name: &str) -> Option<Version> {
        let fields = self.fields.iter().filter(|field| field.name == name);
        fields.map(|field| field.since).min()
    }
}

const fn field(name: &'static str, presence: Presence, shape: Shape) -> Field {
    Field {
        name,
        shape,
        presence,
        since: Version::V3_0,
        until: Version::NEWEST,
    }
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    field(name, Optional, shape)
}

/// A field of a version and those after it.
const fn since(version: Version, field: Field) -> Field {
    Field {
        since: version,
        ..field
    }
}

/// A field of a version and those before it.
const fn until(version: Version, field: Field) -> Field {
    Field {
        until: version,
        ..field
    }
}

const DESCRIPTION: Field = optional("description", Shape::Text);
const EXAMPLE_VALUE: Field = optional("example", Shape::Any);
const STYLES: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
];
const STYLES_OF_3_2: &[&str] = &[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
    "cookie",
];

// A static can borrow another static, but not a temporary value that borrows one.
static EACH_ENCODING: Shape = Shape::Object(&ENCODING);
static EACH_MEDIA_TYPE: Shape = Shape::Object(&MEDIA_TYPE);
static EACH_OPERATION: Shape = Shape::Object(&OPERATION);
static EACH_PATH_ITEM: Shape = Shape::Object(&PATH_ITEM);
static EACH_SECURITY_REQUIREMENT: Shape = Shape::Object(&SECURITY_REQUIREMENT);
static EACH_SERVER: Shape = Shape::Object(&SERVER);
static EACH_SERVER_VARIABLE: Shape = Shape::Object(&SERVER_VARIABLE);
static EACH_TAG: Shape = Shape::Object(&TAG);
static REFERENCE_TO_CALLBACK: Shape = Shape::Reference(&CALLBACK);
static REFERENCE_TO_EXAMPLE: Shape = Shape::Reference(&EXAMPLE);
static REFERENCE_TO_HEADER: Shape = Shape::Reference(&HEADER);
static REFERENCE_TO_LINK: Shape = Shape::Reference(&LINK);
static REFERENCE_TO_MEDIA_TYPE: Shape = Shape::Reference(&MEDIA_TYPE);
static REFERENCE_TO_PARAMETER: Shape = Shape::Reference(&PARAMETER);
static REFERENCE_TO_REQUEST_BODY: Shape = Shape::Reference(&REQUEST_BODY);
static REFERENCE_TO_RESPONSE: Shape = Shape::Reference(&RESPONSE);
static REFERENCE_TO_SCHEMA: Shape = Shape::Reference(&SCHEMA);
static REFERENCE_TO_SECURITY_SCHEME: Shape = Shape::Reference(&SECURITY_SCHEME);
static TEXTS: Shape = Shape::List(&Shape::Text);

pub(crate) static DOCUMENT: ObjectType = ObjectType {
    kind: ObjectKind::Document,
    name: "an OpenAPI document",
    fields: &[
        field("openapi", Required, Shape::Text),
        field("info", Required, Shape::Object(&INFO)),
        optional("servers", Shape::List(&EACH_SERVER)),
        until(V3_0, field("paths", Required, Shape::Object(&PATHS))),
        since(V3_1, optional("paths", Shape::Object(&PATHS))),
        since(V3_1, optional("webhooks", Shape::Map(&EACH_PATH_ITEM))),
        since(V3_1, optional("jsonSchemaDialect", Shape::Text)),
        since(V3_2, optional("$self", Shape::Text)),
        optional("components", Shape::Object(&COMPONENTS)),
        optional("security", Shape::List(&EACH_SECURITY_REQUIREMENT)),
        optional("tags", Shape::List(&EACH_TAG)),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
    others: None,
    extensible: true,
};

static INFO: ObjectType = ObjectType {
    kind: ObjectKind::Info,
    name: "the info object",
    fields: &[
        field("title", Required, Shape::Text),
        since(V3_1, optional("summary", Shape::Text)),
        DESCRIPTION,
        optional("termsOfService", Shape::Text),
        optional("contact", Shape::Object(&CONTACT)),
        optional("license", Shape::Object(&LICENSE)),
        field("version", Required, Shape::Text),
    ],
    others: None,
    extensible: true,
};

static CONTACT: ObjectType = ObjectType {
    kind: ObjectKind::Contact,
    name: "a contact",
    fields: &[
        optional("name", Shape::Text),
        optional("url", Shape::Text),
        optional("email", Shape::Text),
    ],
    others: None,
    extensible: true,
};

static LICENSE: ObjectType = ObjectType {
    kind: ObjectKind::License,
    name: "a license",
    fields: &[
        field("name", Expected, Shape::Text),
        since(V3_1, optional("identifier", Shape::Text)),
        optional("url", Shape::Text),
    ],
    others: None,
    extensible: true,
};

static SERVER: ObjectType = ObjectType {
    kind: ObjectKind::Server,
    name: "a server",
    fields: &[
        field("url", Required, Shape::Text),
        since(V3_2, optional("name", Shape::Text)),
        DESCRIPTION,
        optional("variables", Shape::Map(&EACH_SERVER_VARIABLE)),
    ],
    others: None,
    extensible: true,
};

static SERVER_VARIABLE: ObjectType = ObjectType {
    kind: ObjectKind::ServerVariable,
    name: "a server variable",
    fields: &[
        optional("enum", Shape::List(&Shape::Text)),
        field("default", Required, Shape::Text),
        DESCRIPTION,
    ],
    others: None,
    extensible: true,
};

static COMPONENTS: ObjectType = ObjectType {
    kind: ObjectKind::Components,
    name: "the components",
    fields: &[
        optional("schemas", Shape::Section(&REFERENCE_TO_SCHEMA)),
        optional("responses", Shape::Section(&REFERENCE_TO_RESPONSE)),
        optional("parameters", Shape::Section(&REFERENCE_TO_PARAMETER)),
        optional("examples", Shape::Section(&REFERENCE_TO_EXAMPLE)),
        optional("requestBodies", Shape::Section(&REFERENCE_TO_REQUEST_BODY)),
        optional("headers", Shape::Section(&REFERENCE_TO_HEADER)),
        optional(
            "securitySchemes",
            Shape::Section(&REFERENCE_TO_SECURITY_SCHEME),
        ),
        optional("links", Shape::Section(&REFERENCE_TO_LINK)),
        optional("callbacks", Shape::Section(&REFERENCE_TO_CALLBACK)),
        since(V3_1, optional("pathItems", Shape::Section(&EACH_PATH_ITEM))),
        since(
            V3_2,
            optional("mediaTypes", Shape::Section(&REFERENCE_TO_MEDIA_TYPE)),
        ),
    ],
    others: None,
    extensible: true,
};

static PATHS: ObjectType = ObjectType {
    kind: ObjectKind::Paths,
    name: "the paths",
    fields: &[],
    others: Some(Shape::Object(&PATH_ITEM)),
    extensible: true,
};

pub(crate) static PATH_ITEM: ObjectType = ObjectType {
    kind: ObjectKind::PathItem,
    name: "a path",
    fields: &[
        optional("$ref", Shape::Text),
        optional("summary", Shape::Text),
        DESCRIPTION,
        optional("get", Shape::Object(&OPERATION)),
        optional("put", Shape::Object(&OPERATION)),
        optional("post", Shape::Object(&OPERATION)),
        optional("delete", Shape::Object(&OPERATION)),
        optional("options", Shape::Object(&OPERATION)),
        optional("head", Shape::Object(&OPERATION)),
        optional("patch", Shape::Object(&OPERATION)),
        optional("trace", Shape::Object(&OPERATION)),
        since(V3_2, optional("query", Shape::Object(&OPERATION))),
        since(
            V3_2,
            optional("additionalOperations", Shape::Map(&EACH_OPERATION)),
        ),
        optional("servers", Shape::List(&EACH_SERVER)),
        optional("parameters", Shape::List(&REFERENCE_TO_PARAMETER)),
    ],
    others: None,
    extensible: true,
};

static OPERATION: ObjectType = ObjectType {
    kind: ObjectKind::Operation,
    name: "an operation",
    fields: &[
        optional("tags", Shape::List(&Shape::Text)),
        optional("summary", Shape::Text),
        DESCRIPTION,
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        optional("operationId", Shape::Text),
        optional("parameters", Shape::List(&REFERENCE_TO_PARAMETER)),
        optional("requestBody", Shape::Reference(&REQUEST_BODY)),
        until(
            V3_0,
            field("responses", Required, Shape::Object(&RESPONSES)),
        ),
        since(V3_1, optional("responses", Shape::Object(&RESPONSES))),
        optional("callbacks", Shape::Map(&REFERENCE_TO_CALLBACK)),
        optional("deprecated", Shape::Boolean),
        optional("security", Shape::List(&EACH_SECURITY_REQUIREMENT)),
        optional("servers", Shape::List(&EACH_SERVER)),
    ],
    others: None,
    extensible: true,
};

static EXTERNAL_DOCS: ObjectType = ObjectType {
    kind: ObjectKind::ExternalDocs,
    name: "an external documentation object",
    fields: &[DESCRIPTION, field("url", Expected, Shape::Text)],
    others: None,
    extensible: true,
};

static PARAMETER: ObjectType = ObjectType {
    kind: ObjectKind::Parameter,
    name: "a parameter",
    fields: &[
        field("name", Required, Shape::Text),
        until(
            V3_1,
            field(
                "in",
                Required,
                Shape::Word(&["query", "header", "path", "cookie"]),
            ),
        ),
        since(
            V3_2,
            field(
                "in",
                Required,
                Shape::Word(&["query", "querystring", "header", "path", "cookie"]),
            ),
        ),
        DESCRIPTION,
        optional("required", Shape::Boolean),
        optional("deprecated", Shape::Boolean),
        optional("allowEmptyValue", Shape::Boolean),
        until(V3_1, optional("style", Shape::Word(STYLES))),
        since(V3_2, optional("style", Shape::Word(STYLES_OF_3_2))),
        optional("explode", Shape::Boolean),
        optional("allowReserved", Shape::Boolean),
        optional("schema", Shape::Reference(&SCHEMA)),
        EXAMPLE_VALUE,
        optional("examples", Shape::Map(&REFERENCE_TO_EXAMPLE)),
        until(V3_1, optional("content", Shape::Map(&EACH_MEDIA_TYPE))),
        since(
            V3_2,
            optional("content", Shape::Map(&REFERENCE_TO_MEDIA_TYPE)),
        ),
    ],
    others: None,
    extensible: true,
};

static HEADER: ObjectType = ObjectType {
    kind: ObjectKind::Header,
    name: "a header",
    fields: &[
        DESCRIPTION,
        optional("required", Shape::Boolean),
        optional("deprecated", Shape::Boolean),
        optional("allowEmptyValue", Shape::Boolean),
        optional("style", Shape::Word(&["simple"])),
        optional("explode", Shape::Boolean),
        optional("allowReserved", Shape::Boolean),
        optional("schema", Shape::Reference(&SCHEMA)),
        EXAMPLE_VALUE,
        optional("examples", Shape::Map(&REFERENCE_TO_EXAMPLE)),
        until(V3_1, optional("content", Shape::Map(&EACH_MEDIA_TYPE))),
        since(
            V3_2,
            optional("content", Shape::Map(&REFERENCE_TO_MEDIA_TYPE)),
        ),
    ],
    others: None,
    extensible: true,
};

static REQUEST_BODY: ObjectType = ObjectType {
    kind: ObjectKind::RequestBody,
    name: "a request body",
    fields: &[
        DESCRIPTION,
        until(
            V3_1,
            field("content", Required, Shape::Map(&EACH_MEDIA_TYPE)),
        ),
        since(
            V3_2,
            field("content", Required, Shape::Map(&REFERENCE_TO_MEDIA_TYPE)),
        ),
        optional("required", Shape::Boolean),
    ],
    others: None,
    extensible: true,
};

static MEDIA_TYPE: ObjectType = ObjectType {
    kind: ObjectKind::MediaType,
    name: "a media type",
    fields: &[
        optional("schema", Shape::Reference(&SCHEMA)),
        EXAMPLE_VALUE,
        optional("examples", Shape::Map(&REFERENCE_TO_EXAMPLE)),
        optional("encoding", Shape::Map(&EACH_ENCODING)),
        since(V3_2, optional("itemSchema", Shape::Reference(&SCHEMA))),
        since(
            V3_2,
            optional("prefixEncoding", Shape::List(&EACH_ENCODING)),
        ),
        since(V3_2, optional("itemEncoding", Shape::Object(&ENCODING))),
    ],
    others: None,
    extensible: true,
};

static ENCODING: ObjectType = ObjectType {
    kind: ObjectKind::Encoding,
    name: "an encoding",
    fields: &[
        optional("contentType", Shape::Text),
        optional("headers", Shape::Map(&REFERENCE_TO_HEADER)),
        optional(
            "style",
            Shape::Word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
        ),
        optional("explode", Shape::Boolean),
        optional("allowReserved", Shape::Boolean),
        since(V3_2, optional("encoding", Shape::Map(&EACH_ENCODING))),
        since(
            V3_2,
            optional("prefixEncoding", Shape::List(&EACH_ENCODING)),
        ),
        since(V3_2, optional("itemEncoding", Shape::Object(&ENCODING))),
    ],
    others: None,
    extensible: true,
};

static RESPONSES: ObjectType = ObjectType {
    kind: ObjectKind::Responses,
    name: "the responses",
    fields: &[],
    others: Some(Shape::Reference(&RESPONSE)),
    extensible: true,
};

static RESPONSE: ObjectType = ObjectType {
    kind: ObjectKind::Response,
    name: "a response",
    fields: &[
        until(V3_1, field("description", Expected, Shape::Text)),
        since(V3_2, DESCRIPTION),
        since(V3_2, optional("summary", Shape::Text)),
        optional("headers", Shape::Map(&REFERENCE_TO_HEADER)),
        until(V3_1, optional("content", Shape::Map(&EACH_MEDIA_TYPE))),
        since(
            V3_2,
            optional("content", Shape::Map(&REFERENCE_TO_MEDIA_TYPE)),
        ),
        optional("links", Shape::Map(&REFERENCE_TO_LINK)),
    ],
    others: None,
    extensible: true,
};

static CALLBACK: ObjectType = ObjectType {
    kind: ObjectKind::Callback,
    name: "a callback",
    fields: &[],
    others: Some(Shape::Object(&PATH_ITEM)),
    extensible: true,
};

static EXAMPLE: ObjectType = ObjectType {
    kind: ObjectKind::Example,
    name: "an example",
    fields: &[
        optional("summary", Shape::Text),
        DESCRIPTION,
        optional("value", Shape::Any),
        since(V3_2, optional("dataValue", Shape::Any)),
        since(V3_2, optional("serializedValue", Shape::Text)),
        optional("externalValue", Shape::Text),
    ],
    others: None,
    extensible: true,
};

static LINK: ObjectType = ObjectType {
    kind: ObjectKind::Link,
    name: "a link",
    fields: &[
        optional("operationRef", Shape::Text),
        optional("operationId", Shape::Text),
        optional("parameters", Shape::Map(&Shape::Any)),
        optional("requestBody", Shape::Any),
        DESCRIPTION,
        optional("server", Shape::Object(&SERVER)),
    ],
    others: None,
    extensible: true,
};

static TAG: ObjectType = ObjectType {
    kind: ObjectKind::Tag,
    name: "a tag",
    fields: &[
        field("name", Required, Shape::Text),
        since(V3_2, optional("summary", Shape::Text)),
        since(V3_2, optional("parent", Shape::Text)),
        since(V3_2, optional("kind", Shape::Text)),
        DESCRIPTION,
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
    others: None,
    extensible: true,
};

pub(crate) static SCHEMA: ObjectType = ObjectType {
    kind: ObjectKind::Schema,
    name: "a schema",
    fields: &[
        optional("title", Shape::Text),
        optional("multipleOf", Shape::Number),
        optional("maximum", Shape::Number),
        optional("exclusiveMaximum", Shape::Boolean),
        optional("minimum", Shape::Number),
        optional("exclusiveMinimum", Shape::Boolean),
        optional("maxLength", Shape::Count),
        optional("minLength", Shape::Count),
        optional("pattern", Shape::Text),
        optional("maxItems", Shape::Count),
        optional("minItems", Shape::Count),
        optional("uniqueItems", Shape::Boolean),
        optional("maxProperties", Shape::Count),
        optional("minProperties", Shape::Count),
        optional("required", Shape::List(&Shape::Text)),
        optional("enum", Shape::List(&Shape::Any)),
        optional(
            "type",
            Shape::Word(&["string", "number", "integer", "boolean", "array", "object"]),
        ),
        optional("allOf", Shape::List(&REFERENCE_TO_SCHEMA)),
        optional("oneOf", Shape::List(&REFERENCE_TO_SCHEMA)),
        optional("anyOf", Shape::List(&REFERENCE_TO_SCHEMA)),
        optional("not", Shape::Reference(&SCHEMA)),
        optional("items", Shape::Reference(&SCHEMA)),
        optional("properties", Shape::Map(&REFERENCE_TO_SCHEMA)),
        optional("additionalProperties", Shape::BooleanOr(&SCHEMA)),
        DESCRIPTION,
        optional("format", Shape::Text),
        optional("default", Shape::Any),
        optional("nullable", Shape::Boolean),
        optional("discriminator", Shape::Object(&DISCRIMINATOR)),
        optional("readOnly", Shape::Boolean),
        optional("writeOnly", Shape::Boolean),
        optional("xml", Shape::Object(&XML)),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        EXAMPLE_VALUE,
        optional("deprecated", Shape::Boolean),
        since(V3_1, optional("$anchor", Shape::Text)),
        since(V3_1, optional("$comment", Shape::Text)),
        since(V3_1, optional("$defs", Shape::Map(&REFERENCE_TO_SCHEMA))),
        since(V3_1, optional("$dynamicAnchor", Shape::Text)),
        since(V3_1, optional("$id", Shape::Text)),
        since(V3_1, optional("$schema", Shape::Text)),
        since(V3_1, optional("$vocabulary", Shape::Any)),
        since(V3_1, optional("const", Shape::Any)),
        since(V3_1, optional("contains", Shape::Reference(&SCHEMA))),
        since(V3_1, optional("contentEncoding", Shape::Text)),
        since(V3_1, optional("contentMediaType", Shape::Text)),
        since(V3_1, optional("contentSchema", Shape::Reference(&SCHEMA))),
        since(
            V3_1,
            optional("definitions", Shape::Map(&REFERENCE_TO_SCHEMA)),
        ),
        since(V3_1, optional("dependentRequired", Shape::Map(&TEXTS))),
        since(
            V3_1,
            optional("dependentSchemas", Shape::Map(&REFERENCE_TO_SCHEMA)),
        ),
        since(V3_1, optional("else", Shape::Reference(&SCHEMA))),
        since(V3_1, optional("examples", Shape::List(&Shape::Any))),
        since(V3_1, optional("if", Shape::Reference(&SCHEMA))),
        since(V3_1, optional("maxContains", Shape::Count)),
        since(V3_1, optional("minContains", Shape::Count)),
        since(
            V3_1,
            optional("patternProperties", Shape::Map(&REFERENCE_TO_SCHEMA)),
        ),
        since(
            V3_1,
            optional("prefixItems", Shape::List(&REFERENCE_TO_SCHEMA)),
        ),
        since(V3_1, optional("propertyNames", Shape::Reference(&SCHEMA))),
        since(V3_1, optional("then", Shape::Reference(&SCHEMA))),
        since(
            V3_1,
            optional("unevaluatedItems", Shape::Reference(&SCHEMA)),
        ),
        since(
            V3_1,
            optional("unevaluatedProperties", Shape::BooleanOr(&SCHEMA)),
        ),
    ],
    others: None,
    extensible: true,
};

static DISCRIMINATOR: ObjectType = ObjectType {
    kind: ObjectKind::Discriminator,
    name: "a discriminator",
    fields: &[
        field("propertyName", Required, Shape::Text),
        optional("mapping", Shape::Map(&Shape::Text)),
        since(V3_2, optional("defaultMapping", Shape::Text)),
    ],
    others: None,
    extensible: true,
};

static XML: ObjectType = ObjectType {
    kind: ObjectKind::Xml,
    name: "an XML object",
    fields: &[
        optional("name", Shape::Text),
        optional("namespace", Shape::Text),
        optional("prefix", Shape::Text),
        optional("attribute", Shape::Boolean),
        optional("wrapped", Shape::Boolean),
        since(V3_2, optional("nodeType", Shape::Text)),
    ],
    others: None,
    extensible: true,
};

static SECURITY_SCHEME: ObjectType = ObjectType {
    kind: ObjectKind::SecurityScheme,
    name: "a security scheme",
    fields: &[
        until(
            V3_0,
            field(
                "type",
                Required,
                Shape::Word(&["apiKey", "http", "oauth2", "openIdConnect"]),
            ),
        ),
        since(
            V3_1,
            field(
                "type",
                Required,
                Shape::Word(&["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]),
            ),
        ),
        DESCRIPTION,
        optional("name", Shape::Text),
        optional("in", Shape::Word(&["query", "header", "cookie"])),
        optional("scheme", Shape::Text),
        optional("bearerFormat", Shape::Text),
        optional("flows", Shape::Object(&OAUTH_FLOWS)),
        optional("openIdConnectUrl", Shape::Text),
        since(V3_2, optional("oauth2MetadataUrl", Shape::Text)),
        since(V3_2, optional("deprecated", Shape::Boolean)),
    ],
    others: None,
    extensible: true,
};

static OAUTH_FLOWS: ObjectType = ObjectType {
    kind: ObjectKind::OAuthFlows,
    name: "the OAuth flows",
    fields: &[
        optional("implicit", Shape::Object(&OAUTH_FLOW_IMPLICIT)),
        optional("password", Shape::Object(&OAUTH_FLOW_TOKEN)),
        optional("clientCredentials", Shape::Object(&OAUTH_FLOW_TOKEN)),
        optional("authorizationCode", Shape::Object(&OAUTH_FLOW_CODE)),
        since(
            V3_2,
            optional("deviceAuthorization", Shape::Object(&OAUTH_FLOW_DEVICE)),
        ),
    ],
    others: None,
    extensible: true,
};

const REFRESH_URL: Field = optional("refreshUrl", Shape::Text);

static OAUTH_FLOW_IMPLICIT: ObjectType = ObjectType {
    kind: ObjectKind::OAuthFlow,
    name: "the implicit OAuth flow",
    fields: &[
        field("authorizationUrl", Expected, Shape::Text),
        REFRESH_URL,
        field("scopes", Expected, Shape::Object(&SCOPES)),
    ],
    others: None,
    extensible: true,
};

static OAUTH_FLOW_TOKEN: ObjectType = ObjectType {
    kind: ObjectKind::OAuthFlow,
    name: "an OAuth flow",
    fields: &[
        field("tokenUrl", Expected, Shape::Text),
        REFRESH_URL,
        field("scopes", Expected, Shape::Object(&SCOPES)),
    ],
    others: None,
    extensible: true,
};

static OAUTH_FLOW_CODE: ObjectType = ObjectType {
    kind: ObjectKind::OAuthFlow,
    name: "the authorization code OAuth flow",
    fields: &[
        field("authorizationUrl", Expected, Shape::Text),
        field("tokenUrl", Expected, Shape::Text),
        REFRESH_URL,
        field("scopes", Expected, Shape::Object(&SCOPES)),
    ],
    others: None,
    extensible: true,
};

static OAUTH_FLOW_DEVICE: ObjectType = ObjectType {
    kind: ObjectKind::OAuthFlow,
    name: "the device authorization OAuth flow",
    fields: &[
        field("deviceAuthorizationUrl", Expected, Shape::Text),
        field("tokenUrl", Expected, Shape::Text),
        REFRESH_URL,
        field("scopes", Expected, Shape::Object(&SCOPES)),
    ],
    others: None,
    extensible: true,
};

static SCOPES: ObjectType = ObjectType {
    kind: ObjectKind::Scopes,
    name: "the OAuth scopes",
    fields: &[],
    others: Some(Shape::Text),
    extensible: true,
};

static SECURITY_REQUIREMENT: ObjectType = ObjectType {
    kind: ObjectKind::SecurityRequirement,
    name: "a security requirement",
    fields: &[],
    others: Some(Shape::List(&Shape::Text)),
    extensible: false,
};

/// Returns the sections of `components`, each with the type of its objects.
pub(crate) fn sections() -> impl Iterator<Item = (&'static str, &'static ObjectType)> {
    COMPONENTS
        .fields(Version::NEWEST)
        .filter_map(|field| match field.shape {
            Shape::Section(Shape::Reference(object_type)) => Some((field.name, *object_type)),
            _ => None,
        })
}

/// Returns the section of `components` for objects of a kind.
pub(crate) fn section_of(kind: ObjectKind) -> Option<&'static str> {
    let mut sections = sections();
    let section = sections.find(|(_, object_type)| object_type.kind == kind);
    section.map(|(section, _)| section)
}

/// Fields of schemas in OpenAPI 3.1, with a replacement in 3.0.
pub(crate) const SCHEMA_FIELDS_OF_3_1: &[(&str, &str)] = &[
    ("$anchor", "reference the schema by a JSON Pointer"),
    ("$comment", "use a YAML comment"),
    ("$defs", "move the schemas to `components.schemas`"),
    ("$id", "remove it"),
    ("$schema", "remove it"),
    ("const", "write `enum` with one value"),
    ("contains", "describe it in `description`"),
    ("contentEncoding", "write `format: byte`"),
    ("contentMediaType", "write `format: binary`"),
    ("definitions", "move the schemas to `components.schemas`"),
    ("dependentRequired", "describe it in `description`"),
    ("dependentSchemas", "describe it in `description`"),
    ("else", "use `oneOf`"),
    ("examples", "write `example` with one value"),
    ("if", "use `oneOf`"),
    ("patternProperties", "use `additionalProperties`"),
    ("prefixItems", "write `items` with one schema for all items"),
    ("propertyNames", "describe it in `description`"),
    ("then", "use `oneOf`"),
    ("unevaluatedItems", "remove it"),
    ("unevaluatedProperties", "use `additionalProperties`"),
];
