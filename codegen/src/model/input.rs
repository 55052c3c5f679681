//! Something that a caller sets: a parameter, a field of the body, or the body.

use super::{Presence, Type};

#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub location: InputLocation,
    /// Name of the field that holds it.
    pub field: String,
    /// The type of a value that is there.
    pub ty: Type,
    pub presence: Presence,
}

/// Where a call holds an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InputLocation {
    Parameter,
    /// A field of the body's object.
    Field,
    Body,
}
