//! The progress of a command on standard error: a bar on a terminal, lines elsewhere.

use std::fmt;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::counts::Counts;
use super::human::{Count, Rough, counted_of};
use super::visible::visible_line;
use crate::runtime::{Wait, WaitReason};

/// How often the bar is drawn while nothing happens, so that times count down.
const TICK: Duration = Duration::from_millis(500);
/// The shortest wait that is reported.
const MIN_WAIT: Duration = Duration::from_secs(1);

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A bar, on a terminal that can redraw it.
    Bar,
    /// A line for each batch and for each wait.
    Lines,
    /// Not at all.
    Quiet,
}

impl Kind {
    /// Returns the kind for standard error.
    pub(crate) fn detect(is_quiet: bool) -> Self {
        match ProgressDrawTarget::stderr().is_hidden() {
            _ if is_quiet => Self::Quiet,
            true => Self::Lines,
            false => Self::Bar,
        }
    }
}

/// The progress of a command. Clones belong to the same command.
#[derive(Clone)]
pub(crate) struct Progress {
    display: Display,
    state: Arc<Mutex<State>>,
}

#[derive(Clone)]
enum Display {
    Bar(ProgressBar),
    Lines(Arc<Mutex<dyn Write + Send>>),
    Quiet,
}

/// What the progress consists of.
struct State {
    /// The number of entries or records. `None` if it is not known in advance.
    total: Option<usize>,
    noun: String,
    counts: Counts,
    /// The number of pages and their records.
    pages: (usize, usize),
    /// The end of the run by the last estimate.
    end: Option<Instant>,
    /// The end and the reason of the wait that has begun.
    wait: Option<(Instant, String)>,
}

impl Progress {
    /// Creates the progress of a number of entries, or of pages if the number is not known. `noun` is
    /// what they are, such as `conversations`.
    pub(crate) fn new(kind: Kind, total: Option<usize>, noun: &str) -> Self {
        match kind {
            Kind::Bar => Self::bar(total, noun),
            Kind::Lines => Self::lines(total, noun, io::stderr()),
            Kind::Quiet => Self {
                display: Display::Quiet,
                state: State::new(total, noun),
            },
        }
    }

    /// Creates a progress that is written as lines.
    pub(crate) fn lines(
        total: Option<usize>,
        noun: &str,
        writer: impl Write + Send + 'static,
    ) -> Self {
        Self {
            display: Display::Lines(Arc::new(Mutex::new(writer))),
            state: State::new(total, noun),
        }
    }

    fn bar(total: Option<usize>, noun: &str) -> Self {
        let state = State::new(total, noun);
        let bar = match total {
            Some(total) => ProgressBar::new(total.try_into().unwrap_or(u64::MAX)),
            None => ProgressBar::new_spinner(),
        };
        bar.set_style(style(&state));
        bar.enable_steady_tick(TICK);
        Self {
            display: Display::Bar(bar),
            state,
        }
    }

    /// Shows that a wait begins, and why. A short wait is not shown.
    pub(crate) fn wait(&self, wait: &Wait) {
        if wait.duration < MIN_WAIT {
            return;
        }
        let reason = reason(wait);
        match &self.display {
            Display::Quiet => {}
            Display::Lines(_) => {
                self.println(&format!("waiting {}: {reason}", Rough(wait.duration)));
            }
            Display::Bar(bar) => {
                let end = Instant::now().checked_add(wait.duration);
                self.state().wait = end.map(|end| (end, reason));
                bar.tick();
            }
        }
    }

    /// Adds the counts of a finished batch. `left` is the estimated time of the batches that are left.
    pub(crate) fn batch(&self, counts: &Counts, left: Option<Duration>) {
        let mut state = self.state();
        state.counts.add(counts);
        state.wait = None;
        state.end = left.and_then(|left| Instant::now().checked_add(left));
        let done = state.counts.done();
        let line = state.line(left);
        drop(state);
        self.advance(done, &line);
    }

    /// Adds the records of a page.
    pub(crate) fn page(&self, records: usize) {
        let mut state = self.state();
        let (pages, all) = state.pages;
        state.pages = (pages + 1, all + records);
        state.wait = None;
        let line = state.line(None);
        let done = state.pages.1;
        drop(state);
        self.advance(done, &line);
    }

