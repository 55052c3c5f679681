// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, ErrorBody, Kustomer, types};
use crate::runtime::{self, internal};

/// The arguments of [`update_each_conversation`](super::super::Client::update_each_conversation): `PUT /v1/conversations/bulk`.
#[derive(Clone, Debug)]
pub struct UpdateEachConversation {
    pub(crate) body: Vec<types::ConversationEntry>,
}

impl Client {
    /// Update conversations, each in its own way.
    ///
    /// Accepts a job that updates at most 100 conversations, each with the changes of its entry. Give every
    /// entry a `_clientRef`, or none: it comes back with the entry's result.
    ///
    /// Requires the role `org.permission.conversation.update`, or the legacy role
    /// `org.user.conversation.write`.
    ///
    /// - 201: The job was accepted; the conversations are updated later.
    /// - 429: The organization's rate limit is used up.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::kustomer::{self, types::*};
    /// # async fn example(client: kustomer::Client) -> Result<(), kustomer::Error> {
    /// let outcome = client
    ///     .update_each_conversation(
    ///         [ConversationEntry::new("507f1f77bcf86cd799439031")],
    ///     )
    ///     .send_all()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_each_conversation<I>(
        &self,
        entries: I,
    ) -> runtime::BatchCall<UpdateEachConversation, I>
    where
        I: IntoIterator<Item: runtime::IntoEntry<types::ConversationEntry>>,
    {
        let operation = UpdateEachConversation {
            body: Vec::new(),
        };
        internal::batch_call(&self.0, operation, entries)
    }
}

impl runtime::sealed::Sealed for UpdateEachConversation {}

impl runtime::Operation for UpdateEachConversation {
    type Document = Kustomer;
    type Output = types::BulkAnswer;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::put(
        "update_each_conversation",
        "/v1/conversations/bulk",
    );
    fn check(&self, check: &mut internal::Check) {
        check.min_items("body", &self.body, 1);
        check.max_items("body", &self.body, 100);
        internal::Validate::validate(&self.body, check);
        check
            .distinct(
                "",
                &self.body,
                "_clientRef",
                |entry| internal::text(&entry.client_ref),
            );
    }
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { body } = self;
        let url = format!("{}/v1/conversations/bulk", base.baseurl);
        base.client
            .put(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .json(body)
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

impl runtime::Batched for UpdateEachConversation {
    type Entry = types::ConversationEntry;
    type Id = String;
    type Value = Option<types::BulkResult>;
    const SIZE: usize = 100;
    const DEDUPLICATE: bool = false;
    fn entries(&mut self) -> &mut Vec<types::ConversationEntry> {
        &mut self.body
    }
    fn id(entry: &types::ConversationEntry) -> String {
        entry.id.clone()
    }
    fn keys(entry: &types::ConversationEntry) -> internal::EntryKeys {
        internal::EntryKeys {
            id: internal::text(&entry.id),
            keys: [internal::text(&entry.client_ref), internal::text(&entry.id)].into(),
        }
    }
    fn send_batch(call: runtime::Call<Self>) -> internal::BatchFuture<Self> {
        internal::send_job_batch(call)
    }
}

impl runtime::JobOperation for UpdateEachConversation {
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
            keys: [internal::text(&item.client_ref), internal::text(&item.object_id)]
                .into(),
            state: internal::text(&item.status),
            reason: internal::text(&item.error),
        }
    }
    fn value(item: Option<types::BulkResult>) -> Option<types::BulkResult> {
        item
    }
}
