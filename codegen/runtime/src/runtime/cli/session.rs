use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Serialize;

use super::arguments::Arguments;
use super::cli_operation::Record;
use super::columns::Columns;
use super::command::{Invocation, Kind};
use super::counts::Counts;
use super::entry_outcome::{FIELDS, VALUE};
use super::output::{Format, Output};
use super::program::report;
use super::progress::{self, Progress};
use super::secrets::Secrets;
use super::status::ExitStatus;
use super::stop::Stop;
use super::summary::Summary;
use super::verbose::show_events;
use crate::runtime::events::Wait;

/// What a running command shows.
pub(super) struct Session {
    progress: Arc<Mutex<Progress>>,
    /// The kind of progress for entries.
    kind: progress::Kind,
    pub(super) is_quiet: bool,
    secrets: RefCell<Secrets>,
}

impl Session {
    pub(super) fn start(invocation: &Invocation) -> Self {
        let is_quiet = invocation.has("quiet");
        let secrets = Secrets::of_environment(std::slice::from_ref(invocation.group));
        // A terminal cannot show records and a bar at the same time. A table is printed at the end.
        let is_shared = io::stdout().is_terminal()
            && invocation
                .text("output")
                .is_some_and(|format| format != Format::Table.name());
        let kind = match progress::Kind::detect(is_quiet) {
            progress::Kind::Bar if is_shared => progress::Kind::Lines,
            kind => kind,
        };
        let first = match (kind, invocation.command.kind) {
            (progress::Kind::Bar, Kind::Pages) if !invocation.sends_nothing() => kind,
            // The number of entries is not known yet, and a call has no progress.
            (progress::Kind::Bar, _) => progress::Kind::Lines,
            (kind, _) => kind,
        };
        let progress = Arc::new(Mutex::new(Progress::new(first, None, "items")));
        if invocation.has("verbose") {
            let progress = Arc::clone(&progress);
            show_events(move |line| lock(&progress).println(line));
        }
        Self {
            progress,
            kind,
            is_quiet,
            secrets: RefCell::new(secrets),
        }
    }

    /// Keeps the secrets of the arguments out of messages.
    pub(super) fn hide(&self, arguments: &mut Arguments) {
        arguments.add_to(&mut self.secrets.borrow_mut());
    }

    /// Returns what messages must not have.
    pub(super) fn secrets(&self) -> Secrets {
        self.secrets.borrow().clone()
    }

    /// Returns the observer of waits.
    pub(super) fn on_wait(&self) -> impl Fn(&Wait) + Send + Sync + use<> {
        let progress = Arc::clone(&self.progress);
        move |wait| lock(&progress).wait(wait)
    }

    fn progress(&self) -> Progress {
        lock(&self.progress)
    }

    /// Sets the number of entries that will be sent.
    pub(super) fn expect(&self, entries: usize, noun: &str) {
        let mut progress = self.progress.lock();
        let progress = progress
            .as_mut()
            .unwrap_or_else(|poisoned| poisoned.get_mut());
        **progress = Progress::new(self.kind, Some(entries), noun);
    }

    /// Shows that a batch has finished.
    pub(super) fn batch(&self, counts: &Counts, left: Option<Duration>) {
        self.progress().batch(counts, left);
    }

    /// Shows that a page has arrived.
    pub(super) fn page(&self, items: usize) {
        self.progress().page(items);
    }

    /// Prints a line on standard error.
    pub(super) fn note(&self, line: &str) {
        if !self.is_quiet {
            self.progress().println(line);
        }
    }

    /// Hides the progress while `work` uses the terminal.
    pub(super) fn suspend<T>(&self, work: impl FnOnce() -> T) -> T {
        self.progress().suspend(work)
    }

    /// Removes the progress from the terminal.
    pub(super) fn clear(&self) {
        self.progress().clear();
    }

    /// Prints the summary of batches.
    pub(super) fn summary(&self, summary: &Summary) {
        self.progress().clear();
        if !self.is_quiet || !summary.counts.is_complete() {
            let _closed = writeln!(io::stderr(), "{summary}");
        }
    }

    /// Prints why the command ended, if it ended early, and returns its status.
    pub(super) fn end(&self, ended: Result<ExitStatus, Stop>) -> ExitStatus {
        self.progress().clear();
        ended.unwrap_or_else(|stop| self.report(stop, ExitStatus::Success))
    }

    /// Prints why a command with this status ended early. Returns the status of the reason if the command succeeded.
    pub(super) fn report(&self, stop: Stop, status: ExitStatus) -> ExitStatus {
        let stop = stop.without(&self.secrets.borrow());
        report(&stop);
        match status {
            ExitStatus::Success => stop.status(),
            status => status,
        }
    }
}

