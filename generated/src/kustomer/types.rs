// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.

//! The types of the document's schemas.

mod conversation_changes;
mod conversation_entry;
mod conversation_status;
mod direction;
mod snooze;
mod snooze_status;
mod suggested_tag;
mod sentiment;
mod polarity;
mod ended_by_type;
mod bulk_answer;
mod bulk_job;
mod bulk_job_attributes;
mod bulk_status;
mod bulk_progress;
mod bulk_batches;
mod bulk_batch;
mod bulk_batch_attributes;
mod bulk_batch_status;
mod bulk_result;
mod bulk_result_status;
mod problems;
mod problem;
mod problem_source;

pub use conversation_changes::ConversationChanges;
pub use conversation_entry::ConversationEntry;
pub use conversation_status::ConversationStatus;
pub use direction::Direction;
pub use snooze::Snooze;
pub use snooze_status::SnoozeStatus;
pub use suggested_tag::SuggestedTag;
pub use sentiment::Sentiment;
pub use polarity::Polarity;
pub use ended_by_type::EndedByType;
pub use bulk_answer::BulkAnswer;
pub use bulk_job::BulkJob;
pub use bulk_job_attributes::BulkJobAttributes;
pub use bulk_status::BulkStatus;
pub use bulk_progress::BulkProgress;
pub use bulk_batches::BulkBatches;
pub use bulk_batch::BulkBatch;
pub use bulk_batch_attributes::BulkBatchAttributes;
pub use bulk_batch_status::BulkBatchStatus;
pub use bulk_result::BulkResult;
pub use bulk_result_status::BulkResultStatus;
pub use problems::Problems;
pub use problem::Problem;
pub use problem_source::ProblemSource;
