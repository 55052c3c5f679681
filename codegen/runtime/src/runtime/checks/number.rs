use std::fmt;

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

    pub(crate) fn is_multiple_of(self, factor: Self) -> bool {
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
