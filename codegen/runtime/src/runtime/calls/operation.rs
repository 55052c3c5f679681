use std::fmt::Debug;

use reqwest::Method;

use crate::runtime::{Check, Document, ReadError};

/// What is constant about an operation.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) security: Option<&'static [&'static [&'static str]]>,
    pub(crate) class: Option<&'static str>,
}

impl Endpoint {
    /// An operation's name, method and path template.
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            security: None,
            class: None,
        }
    }

    /// `GET` of a path template.
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::GET, path)
    }

    /// `PUT` of a path template.
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::PUT, path)
    }

    /// `POST` of a path template.
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::POST, path)
    }

    /// `PATCH` of a path template.
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::PATCH, path)
    }

    /// `DELETE` of a path template.
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, Method::DELETE, path)
    }

    /// The alternatives of scheme names that go together, where they are not the document's. None
    /// means that no credential is needed, an empty alternative that the request may go without.
    #[must_use]
    pub const fn security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = Some(alternatives);
        self
    }

    /// The rate-limit class, where it is not the method's own.
    #[must_use]
    pub const fn class(mut self, name: &'static str) -> Self {
        self.class = Some(name);
        self
    }

    /// The operation's name.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The HTTP method.
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The path template, with parameters in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }
}

/// Where an operation builds its request.
#[derive(Clone, Copy, Debug)]
pub struct Wire<'a> {
    /// The HTTP client.
    pub client: &'a reqwest::Client,
    /// The server's URL, without a slash at its end.
    pub baseurl: &'a str,
}

/// Whether a request may be sent again after it may have been processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// Sending it twice does what sending it once does.
    Safe,
    /// Sending it twice may do more than sending it once.
    Unsafe,
}

impl Repeat {
    /// What holds for a method when the document says nothing: reads are safe, writes are not.
    pub fn of(method: &Method) -> Self {
        if method.is_safe() {
            Self::Safe
        } else {
            Self::Unsafe
        }
    }
}

impl Repeat {
    /// Safe, unless something that makes it unsafe is set.
    pub fn unless<const N: usize>(is_set: [bool; N]) -> Self {
        if is_set.contains(&true) {
            Self::Unsafe
        } else {
            Self::Safe
        }
    }
}

/// One call of an operation, with its parameters and body.
pub trait Operation: Clone + Debug + Send + Sync + 'static {
    /// The document that the operation belongs to.
    type Document: Document;
    /// What the server answers with.
    type Output: Send + 'static;
    /// What is constant about the operation.
    const ENDPOINT: Endpoint;

    /// Checks the request against the document's limits.
    fn check(&self, check: &mut Check) {
        let _ = check;
    }

    /// Builds the request, without credentials.
    ///
    /// # Errors
    ///
    /// Fails when the parameters do not make a URL or the body cannot be written.
    fn request(&self, wire: &Wire<'_>) -> reqwest::Result<reqwest::Request>;

    /// Reads the answer of a success status.
    ///
    /// # Errors
    ///
    /// Fails when the body is not what the document gives for the status.
    fn output(status: u16, body: &[u8]) -> Result<Self::Output, ReadError>;

    /// Reads the body of an error, where the document gives one for the status and it fits.
    fn error(status: u16, body: &[u8]) -> Option<<Self::Document as Document>::ErrorBody> {
        let _ = status;
        Self::Document::error(body)
    }

    /// Whether this request, with what it holds, may be sent twice.
    fn repeat(&self) -> Repeat {
        Repeat::of(&Self::ENDPOINT.method)
    }
}
