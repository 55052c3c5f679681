use std::time::Duration;

use reqwest::StatusCode;

use crate::runtime::document::endpoint::Endpoint;

/// The span of a call. It holds names and numbers, and neither bodies nor secrets.
#[derive(Debug)]
pub(crate) struct Span {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
}

#[cfg(feature = "tracing")]
impl Span {
    pub(crate) fn new(api: &'static str, endpoint: &Endpoint) -> Self {
        let span = tracing::info_span!(
            "operation",
            api,
            name = endpoint.id,
            method = endpoint.method.as_str(),
            path = endpoint.path,
            status = tracing::field::Empty,
            attempts = tracing::field::Empty,
            duration_ms = tracing::field::Empty,
        );
        Self { span }
    }

    pub(crate) async fn run<F: Future>(&self, call: F) -> F::Output {
        tracing::Instrument::instrument(call, self.span.clone()).await
    }

    pub(crate) fn finish(&self, status: Option<StatusCode>, attempts: u32, duration: Duration) {
        if let Some(status) = status {
            self.span.record("status", status.as_u16());
        }
        self.span.record("attempts", attempts);
        let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        self.span.record("duration_ms", millis);
    }
}

#[cfg(not(feature = "tracing"))]
impl Span {
    pub(crate) fn new(_api: &'static str, _endpoint: &Endpoint) -> Self {
        Self {}
    }

    pub(crate) fn run<F: Future>(&self, call: F) -> F {
        let Self {} = self;
        call
    }

    pub(crate) fn finish(&self, _status: Option<StatusCode>, _attempts: u32, _duration: Duration) {
        let Self {} = self;
    }
}
