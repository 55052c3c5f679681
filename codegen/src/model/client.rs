//! The servers and the security schemes of a client.

/// A server of the API.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    /// The URL, with its variables in braces.
    pub url: String,
    pub variables: Vec<ServerVariable>,
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
