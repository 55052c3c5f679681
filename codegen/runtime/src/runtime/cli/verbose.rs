//! `--verbose`: the events of the client, on standard error.

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Shows each attempt and each wait. Events of other crates are left out, since they could have a
/// credential.
pub(super) fn show_events(print: impl Fn(&str) + Send + Sync + 'static) {
    let this_crate = module_path!().split("::").next().unwrap_or_default();
    let format = tracing_subscriber::fmt::layer()
        .with_target(false)
        .with_ansi(false)
        .without_time()
        .with_writer(Lines(print));
    let filter = Targets::new().with_target(this_crate, LevelFilter::DEBUG);
    // A program has one subscriber, and this is the first call.
    let _set = tracing_subscriber::registry()
        .with(filter)
        .with(format)
        .try_init();
}

/// Writes lines by calling a function.
struct Lines<P>(P);

impl<'a, P: Fn(&str) + 'static> MakeWriter<'a> for Lines<P> {
    type Writer = Line<'a, P>;

    fn make_writer(&'a self) -> Line<'a, P> {
        Line {
            print: &self.0,
            text: Vec::new(),
        }
    }
}

/// A line, which is printed when it is complete.
struct Line<'a, P: Fn(&str)> {
    print: &'a P,
    text: Vec<u8>,
}

impl<P: Fn(&str)> io::Write for Line<'_, P> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<P: Fn(&str)> Drop for Line<'_, P> {
    fn drop(&mut self) {
        let text = String::from_utf8_lossy(&self.text);
        (self.print)(text.trim_end());
    }
}
