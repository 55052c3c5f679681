// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, ErrorBody, Kustomer, types};
use crate::runtime::{self, internal};

/// The arguments of [`update_conversations`](super::super::Client::update_conversations): `PUT /v1/conversations/bulk`.
#[derive(Clone, Debug)]
pub struct UpdateConversations {
    pub(crate) ids: Vec<String>,
    pub(crate) body: types::ConversationChanges,
}

impl Client {
    /// Update conversations, all in the same way.
    ///
    /// Accepts a job that makes one set of changes to at most 100 conversations.
    ///
    /// Requires the role `org.permission.conversation.update`, or the legacy role
    /// `org.user.conversation.write`.
    ///
    /// - `ids`: IDs of the conversations that get the same changes, at most 100. None comes twice.
    /// - `.id(…)`: ID of the conversation.
    /// - `.external_id(…)`: ID of the conversation in another system.
    /// - `.name(…)`: Name of the conversation.
    /// - `.direction(…)`: Direction of the conversation.
    /// - `.priority(…)`: Priority of the conversation.
    /// - `.satisfaction(…)`: Satisfaction rating of the conversation.
    /// - `.status(…)`: New status.
    /// - `.reply_channel(…)`: Channel through which replies are sent.
    /// - `.sub_status(…)`: Status within the status.
    /// - `.snooze(…)`: The snooze, for the status `snoozed`.
    /// - `.tags(…)`: Tags of the conversation.
    /// - `.suggested_tags(…)`: Tags that were suggested for the conversation.
    /// - `.sentiment(…)`: Sentiment of the conversation.
    /// - `.assigned_users(…)`: IDs of the users that the conversation is assigned to.
    /// - `.assigned_teams(…)`: IDs of the teams that the conversation is assigned to.
    /// - `.custom(…)`: Custom attributes by name.
    /// - `.deleted(…)`: Whether the conversation is deleted.
    /// - `.ended(…)`: Whether the conversation has ended.
    /// - `.ended_at(…)`: When the conversation ended.
    /// - `.ended_reason(…)`: Why the conversation ended.
    /// - `.ended_by(…)`: Who ended the conversation, a user or a customer by `endedByType`.
    /// - `.ended_by_type(…)`: What `endedBy` is.
    /// - `.locked(…)`: Whether the conversation is locked.
    /// - `.rev(…)`: Revision of the conversation that the changes are based on.
    /// - `.default_lang(…)`: Default language of the conversation.
    /// - `.queue(…)`: The routing queue of the conversation, as a JSON object.
    /// - 201: The job was accepted; the conversations are updated later.
    /// - 429: The organization's rate limit is used up.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::kustomer::{self, types::*};
    /// # async fn example(client: kustomer::Client) -> Result<(), kustomer::Error> {
    /// let outcome = client
    ///     .update_conversations(["507f1f77bcf86cd799439031"])
    ///     .status(ConversationStatus::Done)
    ///     .send_all()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_conversations<I>(
        &self,
        ids: I,
    ) -> runtime::BatchCall<UpdateConversations, I>
    where
        I: IntoIterator<Item: runtime::IntoEntry<String>>,
    {
        let body = types::ConversationChanges::new();
        let operation = UpdateConversations {
            ids: Vec::new(),
            body,
        };
        internal::batch_call(&self.0, operation, ids)
    }

    /// Like [`update_conversations`](Self::update_conversations), but takes the complete body.
    pub fn update_conversations_with(
        &self,
        ids: impl IntoIterator<Item = impl Into<String>>,
        body: types::ConversationChanges,
    ) -> runtime::Call<UpdateConversations> {
        let operation = UpdateConversations {
            ids: ids.into_iter().map(Into::into).collect(),
            body,
        };
        internal::call(&self.0, operation)
    }
}

