//! Structs that are JSON objects.
//!
//! The macro [`object`] implements serialization with a table of the properties. Its functions only list the fields, so
//! that a type with many properties compiles fast. What they have in common is here.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

/// Implements serialization of a struct.
///
/// A row has the presence of a property, the field and the name of the property. The presences are:
///
/// - `required`
/// - `required_nullable`: the field is an `Option`, and `None` is `null`
/// - `optional`: the field is an `Option`, and `None` is absent. `null` is read as `None` too
/// - `optional_nullable`: the field is an `Option<Nullable>`
/// - `collection`: the field is a list or a map, and an empty one is absent
///
/// The row `rest` has the field of the other properties.
#[allow(unused_macros, reason = "a document may have no object")]
macro_rules! object {
    ($type:ident {
        $(
            $(required $required:ident)?
            $(required_nullable $required_nullable:ident)?
            $(optional $optional:ident)?
            $(optional_nullable $optional_nullable:ident)?
            $(collection $collection:ident)?
            = $name:literal,
        )*
        $(rest $rest:ident,)?
    }) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::internal::write_object(serializer, stringify!($type), &[
                    $(
                        $($crate::runtime::internal::Part::Required($name, &self.$required),)?
                        $($crate::runtime::internal::Part::Required($name, &self.$required_nullable),)?
                        $($crate::runtime::internal::Part::Optional($name, &self.$optional),)?
                        $($crate::runtime::internal::Part::Optional($name, &self.$optional_nullable),)?
                        $($crate::runtime::internal::Part::Optional($name, &self.$collection),)?
                    )*
                    $($crate::runtime::internal::Part::Rest(&self.$rest),)?
                ])
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::internal::read_object(deserializer)
            }
        }

        impl $crate::runtime::internal::ReadObject for $type {
            const NAME: &'static str = stringify!($type);
            const PROPERTIES: &'static [&'static str] = &[$($name),*];
            $(const REST: Option<&'static str> = Some(stringify!($rest));)?

            #[allow(
                irrefutable_let_patterns, unused_assignments, unused_labels, unused_mut, unused_variables,
                reason = "an object may have no property, or none that is required"
            )]
            fn read<'de, S: $crate::runtime::internal::ObjectSource<'de>>(mut source: S) -> Result<Self, S::Error> {
                $(
                    $(let mut $required = None;)?
                    $(let mut $required_nullable = None;)?
                    $(let mut $optional = None;)?
                    $(let mut $optional_nullable = None;)?
                    $(let mut $collection = None;)?
                )*
                $(let mut $rest = Default::default();)?
                // A comparison for each property compiles to a jump table. Macros cannot number the arms of a `match`.
                while let Some(mut index) = source.next()? {
                    let read = 'value: {
                        $(
                            if index == 0 {
                                break 'value $(source.value(&mut $required))?
                                    $(source.optional(&mut $required_nullable))?
                                    $(source.optional(&mut $optional))?
                                    $(source.value(&mut $optional_nullable))?
                                    $(source.value(&mut $collection))?;
                            }
                            index -= 1;
                        )*
                        source.other(($(&mut $rest)?))
                    };
                    read?;
                }
                let ($($(Some($required),)?)*) = ($($($required,)?)*) else {
                    return Err(source.missing(&[$($((stringify!($required), $name),)?)*]));
                };
                Ok(Self {
                    $(
                        $($required,)?
                        $($required_nullable,)?
                        $($optional,)?
                        $($optional_nullable,)?
                        $($collection: $collection.unwrap_or_default(),)?
                    )*
                    $($rest,)?
                })
            }
        }
    };
}

#[allow(unused_imports, reason = "a document may have no object")]
pub(crate) use object;

/// A struct that is read from a JSON object.
pub trait ReadObject: Sized {
    /// The name of the struct.
    const NAME: &'static str;
    /// The names of the properties.
    const PROPERTIES: &'static [&'static str];
    /// The field of the other properties.
    const REST: Option<&'static str> = None;

    /// Reads the properties.
    ///
    /// # Errors
    ///
    /// Returns an error if a required property is missing, or the errors of the source.
    fn read<'de, S: ObjectSource<'de>>(source: S) -> Result<Self, S::Error>;
}

