// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::Conversation;
use serde::{Deserialize, Serialize};

/// The result of a bulk update.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BulkUpdated {
    /// The conversations that were updated.
    pub conversations: Vec<Conversation>,
}
