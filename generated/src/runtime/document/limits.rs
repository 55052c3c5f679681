use std::fmt::Debug;
use std::time::Duration;

/// The rate limits that a document declares.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The classes of requests that are counted apart.
    pub classes: &'static [Class],
    /// The headers that tell the state of a limit.
    pub headers: RateHeaders,
}

impl Limits {
    /// No declared limit, and the usual header names.
    pub const NONE: Self = Self {
        classes: &[],
        headers: RateHeaders::USUAL,
    };
}

/// Requests that share one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Class {
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

impl Class {
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