    /// Redraws the bar, or writes the line.
    fn advance(&self, done: usize, line: &str) {
        match &self.display {
            Display::Bar(bar) => {
                bar.set_position(done.try_into().unwrap_or(u64::MAX));
                bar.tick();
            }
            Display::Lines(_) => self.println(line),
            Display::Quiet => {}
        }
    }

    /// Writes a line to standard error, above the bar.
    pub(crate) fn println(&self, line: &str) {
        match &self.display {
            Display::Bar(bar) => bar.println(line),
            Display::Lines(writer) => {
                let mut writer = writer.lock().unwrap_or_else(PoisonError::into_inner);
                // Without standard error, there is nowhere to report the error.
                let _closed = writeln!(writer, "{line}");
            }
            Display::Quiet => {}
        }
    }

    /// Hides the bar while `work` uses the terminal.
    pub(crate) fn suspend<T>(&self, work: impl FnOnce() -> T) -> T {
        match &self.display {
            Display::Bar(bar) => bar.suspend(work),
            Display::Lines(_) | Display::Quiet => work(),
        }
    }

    /// Removes the bar. Nothing is drawn after it.
    pub(crate) fn clear(&self) {
        if let Display::Bar(bar) = &self.display {
            bar.finish_and_clear();
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").finish_non_exhaustive()
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl State {
    fn new(total: Option<usize>, noun: &str) -> Arc<Mutex<Self>> {
        Arc::new(Mutex::new(Self {
            total,
            noun: noun.to_owned(),
            counts: Counts::default(),
            pages: (0, 0),
            end: None,
            wait: None,
        }))
    }

    /// Returns what is done, such as `1,250 of 5,000 conversations` or `250 conversations, page 1`.
    fn done(&self) -> String {
        let noun = &self.noun;
        if let Some(total) = self.total {
            let total = counted_of(total, noun);
            return format!("{} of {total}", Count(self.counts.done()));
        }
        let (pages, records) = self.pages;
        format!("{}, page {}", counted_of(records, noun), Count(pages))
    }

    /// Returns the line of a batch or page.
    fn line(&self, left: Option<Duration>) -> String {
        let mut line = self.done();
        if self.total.is_some() {
            line.push_str(&format!(": {}", self.counts));
        }
        if let Some(left) = left.filter(|left| !left.is_zero()) {
            line.push_str(&format!("; about {} left", Rough(left)));
        }
        line
    }

    /// Returns the lines below the bar.
    fn details(&self, now: Instant) -> String {
        let mut lines = Vec::new();
        if self.total.is_some() {
            let left = self.end.map(|end| end.saturating_duration_since(now));
            let left = left.filter(|left| !left.is_zero());
            let left = left.map(|left| format!(" · about {} left", Rough(left)));
            lines.push(format!("{}{}", self.counts, left.unwrap_or_default()));
        }
        if let Some((end, reason)) = &self.wait
            && *end > now
        {
            lines.push(format!("waiting {}: {reason}", Rough(*end - now)));
        }
        lines.iter().map(|line| format!("\n{line}")).collect()
    }
}

/// Returns why a client waits. The duration is shown separately, since it counts down.
fn reason(wait: &Wait) -> String {
    if let WaitReason::RateLimit {
        class,
        requests,
        window,
    } = &wait.reason
    {
        let window = Rough(*window);
        return format!("the rate limit of {class} is {requests} per {window}");
    }
    // The operation and the duration come before the reason.
    let text = wait.to_string();
    let reason = text.splitn(3, ": ").last().unwrap_or_default();
    visible_line(reason).into_owned()
}

/// Returns the style of the bar or spinner, whose texts come from `state`.
fn style(state: &Arc<Mutex<State>>) -> ProgressStyle {
    let template = match lock(state).total {
        Some(_) => "{done} {wide_bar} {percent:>3} %{details}",
        None => "{spinner} {done}{details}",
    };
    let (of_done, of_details) = (state.clone(), state.clone());
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("━╸─")
        .with_key(
            "done",
            move |_: &ProgressState, text: &mut dyn fmt::Write| {
                let _infallible = text.write_str(&lock(&of_done).done());
            },
        )
        .with_key(
            "details",
            move |_: &ProgressState, text: &mut dyn fmt::Write| {
                let _infallible = text.write_str(&lock(&of_details).details(Instant::now()));
            },
        )
}
