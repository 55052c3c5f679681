//! `x-batch`: how an operation takes many entries.

use super::{AnswerPath, Input, Presence, Type, TypeId};

#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// The parameter or field that takes the entries.
    pub request: Input,
    /// The type of an entry.
    pub entry: Type,
    pub size: u64,
    /// What the answer says of the entries; nothing where it names a job.
    pub results: Option<BatchResults>,
}

/// What an answer says of the entries of its request.
#[derive(Clone, Debug)]
pub(crate) struct BatchResults {
    /// Where the answer lists what it changed.
    pub list: AnswerPath,
    /// The type of a result.
    pub item: Type,
    /// The field of a result that names it.
    pub key: AnswerPath,
    pub unconfirmed: Option<UnconfirmedBy>,
}

/// The value of a field of the body with which the absence of an entry from the answer says nothing of it.
#[derive(Clone, Debug)]
pub(crate) struct UnconfirmedBy {
    pub field: String,
    pub presence: Presence,
    /// The enum that the field holds.
    pub ty: TypeId,
    pub variant: String,
}
