use std::fmt::Debug;
use std::time::Duration;

/// The metadata of an API, as its document declares it.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The name of the document's module.
    pub name: &'static str,
    /// The document's title.
    pub title: &'static str,
    /// The default `User-Agent`.
    pub user_agent: &'static str,
    /// The environment variable for the base URL.
    pub base_url_env: &'static str,
    /// The servers, in the order of the document.
    pub servers: &'static [Server],
    /// The security schemes. Credentials are identified by the index of their scheme.
    pub schemes: &'static [Scheme],
    /// The security requirements of operations that do not have their own: alternatives, each a
    /// list of scheme names.
    pub security: &'static [&'static [&'static str]],
    /// The declared rate limits.
    pub limits: RateLimits,
}

/// A server of the document.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    /// The URL template, with variables in braces, such as `https://{orgname}.api.example.com`.
    pub url: &'static str,
    /// The variables of the template.
    pub variables: &'static [ServerVariable],
}

impl Server {
    /// Creates a server whose URL has no variables.
    pub const fn new(url: &'static str) -> Self {
        Self {
            url,
            variables: &[],
        }
    }
}

/// A variable in the URL template of a server.
#[derive(Clone, Copy, Debug)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: &'static str,
    /// The builder method that sets it.
    pub method: &'static str,
    /// The environment variable for the value.
    pub env: &'static str,
    /// The default value.
    pub default: Option<&'static str>,
    /// The allowed values. Any value is allowed if the list is empty.
    pub values: &'static [&'static str],
}

/// A security scheme of the document.
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    /// The scheme's name in the document.
    pub name: &'static str,
    /// The builder method that sets its credential.
    pub method: &'static str,
    /// The environment variable for the credential. [`SchemeKind::Basic`] appends `_USERNAME` and
    /// `_PASSWORD`.
    pub env: &'static str,
    /// How the credential is sent.
    pub kind: SchemeKind,
}

impl Scheme {
    /// Returns the environment variables for the credential.
    pub(crate) fn variables(&self) -> Vec<String> {
        match self.kind {
            SchemeKind::Basic => self.basic_variables().into(),
            _ => vec![self.env.to_owned()],
        }
    }

    /// Returns the environment variables for the user name and the password.
    pub(crate) fn basic_variables(&self) -> [String; 2] {
        let env = self.env;
        [format!("{env}_USERNAME"), format!("{env}_PASSWORD")]
    }
}

/// How a credential is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// In the header of this name.
    Header(&'static str),
    /// In the query parameter of this name.
    Query(&'static str),
    /// In the cookie of this name.
    Cookie(&'static str),
    /// In the `Authorization` header, after this word, such as `Bearer`.
    Authorization(&'static str),
    /// In the `Authorization` header, as user name and password of HTTP Basic authentication.
    Basic,
}

/// The metadata of an operation.
#[derive(Clone, Debug)]
pub struct Endpoint {
    pub(crate) id: &'static str,
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    pub(crate) security: Option<&'static [&'static [&'static str]]>,
    pub(crate) class: Option<&'static str>,
    pub(crate) has_secrets: bool,
}

impl Endpoint {
    /// Creates an endpoint from an operation's name, method and path template.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            security: None,
            class: None,
            has_secrets: false,
        }
    }

    /// Creates a `GET` endpoint.
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::new(id, "GET", path)
    }

    /// Creates a `PUT` endpoint.
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::new(id, "PUT", path)
    }

    /// Creates a `POST` endpoint.
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::new(id, "POST", path)
    }

    /// Creates a `PATCH` endpoint.
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::new(id, "PATCH", path)
    }

    /// Creates a `DELETE` endpoint.
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::new(id, "DELETE", path)
    }

    /// Sets the operation's own security requirements: alternatives, each a list of the schemes
    /// that it requires together. No alternatives mean that no credential is sent. An empty
    /// alternative means that credentials are optional.
    #[must_use]
    pub const fn security(mut self, alternatives: &'static [&'static [&'static str]]) -> Self {
        self.security = Some(alternatives);
        self
    }

    /// Sets the rate limit class, if it is not that of the method.
    #[must_use]
    pub const fn class(mut self, name: &'static str) -> Self {
        self.class = Some(name);
        self
    }

    /// Marks that the document has values with the format `password` in the request or in a response,
    /// so that `Debug` shows no body of a response.
    #[must_use]
    pub const fn with_secrets(mut self) -> Self {
        self.has_secrets = true;
        self
    }

    /// Returns the name of the operation.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the HTTP method.
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Returns the path template, with parameters in braces.
    pub const fn path(&self) -> &'static str {
        self.path
    }
}

/// The rate limits of a document.
#[derive(Clone, Copy, Debug)]
pub struct RateLimits {
    /// The classes of requests. Each class has its own limit.
    pub classes: &'static [RateClass],
    /// The response headers that report the state of a limit.
    pub headers: RateHeaders,
}

impl RateLimits {
    /// No limits, and the common header names.
    pub const NONE: Self = Self {
        classes: &[],
        headers: RateHeaders::COMMON,
    };
}

/// A class of requests that share a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateClass {
    /// The name by which operations and callers refer to the class.
    pub name: &'static str,
    /// The methods whose operations are in this class unless they name another class.
    pub methods: &'static [&'static str],
    /// The maximum number of requests per window.
    pub requests: u32,
    /// The length of a window.
    pub window: Duration,
    /// The kind of window.
    pub kind: WindowKind,
}

impl RateClass {
    /// Creates a class with `requests` requests per fixed window of `seconds` seconds.
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
            kind: WindowKind::Fixed,
        }
    }

    /// Creates a class with `requests` requests per sliding window of `seconds` seconds.
    pub const fn sliding(
        name: &'static str,
        methods: &'static [&'static str],
        requests: u32,
        seconds: u64,
    ) -> Self {
        Self {
            kind: WindowKind::Sliding,
            ..Self::fixed(name, methods, requests, seconds)
        }
    }
}

/// The kind of window in which a rate limit counts requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowKind {
    /// Windows follow one another, and the count restarts with each.
    Fixed,
    /// The window is always the period that ends now.
    Sliding,
}

/// The names of the headers that report the state of a rate limit, in lower case.
#[derive(Clone, Copy, Debug)]
pub struct RateHeaders {
    /// The header with the maximum number of requests per window.
    pub limit: &'static str,
    /// The header with the number of requests left in the current window.
    pub remaining: &'static str,
    /// The header with the end of the current window, and its format.
    pub reset: Option<(&'static str, ResetFormat)>,
}

impl RateHeaders {
    /// The names that most servers use. They do not include a reset header, whose format differs
    /// between servers.
    pub const COMMON: Self = Self {
        limit: "x-ratelimit-limit",
        remaining: "x-ratelimit-remaining",
        reset: None,
    };
}

/// The format of a reset header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResetFormat {
    /// A Unix timestamp in seconds, by the server's clock.
    UnixSeconds,
    /// The number of seconds from now.
    Seconds,
}
