//! Enums whose values are neither all strings nor all integers.

use std::fmt;

use serde_json::Value;

/// A value of an enum that this version of the crate does not know. It can only be created by
/// conversion from JSON, so it never contains a known value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnknownScalar(Value);

impl UnknownScalar {
    #[allow(dead_code, reason = "a document may have no open enum of these")]
    pub(crate) fn new(value: Value) -> Self {
        Self(value)
    }

    /// Returns the value.
    pub const fn get(&self) -> &Value {
        &self.0
    }
}

impl fmt::Display for UnknownScalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&scalar_text(&self.0))
    }
}

/// Returns a scalar as text: a string as it is, any other value as JSON.
pub fn scalar_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

/// Returns whether two values are equal. `1` and `1.0` are.
pub fn is_equal(a: &Value, b: &Value) -> bool {
    a == b || (a.is_number() && (a.is_f64() || b.is_f64()) && a.as_f64() == b.as_f64())
}

/// Implements the conversions of an enum of scalars. With `Unknown`, the enum has a variant
/// `Unknown(UnknownScalar)`. With `=> secret`, errors do not show the value that is not listed.
#[allow(unused_macros, reason = "only a document's types use it")]
macro_rules! scalar_enum {
    ($type:ident { $($variant:ident = $value:literal),* $(,)? } $($unknown:ident)? $(=> $secret:ident)?) => {
        impl $type {
            /// All known values, in the order of the document.
            pub const VALUES: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the value as it is sent.
            pub fn value(&self) -> serde_json::Value {
                match self {
                    $(Self::$variant => serde_json::Value::from($value),)*
                    $(Self::$unknown(value) => value.get().clone(),)?
                }
            }
        }

        impl TryFrom<serde_json::Value> for $type {
            type Error = $crate::runtime::UnlistedValue;

            fn try_from(value: serde_json::Value) -> Result<Self, Self::Error> {
                let known = Self::VALUES.iter();
                let mut known = known.filter(|known| {
                    $crate::runtime::internal::is_equal(&known.value(), &value)
                });
                match known.next().cloned() {
                    Some(known) => Ok(known),
                    $(None if !value.is_array() && !value.is_object() => {
                        Ok(Self::$unknown($crate::runtime::UnknownScalar::new(value)))
                    })?
                    None => {
                        Err($crate::runtime::UnlistedValue::new(&value, Self::VALUES)$(.$secret())?)
                    }
                }
            }
        }

        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&$crate::runtime::internal::scalar_text(&self.value()))
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.value().serialize(serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = <serde_json::Value as serde::Deserialize>::deserialize(deserializer)?;
                let value = Self::try_from(value).map_err(serde::de::Error::custom)?;
                $(if let Self::$unknown(unknown) = &value {
                    $crate::runtime::internal::check_unlisted(unknown, Self::VALUES)?;
                })?
                Ok(value)
            }
        }
    };
}

#[allow(unused_imports, reason = "only a document's types use it")]
pub(crate) use scalar_enum;
