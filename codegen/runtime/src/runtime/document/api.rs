use std::fmt::Debug;

use super::limits::Limits;

/// What a document says of its API as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The name of the document's module.
    pub name: &'static str,
    /// The document's title.
    pub title: &'static str,
    /// The `User-Agent` that is sent unless the caller gives one.
    pub user_agent: &'static str,
    /// The environment variable that holds a base URL.
    pub base_url_env: &'static str,
    /// The servers, in the document's order.
    pub servers: &'static [Server],
    /// The security schemes; credentials are kept by their index here.
    pub schemes: &'static [Scheme],
    /// The alternatives of scheme names that hold where an operation has none of its own.
    pub security: &'static [&'static [&'static str]],
    /// The declared rate limits.
    pub limits: Limits,
}

/// A server of the document, with variables in braces.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// The URL template, such as `https://{orgname}.api.example.com`.
    pub url: &'static str,
    /// The template's variables.
    pub variables: &'static [ServerVariable],
}

impl Server {
    /// A server whose URL has no variables.
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            variables: &[],
        }
    }
}

/// A variable in a server's URL.
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: &'static str,
    /// The builder method that sets it.
    pub method: &'static str,
    /// The environment variable that holds it.
    pub env: &'static str,
    /// The value that holds when the caller gives none.
    pub default: Option<&'static str>,
    /// The only values that are allowed; any when empty.
    pub values: &'static [&'static str],
}

/// A security scheme of the document.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    /// The scheme's name in the document.
    pub name: &'static str,
    /// The builder method that sets its credential.
    pub method: &'static str,
    /// The environment variable that holds it. [`SchemeKind::Basic`] adds `_USERNAME` and `_PASSWORD`.
    pub env: &'static str,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// In the header of this name.
    Header(&'static str),
    /// In the query parameter of this name.
    Query(&'static str),
    /// In the cookie of this name.
    Cookie(&'static str),
    /// In `Authorization`, after this word, such as `Bearer`.
    Authorization(&'static str),
    /// In `Authorization`, as user name and password.
    Basic,
}
