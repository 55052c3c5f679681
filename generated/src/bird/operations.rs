// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.

//! The structs of the operations, which hold the arguments of calls.

mod update_conversation;

pub use update_conversation::UpdateConversation;
