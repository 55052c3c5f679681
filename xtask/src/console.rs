//! Standard output and standard error.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use codegen::diagnostic::ColorChoice;

use crate::error::Error;

/// The number of columns if standard output is not a terminal.
const DEFAULT_WIDTH: usize = 80;

/// The two output streams, and whether each is coloured.
pub(crate) struct Console {
    pub(crate) out: Paint,
    pub(crate) err: Paint,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self {
            out: Paint::for_stream(&io::stdout()),
            err: Paint::for_stream(&io::stderr()),
        }
    }

    /// Writes to standard output.
    ///
    /// # Errors
    ///
    /// Fails if the text cannot be written. A pipe that the reader has closed, such as `head`, is not an error.
    #[expect(
        clippy::unused_self,
        reason = "output goes through the console that the caller received"
    )]
    pub(crate) fn print(&self, text: &str) -> Result<(), Error> {
        let mut stdout = io::stdout().lock();
        match stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
        {
            Err(source) if source.kind() != ErrorKind::BrokenPipe => Err(Error::Print { source }),
            _ => Ok(()),
        }
    }

    /// Returns the number of columns of standard output: `COLUMNS`, or the width of the terminal, or 80.
    #[expect(
        clippy::unused_self,
        reason = "output goes through the console that the caller received"
    )]
    pub(crate) fn width(&self) -> usize {
        let columns = env::var("COLUMNS").ok();
        let columns = columns.and_then(|columns| columns.trim().parse().ok());
        let terminal = || {
            let (width, _) = terminal_size::terminal_size_of(io::stdout())?;
            Some(usize::from(width.0))
        };
        let is_known = |width: &usize| *width > 0;
        let width = columns.filter(is_known).or_else(terminal);
        width.filter(is_known).unwrap_or(DEFAULT_WIDTH)
    }

    /// Writes to standard error. A failure is ignored, because it cannot be reported anywhere.
    #[expect(
        clippy::unused_self,
        reason = "output goes through the console that the caller received"
    )]
    pub(crate) fn note(&self, text: &str) {
        let _ = io::stderr().lock().write_all(text.as_bytes());
    }

    /// Writes an error and its help to standard error.
    pub(crate) fn error(&self, error: &Error) {
        let label = self.err.error("error");
        self.note(&format!("{label}: {error}\n  = help: {}\n", error.help()));
    }
}

/// Colours text if colours are enabled.
#[derive(Clone, Copy)]
pub(crate) struct Paint(bool);

impl Paint {
    #[cfg(test)]
    pub(crate) const PLAIN: Self = Self(false);

    fn for_stream(stream: &impl IsTerminal) -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self(stream.is_terminal() && !is_set("NO_COLOR") && !is_dumb)
    }

    /// The setting for diagnostics of `codegen`.
    pub(crate) fn color_choice(self) -> ColorChoice {
        if self.0 {
            ColorChoice::Always
        } else {
            ColorChoice::Never
        }
    }

    pub(crate) fn error(self, text: &str) -> String {
        self.paint("1;31", text)
    }

    pub(crate) fn warning(self, text: &str) -> String {
        self.paint("1;33", text)
    }

    pub(crate) fn strong(self, text: &str) -> String {
        self.paint("1", text)
    }

    pub(crate) fn added(self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(crate) fn removed(self, text: &str) -> String {
        self.paint("31", text)
    }

    pub(crate) fn place(self, text: &str) -> String {
        self.paint("36", text)
    }

    fn paint(self, code: &str, text: &str) -> String {
        if self.0 {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}
