//! The entries of batches, from arguments, a file or standard input.

use std::io::{self, IsTerminal};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::command::{Argument, Value};
use super::csv_input::{CsvInput, cells, named_delimiter, several_columns};
use super::given_value::{parse, read_text};
use super::parser::spoken;
use super::usage_error::UsageError;
use super::value_rules::ValueRules;
use super::whole_value::whole_named;
use crate::runtime::excerpt::shorten_to;

/// The maximum number of columns that an error names.
const MAX_COLUMNS: usize = 12;
/// The maximum number of characters of a column's name in an error.
const MAX_CHARS: usize = 60;

/// What may be before the first entry.
const BLANK: [char; 3] = ['\r', '\n', ' '];

/// Where entries come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// The positional arguments. `-` is standard input.
    pub words: Vec<String>,
    /// The file of `--ids-from`. `-` is standard input.
    pub file: Option<String>,
    /// The column or property of `--id-column`.
    pub column: Option<String>,
    /// What is known about the values of an entry.
    pub rules: ValueRules,
}

impl Sources {
    /// Reads the entries, and adds them to those of a body. If there are none, without arguments and
    /// without a file, they come from standard input.
    pub(super) fn read<T: DeserializeOwned + Serialize>(
        &self,
        argument: &Argument,
        of_body: Vec<T>,
    ) -> Result<Vec<T>, UsageError> {
        let mut entries = of_body;
        for (index, word) in self.words.iter().enumerate() {
            if word == "-" {
                continue;
            }
            let name = if self.rules.has_any_secret() {
                format!("entry {} of the arguments", index + 1)
            } else {
                format!("`{word}`")
            };
            entries.push(entry(argument, argument.key, word, &name, self.rules)?);
        }
        let mut files: Vec<_> = self.file.iter().map(String::as_str).collect();
        if self.words.iter().any(|word| word == "-") && !files.contains(&"-") {
            files.push("-");
        }
        if files.is_empty() && self.words.is_empty() && entries.is_empty() {
            if io::stdin().is_terminal() {
                return Err(none(argument, None));
            }
            files.push("-");
        }
        if files.is_empty() && self.column.is_some() {
            return Err(UsageError::new(
                "`--id-column` is about a file or standard input, and there is neither",
            ));
        }
        for file in files {
            let text = read_text(file).map_err(UsageError)?;
            let input = Input {
                argument,
                name: if file == "-" { "standard input" } else { file },
                column: self.column.as_deref(),
                rules: self.rules,
            };
            entries.extend(input.entries(&text)?);
        }
        if entries.is_empty() {
            return Err(none(argument, self.file.as_deref()));
        }
        Ok(entries)
    }
}

fn none(argument: &Argument, file: Option<&str>) -> UsageError {
    let name = spoken(argument.name);
    UsageError(match file.filter(|file| *file != "-") {
        Some(file) => format!("{file} has no {name}"),
        None => format!(
            "no {name}: give them as arguments, with `--ids-from FILE`, or on standard input"
        ),
    })
}

/// A text with entries.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Input<'a> {
    pub(crate) argument: &'a Argument,
    /// What errors call the text.
    pub(crate) name: &'a str,
    /// The column or property with the IDs, if it is not that of the argument.
    pub(crate) column: Option<&'a str>,
    pub(crate) rules: ValueRules,
}

