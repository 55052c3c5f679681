//! The changes of one document.

use codegen::diff::{Level, Rejected, Step};
use semver::Version;

use super::row::{Columns, Row};
use super::{Layout, arrow};
use crate::diff::changes::{Changes, DocumentChange};
use crate::diff::fold::indented;
use crate::diff::section::{Section, by_section, numbers};
use crate::diff::verdict::status;
use crate::printable::printable;

/// The largest number of compatible changes of one document that are shown.
const MAX_COMPATIBLE: usize = 10;

/// The changes of one document.
pub(super) struct Block<'a> {
    document: &'a DocumentChange,
    layout: Layout,
    /// The findings that are shown.
    rows: Vec<(Section, Row<'a>)>,
    /// What is shown as a number.
    folded: Vec<String>,
    columns: Columns,
}

impl<'a> Block<'a> {
    pub(super) fn of(changes: &'a Changes, document: &'a DocumentChange, layout: Layout) -> Self {
        let findings = document.comparison.findings.iter();
        let mut rows = Vec::new();
        let mut compatible = 0;
        let mut hidden = Vec::new();
        for (section, finding) in by_section(changes, findings) {
            compatible += usize::from(section == Section::Compatible);
            let is_hidden = match section {
                Section::Folded => true,
                Section::Compatible => compatible > MAX_COMPATIBLE,
                _ => false,
            };
            if is_hidden && !layout.all {
                hidden.push((section, finding));
            } else {
                let acceptance = changes.acceptance(finding);
                rows.push((section, Row::of(finding, acceptance, layout.all)));
            }
        }
        let columns = Columns::of(rows.iter().map(|(_, row)| row), layout.width);
        Self {
            document,
            layout,
            rows,
            folded: numbers(&hidden),
            columns,
        }
    }

    pub(super) fn text(&self, needed: Option<&Version>) -> String {
        let paint = self.layout.paint;
        let module = &self.document.comparison.document;
        let status = format!("{}{}", status(self.document), arrow(needed));
        let mut text = String::new();
        let mut previous = None;
        for (section, row) in &self.rows {
            let is_first = previous.is_none();
            if *section == Section::Silent && is_first {
                text.push_str("  These compile and behave differently:\n");
            } else if previous == Some(Section::Silent) && *section != Section::Silent {
                text.push('\n');
            }
            text.push_str(&row.text(&self.columns, self.layout));
            previous = Some(*section);
        }
        let mut notes = self.folded.clone();
        if !notes.is_empty() {
            notes.push("`--all` shows them".to_owned());
            notes = vec![notes.join("; ")];
        }
        let skipped = self.document.comparison.rust_skipped.as_ref();
        let skipped = skipped.map(|it| printable(&it.to_string()).into_owned());
        notes.extend(skipped.map(|why| format!("Rust was not compared: {why}")));
        for note in notes {
            text.push_str(&indented(&note, 2, self.layout.width));
        }
        let separator = if text.is_empty() { "" } else { "\n" };
        let head = format!("{}  {}\n", paint.strong(module), self.colored(&status));
        format!("{head}{separator}{text}")
    }

    fn colored(&self, status: &str) -> String {
        let (paint, comparison) = (self.layout.paint, &self.document.comparison);
        let rejection = comparison.rust_skipped.as_ref();
        let is_rejected = rejection.is_some_and(|it| it.rejected != Rejected::Old);
        match comparison.wire() {
            _ if comparison.step() == Step::Major || is_rejected => paint.error(status),
            Some(Level::Warning) => paint.warning(status),
            _ => paint.added(status),
        }
    }
}
