//! Reads blobs one after the other from a single process.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::not_started;
use crate::error::Error;
use crate::spec_document::MAX_BYTES;

/// A running `git cat-file --batch`, which returns one blob after the other.
pub(super) struct BlobReader {
    process: Child,
    /// `None` after the last request.
    requests: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl BlobReader {
    pub(super) fn start(mut command: Command) -> Result<Self, Error> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(not_started)?;
        let requests = process.stdin.take();
        let answers = process.stdout.take().map(BufReader::new);
        match answers {
            Some(answers) => Ok(Self {
                process,
                requests,
                answers,
            }),
            None => Err(Error::Git {
                source: ErrorKind::BrokenPipe.into(),
            }),
        }
    }

    pub(super) fn read(&mut self, name: &str) -> io::Result<Vec<u8>> {
        // Each line is a request.
        if name.contains('\n') {
            return Err(io::Error::other("the name of the file has a line break"));
        }
        if let Some(requests) = &mut self.requests {
            requests.write_all(format!("{name}\n").as_bytes())?;
            requests.flush()?;
        }
        let mut head = String::new();
        self.answers.read_line(&mut head)?;
        let words: Vec<_> = head.split_whitespace().collect();
        // `<id> blob <size>`, or `<name> missing`, or a word and a size for a link that cannot be followed.
        let (is_blob, size) = match words[..] {
            [_, kind, size] => (kind == "blob", size.parse()),
            [_, size] => (false, size.parse()),
            _ => return Err(missing(name)),
        };
        let bytes = self.answer(size.map_err(|_| missing(name))?)?;
        if is_blob {
            Ok(bytes)
        } else {
            Err(io::Error::other(
                "it is a link that leads to no file of the revision",
            ))
        }
    }

    /// Reads the contents of an answer, and the line break after them.
    fn answer(&mut self, size: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut answer = self.answers.by_ref().take(size);
        answer.by_ref().take(MAX_BYTES).read_to_end(&mut bytes)?;
        io::copy(&mut answer, &mut io::sink())?;
        self.answers.read_exact(&mut [0])?;
        Ok(bytes)
    }
}

fn missing(name: &str) -> io::Error {
    io::Error::other(format!("the object {name} is missing"))
}

impl Drop for BlobReader {
    fn drop(&mut self) {
        // git ends when its input ends.
        self.requests = None;
        let _ = self.process.wait();
    }
}
