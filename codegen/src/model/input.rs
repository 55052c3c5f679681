//! An input that an extension refers to: a parameter, a field of the body, or the whole body.

use super::{Presence, Type};

#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub location: InputLocation,
    /// The name of the field that holds the input.
    pub field: String,
    /// The type of the value, ignoring null and absence.
    pub ty: Type,
    pub presence: Presence,
}

/// The part of a call that holds an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputLocation {
    Parameter,
    /// A field of the body.
    Field,
    Body,
}
