//! The comment for a pull request.

mod escape;
mod head;
mod row;
mod table;
mod tables;

use self::head::{documents, first_line, notes};
use self::row::Rows;
use self::table::{fit, size};
use self::tables::tables;
use super::changes::Changes;
use super::links::Links;
use super::verdict::FailOn;

/// The first line, by which the comment is found again.
const MARKER: &str = "<!-- cargo xtask diff -->\n";

/// The largest number of characters. GitHub rejects comments with more than 65,536.
const MAX: usize = 60_000;

/// Returns the changes in Markdown, as GitHub renders it. Lines are links if the address of the repository is known.
pub(super) fn markdown(changes: &Changes, links: Option<&Links>) -> String {
    let rows = Rows { changes, links };
    let head = [first_line(changes), documents(changes), notes(changes)];
    let is_same = changes.documents.is_empty() && changes.failures.is_empty();
    let base = if is_same { String::new() } else { rows.base() };
    let end = [advice(changes), base];
    let tables = tables(changes, &rows);
    let others = head.iter().chain(&end);
    let others: usize = others.map(|block| size(block) + 1).sum();
    let room = MAX.saturating_sub(MARKER.len() + others + tables.len());
    let shown = fit(&tables, room);
    let mut tables: Vec<_> = tables.iter().zip(shown).collect();
    // Accepted changes are the last to be shown, since they need no action, but not the first to be cut.
    tables.sort_by_key(|(table, _)| table.is_last);
    let tables = tables.iter().map(|(table, shown)| table.text(*shown));
    let blocks = head.into_iter().chain(tables).chain(end);
    let blocks: Vec<_> = blocks.filter(|block| !block.is_empty()).collect();
    format!("{MARKER}{}", blocks.join("\n"))
}

/// Returns how to accept the breaks that are not accepted.
fn advice(changes: &Changes) -> String {
    if FailOn::Breaking.is_met_by(changes) {
        "To accept a break, run `cargo xtask diff --accept FINGERPRINT --reason \"…\"` and commit `spec/accepted.toml`. \
         The version still has to move.\n"
            .to_owned()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests;
