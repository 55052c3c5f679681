use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write as _};
use std::hash::Hash;

use serde::Serialize;
use serde_json::{Map, Value};

use super::measure::{Items, Members, Number, Numeric, Properties, Text};
use crate::runtime::encode::json::{present, to_value};
use crate::runtime::values::nullable::Nullable;

/// Checks a request against the constraints of the document and collects the violations.
///
/// Each constraint applies to the value inside references, `Option` and
/// [`Nullable`](crate::runtime::Nullable). An absent value violates no constraint. An empty name
/// stands for the value itself.
#[derive(Debug, Default)]
pub struct Check {
    path: String,
    violations: Vec<(Scope, Violation)>,
    entries: Option<EntryList>,
    scope: Scope,
}

/// The part of a request that violates a constraint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A part that all requests of a call share.
    #[default]
    Request,
    /// The list of entries, not a single entry.
    Entries,
    /// The entry at this index.
    Entry(usize),
}

/// The list of entries in a request.
#[derive(Debug)]
struct EntryList {
    /// The address of the list, by which it is recognized.
    address: usize,
    /// The position of each entry among all entries of the call.
    positions: Vec<usize>,
}

/// A value that has constraints.
pub trait Validate {
    /// Checks the value, and records violations in `check`.
    fn validate(&self, check: &mut Check);
}

impl Check {
    /// Checks one value and returns its violations.
    pub fn of(value: &impl Validate) -> Vec<Violation> {
        let mut check = Self::default();
        value.validate(&mut check);
        check.into_violations()
    }

