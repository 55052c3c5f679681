// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

//! The structs of the operations, which hold the arguments of calls.

mod list_conversations;
mod update_conversation;
mod bulk_update_conversations;

pub use list_conversations::ListConversations;
pub use update_conversation::UpdateConversation;
pub use bulk_update_conversations::BulkUpdateConversations;