/// The values of the properties of an object that is read.
pub trait ObjectSource<'de> {
    /// The error of reading a value.
    type Error: Error;

    /// Returns the index of the property whose value is next, or an index after the last property if it is another one.
    ///
    /// # Errors
    ///
    /// Returns an error if a property occurs twice, or the error of reading the name.
    fn next(&mut self) -> Result<Option<usize>, Self::Error>;

    /// Reads the value of a property.
    ///
    /// # Errors
    ///
    /// Returns the error of reading the value.
    fn value<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), Self::Error>;

    /// Reads a value that may be `null`.
    ///
    /// # Errors
    ///
    /// Returns the error of reading the value.
    fn optional<T: Deserialize<'de>>(&mut self, field: &mut Option<T>) -> Result<(), Self::Error>;

    /// Reads or ignores the value of another property.
    ///
    /// # Errors
    ///
    /// Returns the error of reading the value.
    fn other(&mut self, rest: impl ReadRest<'de>) -> Result<(), Self::Error>;

    /// Returns the error of an object without one of these properties, which are fields and names.
    fn missing(&self, required: &[(&str, &'static str)]) -> Self::Error;
}

/// Reads an object.
///
/// # Errors
///
/// Returns an error if the value is not an object, or the error of reading its properties.
pub fn read_object<'de, T: ReadObject, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let visitor = ObjectVisitor(PhantomData);
    match T::REST {
        None => deserializer.deserialize_struct(T::NAME, T::PROPERTIES, visitor),
        Some(_) => deserializer.deserialize_map(visitor),
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: ReadObject> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        // A state that needs no `drop` is faster.
        if T::REST.is_none() && T::PROPERTIES.len() <= u64::BITS as usize {
            T::read(Entries::<A, T, _>::new(map, 0_u64))
        } else {
            T::read(Entries::<A, T, _>::new(map, LargeState::default()))
        }
    }
}

/// The entries of a JSON object.
struct Entries<A, T, S> {
    map: A,
    state: S,
    object: PhantomData<T>,
}

impl<A, T, S> Entries<A, T, S> {
    #[inline]
    fn new(map: A, state: S) -> Self {
        Self {
            map,
            state,
            object: PhantomData,
        }
    }
}

/// What is known of the properties that occurred.
trait State {
    /// Returns whether the property with this index occurred.
    fn has(&self, index: usize) -> bool;

    /// Notes that the property with this index occurred.
    fn insert(&mut self, index: usize);

    /// Returns where the name of another property is kept.
    fn other(&mut self) -> Option<&mut String>;
}

/// The indexes of at most 64 properties, as bits.
impl State for u64 {
    #[inline]
    fn has(&self, index: usize) -> bool {
        self & 1 << index != 0
    }

    #[inline]
    fn insert(&mut self, index: usize) {
        *self |= 1 << index;
    }

    #[inline]
    fn other(&mut self) -> Option<&mut String> {
        None
    }
}

/// The state for an object with many properties, or with a field for the other ones.
#[derive(Default)]
struct LargeState {
    /// Whether the property with this index occurred.
    occurred: Vec<bool>,
    /// The name of the last other property.
    other: String,
}

impl State for LargeState {
    fn has(&self, index: usize) -> bool {
        self.occurred.get(index).is_some_and(|it| *it)
    }

    fn insert(&mut self, index: usize) {
        if self.occurred.len() <= index {
            self.occurred.resize(index + 1, false);
        }
        self.occurred[index] = true;
    }

    fn other(&mut self) -> Option<&mut String> {
        Some(&mut self.other)
    }
}

impl<'de, A: MapAccess<'de>, T: ReadObject, S: State> ObjectSource<'de> for Entries<A, T, S> {
    type Error = A::Error;

    #[inline]
    fn next(&mut self) -> Result<Option<usize>, A::Error> {
        let name = NameSeed::<T> {
            other: self.state.other(),
            object: PhantomData,
        };
        let Some(index) = self.map.next_key_seed(name)? else {
            return Ok(None);
        };
        if let Some(name) = T::PROPERTIES.get(index) {
            if self.state.has(index) {
                return Err(A::Error::duplicate_field(name));
            }
            self.state.insert(index);
        }
        Ok(Some(index))
    }

    #[inline]
    fn value<V: Deserialize<'de>>(&mut self, field: &mut Option<V>) -> Result<(), A::Error> {
        *field = Some(self.map.next_value()?);
        Ok(())
    }

    #[inline]
    fn optional<V: Deserialize<'de>>(&mut self, field: &mut Option<V>) -> Result<(), A::Error> {
        *field = self.map.next_value()?;
        Ok(())
    }

    #[inline]
    fn other(&mut self, rest: impl ReadRest<'de>) -> Result<(), A::Error> {
        let name = self.state.other().map(mem::take);
        rest.read(name.unwrap_or_default(), &mut self.map)
    }

    #[cold]
    fn missing(&self, required: &[(&str, &'static str)]) -> A::Error {
        let names = required.iter().map(|(_, name)| *name);
        let mut missing = names.filter(|name| {
            let index = T::PROPERTIES.iter().position(|it| it == name);
            !index.is_some_and(|index| self.state.has(index))
        });
        A::Error::missing_field(missing.next().unwrap_or_default())
    }
}

/// The field of the other properties, or `()`, which ignores them.
pub trait ReadRest<'de> {
    /// Reads the value of the property `name`.
    ///
    /// # Errors
    ///
    /// Returns the error of reading the value.
    fn read<A: MapAccess<'de>>(self, name: String, map: &mut A) -> Result<(), A::Error>;
}

