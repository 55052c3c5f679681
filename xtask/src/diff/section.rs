//! The parts of a report.

use codegen::diff::{Finding, Kind, Level, Step};

/// The parts of a report about changes, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// Compiles and behaves differently.
    Silent,
    /// Breaks callers on the wire.
    Breaking,
    /// Breaks callers in Rust alone.
    Rust,
    Warning,
    /// Breaks callers, and is accepted.
    Accepted,
    Compatible,
    /// Is shown as a number by default.
    Folded,
}

impl Section {
    pub(super) fn of(finding: &Finding, is_accepted: bool) -> Self {
        let has_no_effect = finding.level == Level::Docs && finding.rust.step < Step::Minor;
        match finding.level {
            _ if is_accepted => Self::Accepted,
            _ if finding.is_silent_in_rust() => Self::Silent,
            Level::Breaking => Self::Breaking,
            _ if finding.rust.step == Step::Major => Self::Rust,
            _ if has_no_effect || finding.kind == Kind::UnknownExtensionChanged => Self::Folded,
            Level::Warning => Self::Warning,
            Level::Compatible | Level::Docs => Self::Compatible,
        }
    }
}
