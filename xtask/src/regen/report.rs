//! What `cargo xtask regen` says.

use std::collections::BTreeMap;
use std::time::Duration;

use super::requests::Requests;
use super::surface::{SurfaceChange, SurfaceLine};
use crate::console::Paint;
use crate::count::count;
use crate::diff;
use crate::tree::{Change, Kind};

/// Changed files that are listed.
const LISTED: usize = 6;

/// Changed lines of surfaces that are shown, in equal parts for the changed modules.
const SURFACE_LINES: usize = 12;

/// Changed lines that are shown of one surface at least.
const LEAST_SURFACE_LINES: usize = 3;

/// Operations of one module that are named in a step.
const NAMED: usize = 3;

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

/// What changes for callers: the added and removed lines of each surface.
pub(super) fn surfaces(changes: &[SurfaceChange], paint: Paint) -> String {
    let has_lines = |change: &&SurfaceChange| change.old.is_some() && change.new.is_some();
    let room = SURFACE_LINES / changes.iter().filter(has_lines).count().max(1);
    let room = room.max(LEAST_SURFACE_LINES);
    let text = |change| format!("\n{}", surface(change, room, paint));
    changes.iter().map(text).collect()
}

/// The added and removed lines of one surface, at most `room` of them.
fn surface(change: &SurfaceChange, room: usize, paint: Paint) -> String {
    let (module, lines) = (&change.module, change.lines());
    let total = added_and_removed(&lines);
    match (&change.old, &change.new) {
        (None, _) => return format!("{module} is a new module: {total}\n"),
        (_, None) => return format!("{module} is no longer a module: {total}\n"),
        _ => {}
    }
    let shown = &lines[..lines.len().min(room)];
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
        let more = count(more, "line");
        text.push_str(&format!(
            "  … {more} more; `git diff tests/surface` shows all of them after `--accept`\n"
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

/// The surfaces that were accepted.
pub(super) fn accepted(changes: &[SurfaceChange]) -> String {
    let line = |change: &SurfaceChange| {
        let total = added_and_removed(&change.lines());
        format!("accepted {}: {total}\n", change.path())
    };
    changes.iter().map(line).collect()
}

/// The steps that are left.
pub(super) struct Left<'a> {
    /// Whether a surface differs from the accepted one.
    pub(super) to_accept: bool,
    pub(super) requests: &'a Requests,
}

/// The steps that are left, one line each, or that nothing is left.
pub(super) fn left(left: &Left<'_>, paint: Paint) -> String {
    if !left.to_accept && left.requests.is_complete() {
        let done = paint.added("done");
        return format!("\n{done}: all changes are accepted, and every operation has a test\n");
    }
    let mut text = "\nleft to do:\n".to_owned();
    if left.to_accept {
        text.push_str("  accept the changes for callers: `cargo xtask regen --accept`\n");
    }
    let Requests {
        missing,
        orphans,
        to_enable,
        to_disable,
    } = left.requests;
    for module in to_disable {
        text.push_str(&format!(
            "  remove the feature `{module}` from tests/Cargo.toml, or Cargo runs no command\n"
        ));
    }
    for module in to_enable {
        text.push_str(&format!(
            "  add the feature `{module}` of conversations-client to tests/Cargo.toml\n"
        ));
    }
    text.push_str(&operations(
        "no test calls these operations; add calls to tests/requests.rs:",
        missing,
    ));
    text.push_str(&operations(
        "these operations no longer exist; remove them from tests/requests.rs and tests/requests/:",
        orphans,
    ));
    text
}

/// A step for some operations, which are listed by module.
fn operations(step: &str, by_module: &BTreeMap<String, Vec<String>>) -> String {
    if by_module.is_empty() {
        return String::new();
    }
    let lines = by_module.iter();
    let lines = lines.map(|(module, names)| format!("    {module}: {}\n", first(names)));
    format!("  {step}\n{}", lines.collect::<String>())
}

/// The first names of a list, and the number of the others.
fn first(names: &[String]) -> String {
    let shown = &names[..names.len().min(NAMED)];
    let text = shown.join(", ");
    match names.len() - shown.len() {
        0 => text,
        more => format!("{text} and {more} more"),
    }
}

#[cfg(test)]
mod tests;
