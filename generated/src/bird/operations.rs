// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! The operations as values: what a call holds until it is sent.

mod update_conversation;

pub use update_conversation::UpdateConversation;
