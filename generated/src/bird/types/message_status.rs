// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::{self, internal};

/// How far a message has come.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum MessageStatus {
    /// Accepted, the first status.
    Accepted,
    /// Being processed.
    Processing,
    /// Sent, but not known to be delivered.
    Sent,
    /// Delivered, the last status.
    Delivered,
    /// Could not be sent.
    SendingFailed,
    /// Was sent, but could not be delivered.
    DeliveryFailed,
    /// A value that is unknown to this version of the crate.
    Unknown(runtime::UnknownValue),
}

impl Eq for MessageStatus {}

internal::open_enum!(MessageStatus {
    Accepted = "accepted",
    Processing = "processing",
    Sent = "sent",
    Delivered = "delivered",
    SendingFailed = "sending_failed",
    DeliveryFailed = "delivery_failed",
});
