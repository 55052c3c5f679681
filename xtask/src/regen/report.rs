//! What `cargo xtask regen` says.

use std::time::Duration;

use crate::{
    console::Paint,
    count::count,
    diff,
    tree::{Change, Kind},
};

/// Changed files that are listed.
const LISTED: usize = 20;

/// Files whose difference is shown line by line.
const SHOWN: usize = 5;

const UP_TO_DATE: &str = "generated/ is up to date\n";

/// What one document gave.
pub(super) struct Row<'a> {
    pub(super) name: &'a str,
    pub(super) operations: usize,
    pub(super) types: usize,
    pub(super) changed: usize,
    pub(super) time: Duration,
}

/// One line a document, in columns.
pub(super) fn rows(rows: &[Row<'_>]) -> String {
    let cells: Vec<_> = rows.iter().map(Row::cells).collect();
    let widths = [0, 1, 2, 3].map(|column| {
        let widths = cells.iter().map(|cells| cells[column].chars().count());
        widths.max().unwrap_or(0)
    });
    let line = |[name, contents, changed, time]: &[String; 4]| {
        let [a, b, c, d] = widths;
        format!("{name:a$}   {contents:b$}   {changed:c$}   {time:>d$}\n")
    };
    cells.iter().map(line).collect::<Vec<_>>().concat()
}

impl Row<'_> {
    fn cells(&self) -> [String; 4] {
        let operations = count(self.operations, "operation");
        let types = count(self.types, "type");
        let changed = match self.changed {
            0 => "no change".to_owned(),
            changed => format!("{} changed", count(changed, "file")),
        };
        [
            self.name.to_owned(),
            format!("{operations}, {types}"),
            changed,
            format!("{} ms", self.time.as_millis()),
        ]
    }
}

/// What was written and removed.
pub(super) fn written(changes: &[Change<'_>]) -> String {
    if changes.is_empty() {
        return UP_TO_DATE.to_owned();
    }
    let is_removed = |change: &&Change<'_>| change.kind == Kind::Removed;
    let removed = changes.iter().filter(is_removed).count();
    let written = changes.len() - removed;
    let total = match (written, removed) {
        (_, 0) => format!("wrote {}", count(written, "file")),
        (0, _) => format!("removed {}", count(removed, "file")),
        _ => format!("wrote {}, removed {removed}", count(written, "file")),
    };
    format!("{}{total}\n", list(changes))
}

/// How each file differs from what the documents give.
pub(super) fn differences(changes: &[Change<'_>], paint: Paint) -> String {
    if changes.is_empty() {
        return UP_TO_DATE.to_owned();
    }
    let (shown, listed) = changes.split_at(changes.len().min(SHOWN));
    let mut texts: Vec<_> = shown
        .iter()
        .map(|change| difference(change, paint))
        .collect();
    texts.push(list(listed));
    texts.concat()
}

fn difference(change: &Change<'_>, paint: Paint) -> String {
    let name = change.name();
    match &change.kind {
        Kind::Added { .. } => format!("{name} is missing\n"),
        Kind::Removed => format!("{name} comes from no document\n"),
        Kind::Changed { old, new } => {
            let diff = diff::unified(&String::from_utf8_lossy(old), new, paint);
            format!("{name} is stale:\n{diff}")
        }
    }
}

fn list(changes: &[Change<'_>]) -> String {
    let line = |change: &Change<'_>| {
        let what = match change.kind {
            Kind::Added { .. } => "added",
            Kind::Changed { .. } => "changed",
            Kind::Removed => "removed",
        };
        format!("  {what:7}  {}\n", change.name())
    };
    let mut lines: Vec<_> = changes.iter().take(LISTED).map(line).collect();
    if changes.len() > LISTED {
        lines.push(format!("  and {} more\n", changes.len() - LISTED));
    }
    lines.concat()
}

#[cfg(test)]
mod tests;
