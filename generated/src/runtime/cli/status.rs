use std::process::ExitCode;

/// How a command ended, as the exit status of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// The command succeeded. After a batched operation, all entries were updated.
    Success,
    /// The command failed.
    Failure,
    /// The arguments or the environment are invalid. Nothing was sent.
    Usage,
    /// Some entries were not updated, or their outcome is unknown, or they were not tried.
    Incomplete,
    /// The command was interrupted.
    Interrupted,
}

impl ExitStatus {
    /// Returns the number that the program exits with.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Failure => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
            Self::Interrupted => 130,
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        status.code().into()
    }
}
