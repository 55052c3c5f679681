use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::measure::{Items, Members, Number, Numeric, Properties, Text};
use crate::runtime::values::nullable::Nullable;

/// Gathers what breaks the document's limits, before a request is sent.
///
/// Every limit looks through references, options and [`Nullable`](crate::runtime::Nullable); what is absent breaks none. An
/// empty name stands for the value that is being checked itself.
#[derive(Debug, Default)]
pub struct Check {
    path: String,
    violations: Vec<Violation>,
}

/// A value with limits of its own.
pub trait Validate {
    /// Checks the value.
    fn validate(&self, check: &mut Check);
}

impl Check {
    /// What was found by checking one value.
    pub fn of(value: &impl Validate) -> Vec<Violation> {
        let mut check = Self::default();
        value.validate(&mut check);
        check.violations
    }

    pub(crate) fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Refuses the values that would lead to another path: an empty one, `.` and `..`.
    pub fn path_segment(&mut self, name: &str, value: &impl fmt::Display) {
        match value.to_string().as_str() {
            "" => self.refuse(name, "is empty and stands in the path".to_owned()),
            dots @ ("." | "..") => {
                self.refuse(name, format!("is `{dots}` and would lead to another path"));
            }
            _ => {}
        }
    }

    /// Refuses texts of fewer characters.
    pub fn min_length(&mut self, name: &str, value: &(impl Text + ?Sized), least: usize) {
        if let Some(length) = length(value).filter(|length| *length < least) {
            self.refuse(
                name,
                format!(
                    "has {}; at least {least} {} needed",
                    count(length, "character"),
                    if least == 1 { "is" } else { "are" }
                ),
            );
        }
    }

    /// Refuses texts of more characters.
    pub fn max_length(&mut self, name: &str, value: &(impl Text + ?Sized), most: usize) {
        if let Some(length) = length(value).filter(|length| *length > most) {
            self.refuse(
                name,
                format!(
                    "has {}; at most {most} are allowed",
                    count(length, "character")
                ),
            );
        }
    }

    /// Refuses smaller numbers.
    pub fn minimum(&mut self, name: &str, value: &impl Numeric, least: impl Numeric) {
        self.compare(
            name,
            value,
            &least,
            |value, least| value < least,
            "at least",
            "is needed",
        );
    }

    /// Refuses greater numbers.
    pub fn maximum(&mut self, name: &str, value: &impl Numeric, most: impl Numeric) {
        self.compare(
            name,
            value,
            &most,
            |value, most| value > most,
            "at most",
            "is allowed",
        );
    }

    /// Refuses this number and smaller ones.
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

    /// Refuses this number and greater ones.
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

    /// Refuses numbers that are not a multiple of this one.
    pub fn multiple_of(&mut self, name: &str, value: &impl Numeric, factor: impl Numeric) {
        let (Some(value), Some(factor)) = (value.number(), factor.number()) else {
            return;
        };
        if !value.is_multiple_of(factor) {
            self.refuse(
                name,
                format!("is {value}; a multiple of {factor} is needed"),
            );
        }
    }

    /// Refuses fewer items.
    pub fn min_items(&mut self, name: &str, value: &impl Items, least: usize) {
        if let Some(items) = value.items().map(<[_]>::len).filter(|items| *items < least) {
            self.refuse(
                name,
                format!(
                    "has {}; at least {least} {} needed",
                    count(items, "item"),
                    if least == 1 { "is" } else { "are" }
                ),
            );
        }
    }

    /// Refuses more items.
    pub fn max_items(&mut self, name: &str, value: &impl Items, most: usize) {
        if let Some(items) = value.items().map(<[_]>::len).filter(|items| *items > most) {
            self.refuse(
                name,
                format!("has {}; at most {most} are allowed", count(items, "item")),
            );
        }
    }

    /// Refuses equal items.
    pub fn unique_items<I: Items>(&mut self, name: &str, value: &I)
    where
        I::Item: PartialEq,
    {
        let Some(items) = value.items() else {
            return;
        };
        let twin = items
            .iter()
            .enumerate()
            .find_map(|(at, item)| Some((items[..at].iter().position(|other| other == item)?, at)));
        if let Some((first, second)) = twin {
            self.refuse(
                name,
                format!("has the same item at {first} and {second}; each may come once"),
            );
        }
    }

    /// Refuses fewer properties.
    pub fn min_properties(&mut self, name: &str, value: &impl Properties, least: usize) {
        if let Some(found) = value.properties().filter(|found| *found < least) {
            self.refuse(
                name,
                format!(
                    "has {}; at least {least} {} needed",
                    properties(found),
                    if least == 1 { "is" } else { "are" }
                ),
            );
        }
    }

    /// Refuses more properties.
    pub fn max_properties(&mut self, name: &str, value: &impl Properties, most: usize) {
        if let Some(found) = value.properties().filter(|found| *found > most) {
            self.refuse(
                name,
                format!("has {}; at most {most} are allowed", properties(found)),
            );
        }
    }

    /// Checks the limits of each item, which has an empty name in `limits`.
    pub fn each<I: Items>(
        &mut self,
        name: &str,
        value: &I,
        mut limits: impl FnMut(&mut Self, &I::Item),
    ) {
        let Some(items) = value.items() else {
            return;
        };
        self.within(name, |check| {
            for (index, item) in items.iter().enumerate() {
                check.within(&format!("[{index}]"), |check| limits(check, item));
            }
        });
    }

    /// Checks the limits of each value of a map, which has an empty name in `limits`, by the order of the keys.
    pub fn each_value<M: Members>(
        &mut self,
        name: &str,
        map: &M,
        mut limits: impl FnMut(&mut Self, &M::Member),
    ) {
        let Some(mut members) = map.members() else {
            return;
        };
        members.sort_by_key(|(key, _)| *key);
        self.within(name, |check| {
            for (key, value) in members {
                check.within(key, |check| limits(check, value));
            }
        });
    }

    /// Checks a value by its own limits.
    pub fn nested(&mut self, name: &str, value: &impl Validate) {
        self.within(name, |check| value.validate(check));
    }

    /// Records what is wrong with a field.
    pub fn refuse(&mut self, name: &str, problem: String) {
        let field = join(&self.path, name);
        self.violations.push(Violation { field, problem });
    }

    fn within(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path = join(&self.path, name);
        check(self);
        self.path.truncate(length);
    }

    fn compare(
        &mut self,
        name: &str,
        value: &impl Numeric,
        bound: &impl Numeric,
        breaks: impl FnOnce(Number, Number) -> bool,
        relation: &str,
        verdict: &str,
    ) {
        let (Some(value), Some(bound)) = (value.number(), bound.number()) else {
            return;
        };
        if breaks(value, bound) {
            self.refuse(name, format!("is {value}; {relation} {bound} {verdict}"));
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() || name.is_empty() || name.starts_with('[') {
        format!("{path}{name}")
    } else {
        format!("{path}.{name}")
    }
}

/// The characters of a text, if there is one.
fn length(value: &(impl Text + ?Sized)) -> Option<usize> {
    value.text().map(|text| text.chars().count())
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
        for (index, item) in self.iter().enumerate() {
            check.nested(&format!("[{index}]"), item);
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn validate(&self, check: &mut Check) {
        for (key, value) in self {
            check.nested(key, value);
        }
    }
}

/// Goes by the order of the keys, so that the same value gives the same message.
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

/// A limit that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) field: String,
    pub(crate) problem: String,
}

impl Violation {
    /// The path to the value, such as `entries[3].customer`; empty for the body as a whole.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What was found and what is allowed.
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
