use std::fmt::Debug;
use std::time::Duration;

use reqwest::Method;

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
    pub limits: RateLimits,
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

/// The rate limits that a document declares.
#[derive(Clone, Copy, Debug)]
pub struct RateLimits {
    /// The classes of requests that are counted apart.
    pub classes: &'static [RateClass],
    /// The headers that tell the state of a limit.
    pub headers: RateHeaders,
}

impl RateLimits {
    /// No declared limit, and the usual header names.
    pub const NONE: Self = Self {
        classes: &[],
        headers: RateHeaders::USUAL,
    };
}

/// Requests that share one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateClass {
    /// The name, by which operations and callers refer to it.
    pub name: &'static str,
    /// The methods whose operations are in this class unless they name another.
    pub methods: &'static [&'static str],
    /// The requests that are allowed in a window.
    pub requests: u32,
    /// The length of a window.
    pub window: Duration,
    /// How windows follow each other.
    pub kind: Window,
}

impl RateClass {
    /// Requests of these methods, so many in each window of so many seconds.
    pub const fn fixed(
        name: &'static str,
        methods: &'static [&'static str],
        requests: u32,
        seconds: u64,
    ) -> Self {
        Self {
            name,
            methods,
            requests,
            window: Duration::from_secs(seconds),
            kind: Window::Fixed,
        }
    }

    /// Requests of these methods, so many in any window of so many seconds.
    pub const fn sliding(
        name: &'static str,
        methods: &'static [&'static str],
        requests: u32,
        seconds: u64,
    ) -> Self {
        Self {
            kind: Window::Sliding,
            ..Self::fixed(name, methods, requests, seconds)
        }
    }
}

/// How the windows of a rate limit follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// The count starts again at the end of each window.
    Fixed,
    /// The count is of the requests of the last window's length, at any time.
    Sliding,
}

/// The headers that tell the state of a rate limit, in lower case.
#[derive(Clone, Copy, Debug)]
pub struct RateHeaders {
    /// The header that tells the requests allowed in a window.
    pub limit: &'static str,
    /// The header that tells the requests left in this window.
    pub remaining: &'static str,
    /// The header that tells when the window ends, and in what form.
    pub reset: Option<(&'static str, Reset)>,
}

impl RateHeaders {
    /// The names that most servers use, without a reset, whose form differs between them.
    pub const USUAL: Self = Self {
        limit: "x-ratelimit-limit",
        remaining: "x-ratelimit-remaining",
        reset: None,
    };
}

/// The form of a reset header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// Seconds since 1970 in the server's clock.
    UnixSeconds,
    /// Seconds from now.
    Seconds,
}
