//! `x-rate-limit`: the number of requests in a time window.

use crate::diagnostic::Span;

/// The declared rate limits.
#[derive(Clone, Debug, Default)]
pub(crate) struct RateLimits {
    pub classes: Vec<RateClass>,
    pub limit_header: Option<String>,
    pub remaining_header: Option<String>,
    pub reset: Option<ResetHeader>,
    /// The key in the document, if it declares rate limits.
    pub span: Option<Span>,
}

/// Requests that share a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RateClass {
    pub name: String,
    pub methods: Vec<String>,
    pub requests: u64,
    pub seconds: u64,
    pub sliding: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct ResetHeader {
    pub name: String,
    pub form: ResetForm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResetForm {
    UnixSeconds,
    Seconds,
}
