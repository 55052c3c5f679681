//! One finding: its columns, and the details below them.

use codegen::diff::{Finding, Kind, Level, Revision, Step};

use super::Layout;
use crate::console::Paint;
use crate::diff::accepted::Acceptance;
use crate::diff::fold::{UNBROKEN, cut, indented, pad, width};
use crate::diff::list::{MAX_LISTED, first, items_by_effect};
use crate::diff::verdict::FailOn;
use crate::printable::printable;

/// The largest number of columns of one text.
const MAX_TEXT: usize = 400;

const INDENT: &str = "  ";
const GAP: &str = "  ";

/// One finding.
pub(super) struct Row<'a> {
    finding: &'a Finding,
    is_accepted: bool,
    marker: &'static str,
    title: String,
    place: String,
    details: Vec<String>,
}

impl<'a> Row<'a> {
    pub(super) fn of(finding: &'a Finding, acceptance: Option<&Acceptance>, all: bool) -> Self {
        Self {
            finding,
            is_accepted: acceptance.is_some(),
            marker: match acceptance {
                Some(_) => "accepted",
                None => marker(finding),
            },
            title: shortened(&finding.title(), all),
            place: place(finding),
            details: match acceptance {
                Some(entry) => vec![shortened(&entry.reason, all)],
                None => details(finding, all),
            },
        }
    }

    /// Returns the row: marker, title, side and place in columns, and the details below the title.
    pub(super) fn text(&self, columns: &Columns, layout: Layout) -> String {
        let (marker, side) = (self.colored_marker(columns, layout.paint), self.side());
        let place = layout.paint.place(&self.place);
        let indent = columns.indent();
        let mut text = if width(&self.title) <= columns.title {
            let title = pad(&self.title, columns.title);
            let side = pad(side, columns.side);
            format!("{INDENT}{marker}{GAP}{title}{GAP}{side}{GAP}{place}\n")
        } else {
            let title = indented(&self.title, indent, layout.width);
            let spaces = " ".repeat(indent);
            let title = title.trim_start();
            format!("{INDENT}{marker}{GAP}{title}{spaces}{side}{GAP}{place}\n")
        };
        for detail in &self.details {
            text.push_str(&indented(detail, indent, layout.width));
        }
        text
    }

    fn side(&self) -> &'static str {
        self.finding.side.as_str()
    }

    fn colored_marker(&self, columns: &Columns, paint: Paint) -> String {
        let marker = pad(self.marker, columns.marker);
        match self.finding.level {
            _ if self.is_accepted => paint.added(&marker),
            _ if self.finding.rust.step == Step::Major => paint.error(&marker),
            Level::Breaking => paint.error(&marker),
            Level::Warning => paint.warning(&marker),
            Level::Compatible | Level::Docs => paint.added(&marker),
        }
    }
}

fn marker(finding: &Finding) -> &'static str {
    match finding.level {
        Level::Breaking => "breaks",
        Level::Warning => "warning",
        _ if finding.rust.step == Step::Major => "Rust",
        Level::Docs if finding.rust.step < Step::Minor => "docs",
        Level::Compatible | Level::Docs => "+",
    }
}

/// Returns the effect, the changed items, the operations and the fingerprint to accept a break, without those that are
/// empty.
fn details(finding: &Finding, all: bool) -> Vec<String> {
    let effect = shortened(&finding.effect, all);
    let rust = items(finding, all);
    let operations = operations(finding, all);
    let fingerprint = if FailOn::Breaking.matches(finding) {
        format!("fingerprint {}", finding.fingerprint)
    } else {
        String::new()
    };
    // The rows of the first section are there because of their items.
    let (first, second) = if finding.is_silent_in_rust() {
        (rust, vec![effect])
    } else {
        (vec![effect], rust)
    };
    let details = [first, second, vec![operations, fingerprint]];
    let details = details.into_iter().flatten();
    details.filter(|text| !text.is_empty()).collect()
}

fn operations(finding: &Finding, all: bool) -> String {
    let operations = finding.operations.iter();
    let operations: Vec<_> = operations.map(|it| it.replace(' ', UNBROKEN)).collect();
    let listed = listed(&operations, ", ", all);
    match operations.len() {
        0..=MAX_LISTED => listed,
        number => format!("{number} operations: {listed}"),
    }
}

/// Returns the changed items, with a line for each effect.
fn items(finding: &Finding, all: bool) -> Vec<String> {
    if finding.kind == Kind::CrateChanged {
        // The title is the item.
        return Vec::new();
    }
    let labels = ["Rust code behaves differently", "breaks Rust code", "Rust"];
    let items = labels.into_iter().zip(items_by_effect(finding));
    let items = items.filter(|(_, items)| !items.is_empty());
    items
        .map(|(label, items)| format!("{label}: {}", listed(&items, "; ", all)))
        .collect()
}

/// Returns the first texts of a list, and the number of the others.
fn listed(texts: &[String], separator: &str, all: bool) -> String {
    let (shown, others) = if all { (texts, 0) } else { first(texts) };
    let shown = shown.iter().map(|text| shortened(text, all));
    let mut shown: Vec<_> = shown.collect();
    if others > 0 {
        shown.push(format!("and {others} more"));
    }
    shown.join(separator)
}

/// Returns a text without characters that are harmful in a terminal, and without the end of a long text.
fn shortened(text: &str, all: bool) -> String {
    let text = printable(text);
    if all {
        text.into_owned()
    } else {
        cut(&text, MAX_TEXT)
    }
}

/// Returns the place of a finding. A place in the old version is marked.
fn place(finding: &Finding) -> String {
    let location = &finding.location;
    let old = match location.revision {
        Revision::Old => " (old)",
        Revision::New => "",
    };
    format!("{}{old}", printable(&location.to_string()))
}

/// The widths of the columns of a block.
#[derive(Default)]
pub(super) struct Columns {
    marker: usize,
    /// Longer titles have the place on a line of its own.
    title: usize,
    side: usize,
}

impl Columns {
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a Row<'a>> + Clone, total: usize) -> Self {
        let widest = |text: fn(&Row<'_>) -> usize| rows.clone().map(text).max().unwrap_or(0);
        let marker = widest(|row| row.marker.len());
        let side = widest(|row| row.side().len());
        let place = widest(|row| width(&row.place));
        let others = INDENT.len() + marker + GAP.len() + GAP.len() + side + GAP.len() + place;
        let room = total.saturating_sub(others);
        let titles = rows.map(|row| width(&row.title));
        let title = titles.filter(|title| *title <= room).max().unwrap_or(0);
        Self {
            marker,
            title,
            side,
        }
    }

    /// Returns the column of the titles.
    fn indent(&self) -> usize {
        INDENT.len() + self.marker + GAP.len()
    }
}
