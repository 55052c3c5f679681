//! Checks of numbers.

use std::cmp::Ordering;
use std::fmt;

use super::check::Check;
use super::delegate::delegate;

/// A type that contains a number or may contain one.
pub trait Numeric {
    /// Returns the number, if it is present.
    fn number(&self) -> Option<Number>;
}

/// A number of any type.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Integer(i128),
    /// A floating-point number.
    Float(f64),
}

impl Number {
    #[expect(
        clippy::cast_precision_loss,
        reason = "an integer is converted only to compare it with a float"
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
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
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

delegate!(Numeric, number, Number);

impl Check {
    /// Checks that a number is not NaN or infinite, which JSON cannot express.
    pub fn finite(&mut self, name: &str, value: &impl Numeric) {
        if let Some(Number::Float(value)) = value.number()
            && !value.is_finite()
        {
            let expected = format_args!("a finite number is needed");
            self.add_unexpected(name, format_args!("{value}"), expected);
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
            let expected = format_args!("a multiple of {factor} is needed");
            self.add_unexpected(name, format_args!("{value}"), expected);
        }
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
            let expected = format_args!("{relation} {bound} {suffix}");
            self.add_unexpected(name, format_args!("{value}"), expected);
        }
    }
}
