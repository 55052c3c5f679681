//! The output of `cargo xtask regen`.

use std::collections::BTreeMap;
use std::time::Duration;

use super::requests::Requests;
use super::surface::{SurfaceChange, SurfaceLine};
use crate::console::Paint;
use crate::count::count;
use crate::line_diff;
use crate::tree::{Change, ChangeKind};

/// The largest number of changed files that are listed.
const MAX_LISTED_FILES: usize = 6;

/// The largest number of surface lines that are shown, divided equally among the changed modules.
const MAX_SURFACE_LINES: usize = 12;

/// The number of lines that are always shown of one module's surface.
const MIN_SURFACE_LINES: usize = 3;

/// The largest number of operations of one module that are named in a step.
const MAX_NAMED_OPERATIONS: usize = 3;

/// The largest number of files whose diff is shown.
const MAX_DIFFS: usize = 5;

const UP_TO_DATE: &str = "generated/ is up to date\n";

/// The row of one document.
pub(super) struct Row<'a> {
    pub(super) name: &'a str,
    pub(super) operations: usize,
    pub(super) types: usize,
    pub(super) changed: usize,
    pub(super) time: Duration,
}

/// Returns one line for each document, in aligned columns, and one for the changed files of no document. Their numbers of
/// changed files add up to `total`.
pub(super) fn rows(rows: &[Row<'_>], total: usize) -> String {
    let mut cells: Vec<_> = rows.iter().map(Row::cells).collect();
    let of_documents = rows.iter().map(|row| row.changed).sum();
    let others = total.saturating_sub(of_documents);
    if others > 0 {
        cells.push(others_cells(others));
    }
    let widths = [0, 1, 2, 3].map(|column| {
        let widths = cells.iter().map(|cells| cells[column].chars().count());
        widths.max().unwrap_or(0)
    });
    let line = |[name, contents, changed, time]: &[String; 4]| {
        let [a, b, c, d] = widths;
        let line = format!("{name:a$}   {contents:b$}   {changed:c$}   {time:>d$}");
        format!("{}\n", line.trim_end())
    };
    cells.iter().map(line).collect::<Vec<_>>().concat()
}

impl Row<'_> {
    fn cells(&self) -> [String; 4] {
        let operations = count(self.operations, "operation");
        let types = count(self.types, "type");
        let changed = match self.changed {
            0 => "no change".to_owned(),
            changed => files_changed(changed),
        };
        [
            self.name.to_owned(),
            format!("{operations}, {types}"),
            changed,
            format!("{} ms", self.time.as_millis()),
        ]
    }
}

/// The cells of the files that belong to no document: the manifest, the README, the root module and the runtime, and
/// those of documents that were removed. A module cannot have the name `crate`.
fn others_cells(changed: usize) -> [String; 4] {
    let contents = "files of no document".to_owned();
    [
        "crate".to_owned(),
        contents,
        files_changed(changed),
        String::new(),
    ]
}

fn files_changed(files: usize) -> String {
    format!("{} changed", count(files, "file"))
}