impl Input<'_> {
    /// Reads the entries: CSV whose header has the column of the IDs, a JSON array, or one a line.
    pub(crate) fn entries<T: DeserializeOwned + Serialize>(
        &self,
        text: &str,
    ) -> Result<Vec<T>, UsageError> {
        let text = text.trim_start_matches('\u{feff}');
        let start = text.trim_start();
        if start.starts_with('[') {
            return self.of_array(text);
        }
        let is_json = self.argument.value == Value::Json || start.starts_with('{');
        if is_json || start.is_empty() {
            return self.of_lines(text);
        }
        let named = named_delimiter(text.trim_start_matches(BLANK));
        let (delimiter, rest) = named.map_or((None, text), |(it, rest)| (Some(it), rest));
        let first = rest.trim_start_matches(BLANK);
        let skipped = text[..text.len() - first.len()].matches('\n').count();
        let csv = CsvInput::find(first, delimiter, self.key());
        let csv = csv.map_err(|problem| self.problem(1 + skipped, &problem))?;
        match csv {
            Some(csv) => self.of_csv(&csv, skipped),
            None if delimiter.is_none() && self.column.is_none() => self.of_lines(text),
            None if first.trim().is_empty() => Ok(Vec::new()),
            None => Err(self.problem(1 + skipped, &self.no_column(first, delimiter))),
        }
    }

    /// Says which columns CSV without the column of the IDs has.
    fn no_column(&self, csv: &str, delimiter: Option<char>) -> String {
        let found = match delimiter {
            Some(delimiter) => Some(cells(csv, delimiter)),
            None => several_columns(csv),
        };
        let line = csv.lines().next().unwrap_or_default().trim();
        let found = found.unwrap_or_else(|| vec![line.to_owned()]);
        let found = self.listed("; its columns are ", &found);
        let choose = match self.column {
            Some(_) => "",
            None => "; choose the column of the IDs with `--id-column NAME`",
        };
        format!("has no column `{}`{found}{choose}", self.key())
    }

    /// Returns the name of the column or property with the IDs.
    fn key(&self) -> &str {
        self.column.unwrap_or(self.argument.key)
    }

    fn problem(&self, line: usize, problem: &str) -> UsageError {
        UsageError(format!("{}: line {line} {problem}", self.name))
    }

    /// Returns words about IDs that are texts.
    fn if_text<'a>(&self, words: &'a str) -> &'a str {
        if self.argument.value == Value::Text {
            words
        } else {
            ""
        }
    }

    /// Names a line and the ID on it, unless that may be secret.
    fn place(&self, line: usize, id: &str) -> String {
        let name = self.name;
        if self.rules.has_any_secret() {
            format!("{name}: line {line}")
        } else {
            format!("{name}: line {line}: `{}`", shorten_to(MAX_CHARS, id))
        }
    }

    /// Lists columns after `before`, unless they may be secret.
    fn listed(&self, before: &str, columns: &[String]) -> String {
        if self.rules.has_any_secret() {
            return String::new();
        }
        let names = columns.iter().take(MAX_COLUMNS);
        let names: Vec<_> = names
            .map(|name| format!("`{}`", shorten_to(MAX_CHARS, name)))
            .collect();
        let more = match columns.len().saturating_sub(MAX_COLUMNS) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!("{before}{}{more}", names.join(", "))
    }

    fn of_csv<T: DeserializeOwned + Serialize>(
        &self,
        csv: &CsvInput,
        skipped: usize,
    ) -> Result<Vec<T>, UsageError> {
        let cells = csv.cells();
        let cells = cells.map_err(|(line, problem)| self.problem(line + skipped, &problem))?;
        let ids = cells.into_iter().map(|cell| {
            let line = cell.line + skipped;
            let place = self.place(line, &cell.text);
            let json = parse(self.argument, &cell.text);
            let json = json.map_err(|problem| UsageError(format!("{place} {problem}")))?;
            whole_named(&json, &place, self.rules)
        });
        ids.collect()
    }

    fn of_array<T: DeserializeOwned + Serialize>(&self, text: &str) -> Result<Vec<T>, UsageError> {
        let name = self.name;
        let items: Vec<Json> = serde_json::from_str(text)
            .map_err(|error| UsageError(format!("{name} is not a JSON array: {error}")))?;
        let items = items.into_iter().enumerate();
        let items = items.map(|(index, item)| {
            let place = format!("{name}: item {}", index + 1);
            of_json(self.argument, self.key(), item, &place, self.rules)
        });
        items.collect()
    }

    fn of_lines<T: DeserializeOwned + Serialize>(&self, text: &str) -> Result<Vec<T>, UsageError> {
        let lines = text.lines().enumerate();
        let lines = lines.map(|(index, line)| (index + 1, line.trim()));
        let mut lines = lines.filter(|(_, line)| !line.is_empty());
        let mut entries = Vec::new();
        while let Some((number, line)) = lines.next() {
            if self.argument.value != Value::Json {
                self.check_is_one_id(number, line)?;
                if entries.is_empty() && is_header(line, lines.clone().map(|(_, line)| line)) {
                    return Err(self.header(number, line));
                }
            }
            let place = if is_json(self.argument, line) {
                format!("{}: line {number}", self.name)
            } else {
                self.place(number, line)
            };
            entries.push(entry(self.argument, self.key(), line, &place, self.rules)?);
        }
        Ok(entries)
    }

    /// Checks that a line is not a row of several columns, which would be sent as an ID.
    fn check_is_one_id(&self, number: usize, line: &str) -> Result<(), UsageError> {
        if is_json_text(line) || line.starts_with('{') {
            return Ok(());
        }
        let Some(columns) = several_columns(line) else {
            return Ok(());
        };
        let found = self.listed(": ", &columns);
        let problem = format!(
            "has several columns and none is `{}`{found}; choose the column of the IDs with `--id-column NAME`{}",
            self.key(),
            self.if_text(
                "; an ID that contains `,`, `;` or a tab is given as a JSON string, such as \"a,b\""
            )
        );
        Err(self.problem(number, &problem))
    }

    /// Returns the error of a first line that is the name of the only column.
    fn header(&self, number: usize, line: &str) -> UsageError {
        let problem = if self.rules.has_any_secret() {
            "looks like the name of a column; give `--id-column NAME`".to_owned()
        } else {
            let line = shorten_to(MAX_CHARS, line);
            format!(
                "is `{line}`, which looks like the name of a column; give `--id-column \"{line}\"`"
            )
        };
        let problem = problem + self.if_text(", or this ID as a JSON string");
        self.problem(number, &problem)
    }
}

