//! What the changes of a document ask of callers, in words.

use codegen::diff::{Comparison, Finding, Level, Step};

/// Returns what the changes do to callers.
pub(super) fn verdict(comparison: &Comparison) -> String {
    let rust = comparison.rust == Step::Major;
    let text = match comparison.wire() {
        Some(Level::Breaking) if rust => "breaking on the wire and in Rust",
        Some(Level::Breaking) => "breaking on the wire",
        Some(Level::Warning) if rust => "breaking in Rust, possibly breaking on the wire",
        Some(Level::Warning) => "possibly breaking on the wire",
        _ if rust => "breaking in Rust",
        Some(Level::Compatible) => "compatible",
        _ if comparison.rust == Step::Minor => "compatible",
        Some(Level::Docs) => "no effect on callers",
        None => "no change",
    };
    let is_silent = comparison.findings.iter().any(Finding::is_silent_in_rust);
    let silent = if is_silent {
        ", in part without a compiler error"
    } else {
        ""
    };
    format!("{text}{silent}")
}

/// The changes that make the command fail.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FailOn {
    /// Changes that break callers on the wire, or change what a program does without a compiler error.
    Breaking,
    /// Changes that may break callers on the wire, and those of `breaking`.
    Warning,
    /// Changes that break callers on the wire or in Rust.
    Major,
    /// Any change.
    Any,
}

impl FailOn {
    pub(super) fn matches(self, finding: &Finding) -> bool {
        let is_silent = finding.is_silent_in_rust();
        match self {
            Self::Breaking => is_silent || finding.level == Level::Breaking,
            Self::Warning => is_silent || finding.level >= Level::Warning,
            Self::Major => {
                is_silent || finding.level == Level::Breaking || finding.rust.step == Step::Major
            }
            Self::Any => true,
        }
    }
}
