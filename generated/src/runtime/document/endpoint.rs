use std::fmt::Debug;

use reqwest::Method;

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
