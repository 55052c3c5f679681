use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::runtime::Nullable;

/// Gathers what breaks the document's limits, before a request is sent.
///
/// Every limit looks through references, options and [`Nullable`]; what is absent breaks none. An
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

/// A limit that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    field: String,
    problem: String,
}

impl Violation {
    /// The path to the value, such as `entries[3].customer`.
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
        write!(f, "`{}` {}", self.field, self.problem)
    }
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
    pub fn min_length(&mut self, name: &str, value: &(impl Length + ?Sized), least: usize) {
        if let Some(length) = value.length().filter(|length| *length < least) {
            self.refuse(
                name,
                format!(
                    "has {}; at least {least} are needed",
                    count(length, "character")
                ),
            );
        }
    }

    /// Refuses texts of more characters.
    pub fn max_length(&mut self, name: &str, value: &(impl Length + ?Sized), most: usize) {
        if let Some(length) = value.length().filter(|length| *length > most) {
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
                format!("has {found} properties; at least {least} are needed"),
            );
        }
    }

    /// Refuses more properties.
    pub fn max_properties(&mut self, name: &str, value: &impl Properties, most: usize) {
        if let Some(found) = value.properties().filter(|found| *found > most) {
            self.refuse(
                name,
                format!("has {found} properties; at most {most} are allowed"),
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

fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}

/// Text, or what may hold one.
pub trait Length {
    /// The characters of the text, if there is one.
    fn length(&self) -> Option<usize>;
}

impl Length for str {
    fn length(&self) -> Option<usize> {
        Some(self.chars().count())
    }
}

impl Length for String {
    fn length(&self) -> Option<usize> {
        self.as_str().length()
    }
}

/// A number, or what may hold one.
pub trait Numeric {
    /// The number, if there is one.
    fn number(&self) -> Option<Number>;
}

/// A number of any type.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// A number with a fraction.
    Float(f64),
}

impl Number {
    #[expect(
        clippy::cast_precision_loss,
        reason = "only what stands beside a float becomes one"
    )]
    fn to_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    fn is_multiple_of(self, factor: Self) -> bool {
        if let (Self::Integer(value), Self::Integer(factor)) = (self, factor) {
            return factor == 0 || value % factor == 0;
        }
        let ratio = self.to_f64() / factor.to_f64();
        (ratio - ratio.round()).abs() < 1e-9
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(std::cmp::Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Self::Integer(a), Self::Integer(b)) => Some(a.cmp(b)),
            (a, b) => a.to_f64().partial_cmp(&b.to_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => value.fmt(f),
            Self::Float(value) => value.fmt(f),
        }
    }
}

macro_rules! numeric {
    ($variant:ident as $wide:ty: $($type:ty),*) => {$(
        impl Numeric for $type {
            fn number(&self) -> Option<Number> {
                Some(Number::$variant(<$wide>::from(*self)))
            }
        }
    )*};
}

numeric!(Integer as i128: i8, i16, i32, i64, u8, u16, u32, u64);
numeric!(Float as f64: f32, f64);

macro_rules! numeric_non_zero {
    ($($type:ty),*) => {$(
        impl Numeric for $type {
            fn number(&self) -> Option<Number> {
                self.get().number()
            }
        }
    )*};
}

numeric_non_zero!(
    std::num::NonZeroU8,
    std::num::NonZeroU16,
    std::num::NonZeroU32,
    std::num::NonZeroU64
);

/// Items, or what may hold them.
pub trait Items {
    /// What the items are.
    type Item;
    /// The items, if there are any to look at.
    fn items(&self) -> Option<&[Self::Item]>;
}

impl<T> Items for [T] {
    type Item = T;
    fn items(&self) -> Option<&[T]> {
        Some(self)
    }
}

impl<T> Items for Vec<T> {
    type Item = T;
    fn items(&self) -> Option<&[T]> {
        Some(self)
    }
}

/// Properties, or what may hold them.
pub trait Properties {
    /// The number of properties, if there are any to count.
    fn properties(&self) -> Option<usize>;
}

impl<T, S> Properties for HashMap<String, T, S> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl<T> Properties for BTreeMap<String, T> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

impl Properties for serde_json::Map<String, serde_json::Value> {
    fn properties(&self) -> Option<usize> {
        Some(self.len())
    }
}

macro_rules! look_through {
    ($trait:ident, $method:ident, $($result:tt)*) => {
        impl<T: $trait + ?Sized> $trait for &T {
            fn $method(&self) -> Option<$($result)*> {
                (**self).$method()
            }
        }
        impl<T: $trait + ?Sized> $trait for Box<T> {
            fn $method(&self) -> Option<$($result)*> {
                (**self).$method()
            }
        }
        impl<T: $trait> $trait for Option<T> {
            fn $method(&self) -> Option<$($result)*> {
                self.as_ref()?.$method()
            }
        }
        impl<T: $trait> $trait for Nullable<T> {
            fn $method(&self) -> Option<$($result)*> {
                self.as_option()?.$method()
            }
        }
    };
}

look_through!(Length, length, usize);
look_through!(Numeric, number, Number);
look_through!(Properties, properties, usize);

impl<T: Items + ?Sized> Items for &T {
    type Item = T::Item;
    fn items(&self) -> Option<&[T::Item]> {
        (**self).items()
    }
}

impl<T: Items> Items for Option<T> {
    type Item = T::Item;
    fn items(&self) -> Option<&[T::Item]> {
        self.as_ref()?.items()
    }
}

impl<T: Items> Items for Nullable<T> {
    type Item = T::Item;
    fn items(&self) -> Option<&[T::Item]> {
        self.as_option()?.items()
    }
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
