// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::Conversation;
use crate::runtime::internal;

/// The result of a bulk update.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkUpdated {
    /// The conversations that were updated.
    pub conversations: Vec<Conversation>,
}

impl Eq for BulkUpdated {}

internal::object!(BulkUpdated {
    required conversations = "conversations",
});
