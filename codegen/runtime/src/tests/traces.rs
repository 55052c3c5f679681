use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::support::*;
use crate::runtime::*;

/// The fields of a span or an event, each with its value.
#[derive(Clone, Default)]
struct Fields(Arc<Mutex<Vec<String>>>);

impl Fields {
    fn all(&self) -> Vec<String> {
        self.0.lock().expect("not poisoned").clone()
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let field_text = format!("{}={value:?}", field.name());
        self.0.lock().expect("not poisoned").push(field_text);
    }
}

/// Records the fields of the runtime's spans and events.
#[derive(Clone, Default)]
struct Recorder {
    spans: Fields,
    events: Fields,
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("runtime::")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.spans.clone());
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut self.spans.clone());
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.events.clone());
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// Records a call that fails twice with a status 503.
async fn record_failed_call() -> Recorder {
    let recorder = Recorder::default();
    // With a single subscriber, `tracing` asks the thread that reaches a span first, which may be that of another test.
    let _other = tracing::Dispatch::new(Recorder::default());
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let stub = Stub::start(|_| Reply::new(503, &[("x-echo", KEY)], KEY)).await;
    let policy = RetryPolicy::new().attempts(2).backoff(MINUTE, MINUTE);
    let call = client(&stub.url).call(get_thing("private")).retry(policy);
    call.send().await.expect_err("a status 503");
    recorder
}

#[tokio::test(start_paused = true)]
async fn a_span_describes_the_call_without_its_content() {
    let fields = record_failed_call().await.spans.all();
    let (duration, rest) = fields.split_last().expect("recorded fields");
    assert!(duration.starts_with("duration_ms="), "{duration}");
    assert_eq!(
        rest,
        [
            r#"api="demo""#,
            r#"name="get_thing""#,
            r#"method="GET""#,
            r#"path="/things/{id}""#,
            "status=503",
            "attempts=2",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn events_describe_each_attempt_and_each_wait() {
    let fields = record_failed_call().await.events.all();
    let is_duration = |field: &&String| field.starts_with("duration_ms=");
    assert_eq!(fields.iter().filter(is_duration).count(), 3);
    let fields: Vec<_> = fields
        .iter()
        .filter(|field| !is_duration(field))
        .map(|field| field.split(" s: ").last().unwrap_or_default())
        .collect();
    assert_eq!(
        fields,
        [
            "message=attempt finished",
            "attempt=1",
            "status=503",
            "attempt 1 failed with 503 Service Unavailable",
            r#"reason="retry""#,
            "message=attempt finished",
            "attempt=2",
            "status=503",
        ]
    );
}
