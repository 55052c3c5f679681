//! Tables that fit into a comment.

use super::escape::cell;

/// A table of changes.
pub(super) struct Table {
    /// The line that unfolds the table. A table without it is not folded.
    pub(super) summary: Option<String>,
    pub(super) columns: [String; 3],
    /// The rows, each a line.
    pub(super) rows: Vec<String>,
    /// Whether the table comes after the less important ones.
    pub(super) is_last: bool,
}

/// Returns a row of cells with Markdown.
pub(super) fn row(cells: [&str; 3]) -> String {
    let [first, second, third] = cells.map(cell);
    format!("| {first} | {second} | {third} |\n")
}

/// Returns the number of characters as GitHub counts them, which is never more than this.
pub(super) fn size(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Returns how many rows of each table fit into a number of characters. The tables are in the order of their importance: the
/// last rows of the last table are left out first.
pub(super) fn fit(tables: &[Table], room: usize) -> Vec<usize> {
    let frames = tables.iter().map(|table| size(&table.frame()));
    let mut room = room.saturating_sub(frames.sum());
    let mut is_full = false;
    let fitting = tables.iter().map(|table| {
        let fits = |row: &&String| {
            let size = size(row);
            is_full |= size > room;
            room = room.saturating_sub(size);
            !is_full
        };
        table.rows.iter().take_while(fits).count()
    });
    fitting.collect()
}

impl Table {
    /// Returns the first rows, and the number of the others.
    pub(super) fn text(&self, shown: usize) -> String {
        let others = self.rows.len().saturating_sub(shown);
        let others = match others {
            0 => String::new(),
            others => format!("\n{others} of these are not shown.\n"),
        };
        let head = if shown > 0 {
            self.head()
        } else {
            String::new()
        };
        let rows: String = self.rows.iter().take(shown).map(String::as_str).collect();
        self.folded(&format!("{head}{rows}{others}"))
    }

    /// Returns the table without rows, with everything that is around them.
    fn frame(&self) -> String {
        self.head() + &self.text(0)
    }

    fn head(&self) -> String {
        row(self.columns.each_ref().map(String::as_str)) + "|:--|:--|:--|\n"
    }

    fn folded(&self, table: &str) -> String {
        match &self.summary {
            Some(summary) => {
                format!("<details><summary>{summary}</summary>\n\n{table}\n</details>\n")
            }
            None => table.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Table, fit, row, size};

    fn table(summary: &str, rows: usize) -> Table {
        Table {
            summary: (!summary.is_empty()).then(|| summary.to_owned()),
            columns: ["A", "B", "C"].map(str::to_owned),
            rows: (0..rows)
                .map(|it| row([&it.to_string(), "👍", "|"]))
                .collect(),
            is_last: false,
        }
    }

    #[test]
    fn the_last_rows_are_left_out_first() {
        let tables = [table("", 3), table("two", 2)];
        let row = size(&tables[0].rows[0]);
        let frames: usize = tables.iter().map(|it| size(&it.frame())).sum();
        for room in 0..frames + 7 * row {
            let shown = fit(&tables, room);
            let expected = room.saturating_sub(frames) / row;
            assert_eq!(shown, [expected.min(3), expected.saturating_sub(3).min(2)]);
            let texts = tables.iter().zip(&shown).map(|(it, shown)| it.text(*shown));
            let size: usize = texts.map(|text| size(&text)).sum();
            assert!(size <= room.max(frames), "{size} of {room}");
        }
    }

    #[test]
    fn a_table_says_how_many_rows_are_left_out() {
        assert_eq!(
            table("2 changes", 2).text(1),
            "<details><summary>2 changes</summary>\n\n\
             | A | B | C |\n|:--|:--|:--|\n| 0 | 👍 | \\| |\n\n1 of these are not shown.\n\n</details>\n"
        );
        assert_eq!(
            table("", 1).text(1),
            "| A | B | C |\n|:--|:--|:--|\n| 0 | 👍 | \\| |\n"
        );
    }
}