impl<'de> ReadRest<'de> for () {
    #[inline]
    fn read<A: MapAccess<'de>>(self, _name: String, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<IgnoredAny>().map(drop)
    }
}

impl<'de, T: Deserialize<'de>> ReadRest<'de> for &mut BTreeMap<String, T> {
    fn read<A: MapAccess<'de>>(self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.insert(name, map.next_value()?);
        Ok(())
    }
}

impl<'de> ReadRest<'de> for &mut Map<String, Value> {
    fn read<A: MapAccess<'de>>(self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.insert(name, map.next_value()?);
        Ok(())
    }
}

/// Reads the name of a property as its index.
struct NameSeed<'a, T> {
    /// Where the name of another property is kept.
    other: Option<&'a mut String>,
    object: PhantomData<T>,
}

impl<'de, T: ReadObject> DeserializeSeed<'de> for NameSeed<'_, T> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: ReadObject> Visitor<'_> for NameSeed<'_, T> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let index = index_of::<T>(name);
        if index.is_none()
            && let Some(other) = self.other
        {
            name.clone_into(other);
        }
        Ok(index.unwrap_or(usize::MAX))
    }
}

/// Returns the index of the property `name`.
#[inline]
fn index_of<T: ReadObject>(name: &str) -> Option<usize> {
    macro_rules! blocks {
        ($($start:literal)*) => {
            $(
                if T::PROPERTIES.len() > $start
                    && let Some(index) = index_in_block::<T, $start>(name)
                {
                    return Some(index);
                }
            )*
        };
    }
    blocks!(0 8 16 24 32 40 48 56 64 72 80 88 96 104 112 120);
    (128..T::PROPERTIES.len()).find(|index| T::PROPERTIES[*index] == name)
}

/// Returns the index of the property `name` if it is one of eight from the index `START`.
///
/// The loop is so short that it compiles to comparisons with constants.
#[inline]
fn index_in_block<T: ReadObject, const START: usize>(name: &str) -> Option<usize> {
    let mut index = START;
    while index < T::PROPERTIES.len() && index < START + 8 {
        if T::PROPERTIES[index] == name {
            return Some(index);
        }
        index += 1;
    }
    None
}

/// A property that is written, with its name.
pub enum Part<'a, S: Serializer> {
    /// A property that is always written.
    Required(&'static str, &'a dyn WriteValue<S>),
    /// A property that may be absent.
    Optional(&'static str, &'a dyn WriteOptional<S>),
    /// The other properties.
    Rest(&'a dyn WriteRest<S>),
}

