//! A path to a field of a response.

use super::{Presence, Type};

#[derive(Clone, Debug)]
pub(crate) struct ResponsePath {
    pub steps: Vec<Step>,
    /// The type of the value at the path, ignoring null and absence.
    pub ty: Type,
}

/// A field on the path.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub field: String,
    pub presence: Presence,
}

impl ResponsePath {
    /// The presence of the value at the path. All fields before the last one are required.
    pub(crate) fn presence(&self) -> Presence {
        self.steps
            .last()
            .map_or(Presence::Required, |step| step.presence)
    }
}
