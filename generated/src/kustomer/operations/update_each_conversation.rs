// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{ErrorBody, Kustomer, types};
use crate::runtime;

/// The arguments of [`update_each_conversation`](super::super::Client::update_each_conversation): `PUT /v1/conversations/bulk`.
#[derive(Clone, Debug)]
pub struct UpdateEachConversation {
    pub(crate) body: Vec<types::ConversationEntry>,
}

impl runtime::sealed::Sealed for UpdateEachConversation {}

impl runtime::Operation for UpdateEachConversation {
    type Document = Kustomer;
    type Output = types::BulkAnswer;
    const ENDPOINT: runtime::internal::Endpoint = runtime::internal::Endpoint::put(
        "update_each_conversation",
        "/v1/conversations/bulk",
    );
    fn check(&self, check: &mut runtime::internal::Check) {
        check.min_items("body", &self.body, 1);
        check.max_items("body", &self.body, 100);
        runtime::internal::Validate::validate(&self.body, check);
    }
    fn request(
        &self,
        wire: &runtime::internal::Wire<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { body } = self;
        let url = format!("{}/v1/conversations/bulk", wire.baseurl);
        wire.client
            .put(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .json(body)
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

impl runtime::Batched for UpdateEachConversation {
    type Entry = types::ConversationEntry;
    type Id = String;
    type Value = Option<types::BulkResult>;
    const SIZE: usize = 100;
    const ONE_AN_ID: bool = false;
    fn entries(&mut self) -> &mut Vec<types::ConversationEntry> {
        &mut self.body
    }
    fn id(entry: &types::ConversationEntry) -> String {
        entry.id.clone()
    }
    fn carry_out(call: runtime::Call<Self>) -> runtime::internal::CarryingOut<Self> {
        runtime::internal::by_job(call)
    }
}

impl runtime::Deferred for UpdateEachConversation {
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
    fn keys(entry: &types::ConversationEntry) -> runtime::internal::EntryKeys {
        runtime::internal::EntryKeys {
            id: runtime::internal::text(&entry.id),
            keys: [
                runtime::internal::text(&entry.client_ref),
                runtime::internal::text(&entry.id),
            ]
                .into(),
        }
    }
    fn report(item: &types::BulkResult) -> runtime::internal::ItemReport {
        runtime::internal::ItemReport {
            keys: [
                runtime::internal::text(&item.client_ref),
                runtime::internal::text(&item.object_id),
            ]
                .into(),
            state: runtime::internal::text(&item.status),
            reason: runtime::internal::text(&item.error),
        }
    }
    fn value(item: Option<types::BulkResult>) -> Option<types::BulkResult> {
        item
    }
}
