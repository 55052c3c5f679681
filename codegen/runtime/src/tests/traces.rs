use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::support::*;
use crate::runtime::*;

/// Records the fields of spans.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Vec<String>>>);

impl Visit for Recorder {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let field_text = format!("{}={value:?}", field.name());
        self.0.lock().expect("not poisoned").push(field_text);
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("runtime::")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[tokio::test(start_paused = true)]
async fn a_span_describes_the_call_without_its_content() {
    let recorded = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorded.clone());
    let stub = Stub::start(|_| Reply::new(503, &[("x-echo", KEY)], KEY)).await;
    let policy = RetryPolicy::new().attempts(2).backoff(MINUTE, MINUTE);
    let call = client(&stub.url).call(get_thing("private")).retry(policy);
    call.send().await.expect_err("a status 503");
    let recorded = recorded.0.lock().expect("not poisoned");
    let (duration, rest) = recorded.split_last().expect("recorded fields");
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
