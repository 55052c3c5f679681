// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// What to show of a message.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct MessagePreview {
    /// Text of the message.
    pub text: Option<String>,
}

impl Eq for MessagePreview {}

internal::object!(MessagePreview {
    optional text = "text",
});