/// Returns the list of written and removed files with their number.
pub(super) fn written(changes: &[Change<'_>]) -> String {
    if changes.is_empty() {
        return UP_TO_DATE.to_owned();
    }
    let is_removed = |change: &&Change<'_>| change.kind == ChangeKind::Removed;
    let removed = changes.iter().filter(is_removed).count();
    let written = changes.len() - removed;
    let total = match (written, removed) {
        (_, 0) => format!("wrote {}", count(written, "file")),
        (0, _) => format!("removed {}", count(removed, "file")),
        _ => format!("wrote {}, removed {removed}", count(written, "file")),
    };
    format!("{}{total}\n", list(changes))
}

/// Returns the difference of each file that is out of date.
pub(super) fn differences(changes: &[Change<'_>], paint: Paint) -> String {
    if changes.is_empty() {
        return UP_TO_DATE.to_owned();
    }
    let (shown, listed) = changes.split_at(changes.len().min(MAX_DIFFS));
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
        ChangeKind::Added { .. } => format!("{name} is missing\n"),
        ChangeKind::Removed => format!("{name} is not generated from any document\n"),
        ChangeKind::Changed { old, new } => {
            let diff = line_diff::unified(&String::from_utf8_lossy(old), new, paint);
            format!("{name} is out of date:\n{diff}")
        }
    }
}

fn list(changes: &[Change<'_>]) -> String {
    let line = |change: &Change<'_>| {
        let action = match change.kind {
            ChangeKind::Added { .. } => "added",
            ChangeKind::Changed { .. } => "changed",
            ChangeKind::Removed => "removed",
        };
        format!("  {action:7}  {}\n", change.name())
    };
    let mut lines: Vec<_> = changes.iter().take(MAX_LISTED_FILES).map(line).collect();
    if changes.len() > MAX_LISTED_FILES {
        lines.push(format!("  and {} more\n", changes.len() - MAX_LISTED_FILES));
    }
    lines.concat()
}

/// Returns the changes for callers: the added and removed lines of each surface.
pub(super) fn surfaces(changes: &[SurfaceChange], paint: Paint) -> String {
    let has_lines = |change: &&SurfaceChange| change.old.is_some() && change.new.is_some();
    let max_lines = MAX_SURFACE_LINES / changes.iter().filter(has_lines).count().max(1);
    let max_lines = max_lines.max(MIN_SURFACE_LINES);
    let text = |change| format!("\n{}", surface(change, max_lines, paint));
    changes.iter().map(text).collect()
}

/// Returns at most `max_lines` of the added and removed lines of one surface.
fn surface(change: &SurfaceChange, max_lines: usize, paint: Paint) -> String {
    let (module, lines) = (&change.module, change.lines());
    let total = added_and_removed(&lines);
    match (&change.old, &change.new) {
        (None, _) => return format!("{module} is a new module: {total}\n"),
        (_, None) => return format!("{module} is no longer a module: {total}\n"),
        _ => {}
    }
    let shown = &lines[..lines.len().min(max_lines)];
    let mut text = format!("changes for callers of {module}: {total}\n");
    let mut owner = None;
    for line in shown {
        if line.owner != owner {
            owner = line.owner;
            text.extend(owner.map(|owner| format!("      {owner}\n")));
        }
        text.push_str(&surface_line(line, paint));
    }
    let more = lines.len() - shown.len();
    if more > 0 {
        let more = count(more, "more line");
        text.push_str(&format!(
            "  … {more}; `git diff tests/surface` shows all of them after `--accept`\n"
        ));
    }
    text
}

fn surface_line(line: &SurfaceLine<'_>, paint: Paint) -> String {
    let line = if line.is_added {
        paint.added(&format!("  + {}", line.text))
    } else {
        paint.removed(&format!("  - {}", line.text))
    };
    line + "\n"
}

fn added_and_removed(lines: &[SurfaceLine<'_>]) -> String {
    let added = lines.iter().filter(|line| line.is_added).count();
    match (added, lines.len() - added) {
        (added, 0) => format!("{} added", count(added, "line")),
        (0, removed) => format!("{} removed", count(removed, "line")),
        (added, removed) => format!("{} added, {removed} removed", count(added, "line")),
    }
}

/// Returns one line for each accepted surface.
pub(super) fn accepted(changes: &[SurfaceChange]) -> String {
    let line = |change: &SurfaceChange| {
        let total = added_and_removed(&change.lines());
        format!("accepted {}: {total}\n", change.path())
    };
    changes.iter().map(line).collect()
}

/// The steps that remain for the user.
pub(super) struct RemainingSteps<'a> {
    /// Whether a surface differs from the accepted one.
    pub(super) to_accept: bool,
    pub(super) requests: &'a Requests,
    /// The number of warnings about the documents.
    pub(super) warnings: usize,
}

/// Returns one line for each remaining step, or `done` if there is none.
pub(super) fn remaining_steps(steps: &RemainingSteps<'_>, paint: Paint) -> String {
    if !steps.to_accept && steps.requests.is_complete() {
        let done = paint.added("done");
        let warnings = match steps.warnings {
            0 => String::new(),
            warnings => format!(", with {} above", count(warnings, "warning")),
        };
        return format!(
            "\n{done}{warnings}: all changes are accepted, and every operation has a recorded request\n"
        );
    }
    let mut text = "\nleft to do:\n".to_owned();
    if steps.to_accept {
        text.push_str("  accept the changes for callers: `cargo xtask regen --accept`\n");
    }
    let Requests {
        missing,
        orphans,
        to_enable,
        to_disable,
    } = steps.requests;
    for module in to_disable {
        text.push_str(&format!(
            "  remove the feature `{module}` from tests/Cargo.toml, because Cargo rejects features that do not exist\n"
        ));
    }
    for module in to_enable {
        text.push_str(&format!(
            "  add the feature `{module}` of conversations-client to tests/Cargo.toml\n"
        ));
    }
    text.push_str(&operations(
        "record the requests of these operations: add calls to tests/requests.rs, and run\n  `cargo test -p tests --test requests`:",
        missing,
    ));
    text.push_str(&operations(
        "these operations no longer exist; remove them from tests/requests.rs and tests/requests/:",
        orphans,
    ));
    text
}

/// Returns a step with the operations that it concerns, by module.
fn operations(step: &str, by_module: &BTreeMap<String, Vec<String>>) -> String {
    if by_module.is_empty() {
        return String::new();
    }
    let lines = by_module.iter();
    let lines = lines.map(|(module, names)| format!("    {module}: {}\n", first(names)));
    format!("  {step}\n{}", lines.collect::<String>())
}

/// Returns the first names of a list, and the number of the others.
fn first(names: &[String]) -> String {
    let shown = &names[..names.len().min(MAX_NAMED_OPERATIONS)];
    let text = shown.join(", ");
    match names.len() - shown.len() {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

#[cfg(test)]
mod tests;
