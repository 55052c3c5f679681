//! Checks of lists and objects that are sent as texts, which a server could read differently.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use super::check::Check;
use super::items::Items;
use crate::runtime::encode::json::{present, to_value};

impl Check {
    /// Checks a list that is sent as one text, with `separator` between its items. An item that
    /// contains the separator would be read as two. The only item of a list must not be empty, since
    /// the text would be read as an empty list; nor must an entry of a batch.
    pub fn separated<I: Items<Item: Serialize>>(&mut self, name: &str, value: &I, separator: char) {
        self.list_of_texts(name, value, Some(separator));
    }

    /// Checks a list that is sent as one pair per item, such as `a=1&a=2`. An empty item is an error
    /// where [`separated`](Self::separated) refuses it.
    pub fn repeated<I: Items<Item: Serialize>>(&mut self, name: &str, value: &I) {
        self.list_of_texts(name, value, None);
    }

    fn list_of_texts<I>(&mut self, name: &str, value: &I, separator: Option<char>)
    where
        I: Items<Item: Serialize>,
    {
        let Some(items) = value.items() else {
            return;
        };
        let refuses_empty = items.len() == 1 || self.are_entries(items);
        self.at(name, |check| {
            for (index, item) in items.iter().enumerate() {
                let json = serde_json::to_string(item).ok();
                let text = json.as_deref().and_then(text_of_json);
                let problem = text.and_then(|text| item_problem(&text, separator, refuses_empty));
                if let Some(problem) = problem {
                    check.at_item(items, index, |check| check.add_first_violation(problem));
                }
            }
        });
    }

    /// Checks a value that may be a list or an object like a list in [`separated`](Self::separated).
    /// No key and no value of an object may contain the separator.
    pub fn separated_value(&mut self, name: &str, value: &impl Serialize, separator: char) {
        let value = to_value(value).unwrap_or_default();
        self.at(name, |check| match &value {
            Value::Array(items) => check.json_items(items, Some(separator)),
            Value::Object(properties) => check.json_properties(properties, separator),
            _ => {}
        });
    }

    /// Checks a value that may be a list like a list in [`repeated`](Self::repeated).
    pub fn repeated_value(&mut self, name: &str, value: &impl Serialize) {
        if let Ok(Value::Array(items)) = to_value(value) {
            self.at(name, |check| check.json_items(&items, None));
        }
    }

    fn json_items(&mut self, items: &[Value], separator: Option<char>) {
        for (index, item) in items.iter().enumerate() {
            let text = text_of_value(item);
            let is_only = items.len() == 1;
            let problem = text.and_then(|text| item_problem(&text, separator, is_only));
            if let Some(problem) = problem {
                let label = format!("[{index}]");
                self.at(&label, |check| check.add_first_violation(problem));
            }
        }
    }

    fn json_properties(&mut self, properties: &Map<String, Value>, separator: char) {
        for (key, value) in present(properties) {
            if key.contains(separator) {
                let problem = format!("has a key with `{separator}`, which separates items");
                self.add_violation("", problem);
            }
            let text = text_of_value(value);
            let problem = text.and_then(|text| item_problem(&text, Some(separator), false));
            if let Some(problem) = problem {
                self.at(key, |check| check.add_first_violation(problem));
            }
        }
    }

    /// Records a violation of the current value, unless it violates another constraint.
    fn add_first_violation(&mut self, problem: String) {
        let mut violations = self.violations.iter();
        if !violations.any(|(_, violation)| violation.field == self.path) {
            self.add_violation("", problem);
        }
    }
}

/// Returns the text of an item, or `None` if it is null.
fn text_of_value(item: &Value) -> Option<Cow<'_, str>> {
    match item {
        Value::Null => None,
        Value::String(text) => Some(Cow::from(text)),
        item => Some(Cow::from(item.to_string())),
    }
}

/// Returns the text of an item that is written as JSON, or `None` if it is null.
fn text_of_json(json: &str) -> Option<Cow<'_, str>> {
    let string = json.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    match string {
        Some(text) if text.contains('\\') => serde_json::from_str(json).ok().map(Cow::Owned),
        Some(text) => Some(Cow::Borrowed(text)),
        None => Some(Cow::Borrowed(json)).filter(|json| json != "null"),
    }
}

/// Returns why a server could read another list if it receives this text of an item.
fn item_problem(text: &str, separator: Option<char>, refuses_empty: bool) -> Option<String> {
    match separator {
        Some(separator) if text.contains(separator) => {
            Some(format!("contains `{separator}`, which separates items"))
        }
        _ if text.is_empty() && refuses_empty => {
            Some("is empty, which would be read as no item".to_owned())
        }
        _ => None,
    }
}
