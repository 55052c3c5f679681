//! The tables of changes.

use codegen::diff::Finding;

use super::row::Rows;
use super::table::Table;
use crate::count::count;
use crate::diff::changes::Changes;
use crate::diff::section::Section;

/// The number of breaks that are not folded.
const OPEN: usize = 10;

const BREAKS: [&str; 3] = ["What breaks", "For", "Line"];
const CHANGES: [&str; 3] = ["What changes", "For", "Line"];
const ACCEPTED: [&str; 3] = ["What is accepted", "Why", "Line"];

/// Returns the tables that have rows, in the order of their importance.
pub(super) fn tables(changes: &Changes, rows: &Rows<'_>) -> Vec<Table> {
    let findings = changes.findings().map(|finding| {
        let is_accepted = changes.acceptance(finding).is_some();
        (Section::of(finding, is_accepted), finding)
    });
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|(section, _)| *section);
    let of = |is_in: fn(Section) -> bool| -> Vec<&Finding> {
        let findings = findings.iter().filter(|(section, _)| is_in(*section));
        findings.map(|(_, finding)| *finding).collect()
    };
    let breaks = of(|section| section <= Section::Rust);
    let (open, more) = breaks.split_at(breaks.len().min(OPEN));
    let what_breaks = match more.len() {
        0 => "What breaks".to_owned(),
        _ => format!("What breaks ({} of {})", open.len(), breaks.len()),
    };
    let warnings = of(|section| section == Section::Warning);
    let accepted = of(|section| section == Section::Accepted);
    let compatible = of(|section| section == Section::Compatible);
    let others = of(|section| section == Section::Folded);
    let folded = |noun: &str,
                  columns: [&str; 3],
                  findings: &[&Finding],
                  row: &dyn Fn(&Finding) -> String| Table {
        summary: Some(count(findings.len(), noun)),
        columns: columns.map(str::to_owned),
        rows: findings.iter().map(|finding| row(finding)).collect(),
        is_last: false,
    };
    let of_break = |finding: &Finding| rows.of_break(finding);
    let of_change = |finding: &Finding| rows.of_change(finding);
    let of_accepted = |finding: &Finding| rows.of_accepted(finding);
    let tables = [
        Table {
            summary: None,
            columns: [&what_breaks, "For", "Line"].map(str::to_owned),
            ..folded("", BREAKS, open, &of_break)
        },
        folded("more break", BREAKS, more, &of_break),
        folded("warning", CHANGES, &warnings, &of_change),
        Table {
            is_last: true,
            ..folded("accepted change", ACCEPTED, &accepted, &of_accepted)
        },
        folded("compatible change", CHANGES, &compatible, &of_change),
        Table {
            summary: Some(count(others.len(), "change") + " of wording or without effect"),
            ..folded("", CHANGES, &others, &of_change)
        },
    ];
    let tables = tables.into_iter();
    tables.filter(|table| !table.rows.is_empty()).collect()
}