    /// Creates a check of a request with these entries. Violations name an entry by its position
    /// among all entries of the call.
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) fn of_entries<T>(entries: &[T], positions: Vec<usize>) -> Self {
        let address = entries.as_ptr().addr();
        Self {
            entries: Some(EntryList { address, positions }),
            ..Self::default()
        }
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        let violations = self.violations.into_iter();
        violations.map(|(_, violation)| violation).collect()
    }

    /// Returns the violations, each with the part of the request that it is about.
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) fn into_scoped_violations(self) -> Vec<(Scope, Violation)> {
        self.violations
    }

    /// Checks that a path parameter is not empty, `.` or `..`, which would change the path.
    pub fn path_segment(&mut self, name: &str, value: &impl fmt::Display) {
        match value.to_string().as_str() {
            "" => self.add_violation(name, "is empty, which is not allowed in a path".to_owned()),
            dots @ ("." | "..") => {
                self.add_violation(name, format!("is `{dots}`, which would change the path"));
            }
            _ => {}
        }
    }

    /// Checks the minimum number of characters.
    pub fn min_length(&mut self, name: &str, value: &(impl Text + ?Sized), min: usize) {
        if let Some(length) = length(value).filter(|length| *length < min) {
            self.add_violation(name, too_few(&count(length, "character"), min));
        }
    }

    /// Checks the maximum number of characters.
    pub fn max_length(&mut self, name: &str, value: &(impl Text + ?Sized), max: usize) {
        if let Some(length) = length(value).filter(|length| *length > max) {
            self.add_violation(
                name,
                format!(
                    "has {}; at most {max} are allowed",
                    count(length, "character")
                ),
            );
        }
    }

    /// Checks that a number is not NaN or infinite, which JSON cannot express.
    pub fn finite(&mut self, name: &str, value: &impl Numeric) {
        if let Some(Number::Float(value)) = value.number()
            && !value.is_finite()
        {
            self.add_violation(name, format!("is {value}; a finite number is needed"));
        }
    }

    /// Checks the inclusive minimum of a number.
    pub fn minimum(&mut self, name: &str, value: &impl Numeric, min: impl Numeric) {
        self.compare(
            name,
            value,
            &min,
            |value, min| value < min,
            "at least",
            "is needed",
        );
    }

    /// Checks the inclusive maximum of a number.
    pub fn maximum(&mut self, name: &str, value: &impl Numeric, max: impl Numeric) {
        self.compare(
            name,
            value,
            &max,
            |value, max| value > max,
            "at most",
            "is allowed",
        );
    }

    /// Checks the exclusive minimum of a number.
    pub fn exclusive_minimum(&mut self, name: &str, value: &impl Numeric, bound: impl Numeric) {
        self.compare(
            name,
            value,
            &bound,
            |value, bound| value <= bound,
            "more than",
            "is needed",
        );
    }

    /// Checks the exclusive maximum of a number.
    pub fn exclusive_maximum(&mut self, name: &str, value: &impl Numeric, bound: impl Numeric) {
        self.compare(
            name,
            value,
            &bound,
            |value, bound| value >= bound,
            "less than",
            "is needed",
        );
    }

    /// Checks that a number is a multiple of `factor`.
    pub fn multiple_of(&mut self, name: &str, value: &impl Numeric, factor: impl Numeric) {
        let (Some(value), Some(factor)) = (value.number(), factor.number()) else {
            return;
        };
        if !value.is_multiple_of(factor) {
            self.add_violation(
                name,
                format!("is {value}; a multiple of {factor} is needed"),
            );
        }
    }

    /// Checks the minimum number of items.
    pub fn min_items(&mut self, name: &str, value: &impl Items, min: usize) {
        if let Some(items) = value.items().filter(|items| items.len() < min) {
            self.add_list_violation(name, items, too_few(&count(items.len(), "item"), min));
        }
    }

    /// Checks the maximum number of items.
    pub fn max_items(&mut self, name: &str, value: &impl Items, max: usize) {
        if let Some(items) = value.items().filter(|items| items.len() > max) {
            let has = count(items.len(), "item");
            let problem = format!("has {has}; at most {max} are allowed");
            self.add_list_violation(name, items, problem);
        }
    }

    /// Checks that no two items are equal.
    pub fn unique_items<I: Items<Item: Eq + Hash>>(&mut self, name: &str, value: &I) {
        let mut first_by_item = HashMap::new();
        self.unique_items_by(name, value, |items, at| {
            let first = *first_by_item.entry(&items[at]).or_insert(at);
            (first != at).then_some(first)
        });
    }

    /// Checks that no two items are equal, by comparing each pair of them. For items that cannot be
    /// hashed, such as floating-point numbers.
    pub fn unique_inexact_items<I: Items<Item: PartialEq>>(&mut self, name: &str, value: &I) {
        self.unique_items_by(name, value, |items, at| {
            items[..at].iter().position(|other| *other == items[at])
        });
    }

    /// Checks that no two items are equal. `first` returns the index of the first item before the one
    /// at an index that is equal to it.
    fn unique_items_by<'a, I: Items>(
        &mut self,
        name: &str,
        value: &'a I,
        mut first: impl FnMut(&'a [I::Item], usize) -> Option<usize>,
    ) {
        let Some(items) = value.items() else {
            return;
        };
        let duplicate = (0..items.len()).find_map(|at| Some((first(items, at)?, at)));
        if let Some((first, second)) = duplicate {
            let problem = format!("has equal items at {first} and {second}; items must be unique");
            self.add_list_violation(name, items, problem);
        }
    }

    /// Checks that no two items have the same value of `property`, which `key` returns. Both items
    /// violate it.
    pub fn distinct<I: Items>(
        &mut self,
        name: &str,
        value: &I,
        property: &str,
        key: impl Fn(&I::Item) -> Option<String>,
    ) {
        let Some(items) = value.items() else {
            return;
        };
        let mut first_by_key = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            let Some(key) = key(item) else {
                continue;
            };
            let first = *first_by_key.entry(key).or_insert(index);
            if first != index {
                self.add_same(name, items, property, [first, index]);
            }
        }
    }

    fn add_same<T>(&mut self, name: &str, items: &[T], property: &str, pair: [usize; 2]) {
        let [first, second] = pair;
        self.at(name, |check| {
            for (index, other) in [(first, second), (second, first)] {
                let other = join(&check.path, &check.item_label(items, other));
                let problem = format!("is the same as that of `{other}`; it must be unique");
                check.at_item(items, index, |check| {
                    check.add_violation(property, problem);
                });
            }
        });
    }

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

    /// Checks the minimum number of properties.
    pub fn min_properties(&mut self, name: &str, value: &impl Properties, min: usize) {
        if let Some(found) = value.properties().filter(|found| *found < min) {
            self.add_violation(name, too_few(&properties(found), min));
        }
    }

    /// Checks the maximum number of properties.
    pub fn max_properties(&mut self, name: &str, value: &impl Properties, max: usize) {
        if let Some(found) = value.properties().filter(|found| *found > max) {
            self.add_violation(
                name,
                format!("has {}; at most {max} are allowed", properties(found)),
            );
        }
    }

    /// Checks each item with `constraints`, in which the item has an empty name.
    pub fn each<I: Items>(
        &mut self,
        name: &str,
        value: &I,
        mut constraints: impl FnMut(&mut Self, &I::Item),
    ) {
        let Some(items) = value.items() else {
            return;
        };
        self.at(name, |check| {
            for (index, item) in items.iter().enumerate() {
                check.at_item(items, index, |check| constraints(check, item));
            }
        });
    }

    /// Checks each value of a map with `constraints`, in which the value has an empty name. Values
    /// are checked in the order of their keys.
    pub fn each_value<M: Members>(
        &mut self,
        name: &str,
        map: &M,
        mut constraints: impl FnMut(&mut Self, &M::Member),
    ) {
        let Some(mut members) = map.members() else {
            return;
        };
        members.sort_by_key(|(key, _)| *key);
        self.at(name, |check| {
            for (key, value) in members {
                check.at(key, |check| constraints(check, value));
            }
        });
    }

    /// Checks a value by the constraints of its type.
    pub fn nested(&mut self, name: &str, value: &impl Validate) {
        self.at(name, |check| value.validate(check));
    }

    /// Records a violation.
    pub fn add_violation(&mut self, name: &str, problem: String) {
        let field = join(&self.path, name);
        let violation = Violation { field, problem };
        self.violations.push((self.scope, violation));
    }

    /// Records a violation of the current value, unless it violates another constraint.
    fn add_first_violation(&mut self, problem: String) {
        let mut violations = self.violations.iter();
        if !violations.any(|(_, violation)| violation.field == self.path) {
            self.add_violation("", problem);
        }
    }

    /// Records a violation of a list, not of an item.
    fn add_list_violation<T>(&mut self, name: &str, items: &[T], problem: String) {
        let scope = self.scope;
        if self.are_entries(items) {
            self.scope = Scope::Entries;
        }
        self.add_violation(name, problem);
        self.scope = scope;
    }

    /// Returns whether a list is that of the entries.
    fn are_entries<T>(&self, items: &[T]) -> bool {
        let entries = self.entries.as_ref();
        entries.is_some_and(|entries| entries.address == items.as_ptr().addr())
    }

    fn item_label<T>(&self, items: &[T], index: usize) -> String {
        format!("[{}]", self.position(items, index))
    }

    /// Returns the position of an item: among all entries of the call if it is an entry, or else in the
    /// list.
    fn position<T>(&self, items: &[T], index: usize) -> usize {
        let entries = self.entries.as_ref().filter(|_| self.are_entries(items));
        let position = entries.and_then(|entries| entries.positions.get(index));
        position.copied().unwrap_or(index)
    }

    /// Checks the item of a list, whose path is the current one.
    fn at_item<T>(&mut self, items: &[T], index: usize, check: impl FnOnce(&mut Self)) {
        let (scope, length) = (self.scope, self.path.len());
        let position = self.position(items, index);
        // Writing to a string does not fail.
        let _ = write!(self.path, "[{position}]");
        if self.are_entries(items) {
            self.scope = Scope::Entry(index);
        }
        check(self);
        self.path.truncate(length);
        self.scope = scope;
    }

    pub(super) fn at(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        append(&mut self.path, name);
        check(self);
        self.path.truncate(length);
    }

    fn compare(
        &mut self,
        name: &str,
        value: &impl Numeric,
        bound: &impl Numeric,
        is_violated: impl FnOnce(Number, Number) -> bool,
        relation: &str,
        suffix: &str,
    ) {
        let (Some(value), Some(bound)) = (value.number(), bound.number()) else {
            return;
        };
        if is_violated(value, bound) {
            self.add_violation(name, format!("is {value}; {relation} {bound} {suffix}"));
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

fn join(path: &str, name: &str) -> String {
    let mut path = path.to_owned();
    append(&mut path, name);
    path
}

fn append(path: &mut String, name: &str) {
    if !(path.is_empty() || name.is_empty() || name.starts_with('[')) {
        path.push('.');
    }
    path.push_str(name);
}

/// Returns the number of characters of a text, if it is present.
fn length(value: &(impl Text + ?Sized)) -> Option<usize> {
    value.text().map(|text| text.chars().count())
}

fn too_few(found: &str, min: usize) -> String {
    let are = if min == 1 { "is" } else { "are" };
    format!("has {found}; at least {min} {are} needed")
}

fn properties(number: usize) -> String {
    match number {
        1 => "1 property".to_owned(),
        _ => format!("{number} properties"),
    }
}

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

impl<T: Validate + ?Sized> Validate for &T {
    fn validate(&self, check: &mut Check) {
        (**self).validate(check);
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    fn validate(&self, check: &mut Check) {
        (**self).validate(check);
    }
}

impl<T: Validate> Validate for Option<T> {
    fn validate(&self, check: &mut Check) {
        if let Some(value) = self {
            value.validate(check);
        }
    }
}

impl<T: Validate> Validate for Nullable<T> {
    fn validate(&self, check: &mut Check) {
        self.as_option().validate(check);
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn validate(&self, check: &mut Check) {
        check.each("", self, |check, item| item.validate(check));
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, check: &mut Check) {
        for (key, value) in self {
            check.nested(key, value);
        }
    }
}

/// Checks values in the order of their keys, so that messages are deterministic.
impl<T: Validate, S> Validate for HashMap<String, T, S> {
    fn validate(&self, check: &mut Check) {
        self.iter()
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .for_each(|(key, value)| {
                check.nested(key, value);
            });
    }
}

/// A constraint that a value violates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) field: String,
    pub(crate) problem: String,
}

impl Violation {
    /// Returns the path of the value, such as `entries[3].customer`. It is empty for the body
    /// itself.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Returns a description of the value and the constraint, such as
    /// `has 93 characters; at most 80 are allowed`.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "the body {}", self.problem),
            field => write!(f, "`{field}` {}", self.problem),
        }
    }
}
