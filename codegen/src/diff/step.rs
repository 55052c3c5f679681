//! The step that a change asks of a crate's version.

use std::fmt;

/// The step that a change asks of a crate's version, in the terms of [Semantic Versioning](https://semver.org).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The crate is the same.
    #[default]
    None,
    /// Programs compile and behave as before.
    Patch,
    /// Programs compile, and there is something new to use.
    Minor,
    /// A program may not compile, or may behave differently.
    Major,
}

impl Step {
    /// Returns the word for the step: `none`, `patch`, `minor` or `major`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
