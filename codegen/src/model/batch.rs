//! `x-batch`: an operation that takes many entries.

use super::{Input, Presence, ResponsePath, Type, TypeId};
use crate::diagnostic::Span;

#[derive(Clone, Debug)]
pub(crate) struct Batch {
    /// The parameter or field that holds the entries.
    pub request: Input,
    /// The type of an entry.
    pub entry: Type,
    pub size: u64,
    /// The results in the response, or `None` if the response names a job.
    pub results: Option<BatchResults>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// The results of entries in a response.
#[derive(Clone, Debug)]
pub(crate) struct BatchResults {
    /// The list of results in the response.
    pub list: ResponsePath,
    /// The type of a result.
    pub item: Type,
    /// The field of a result that holds the ID of its entry.
    pub key: ResponsePath,
    pub unconfirmed: Option<UnconfirmedBy>,
}

/// The value of a request field for which an entry that is absent from the response has an unknown outcome.
#[derive(Clone, Debug)]
pub(crate) struct UnconfirmedBy {
    pub field: String,
    pub presence: Presence,
    /// The enum type of the field.
    pub ty: TypeId,
    pub variant: String,
}
