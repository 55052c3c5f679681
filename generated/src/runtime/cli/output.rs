use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use super::cli_operation::Record;
use super::columns::{Columns, value_at};
use super::csv_line::{csv_line, without_formula};
use super::ordered_json::OrderedJson;
use super::table;
use super::visible::{visible_json, visible_line, visible_text};

/// The format of the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Columns of text for people. Long values are cut.
    Table,
    /// JSON with indentation: a list, or the value of a single response.
    Json,
    /// A line of JSON for each record.
    Jsonl,
    /// A header, and a line of comma-separated values for each record.
    Csv,
}

impl Format {
    /// The formats.
    pub(crate) const ALL: [Self; 4] = [Self::Table, Self::Json, Self::Jsonl, Self::Csv];

    /// Returns the name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let mut formats = Self::ALL.into_iter();
        let format = formats.find(|format| format.name() == name);
        format.ok_or_else(|| {
            let names = Self::ALL.map(Self::name).join(", ");
            format!("the output format is one of {names}")
        })
    }
}

/// Writes records in a format.
///
/// A terminal receives no control characters of a server. In JSON they are escaped, which leaves the
/// value as it is; in other formats they are replaced by visible characters if the output is a terminal.
#[derive(Debug)]
pub(crate) struct Output<W> {
    writer: W,
    format: Format,
    columns: Columns,
    width: Option<usize>,
    is_single: bool,
    is_bold: bool,
    written: usize,
    /// The columns of CSV. `None` before the first record.
    header: Option<Vec<String>>,
    /// The records of a table, which are kept until all of them are known.
    rows: Vec<OrderedJson>,
}

/// What an output consists of.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Printed {
    /// The number of records.
    pub(crate) records: usize,
    /// The columns that a table leaves out.
    pub(crate) left_out: Vec<String>,
}

impl<W: Write> Output<W> {
    /// Creates an output for a list of records. `width` is that of the terminal, or `None` if the
    /// output is no terminal.
    pub(crate) fn new(writer: W, format: Format, columns: Columns, width: Option<usize>) -> Self {
        Self {
            writer,
            format,
            columns,
            width,
            is_single: false,
            is_bold: false,
            written: 0,
            header: None,
            rows: Vec::new(),
        }
    }

    /// Prints a single record, the response of a call, instead of a list. If it is a list, its items are
    /// the records of all formats except JSON.
    pub(crate) fn single(mut self) -> Self {
        self.is_single = true;
        self
    }

    /// Sets whether the header of a table is bold.
    pub(crate) fn bold_header(mut self, is_bold: bool) -> Self {
        self.is_bold = is_bold;
        self
    }