/// Whether the first line is the name of a column with the IDs on the other lines.
fn is_header<'a>(first: &str, others: impl Iterator<Item = &'a str> + Clone) -> bool {
    others.clone().next().is_some() && (is_name_of_ids(first) || is_unlike_ids(first, others))
}

/// Whether the first line consists of words and each other line has a digit, and either no other line has a letter, or none
/// has as many characters as the first. So random IDs of one length are all IDs, even if one of them happens to have only
/// letters.
fn is_unlike_ids<'a>(first: &str, mut others: impl Iterator<Item = &'a str> + Clone) -> bool {
    let is_word = first.contains(char::is_alphabetic)
        && first
            .chars()
            .all(|c| c.is_alphabetic() || " _-.".contains(c));
    let has_digit = |line: &str| line.contains(|c: char| c.is_ascii_digit());
    let is_plain = |line: &str| !line.starts_with(['{', '"']);
    let length = first.chars().count();
    is_word
        && others.clone().all(|line| has_digit(line) && is_plain(line))
        && (others
            .clone()
            .all(|line| !line.contains(char::is_alphabetic))
            || others.all(|line| line.chars().count() != length))
}

/// Whether a line is a JSON string.
fn is_json_text(line: &str) -> bool {
    line.starts_with('"') && serde_json::from_str::<String>(line).is_ok()
}

/// Whether a line is a name such as `Conversation ID`, `ticket_id` or `ticketId`, without digits and of several words.
fn is_name_of_ids(line: &str) -> bool {
    let Some(before) = ["id", "Id", "ID"]
        .iter()
        .find_map(|end| line.strip_suffix(end))
    else {
        return false;
    };
    let is_next_word = !line.ends_with("id") && before.ends_with(char::is_lowercase);
    let is_own_word = before.ends_with([' ', '_', '-', '.']);
    (is_own_word || is_next_word) && !line.contains(|c: char| c.is_ascii_digit())
}

/// Whether the text of an entry is JSON.
fn is_json(argument: &Argument, text: &str) -> bool {
    argument.value == Value::Json || text.starts_with(['{', '"'])
}

/// Reads an entry that is text or JSON.
fn entry<T: DeserializeOwned + Serialize>(
    argument: &Argument,
    key: &str,
    text: &str,
    place: &str,
    rules: ValueRules,
) -> Result<T, UsageError> {
    if is_json(argument, text) {
        let json = serde_json::from_str(text).map_err(|error| {
            let form = match argument.value {
                Value::Json => "an entry is a JSON object on one line",
                _ => "an ID is text, or a JSON string or object on one line",
            };
            // Where the error is tells the length of what is before it.
            let problem = if rules.has_any_secret() {
                String::new()
            } else {
                format!(": {}", in_one_line(&error))
            };
            UsageError(format!("{place} is not JSON{problem}; {form}"))
        })?;
        return of_json(argument, key, json, place, rules);
    }
    let json = parse(argument, text).map_err(|problem| UsageError(format!("{place} {problem}")))?;
    whole_named(&json, place, rules)
}

/// Returns the error of JSON without the number of its line, which is one of several.
fn in_one_line(error: &serde_json::Error) -> String {
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let place = format!(" at line {line} column {column}");
    let text = text.strip_suffix(&place).unwrap_or(&text);
    format!("{text} at column {column}")
}

/// Reads an entry that is JSON. If entries are IDs, an object is a record with an ID.
fn of_json<T: DeserializeOwned + Serialize>(
    argument: &Argument,
    key: &str,
    json: Json,
    place: &str,
    rules: ValueRules,
) -> Result<T, UsageError> {
    let id = match json {
        Json::Object(mut record) if argument.value != Value::Json => record
            .remove(key)
            .ok_or_else(|| UsageError(format!("{place} has no property `{key}`")))?,
        json => json,
    };
    whole_named(&id, place, rules)
}
