use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::str::FromStr;

use serde::de::{Deserializer, Error, Visitor};

/// A value of an enum that this version of the crate does not know. It can only be created by
/// parsing, so it never contains a known value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue(String);

#[allow(dead_code, reason = "a document may have no open enum")]
impl UnknownValue {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }
}

impl Deref for UnknownValue {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// A numeric value of an enum that this version of the crate does not know. It can only be created
/// by conversion from a number, so it never contains a known value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownNumber(i64);

#[allow(dead_code, reason = "a document may have no open enum of numbers")]
impl UnknownNumber {
    pub(crate) fn new(number: i64) -> Self {
        Self(number)
    }

    /// Returns the number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for UnknownNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The error of converting a value that is not one of an enum's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlistedValue {
    /// `None` if it is secret.
    given: Option<String>,
    allowed: String,
}

#[allow(dead_code, reason = "a document may have no closed enum")]
impl UnlistedValue {
    pub(crate) fn new(given: &impl fmt::Display, allowed: &[impl fmt::Display]) -> Self {
        Self {
            given: Some(given.to_string()),
            allowed: listed(allowed),
        }
    }

    /// Removes the given value, which is secret.
    #[must_use]
    pub(crate) fn secret(self) -> Self {
        Self {
            given: None,
            ..self
        }
    }
}

/// Returns values in a sentence, in quotes if one of them would not be recognized otherwise.
pub(crate) fn listed(values: &[impl fmt::Display]) -> String {
    let mut values: Vec<_> = values.iter().map(ToString::to_string).collect();
    let is_unclear = |it: &String| it.is_empty() || it.contains([',', ' ']);
    if values.iter().any(is_unclear) {
        values = values.iter().map(|it| format!("{it:?}")).collect();
    }
    values.join(", ")
}

impl fmt::Display for UnlistedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.given {
            Some(given) => write!(f, "{given:?} is not one of {}", self.allowed),
            None => write!(f, "the value is not one of {}", self.allowed),
        }
    }
}

impl std::error::Error for UnlistedValue {}

/// Reads a string and parses it, without a copy of the string.
///
/// # Errors
///
/// Returns an error if the value is not a string, or the error of parsing it.
pub fn parse_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(ParsedText(PhantomData))
}

struct ParsedText<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for ParsedText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Implements the conversions of a string enum that has a variant `Unknown(UnknownValue)`.
#[allow(unused_macros, reason = "a document may lack this kind of enum")]
macro_rules! open_enum {
    ($type:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $crate::runtime::internal::text_enum! { $type { $($variant = $text),* } Self::Unknown(value) => value }

        impl std::str::FromStr for $type {
            type Err = std::convert::Infallible;

            // Not `Self::Err`, which is ambiguous if a variant has that name. The same applies
            // below.
            fn from_str(text: &str) -> Result<Self, std::convert::Infallible> {
                Ok(match text {
                    $($text => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::UnknownValue::new(text.to_owned())),
                })
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = $crate::runtime::internal::parse_text(deserializer)?;
                if let Self::Unknown(unknown) = &value {
                    $crate::runtime::internal::check_unlisted(unknown, Self::VALUES)?;
                }
                Ok(value)
            }
        }
    };
}

/// Implements the conversions of a string enum without unknown values. With `=> secret`, errors do not
/// show the value that is not listed.
#[allow(unused_macros, reason = "a document may lack this kind of enum")]
macro_rules! closed_enum {
    ($type:ident { $($variant:ident = $text:literal),* $(,)? } $(=> $secret:ident)?) => {
        $crate::runtime::internal::text_enum! { $type { $($variant = $text),* } }

        impl std::str::FromStr for $type {
            type Err = $crate::runtime::UnlistedValue;

            fn from_str(text: &str) -> Result<Self, $crate::runtime::UnlistedValue> {
                match text {
                    $($text => Ok(Self::$variant),)*
                    _ => {
                        Err($crate::runtime::UnlistedValue::new(&text, Self::VALUES)$(.$secret())?)
                    }
                }
            }
        }

        impl TryFrom<&str> for $type {
            type Error = $crate::runtime::UnlistedValue;

            fn try_from(text: &str) -> Result<Self, $crate::runtime::UnlistedValue> {
                text.parse()
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::internal::parse_text(deserializer)
            }
        }
    };
}

/// Implements what open and closed string enums have in common.
#[allow(unused_macros, reason = "a document may lack this kind of enum")]
macro_rules! text_enum {
    ($type:ident { $($variant:ident = $text:literal),* } $($unknown:pat => $value:expr)?) => {
        impl $type {
            /// All known values, in the order of the document.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the value as it is sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    $($unknown => $value,)?
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// Implements the conversions of an integer enum that has a variant `Unknown(UnknownNumber)`.
#[allow(unused_macros, reason = "a document may lack this kind of enum")]
macro_rules! open_number_enum {
    ($type:ident { $($variant:ident = $number:literal),* $(,)? }) => {
        $crate::runtime::internal::number_enum! { $type { $($variant = $number),* } Self::Unknown(value) => value.get() }

        impl From<i64> for $type {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::UnknownNumber::new(number)),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = <i64 as serde::Deserialize>::deserialize(deserializer)?;
                let value = Self::from(number);
                if let Self::Unknown(unknown) = &value {
                    $crate::runtime::internal::check_unlisted(unknown, Self::VALUES)?;
                }
                Ok(value)
            }
        }
    };
}

/// Implements the conversions of an integer enum without unknown values. With `=> secret`, errors do
/// not show the value that is not listed.
#[allow(unused_macros, reason = "a document may lack this kind of enum")]
macro_rules! closed_number_enum {
    ($type:ident { $($variant:ident = $number:literal),* $(,)? } $(=> $secret:ident)?) => {
        $crate::runtime::internal::number_enum! { $type { $($variant = $number),* } }

        impl TryFrom<i64> for $type {
            type Error = $crate::runtime::UnlistedValue;

            fn try_from(number: i64) -> Result<Self, $crate::runtime::UnlistedValue> {
                match number {
                    $($number => Ok(Self::$variant),)*
                    _ => {
                        Err($crate::runtime::UnlistedValue::new(&number, Self::VALUES)$(.$secret())?)
                    }
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = <i64 as serde::Deserialize>::deserialize(deserializer)?;
                Self::try_from(number).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Implements what open and closed integer enums have in common.
#[allow(unused_macros, reason = "a document may lack this kind of enum")]
macro_rules! number_enum {
    ($type:ident { $($variant:ident = $number:literal),* } $($unknown:pat => $value:expr)?) => {
        impl $type {
            /// All known values, in the order of the document.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the value as it is sent.
            pub const fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    $($unknown => $value,)?
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl From<$type> for i64 {
            fn from(value: $type) -> Self {
                value.as_i64()
            }
        }

        impl PartialEq<i64> for $type {
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }
    };
}

#[allow(
    unused_imports,
    reason = "a document may lack one of these kinds of enums"
)]
pub(crate) use {
    closed_enum, closed_number_enum, number_enum, open_enum, open_number_enum, text_enum,
};
