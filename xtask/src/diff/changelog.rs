//! The output of `cargo xtask diff --changelog`.

use codegen::diff::{Finding, Step};

use super::changes::Changes;
use super::fold::fold;
use super::section::Section;
use crate::printable::printable;

/// The number of columns of a line in `CHANGELOG.md`.
const WIDTH: usize = 120;

/// The spaces before the second and the following lines of an item.
const INDENT: &str = "  ";

/// Returns an item for each change that callers notice, the worst first, in the style of `CHANGELOG.md`. An accepted change
/// has the reason with it.
pub(super) fn changelog(changes: &Changes) -> String {
    let findings = changes.findings();
    let sections = findings.map(|finding| (Section::of(finding, false), finding));
    let mut noticed: Vec<_> = sections
        .filter(|(section, _)| *section != Section::Folded)
        .collect();
    noticed.sort_by_key(|(section, _)| *section);
    let items = noticed.into_iter().map(|(section, finding)| {
        let reason = changes.acceptance(finding).map(|entry| &entry.reason);
        item(section, finding, reason.map(String::as_str))
    });
    items.collect()
}

fn item(section: Section, finding: &Finding, reason: Option<&str>) -> String {
    let change = match section {
        Section::Breaking | Section::Warning => finding.message(),
        _ => finding.title(),
    };
    let mut text = format!("{}`{}`: {change}", label(section), finding.document);
    let items = finding.rust.items.iter();
    let breaks = items.filter(|item| item.is_silent || item.step == Step::Major);
    let breaks: Vec<_> = breaks.map(ToString::to_string).collect();
    if !breaks.is_empty() {
        text.push_str(&format!(". In Rust, {}", breaks.join("; ")));
    }
    text.push('.');
    if let Some(reason) = reason {
        text.push_str(&format!(" {reason}"));
    }
    let lines = fold(&printable(text.trim_end()), WIDTH - INDENT.len());
    format!("- {}\n", lines.join(&format!("\n{INDENT}")))
}

fn label(section: Section) -> &'static str {
    match section {
        Section::Silent => "Breaking without a compiler error, ",
        Section::Breaking => "Breaking, ",
        Section::Rust => "Breaking in Rust, ",
        Section::Warning => "Possibly breaking, ",
        Section::Accepted | Section::Compatible | Section::Folded => "",
    }
}

#[cfg(test)]
mod tests {
    use super::changelog;
    use crate::diff::accepted::Acceptance;
    use crate::diff::test_changes::{changes, mixed};

    #[test]
    fn changes_that_callers_notice_are_items_the_worst_first() {
        let mut mixed = mixed();
        let removed = &mut mixed.documents[0].comparison.findings[0];
        removed.fingerprint = "1".to_owned();
        mixed.accepted = vec![Acceptance::of(removed, "The vendor stopped snoozing.")];
        insta::assert_snapshot!(changelog(&mixed), @r"
        - Breaking, `pets`: ConversationStatus: `snoozed` was removed; servers refuse requests with it. The vendor stopped
          snoozing.
        - Breaking in Rust, `pets`: the schema `Conversation` was probably renamed to `Talk`.
        - Possibly breaking, `pets`: Conversation.subject, which is a property with a very long name: the pattern changed from
          `^[a-z]+$` to `^[a-z0-9]+$`; servers may refuse requests with a subject that the old pattern allowed, because no rule
          compares two patterns.
        - `pets`: Pet: `score` was added.
        - `pets`: ␛[31ma�b�␍␊c␇: ␛[31ma�b�␍␊c␇ was added.
        ");
    }

    #[test]
    fn no_change_is_no_item() {
        assert_eq!(changelog(&changes(Vec::new())), "");
    }
}
