//! The cells of a column of CSV.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::csv_line::with_formula;

/// What is between cells: commas, semicolons where a comma is in numbers, and tabs in what is copied from a spreadsheet.
const DELIMITERS: [char; 3] = [',', ';', '\t'];

/// Returns the delimiter that the first line names, as in `sep=;`, and the text after this line. Spreadsheets write it for
/// each other.
pub(crate) fn named_delimiter(text: &str) -> Option<(char, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r');
    let line = line
        .strip_prefix('"')
        .and_then(|it| it.strip_suffix('"'))
        .unwrap_or(line);
    let (name, delimiter) = line.split_once('=')?;
    let mut characters = delimiter.chars();
    let delimiter = characters.next().filter(|it| ",;\t|".contains(*it))?;
    let is_named = name.eq_ignore_ascii_case("sep") && characters.next().is_none();
    is_named.then_some((delimiter, rest))
}

/// CSV with a header that has a column.
#[derive(Debug)]
pub(crate) struct CsvInput<'a> {
    text: &'a str,
    delimiter: char,
    /// The number of columns.
    width: usize,
    /// The index of the column.
    index: usize,
    column: &'a str,
}

/// A cell, and the number of the line on which its row begins.
#[derive(Debug)]
pub(crate) struct Cell {
    pub(crate) line: usize,
    pub(crate) text: String,
}

impl<'a> CsvInput<'a> {
    /// Returns the text as CSV if its header has the column. Upper and lower case are the same. `delimiter` is the one
    /// that the text names.
    ///
    /// # Errors
    ///
    /// Returns an error if several columns have the name.
    pub(crate) fn find(
        text: &'a str,
        delimiter: Option<char>,
        column: &'a str,
    ) -> Result<Option<Self>, String> {
        for delimiter in candidates(delimiter) {
            let header = cells(text, delimiter);
            let Some(index) = position(&header, column)? else {
                continue;
            };
            return Ok(Some(Self {
                text,
                delimiter,
                width: header.len(),
                index,
                column,
            }));
        }
        Ok(None)
    }

    /// Returns the cells of the column, without those of empty rows.
    ///
    /// # Errors
    ///
    /// Returns the line and the problem of the first row whose cells are not certain.
    pub(crate) fn cells(&self) -> Result<Vec<Cell>, (usize, String)> {
        check_quotes(self.text, self.delimiter)?;
        let mut lines = Lines::new(self.text);
        let mut found = Vec::new();
        for row in reader(self.text, self.delimiter).records() {
            let row = row.map_err(|error| (lines.number, error.to_string()))?;
            let start = row.position().map_or(0, csv::Position::byte);
            let line = lines.at(usize::try_from(start).unwrap_or(usize::MAX));
            if row.iter().any(|cell| !cell.trim().is_empty()) {
                let text = self.cell(&row).map_err(|problem| (line, problem))?;
                found.push(Cell { line, text });
            }
        }
        // The first is the header.
        found.drain(..found.len().min(1));
        Ok(found)
    }

    fn cell(&self, row: &StringRecord) -> Result<String, String> {
        if row.len() != self.width {
            let columns = if row.len() == 1 { "column" } else { "columns" };
            return Err(format!(
                "has {} {columns}, and the header has {}; a cell that contains {} must be in quotation marks",
                row.len(),
                self.width,
                shown(self.delimiter)
            ));
        }
        let cell = row.get(self.index).unwrap_or_default().trim();
        if cell.is_empty() {
            return Err(format!("has no value in the column `{}`", self.column));
        }
        Ok(with_formula(cell).to_owned())
    }
}

/// Returns the cells of the first row, if there are several.
pub(crate) fn several_columns(text: &str) -> Option<Vec<String>> {
    if !text.contains(DELIMITERS) {
        return None;
    }
    let rows = DELIMITERS.map(|delimiter| cells(text, delimiter));
    let widest = rows.into_iter().rev().max_by_key(Vec::len)?;
    (widest.len() > 1).then_some(widest)
}

/// Returns the delimiter that is named, or all that are possible.
fn candidates(named: Option<char>) -> Vec<char> {
    named.map_or_else(|| DELIMITERS.to_vec(), |it| vec![it])
}

/// Returns the cells of the first row.
pub(crate) fn cells(text: &str, delimiter: char) -> Vec<String> {
    let row = reader(text, delimiter).into_records().next();
    let row = row.and_then(Result::ok).unwrap_or_default();
    row.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn reader(text: &str, delimiter: char) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Returns the position of a column: that with exactly this name, or else the only one with this name in any case.
fn position(header: &[String], column: &str) -> Result<Option<usize>, String> {
    let column = column.trim();
    let positions = |is_named: &dyn Fn(&str) -> bool| {
        let named = header.iter().map(|cell| with_formula(cell));
        let named = named.enumerate().filter(|(_, cell)| is_named(cell));
        named.map(|(index, _)| index).collect::<Vec<_>>()
    };
    let exact = positions(&|cell| cell == column);
    if let [index] = exact.as_slice() {
        return Ok(Some(*index));
    }
    let lower = column.to_lowercase();
    match positions(&|cell| cell.to_lowercase() == lower).as_slice() {
        [] => Ok(None),
        [index] => Ok(Some(*index)),
        several => Err(format!(
            "has {} columns `{column}`; rename all but one of them",
            several.len()
        )),
    }
}

fn shown(delimiter: char) -> String {
    match delimiter {
        '\t' => "a tab".to_owned(),
        delimiter => format!("`{delimiter}`"),
    }
}

/// Checks that quotation marks are around whole cells. Otherwise one cell could hide the rows after it.
fn check_quotes(text: &str, delimiter: char) -> Result<(), (usize, String)> {
    enum At {
        Start,
        SpaceBefore,
        Plain,
        Quoted,
        Closed,
    }
    let (mut at, mut line, mut opened) = (At::Start, 1, 1);
    for c in text.chars() {
        let is_end = c == delimiter || c == '\n' || c == '\r';
        at = match (at, c) {
            (At::Quoted, '"') => At::Closed,
            (At::Quoted, _) | (At::Closed, '"') => At::Quoted,
            (_, _) if is_end => At::Start,
            (At::Closed, _) => {
                let problem = "has a cell that goes on after its closing quotation mark";
                return Err((opened, problem.to_owned()));
            }
            (At::SpaceBefore, '"') => {
                return Err((line, "has a space before a quotation mark".to_owned()));
            }
            (At::Start, '"') => {
                opened = line;
                At::Quoted
            }
            (At::Start | At::SpaceBefore, ' ') => At::SpaceBefore,
            (_, _) => At::Plain,
        };
        line += usize::from(c == '\n');
    }
    match at {
        At::Quoted => Err((opened, "has a quotation mark that is not closed".to_owned())),
        _ => Ok(()),
    }
}

/// The numbers of lines, for places in increasing order.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            number: 1,
        }
    }

    /// Returns the number of the line of a row, before which the reader skips line breaks.
    fn at(&mut self, row: usize) -> usize {
        while let Some(byte) = self.bytes.get(self.at) {
            if self.at >= row && !matches!(byte, b'\r' | b'\n') {
                break;
            }
            self.number += usize::from(*byte == b'\n');
            self.at += 1;
        }
        self.number
    }
}
