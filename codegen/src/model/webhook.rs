//! The payload of a webhook or callback.

use super::{Content, Docs};
use crate::diagnostic::Span;

/// The payload of a webhook or callback, which the vendor sends to a receiver.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    /// The name that identifies it, such as `newPet`.
    pub name: String,
    /// The name of the variant, such as `NewPet`.
    pub variant: String,
    pub docs: Docs,
    pub content: Content,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}