fn lock(progress: &Mutex<Progress>) -> Progress {
    let progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
    progress.clone()
}

/// Prints records on standard output.
#[derive(Debug)]
pub(super) struct Printer {
    output: Output<SharedStdout>,
    stdout: SharedStdout,
    is_streamed: bool,
}

impl Printer {
    /// Creates the printer of a command's records.
    pub(super) fn of_records(invocation: &Invocation) -> Result<Self, Stop> {
        let columns = Columns::known(invocation.command.fields);
        let mut printer = Self::new(invocation, columns)?;
        if invocation.command.kind == Kind::Call {
            printer.output = printer.output.single();
        }
        Ok(printer)
    }

    fn new(invocation: &Invocation, columns: Columns) -> Result<Self, Stop> {
        let fields = invocation.texts("fields");
        let columns = match fields.as_slice() {
            [] => columns,
            fields => {
                let columns = columns.choose(fields.iter().map(String::as_str));
                columns.map_err(|error| Stop::Usage(format!("`--fields`: {error}")))?
            }
        };
        let is_terminal = io::stdout().is_terminal();
        let format = match invocation.text("output") {
            Some(name) => name.parse().map_err(Stop::Usage)?,
            None if is_terminal => Format::Table,
            None => Format::Jsonl,
        };
        let stdout = SharedStdout::default();
        let width = is_terminal.then(terminal_width);
        let is_bold = is_terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
        Ok(Self {
            output: Output::new(stdout.clone(), format, columns, width).bold_header(is_bold),
            stdout,
            is_streamed: format == Format::Jsonl,
        })
    }

    /// Prints a record.
    pub(super) fn record(&mut self, record: &Record) -> Result<(), Stop> {
        self.output.write(record)?;
        if self.is_streamed {
            // A program that reads the lines gets each as soon as it is known.
            self.stdout.flush()?;
        }
        Ok(())
    }

    /// Prints a line of text.
    pub(super) fn line(&mut self, line: &str) -> Result<(), Stop> {
        writeln!(self.stdout, "{line}")?;
        self.stdout.flush()?;
        Ok(())
    }

    /// Prints what is left.
    pub(super) fn finish(self, session: &Session) -> Result<(), Stop> {
        session.clear();
        let printed = self.output.finish()?;
        if let Some(note) = printed.note() {
            session.note(&note);
        }
        Ok(())
    }
}

/// Prints the outcomes of entries, unless they are not wanted or their reader has gone.
#[derive(Debug)]
pub(super) struct Outcomes(Option<Printer>);

impl Outcomes {
    /// Creates the printer. On a terminal it prints nothing unless a format is chosen, since the summary
    /// says enough.
    pub(super) fn new(invocation: &Invocation) -> Result<Self, Stop> {
        let is_wanted = invocation.text("output").is_some()
            || !invocation.texts("fields").is_empty()
            || !io::stdout().is_terminal();
        let columns = Columns::known(FIELDS).with_object(VALUE, invocation.command.fields);
        let printer = Printer::new(invocation, columns)?;
        Ok(Self(is_wanted.then_some(printer)))
    }

    /// Prints a record. The work goes on if the reader has gone.
    pub(super) fn record(&mut self, record: &impl Serialize) -> Result<(), Stop> {
        let printed = self.0.as_mut().map(|it| it.record(&Record::json(record)));
        self.unless_closed(printed.unwrap_or(Ok(())))
    }

    pub(super) fn finish(mut self, session: &Session) -> Result<(), Stop> {
        let finished = self.0.take().map(|it| it.finish(session));
        self.unless_closed(finished.unwrap_or(Ok(())))
    }

    fn unless_closed(&mut self, result: Result<(), Stop>) -> Result<(), Stop> {
        if let Err(Stop::Closed) = result {
            self.0 = None;
            return Ok(());
        }
        result
    }
}

/// Standard output with a buffer, for a printer and for single lines.
#[derive(Clone, Debug)]
struct SharedStdout(Rc<RefCell<BufWriter<Stdout>>>);

impl Default for SharedStdout {
    fn default() -> Self {
        Self(Rc::new(RefCell::new(BufWriter::new(io::stdout()))))
    }
}

impl Write for SharedStdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

fn terminal_width() -> usize {
    const DEFAULT: usize = 80;
    terminal_size::terminal_size().map_or(DEFAULT, |(width, _)| usize::from(width.0))
}
