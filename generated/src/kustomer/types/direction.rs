// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use crate::runtime::internal;

/// The direction of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// Incoming.
    In,
    /// Outgoing.
    Out,
}

impl Eq for Direction {}

internal::closed_enum!(Direction {
    In = "in",
    Out = "out",
});
