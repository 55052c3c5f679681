// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use serde::{Deserialize, Serialize};

/// What to show of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessagePreview {
    /// Text of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}
