//! The servers and the security schemes of a client.

use crate::diagnostic::Span;

/// A server of the API.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// The URL, with its variables in braces.
    pub url: String,
    pub variables: Vec<ServerVariable>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub name: String,
    pub description: Option<String>,
    /// The name of the builder's method.
    pub method: String,
    /// The name of the environment variable.
    pub env: String,
    pub default: Option<String>,
    pub values: Vec<String>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// A security scheme that some operation accepts.
#[derive(Clone, Debug)]
pub(crate) struct Scheme {
    /// The key under `securitySchemes`.
    pub name: String,
    pub description: Option<String>,
    /// The name of the builder's method.
    pub method: String,
    /// The name of the environment variable.
    pub env: String,
    pub kind: SchemeKind,
    /// The first security requirement that names it.
    pub requirement: Option<Span>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum SchemeKind {
    Header(String),
    Query(String),
    Cookie(String),
    /// `Authorization` with a prefix, such as `Bearer`.
    Authorization(String),
    Basic,
}
