use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

/// A wait for the rate limit that would be longer than the caller allows. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitError {
    pub(crate) operation: &'static str,
    pub(crate) class: &'static str,
    pub(crate) wait: Option<Duration>,
    pub(crate) max_wait: Duration,
}

impl WaitError {
    /// How long the wait would have been, where that was known.
    pub fn wait(&self) -> Option<Duration> {
        self.wait
    }
}

impl fmt::Display for WaitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            class,
            max_wait,
            ..
        } = self;
        write!(
            f,
            "{operation}: not sent: the rate limit of {class} is reached, and "
        )?;
        match self.wait {
            Some(wait) => write!(f, "{:.1} s are more", wait.as_secs_f64())?,
            None => f.write_str("others wait before it for more")?,
        }
        write!(f, " than the {max_wait:?} that it may wait")
    }
}

impl StdError for WaitError {}
