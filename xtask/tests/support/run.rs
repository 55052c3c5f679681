//! The exit status and the output of a command.

#![allow(dead_code, reason = "each test program uses a part of the assertions")]

use std::process::Command;

/// The exit status and the output of a command.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// Runs xtask.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("xtask starts");
        let text = |bytes| String::from_utf8(bytes).expect("xtask writes UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    #[track_caller]
    pub(crate) fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        self
    }

    /// Asserts that one of the two outputs contains a text.
    #[track_caller]
    pub(crate) fn prints(self, text: &str) -> Self {
        let is_printed = self.stdout.contains(text) || self.stderr.contains(text);
        let Self { stdout, stderr, .. } = &self;
        assert!(is_printed, "`{text}` is not in:\n{stdout}{stderr}");
        self
    }

    #[track_caller]
    pub(crate) fn prints_to_stdout(self, text: &str) -> Self {
        let is_printed = self.stdout.contains(text);
        assert!(is_printed, "`{text}` is not in:\n{}", self.stdout);
        self
    }

    #[track_caller]
    pub(crate) fn prints_to_stderr(self, text: &str) -> Self {
        let is_printed = self.stderr.contains(text);
        assert!(is_printed, "`{text}` is not in:\n{}", self.stderr);
        self
    }
}
