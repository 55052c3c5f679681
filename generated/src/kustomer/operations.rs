// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.

//! The structs of the operations, which hold the arguments of calls.

mod update_conversations;
mod update_each_conversation;
mod get_bulk;
mod list_bulk_batches;

pub use update_conversations::UpdateConversations;
pub use update_each_conversation::UpdateEachConversation;
pub use get_bulk::GetBulk;
pub use list_bulk_batches::ListBulkBatches;
