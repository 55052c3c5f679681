use std::future::Future;

use super::Endpoint;

/// Runs a call in a span of its own. The span's `status`, `attempts` and `duration_ms` are filled
/// in by [`finished`].
#[cfg(feature = "tracing")]
pub(crate) fn span<F: Future>(
    api: &'static str,
    endpoint: &Endpoint,
    call: F,
) -> impl Future<Output = F::Output> + use<F> {
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
    tracing::Instrument::instrument(call, span)
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn span<F: Future>(_api: &'static str, _endpoint: &Endpoint, call: F) -> F {
    call
}

/// Fills in the span that the call runs in.
#[cfg(feature = "tracing")]
pub(crate) fn finished(
    status: Option<reqwest::StatusCode>,
    attempts: u32,
    duration: std::time::Duration,
) {
    let span = tracing::Span::current();
    if let Some(status) = status {
        span.record("status", status.as_u16());
    }
    span.record("attempts", attempts);
    span.record(
        "duration_ms",
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
    );
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn finished(
    _status: Option<reqwest::StatusCode>,
    _attempts: u32,
    _duration: std::time::Duration,
) {
}
