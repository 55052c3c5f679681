//! Limits on the size of a document.

use std::fmt::{self, Display, Formatter};

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::option_names::OptionNames;

/// The default for the bytes of a document together with the files that it references. The largest published document that
/// is known has 47 MB.
pub(crate) const BYTES: usize = 128 << 20;
pub(crate) const FILES: usize = 10_000;
pub(super) const DEPTH: usize = 128;
pub(super) const ALIASED_NODES: usize = 200_000;

/// The values of a document of up to this number of bytes, and separately those of all files that it references. A value
/// takes more memory than its text, so a document of many short values is limited by their number.
pub(crate) fn values(max_bytes: usize) -> usize {
    const BYTES_PER_VALUE: usize = 64;
    const MIN: usize = 2_000_000;
    (max_bytes / BYTES_PER_VALUE).max(MIN)
}

/// The largest size of a document together with the files that it references.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) bytes: usize,
    pub(crate) names: OptionNames,
}

impl Default for Size {
    fn default() -> Self {
        Self {
            bytes: BYTES,
            names: OptionNames::None,
        }
    }
}

impl Size {
    /// The error that a document is larger than this.
    pub(crate) fn exceeded(self) -> Diagnostic {
        let message = format!("the document is larger than {self}");
        let help = match self.names {
            OptionNames::Fields => Some("raise the limit with the option `max_bytes`"),
            OptionNames::CommandLine => Some("raise the limit with `--max-size`"),
            OptionNames::None => None,
        };
        Diagnostic::new(Code::Limit, Span::default(), message).with_help_if_some(help)
    }
}

/// The limit in the unit of its option.
impl Display for Size {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.names {
            OptionNames::Fields => write!(f, "{} bytes", self.bytes),
            OptionNames::CommandLine | OptionNames::None => f.write_str(&shown(self.bytes)),
        }
    }
}

/// A number of bytes, in MiB if it is a whole number of these.
pub(crate) fn shown(bytes: usize) -> String {
    const MIB: usize = 1 << 20;
    if bytes.is_multiple_of(MIB) {
        format!("{} MiB", bytes / MIB)
    } else {
        format!("{bytes} bytes")
    }
}
