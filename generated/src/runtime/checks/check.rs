use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Write as _};

use reqwest::header::HeaderValue;
use serde::Serialize;

use super::items::Items;
use crate::runtime::encode::path::plain;
use crate::runtime::values::nullable::Nullable;

/// Checks a request against the constraints of the document and collects the violations.
///
/// Each constraint applies to the value inside references, `Option` and
/// [`Nullable`](crate::runtime::Nullable). An absent value violates no constraint. An empty name
/// stands for the value itself.
#[derive(Debug, Default)]
pub struct Check {
    pub(super) path: String,
    pub(super) violations: Vec<(Scope, Violation)>,
    entries: Option<EntryList>,
    pub(super) scope: Scope,
    /// Whether the checked value is secret, so that no violation shows it.
    pub(super) is_secret: bool,
}

/// The part of a request that violates a constraint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A part that all requests of a call share.
    #[default]
    Request,
    /// The list of entries, not a single entry.
    #[allow(dead_code, reason = "a document may have no limits of lists")]
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
                let problem = if self.is_secret {
                    "has a value that would change the path".to_owned()
                } else {
                    format!("is `{dots}`, which would change the path")
                };
                self.add_violation(name, problem);
            }
            _ => {}
        }
    }

    /// Checks that the text of a header parameter can be sent. No violation shows it.
    pub fn header(&mut self, name: &str, value: &impl Serialize) {
        if HeaderValue::try_from(plain(value)).is_err() {
            let problem = "has a line break or another character that no header may have";
            self.add_violation(name, problem.to_owned());
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

    /// Checks a value by the constraints of its type.
    pub fn nested(&mut self, name: &str, value: &impl Validate) {
        self.at(name, |check| value.validate(check));
    }

    /// Checks a secret value, which no violation shows.
    pub fn secret(&mut self, constraints: impl FnOnce(&mut Self)) {
        let is_secret = std::mem::replace(&mut self.is_secret, true);
        constraints(self);
        self.is_secret = is_secret;
    }

    /// Records that a value is not what is expected.
    #[allow(
        dead_code,
        reason = "a document may have neither patterns nor limits of numbers"
    )]
    pub(super) fn add_unexpected(
        &mut self,
        name: &str,
        value: fmt::Arguments<'_>,
        expected: fmt::Arguments<'_>,
    ) {
        let problem = if self.is_secret {
            format!("has a value that is not allowed; {expected}")
        } else {
            format!("is {value}; {expected}")
        };
        self.add_violation(name, problem);
    }

    /// Records a violation.
    pub fn add_violation(&mut self, name: &str, problem: String) {
        let field = join(&self.path, name);
        let violation = Violation { field, problem };
        self.violations.push((self.scope, violation));
    }

    /// Returns whether a list is that of the entries.
    pub(super) fn are_entries<T>(&self, items: &[T]) -> bool {
        let entries = self.entries.as_ref();
        entries.is_some_and(|entries| entries.address == items.as_ptr().addr())
    }

    /// Returns the position of an item: among all entries of the call if it is an entry, or else in the
    /// list.
    pub(super) fn position<T>(&self, items: &[T], index: usize) -> usize {
        let entries = self.entries.as_ref().filter(|_| self.are_entries(items));
        let position = entries.and_then(|entries| entries.positions.get(index));
        position.copied().unwrap_or(index)
    }

    /// Checks the item of a list, whose path is the current one.
    pub(super) fn at_item<T>(&mut self, items: &[T], index: usize, check: impl FnOnce(&mut Self)) {
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
}

pub(super) fn join(path: &str, name: &str) -> String {
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