internal::body_setters!(UpdateConversations {
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
    /// Tags of the conversation. They replace all tags that the conversation has.
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

impl runtime::sealed::Sealed for UpdateConversations {}

impl runtime::Operation for UpdateConversations {
    type Document = Kustomer;
    type Output = types::BulkAnswer;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::put(
        "update_conversations",
        "/v1/conversations/bulk",
    );
    fn check(&self, check: &mut internal::Check) {
        check.min_items("ids", &self.ids, 1);
        check.max_items("ids", &self.ids, 100);
        check.unique_items("ids", &self.ids);
        check
            .each(
                "ids",
                &self.ids,
                |check, item| {
                    check.min_length("", item, 1);
                },
            );
        check.separated("ids", &self.ids, ',');
        internal::Validate::validate(&self.body, check);
    }
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { ids, body } = self;
        let url = format!("{}/v1/conversations/bulk", base.baseurl);
        base.client
            .put(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .json(body)
            .query(&internal::query_styles::joined("ids", ids, ','))
            .build()
    }
    fn output(
        _: u16,
        body: &mut bytes::Bytes,
    ) -> Result<Self::Output, runtime::ReadError> {
        internal::read::json(body)
    }
    fn error(_: u16, body: &[u8]) -> Option<ErrorBody> {
        internal::read::json(body).ok().map(ErrorBody::Problems)
    }
    fn idempotency(&self) -> runtime::Idempotency {
        runtime::Idempotency::NotIdempotent
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
    fn keys(entry: &String) -> internal::EntryKeys {
        internal::EntryKeys {
            id: internal::text(entry),
            keys: [internal::text(entry)].into(),
        }
    }
    fn send_batch(call: runtime::Call<Self>) -> internal::BatchFuture<Self> {
        internal::send_job_batch(call)
    }
}

impl runtime::JobOperation for UpdateConversations {
    type JobId = String;
    type Status = super::GetBulk;
    type Results = super::ListBulkBatches;
    type Item = types::BulkResult;
    const JOB: internal::JobSettings = internal::JobSettings {
        poll_interval: std::time::Duration::from_secs(2),
        done: &["complete"],
        failed: &[],
        succeeded: &["created", "updated"],
        total_counts_parts: true,
        part_done: &["complete"],
        part_counts: true,
    };
    fn job_id(output: &types::BulkAnswer) -> String {
        output.data.id.clone()
    }
    fn status_request(id: String) -> super::GetBulk {
        super::GetBulk { id }
    }
    fn progress(answer: &types::BulkAnswer) -> runtime::JobProgress {
        let progress = answer.data.attributes.batches.as_ref();
        runtime::JobProgress {
            state: internal::text(&answer.data.attributes.status).unwrap_or_default(),
            complete: progress.and_then(|progress| internal::count(&progress.complete)),
            total: progress.and_then(|progress| internal::count(&progress.total)),
        }
    }
    fn results_request(id: String) -> super::ListBulkBatches {
        super::ListBulkBatches { id }
    }
    fn read_results(
        answer: types::BulkBatches,
    ) -> internal::JobResults<types::BulkResult> {
        let mut results = internal::JobResults::default();
        for part in answer.data {
            results
                .parts
                .push(internal::JobPart {
                    state: internal::text(&part.attributes.status),
                    succeeded: internal::count(&part.attributes.success_count),
                    failed: internal::count(&part.attributes.failure_count),
                    ids: internal::texts(&part.attributes.object_ids),
                });
            results.reasons.extend(internal::values(&part.attributes.errors));
            results.items.extend(part.attributes.results.unwrap_or_default());
        }
        results
    }
    fn report(item: &types::BulkResult) -> internal::ItemReport {
        internal::ItemReport {
            keys: [internal::text(&item.object_id)].into(),
            state: internal::text(&item.status),
            reason: internal::text(&item.error),
        }
    }
    fn value(item: Option<types::BulkResult>) -> Option<types::BulkResult> {
        item
    }
}
