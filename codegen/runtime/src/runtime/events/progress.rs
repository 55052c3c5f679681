use std::fmt::{self, Debug};

use crate::runtime::excerpt::shorten;

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobProgress {
    /// The server's name for it.
    pub state: String,
    /// The parts that are done, if the server tells.
    pub complete: Option<u64>,
    /// The parts that there are, if the server tells.
    pub total: Option<u64>,
}

/// Such as `running, 1 of 3 done`.
impl fmt::Display for JobProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shorten(&self.state))?;
        match (self.complete, self.total) {
            (Some(complete), Some(total)) => write!(f, ", {complete} of {total} done"),
            _ => Ok(()),
        }
    }
}
