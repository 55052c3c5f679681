// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{ErrorBody, Kustomer, types};
use crate::runtime;

/// The arguments of [`update_conversations`](super::super::Client::update_conversations): `PUT /v1/conversations/bulk`.
#[derive(Clone, Debug)]
pub struct UpdateConversations {
    pub(crate) ids: Vec<String>,
    pub(crate) body: types::ConversationChanges,
}

impl runtime::sealed::Sealed for UpdateConversations {}

impl runtime::Operation for UpdateConversations {
    type Document = Kustomer;
    type Output = types::BulkAnswer;
    const ENDPOINT: runtime::internal::Endpoint = runtime::internal::Endpoint::put(
        "update_conversations",
        "/v1/conversations/bulk",
    );
    fn check(&self, check: &mut runtime::internal::Check) {
        check.min_items("ids", &self.ids, 1);
        check.max_items("ids", &self.ids, 100);
    }
    fn request(
        &self,
        wire: &runtime::internal::Wire<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { ids, body } = self;
        let url = format!("{}/v1/conversations/bulk", wire.baseurl);
        wire.client
            .put(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .json(body)
            .query(&runtime::internal::query::joined("ids", ids, ','))
            .build()
    }
    fn output(_: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
        runtime::internal::read::json(body)
    }
    fn error(status: u16, body: &[u8]) -> Option<ErrorBody> {
        match status {
            429 => runtime::internal::read::json(body).ok().map(ErrorBody::Problems),
            _ => runtime::internal::read::json(body).ok().map(ErrorBody::Problems),
        }
    }
    fn repeat(&self) -> runtime::Repeat {
        runtime::Repeat::Unsafe
    }
}

impl runtime::Batched for UpdateConversations {
    type Entry = String;
    type Id = String;
    type Value = Option<types::BulkResult>;
    const SIZE: usize = 100;
    fn entries(&mut self) -> &mut Vec<String> {
        &mut self.ids
    }
    fn id(entry: &String) -> String {
        entry.clone()
    }
    fn carry_out(call: runtime::Call<Self>) -> runtime::internal::CarryingOut<Self> {
        runtime::internal::by_job(call)
    }
}

impl runtime::Deferred for UpdateConversations {
    type JobId = String;
    type Status = super::GetBulk;
    type Results = super::ListBulkBatches;
    type Item = types::BulkResult;
    const JOB: runtime::internal::JobTerms = runtime::internal::JobTerms {
        every: std::time::Duration::from_secs(2),
        done: &["complete"],
        failed: &[],
        succeeded: &["created", "updated"],
    };
    fn job(output: &types::BulkAnswer) -> String {
        output.data.id.clone()
    }
    fn status(id: String) -> super::GetBulk {
        super::GetBulk { id }
    }
    fn progress(answer: &types::BulkAnswer) -> runtime::JobProgress {
        let progress = answer.data.attributes.batches.as_ref();
        runtime::JobProgress {
            state: runtime::internal::text(&answer.data.attributes.status)
                .unwrap_or_default(),
            complete: progress
                .and_then(|progress| runtime::internal::count(&progress.complete)),
            total: progress
                .and_then(|progress| runtime::internal::count(&progress.total)),
        }
    }
    fn job_results(id: String) -> super::ListBulkBatches {
        super::ListBulkBatches { id }
    }
    fn told(
        answer: types::BulkBatches,
    ) -> runtime::internal::JobResults<types::BulkResult> {
        let mut told = runtime::internal::JobResults::default();
        for part in answer.data {
            told.ids.extend(runtime::internal::texts(&part.attributes.object_ids));
            told.reasons.extend(runtime::internal::values(&part.attributes.errors));
            told.items.extend(part.attributes.results.unwrap_or_default());
        }
        told
    }
    fn keys(entry: &String) -> runtime::internal::EntryKeys {
        runtime::internal::EntryKeys {
            id: runtime::internal::text(entry),
            keys: [runtime::internal::text(entry)].into(),
        }
    }
    fn report(item: &types::BulkResult) -> runtime::internal::ItemReport {
        runtime::internal::ItemReport {
            keys: [runtime::internal::text(&item.object_id)].into(),
            state: runtime::internal::text(&item.status),
            reason: runtime::internal::text(&item.error),
        }
    }
    fn value(item: Option<types::BulkResult>) -> Option<types::BulkResult> {
        item
    }
}

runtime::internal::body_setters!(UpdateConversations {
    /// ID of the conversation. It has no use where the conversations are named apart.
    fn id(id: impl Into<String>);
    /// ID of the conversation in another system.
    fn external_id(external_id: impl Into<String>);
    /// Name of the conversation.
    fn name(name: impl Into<String>);
    /// Direction of the conversation.
    fn direction(direction: types::Direction);
    /// Priority of the conversation.
    fn priority(priority: i64);
    /// Satisfaction rating of the conversation.
    fn satisfaction(satisfaction: f64);
    /// New status.
    fn status(status: types::ConversationStatus);
    /// Channel through which replies are sent.
    fn reply_channel(reply_channel: impl Into<String>);
    /// Status within the status.
    fn sub_status(sub_status: impl Into<String>);
    /// The snooze, for the status `snoozed`.
    fn snooze(snooze: types::Snooze);
    /// Tags of the conversation.
    fn tags(tags: impl IntoIterator<Item = impl Into<String>>);
    /// Tags that were suggested for the conversation.
    fn suggested_tags(suggested_tags: impl IntoIterator<Item = types::SuggestedTag>);
    /// Sentiment of the conversation.
    fn sentiment(sentiment: types::Sentiment);
    /// IDs of the users that the conversation is assigned to.
    fn assigned_users(assigned_users: impl IntoIterator<Item = impl Into<String>>);
    /// IDs of the teams that the conversation is assigned to.
    fn assigned_teams(assigned_teams: impl IntoIterator<Item = impl Into<String>>);
    /// Custom attributes by name. A name ends in the type of its value: `Num`, `At`, `Str`, `Txt`, `Bool` or
    /// `Url`.
    fn custom(
        custom: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    );
    /// Whether the conversation is deleted.
    fn deleted(deleted: bool);
    /// Whether the conversation has ended.
    fn ended(ended: bool);
    /// When the conversation ended.
    fn ended_at(ended_at: impl Into<chrono::DateTime<chrono::Utc>>);
    /// Why the conversation ended.
    fn ended_reason(ended_reason: impl Into<String>);
    /// Who ended the conversation, a user or a customer by `endedByType`.
    fn ended_by(ended_by: impl Into<String>);
    /// What `endedBy` is.
    fn ended_by_type(ended_by_type: types::EndedByType);
    /// Whether the conversation is locked.
    fn locked(locked: bool);
    /// Revision of the conversation that the changes are based on.
    fn rev(rev: i64);
    /// Default language of the conversation.
    fn default_lang(default_lang: impl Into<String>);
    /// The routing queue of the conversation, as a JSON object.
    fn queue(
        queue: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    );
});
