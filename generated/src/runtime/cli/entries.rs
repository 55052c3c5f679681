//! The entries of batches, from arguments, a file or standard input.

use std::io::{self, IsTerminal};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::command::{Argument, Value};
use super::given_value::{parse, read_text};
use super::parser::spoken;
use super::usage_error::UsageError;
use super::value_rules::ValueRules;
use super::whole_value::whole_named;

/// Where entries come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    /// The positional arguments. `-` is standard input.
    pub words: Vec<String>,
    /// The file of `--ids-from`. `-` is standard input.
    pub file: Option<String>,
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
            entries.push(entry(argument, word, &name, self.rules)?);
        }
        let mut files: Vec<_> = self.file.iter().map(String::as_str).collect();
        if self.words.iter().any(|word| word == "-") {
            files.push("-");
        }
        if files.is_empty() && self.words.is_empty() && entries.is_empty() {
            if io::stdin().is_terminal() {
                return Err(none(argument));
            }
            files.push("-");
        }
        for file in files {
            let text = read_text(file).map_err(UsageError)?;
            let name = if file == "-" { "standard input" } else { file };
            entries.extend(entries_of(argument, &text, name, self.rules)?);
        }
        if entries.is_empty() {
            return Err(none(argument));
        }
        Ok(entries)
    }
}

fn none(argument: &Argument) -> UsageError {
    let name = spoken(argument.name);
    UsageError(format!(
        "no {name}: give them as arguments, with `--ids-from FILE`, or on standard input"
    ))
}

/// Reads the entries of a text: one a line, or a JSON array.
pub(crate) fn entries_of<T: DeserializeOwned + Serialize>(
    argument: &Argument,
    text: &str,
    name: &str,
    rules: ValueRules,
) -> Result<Vec<T>, UsageError> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') {
        let items: Vec<Json> = serde_json::from_str(text)
            .map_err(|error| UsageError(format!("{name} is not a JSON array: {error}")))?;
        let items = items.into_iter().enumerate();
        let items = items.map(|(index, item)| {
            let place = format!("{name}: item {}", index + 1);
            of_json(argument, item, &place, rules)
        });
        return items.collect();
    }
    let lines = text.lines().enumerate();
    let lines = lines.map(|(index, line)| (index + 1, line.trim()));
    lines
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let place = format!("{name}: line {number}");
            entry(argument, line, &place, rules)
        })
        .collect()
}

/// Reads an entry that is text or JSON.
fn entry<T: DeserializeOwned + Serialize>(
    argument: &Argument,
    text: &str,
    place: &str,
    rules: ValueRules,
) -> Result<T, UsageError> {
    let is_json = argument.value == Value::Json || text.starts_with(['{', '"']);
    if is_json {
        let json = serde_json::from_str(text)
            .map_err(|error| UsageError(format!("{place} is not JSON: {error}")))?;
        return of_json(argument, json, place, rules);
    }
    let json = parse(argument, text).map_err(|problem| UsageError(format!("{place} {problem}")))?;
    whole_named(&json, place, rules)
}

/// Reads an entry that is JSON. If entries are IDs, an object is a record with an ID.
fn of_json<T: DeserializeOwned + Serialize>(
    argument: &Argument,
    json: Json,
    place: &str,
    rules: ValueRules,
) -> Result<T, UsageError> {
    let id = match json {
        Json::Object(mut record) if argument.value != Value::Json => {
            let key = argument.key;
            record
                .remove(key)
                .ok_or_else(|| UsageError(format!("{place} has no property `{key}`")))?
        }
        json => json,
    };
    whole_named(&id, place, rules)
}
