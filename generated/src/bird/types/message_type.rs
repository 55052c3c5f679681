// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// The type of a message.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum MessageType {
    /// Plain text.
    Text,
    /// HTML, such as an email.
    Html,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for MessageType {}

internal::open_enum!(MessageType {
    Text = "text",
    Html = "html",
});
