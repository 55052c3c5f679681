//! Questions to the person at the terminal. Standard input may be a list of IDs, so that the terminal
//! itself is asked.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};

use super::visible::visible_text;

/// The maximum number of bytes of an answer that are read.
const MAX_ANSWER: u64 = 4096;

/// Asks `question` on the terminal, and returns whether the answer is `y` or `yes`. Everything else
/// means no.
///
/// It blocks until a line is entered. Ctrl-C ends the program during the question only if the program
/// does not listen for it.
///
/// # Errors
///
/// Returns an error of the kind [`NotFound`](io::ErrorKind::NotFound) if there is no terminal, and that
/// of the terminal if it cannot be read or written.
pub(crate) fn ask(question: &str) -> io::Result<bool> {
    let (input, mut output) = terminal().map_err(|_| {
        let message = "there is no terminal to ask on";
        io::Error::new(io::ErrorKind::NotFound, message)
    })?;
    ask_on(input, &mut output, question)
}

/// Asks on the given terminal.
pub(crate) fn ask_on(
    input: impl Read,
    output: &mut impl Write,
    question: &str,
) -> io::Result<bool> {
    write!(output, "{} [y/N] ", visible_text(question))?;
    output.flush()?;
    let mut answer = Vec::new();
    BufReader::new(input.take(MAX_ANSWER)).read_until(b'\n', &mut answer)?;
    if !answer.ends_with(b"\n") {
        // The terminal was closed, or Ctrl-D was pressed: the cursor is still behind the question.
        writeln!(output)?;
    }
    let answer = answer.trim_ascii();
    Ok(answer.eq_ignore_ascii_case(b"y") || answer.eq_ignore_ascii_case(b"yes"))
}

#[cfg(unix)]
fn terminal() -> io::Result<(File, File)> {
    let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
    Ok((terminal.try_clone()?, terminal))
}

#[cfg(windows)]
fn terminal() -> io::Result<(File, File)> {
    let open = |name| OpenOptions::new().read(true).write(true).open(name);
    Ok((open("CONIN$")?, open("CONOUT$")?))
}
