use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::runtime::cli::counts::Counts;
use crate::runtime::cli::human::{Count, Rough};
use crate::runtime::cli::progress::{Kind, Progress};
use crate::runtime::{Wait, WaitReason};

/// Text that a progress writes.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        let bytes = self.0.lock().expect("no panic").clone();
        String::from_utf8(bytes).expect("UTF-8")
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn wait(millis: u64, reason: WaitReason) -> Wait {
    Wait {
        operation: "update_conversation",
        duration: Duration::from_millis(millis),
        reason,
    }
}

fn rate_limit() -> WaitReason {
    WaitReason::RateLimit {
        class: "writes",
        requests: 5,
        window: Duration::from_secs(60),
    }
}

fn retry() -> WaitReason {
    WaitReason::Retry {
        attempt: 1,
        status: None,
        cause: None,
    }
}

#[test]
fn without_a_terminal_each_batch_and_each_wait_is_a_line() {
    let written = Written::default();
    let progress = Progress::lines(Some(5000), "conversations", written.clone());
    let counts = Counts {
        updated: 1990,
        not_updated: 12,
        unknown: 25,
        ..Counts::default()
    };
    progress.batch(&counts, Some(Duration::from_secs(530)));
    progress.wait(&wait(900, rate_limit()));
    progress.wait(&wait(40_300, rate_limit()));
    progress.clone().wait(&wait(1000, retry()));
    let counts = Counts {
        updated: 2970,
        failed: 3,
        ..Counts::default()
    };
    progress.batch(&counts, Some(Duration::ZERO));
    progress.println("done");
    progress.clear();
    assert_eq!(
        written.text(),
        "2,027 of 5,000 conversations: 1,990 updated, 12 not updated, 25 unknown; about 9 min left\n\
         waiting 41 s: the rate limit of writes is 5 per 60 s\n\
         waiting 1 s: attempt 1 failed\n\
         5,000 of 5,000 conversations: 4,960 updated, 12 not updated, 3 failed, 25 unknown\n\
         done\n"
    );
}

#[test]
fn pages_are_counted() {
    let written = Written::default();
    let progress = Progress::lines(None, "conversations", written.clone());
    for _ in 0..5 {
        progress.page(250);
    }
    assert!(
        written.text().ends_with("1,250 conversations, page 5\n"),
        "{}",
        written.text()
    );
}

#[test]
fn a_wait_can_be_reported_by_any_thread() {
    fn is_listener(_: impl Fn(&Wait) + Send + Sync + 'static) {}
    let progress = Progress::new(Kind::Quiet, None, "conversations");
    is_listener(move |wait| progress.wait(wait));
}

#[test]
fn numbers_have_separators() {
    for (number, expected) in [
        (0, "0"),
        (999, "999"),
        (1000, "1,000"),
        (4310, "4,310"),
        (100_000, "100,000"),
        (1_234_567, "1,234,567"),
    ] {
        assert_eq!(Count(number).to_string(), expected);
    }
}

#[test]
fn durations_have_at_most_two_units() {
    for (millis, expected) in [
        (0, "0 s"),
        (1, "1 s"),
        (40_300, "41 s"),
        (60_000, "60 s"),
        (89_000, "89 s"),
        (89_001, "2 min"),
        (530_000, "9 min"),
        (3_569_000, "59 min"),
        (3_570_000, "1 h"),
        (7_800_000, "2 h 10 min"),
        (86_369_000, "23 h 59 min"),
        (86_370_000, "1 d"),
        (266_400_000, "3 d 2 h"),
    ] {
        assert_eq!(Rough(Duration::from_millis(millis)).to_string(), expected);
    }
    assert!(Rough(Duration::MAX).to_string().ends_with(" h"));
}
