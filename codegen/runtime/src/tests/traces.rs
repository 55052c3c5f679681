use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::support::*;
use crate::runtime::*;

/// Writes down the fields of the spans of this crate.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Visit for Notes {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let note = format!("{}={value:?}", field.name());
        self.0.lock().expect("no panic").push(note);
    }
}

impl Subscriber for Notes {
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
async fn a_span_tells_of_the_call_and_nothing_of_its_content() {
    let notes = Notes::default();
    let _guard = tracing::subscriber::set_default(notes.clone());
    let stub = Stub::start(|_| Reply::new(503, &[("x-echo", KEY)], KEY)).await;
    let policy = RetryPolicy::new().attempts(2).backoff(MINUTE, MINUTE);
    let call = client(&stub.url).call(get_thing("private")).retry(policy);
    call.send().await.expect_err("a server that is down");
    let notes = notes.0.lock().expect("no panic");
    let (duration, rest) = notes.split_last().expect("some notes");
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