    /// Writes a record. A table is written by [`finish`](Self::finish).
    ///
    /// # Errors
    ///
    /// Returns the error of the writer, and one of the kind
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) for bytes if the output is a terminal.
    pub(crate) fn write(&mut self, record: &Record) -> io::Result<()> {
        match record {
            Record::Empty => Ok(()),
            Record::Json(json) => self.write_json(json),
            Record::Text(text) => self.write_text(text),
            Record::Bytes(bytes) => self.write_bytes(bytes),
        }
    }

    /// Writes what is left, and flushes the writer. Without it, JSON and tables are incomplete.
    ///
    /// # Errors
    ///
    /// Returns the error of the writer.
    pub(crate) fn finish(mut self) -> io::Result<Printed> {
        let mut left_out = Vec::new();
        match self.format {
            Format::Table => left_out = self.write_table()?,
            Format::Json if self.is_single => {}
            Format::Json if self.written == 0 => self.writer.write_all(b"[]\n")?,
            Format::Json => self.writer.write_all(b"\n]\n")?,
            Format::Jsonl | Format::Csv => {}
        }
        self.writer.flush()?;
        Ok(Printed {
            records: self.written,
            left_out,
        })
    }

    fn write_json(&mut self, json: &str) -> io::Result<()> {
        let is_list = self.is_single && json.starts_with('[');
        if self.format == Format::Jsonl && !is_list && self.columns.chosen().is_none() {
            return self.write_line(json);
        }
        let value: OrderedJson = serde_json::from_str(json)?;
        match value {
            value if self.format == Format::Json => self.write_pretty(&value),
            OrderedJson::List(items) if is_list => {
                // The records are those of a list from here on, so that a table has a row for each.
                self.is_single = false;
                items.into_iter().try_for_each(|item| self.write_item(item))
            }
            value => self.write_item(value),
        }
    }

    fn write_item(&mut self, value: OrderedJson) -> io::Result<()> {
        match self.format {
            Format::Json => self.write_pretty(&value),
            Format::Jsonl => self.write_line(&serde_json::to_string(&self.selected(&value))?),
            Format::Csv => self.write_csv(&value),
            Format::Table => {
                self.written += 1;
                self.rows.push(value);
                Ok(())
            }
        }
    }

    fn write_line(&mut self, json: &str) -> io::Result<()> {
        self.written += 1;
        writeln!(self.writer, "{}", visible_json(json))
    }

    fn write_pretty(&mut self, value: &OrderedJson) -> io::Result<()> {
        let selected = match value {
            OrderedJson::List(items) if self.is_single => {
                OrderedJson::List(items.iter().map(|item| self.selected(item)).collect())
            }
            value => self.selected(value),
        };
        let json = serde_json::to_string_pretty(&selected)?;
        let json = visible_json(&json);
        self.written += 1;
        if self.is_single {
            return writeln!(self.writer, "{json}");
        }
        let start = if self.written == 1 { "[\n  " } else { ",\n  " };
        // Line breaks inside of strings are escaped, so that all others are those of the indentation.
        write!(self.writer, "{start}{}", json.replace('\n', "\n  "))
    }

    fn write_csv(&mut self, value: &OrderedJson) -> io::Result<()> {
        let columns = match &self.header {
            Some(columns) => columns.clone(),
            None => self.columns.of(value),
        };
        if self.header.is_none() {
            self.write_cells(columns.iter().map(|name| without_formula(name.clone())))?;
        }
        self.written += 1;
        self.write_cells(columns.iter().map(|name| match value_at(value, name) {
            Some(OrderedJson::Text(text)) => without_formula(text.clone()),
            Some(value) => value.to_cell(),
            None => String::new(),
        }))?;
        self.header = Some(columns);
        Ok(())
    }

    fn write_cells(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let is_terminal = self.width.is_some();
        let cells: Vec<_> = cells
            .map(|cell| {
                if is_terminal {
                    return visible_text(&cell).into_owned();
                }
                cell
            })
            .collect();
        self.writer
            .write_all(&csv_line(cells.iter().map(String::as_str))?)
    }

    fn write_table(&mut self) -> io::Result<Vec<String>> {
        let lines = match self.rows.as_slice() {
            [record] if self.is_single => table::record(record, &self.columns, self.width),
            records => table::list(records, &self.columns, self.width),
        };
        if !lines.header.is_empty() && self.is_bold {
            writeln!(self.writer, "\x1b[1m{}\x1b[0m", lines.header)?;
        } else if !lines.header.is_empty() {
            writeln!(self.writer, "{}", lines.header)?;
        }
        for row in &lines.rows {
            writeln!(self.writer, "{row}")?;
        }
        Ok(lines.left_out)
    }

    fn write_text(&mut self, text: &str) -> io::Result<()> {
        self.written += 1;
        if self.width.is_none() {
            return self.writer.write_all(text.as_bytes());
        }
        let text = visible_text(text);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        write!(self.writer, "{text}{end}")
    }

    fn write_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.width.is_some() {
            let message = format!(
                "the response is {} bytes of binary data, which a terminal cannot show; redirect \
                 standard output to a file",
                bytes.len()
            );
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        self.written += 1;
        self.writer.write_all(bytes)
    }

    /// Returns the value with only the columns that the user chose, in that order.
    fn selected(&self, value: &OrderedJson) -> OrderedJson {
        let Some(columns) = self.columns.chosen() else {
            return value.clone();
        };
        let properties = columns.iter().map(|name| {
            let value = value_at(value, name).cloned();
            (name.clone(), value.unwrap_or(OrderedJson::Null))
        });
        OrderedJson::Object(properties.collect())
    }
}

/// The number of columns that a note about a table names.
const MAX_NAMED: usize = 6;

impl Printed {
    /// Returns a line about the columns that a table leaves out. `None` if there are none.
    pub(crate) fn note(&self) -> Option<String> {
        let named = self.left_out.iter().take(MAX_NAMED);
        let mut names: Vec<_> = named.map(|name| visible_line(name).into_owned()).collect();
        let more = self.left_out.len() - names.len();
        if more > 0 {
            names.push(format!("{more} more"));
        }
        let last = names.pop()?;
        let names = match names.as_slice() {
            [] => last,
            names => format!("{} and {last}", names.join(", ")),
        };
        Some(format!(
            "not shown: {names}; choose columns with --fields, or print all with --output json"
        ))
    }
}
