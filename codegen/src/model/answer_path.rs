//! A way into an answer, field by field.

use super::{Presence, Type};

#[derive(Clone, Debug)]
pub(crate) struct AnswerPath {
    pub steps: Vec<Step>,
    /// The type of the value at its end, where there is one.
    pub ty: Type,
}

/// A field on the way.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub field: String,
    pub presence: Presence,
}

impl AnswerPath {
    /// How the value at its end may be missing. Everything before the end is there.
    pub(crate) fn presence(&self) -> Presence {
        self.steps
            .last()
            .map_or(Presence::Required, |step| step.presence)
    }
}
