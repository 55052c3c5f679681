// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

//! The types of the document's schemas.

mod conversation_page;
mod conversation;
mod recipient;
mod recipient_kind;
mod conversation_status;
mod conversation_order;
mod bulk_status;
mod conversation_update;
mod bulk_update;
mod bulk_updated;

pub use conversation_page::ConversationPage;
pub use conversation::Conversation;
pub use recipient::Recipient;
pub use recipient_kind::RecipientKind;
pub use conversation_status::ConversationStatus;
pub use conversation_order::ConversationOrder;
pub use bulk_status::BulkStatus;
pub use conversation_update::ConversationUpdate;
pub use bulk_update::BulkUpdate;
pub use bulk_updated::BulkUpdated;
