//! The tables of changes.

use codegen::diff::Finding;

use super::row::Rows;
use super::table::Table;
use crate::count::count;
use crate::diff::changes::Changes;
use crate::diff::section::{Section, by_section, numbers};

/// The number of breaks that are not folded.
const OPEN: usize = 10;

const CHANGES: [&str; 3] = ["What changes", "For", "Line"];
const ACCEPTED: [&str; 3] = ["What is accepted", "Why", "Line"];

/// Returns the tables that have rows, in the order of their importance.
pub(super) fn tables(changes: &Changes, rows: &Rows<'_>) -> Vec<Table> {
    let findings = by_section(changes, changes.findings());
    let of = |is_wanted: fn(Section) -> bool| -> Vec<(Section, &Finding)> {
        let wanted = findings.iter().filter(|(section, _)| is_wanted(*section));
        wanted.copied().collect()
    };
    let accepted = of(|section| section == Section::Accepted);
    let others = of(|section| section == Section::Folded);
    let mut tables = breaks(&of(|section| section <= Section::Rust), rows);
    tables.push(folded("warning", &of(|it| it == Section::Warning), rows));
    tables.push(Table {
        summary: Some(count(accepted.len(), "accepted change")),
        columns: ACCEPTED.map(str::to_owned),
        rows: lines(&accepted, |finding| rows.of_accepted(finding)),
        is_last: true,
    });
    tables.push(folded(
        "compatible change",
        &of(|it| it == Section::Compatible),
        rows,
    ));
    tables.push(Table {
        summary: Some(numbers(&others).join(", ")),
        ..folded("", &others, rows)
    });
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// Returns the table of the first breaks, and the folded one of the others.
fn breaks(breaks: &[(Section, &Finding)], rows: &Rows<'_>) -> Vec<Table> {
    let (open, more) = breaks.split_at(breaks.len().min(OPEN));
    let what = if more.is_empty() {
        "What breaks".to_owned()
    } else {
        format!("What breaks ({} of {})", open.len(), breaks.len())
    };
    let table = |what: &str, summary, breaks| Table {
        summary,
        columns: [what, "For", "Line"].map(str::to_owned),
        rows: lines(breaks, |finding| rows.of_break(finding)),
        is_last: false,
    };
    let summary = count(more.len(), "more break");
    vec![
        table(&what, None, open),
        table("What breaks", Some(summary), more),
    ]
}

fn folded(noun: &str, findings: &[(Section, &Finding)], rows: &Rows<'_>) -> Table {
    Table {
        summary: Some(count(findings.len(), noun)),
        columns: CHANGES.map(str::to_owned),
        rows: lines(findings, |finding| rows.of_change(finding)),
        is_last: false,
    }
}

fn lines(findings: &[(Section, &Finding)], line: impl Fn(&Finding) -> String) -> Vec<String> {
    findings.iter().map(|(_, finding)| line(finding)).collect()
}
