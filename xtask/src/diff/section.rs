//! The parts of a report.

use codegen::diff::{Finding, Kind, Level, Step};

use super::changes::Changes;
use crate::count::count;

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

/// Returns findings with their sections, the most important first.
pub(super) fn by_section<'a>(
    changes: &Changes,
    findings: impl Iterator<Item = &'a Finding>,
) -> Vec<(Section, &'a Finding)> {
    let findings = findings.map(|finding| {
        let is_accepted = changes.acceptance(finding).is_some();
        (Section::of(finding, is_accepted), finding)
    });
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|(section, _)| *section);
    findings
}

/// Returns the numbers of hidden compatible findings, and of those without an effect on callers by their kinds.
pub(super) fn numbers(hidden: &[(Section, &Finding)]) -> Vec<String> {
    let of_kind = |kind| {
        hidden
            .iter()
            .filter(|(_, finding)| finding.kind == kind)
            .count()
    };
    let extensions = of_kind(Kind::UnknownExtensionChanged);
    let wording = of_kind(Kind::WordingChanged);
    let compatible = hidden
        .iter()
        .filter(|(section, _)| *section == Section::Compatible);
    let compatible = compatible.count();
    let other = hidden.len() - extensions - wording - compatible;
    let changes = |number, of: &str| format!("{} {of}", count(number, "change"));
    let texts = [
        (compatible, count(compatible, "more compatible change")),
        (extensions, changes(extensions, "of unknown extensions")),
        (wording, changes(wording, "of wording")),
        (other, changes(other, "without effect on callers")),
    ];
    let texts = texts.into_iter().filter(|(number, _)| *number > 0);
    texts.map(|(_, text)| text).collect()
}
