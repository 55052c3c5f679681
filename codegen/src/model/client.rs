//! How a client is made: where the API is served, and with which credentials.

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
    /// Name of the builder's method.
    pub method: String,
    /// Name of the environment variable.
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