/// Writes an object of the type `name`.
///
/// # Errors
///
/// Returns the errors of the serializer.
pub fn write_object<S: Serializer>(
    serializer: S,
    name: &'static str,
    parts: &[Part<'_, S>],
) -> Result<S::Ok, S::Error> {
    let mut out = if let Some(Part::Rest(_)) = parts.last() {
        Output::Map(serializer.serialize_map(None)?)
    } else {
        let absent = parts
            .iter()
            .filter(|part| matches!(part, Part::Optional(_, value) if value.is_absent()));
        let length = parts.len() - absent.count();
        Output::Struct(serializer.serialize_struct(name, length)?)
    };
    for part in parts {
        match part {
            Part::Required(name, value) => value.write(name, &mut out)?,
            Part::Optional(name, value) => value.write(name, &mut out)?,
            Part::Rest(rest) => rest.write(&mut out)?,
        }
    }
    match out {
        Output::Struct(out) => out.end(),
        Output::Map(out) => out.end(),
    }
}

/// An object that is being written: a map if it has further properties.
pub enum Output<S: Serializer> {
    /// A struct.
    Struct(S::SerializeStruct),
    /// A map.
    Map(S::SerializeMap),
}

impl<S: Serializer> Output<S> {
    fn entry<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), S::Error> {
        match self {
            Self::Struct(out) => out.serialize_field(name, value),
            Self::Map(out) => out.serialize_entry(name, value),
        }
    }
}

/// A value that is written.
pub trait WriteValue<S: Serializer> {
    /// Writes the value as the property `name`.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    fn write(&self, name: &'static str, out: &mut Output<S>) -> Result<(), S::Error>;
}

impl<S: Serializer, T: Serialize> WriteValue<S> for T {
    fn write(&self, name: &'static str, out: &mut Output<S>) -> Result<(), S::Error> {
        out.entry(name, self)
    }
}

/// A value that may be absent.
pub trait WriteOptional<S: Serializer> {
    /// Returns whether there is no value.
    fn is_absent(&self) -> bool;

    /// Writes the value as the property `name`, if there is one.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    fn write(&self, name: &'static str, out: &mut Output<S>) -> Result<(), S::Error>;
}

macro_rules! optional {
    ($(<$($parameter:ident),*> $type:ty: $is_absent:ident;)*) => {
        $(
            impl<S: Serializer, $($parameter: Serialize),*> WriteOptional<S> for $type {
                fn is_absent(&self) -> bool {
                    self.$is_absent()
                }

                fn write(&self, name: &'static str, out: &mut Output<S>) -> Result<(), S::Error> {
                    if self.$is_absent() {
                        return Ok(());
                    }
                    out.entry(name, self)
                }
            }
        )*
    };
}

optional! {
    <T> Option<T>: is_none;
    <T> Vec<T>: is_empty;
    <T> BTreeMap<String, T>: is_empty;
    <> Map<String, Value>: is_empty;
}

/// The other properties of an object.
pub trait WriteRest<S: Serializer> {
    /// Writes the properties.
    ///
    /// # Errors
    ///
    /// Returns the errors of the serializer.
    fn write(&self, out: &mut Output<S>) -> Result<(), S::Error>;
}

impl<S: Serializer, T: Serialize> WriteRest<S> for BTreeMap<String, T> {
    fn write(&self, out: &mut Output<S>) -> Result<(), S::Error> {
        write_entries(self, out)
    }
}

impl<S: Serializer> WriteRest<S> for Map<String, Value> {
    fn write(&self, out: &mut Output<S>) -> Result<(), S::Error> {
        write_entries(self, out)
    }
}

fn write_entries<'a, S: Serializer, T: Serialize + 'a>(
    entries: impl IntoIterator<Item = (&'a String, &'a T)>,
    out: &mut Output<S>,
) -> Result<(), S::Error> {
    if let Output::Map(out) = out {
        for (name, value) in entries {
            out.serialize_entry(name, value)?;
        }
    }
    Ok(())
}
