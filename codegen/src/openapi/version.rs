//! The versions of the specification.

use std::fmt;

/// A version of the OpenAPI specification that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Version {
    V3_0,
    V3_1,
    V3_2,
}

impl Version {
    /// The newest version.
    pub(crate) const NEWEST: Self = Self::V3_2;

    /// Parses the value of `openapi`, such as `3.1.0`. Returns `None` for other versions.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let all = [Self::V3_0, Self::V3_1, Self::V3_2];
        all.into_iter().find(|version| {
            let patch = text.strip_prefix(version.as_str());
            patch.is_some_and(|patch| patch.is_empty() || patch.starts_with('.'))
        })
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
