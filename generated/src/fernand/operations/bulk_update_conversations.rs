// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Fernand, types};
use crate::runtime;

/// The arguments of [`bulk_update_conversations`](super::super::Client::bulk_update_conversations): `POST /conversations/bulk`.
#[derive(Clone, Debug)]
pub struct BulkUpdateConversations {
    pub(crate) body: types::BulkUpdate,
}

impl runtime::sealed::Sealed for BulkUpdateConversations {}

impl runtime::Operation for BulkUpdateConversations {
    type Document = Fernand;
    type Output = types::BulkUpdated;
    const ENDPOINT: runtime::internal::Endpoint = runtime::internal::Endpoint::post(
        "bulk_update_conversations",
        "/conversations/bulk",
    );
    fn check(&self, check: &mut runtime::internal::Check) {
        runtime::internal::Validate::validate(&self.body, check);
    }
    fn request(
        &self,
        wire: &runtime::internal::Wire<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { body } = self;
        let url = format!("{}/conversations/bulk", wire.baseurl);
        wire.client
            .post(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .json(body)
            .build()
    }
    fn output(_: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
        runtime::internal::read::json(body)
    }
    fn repeat(&self) -> runtime::Repeat {
        runtime::Repeat::unless([
            self.body.status.is_some(),
            self.body.snooze_until.is_some(),
            self.body.agent_id.is_some(),
            self.body.agent_email.is_some(),
            self.body.block.is_some(),
        ])
    }
}

impl runtime::Batched for BulkUpdateConversations {
    type Entry = i64;
    type Id = i64;
    type Value = types::Conversation;
    const SIZE: usize = 100;
    fn entries(&mut self) -> &mut Vec<i64> {
        &mut self.body.ids
    }
    fn id(entry: &i64) -> i64 {
        *entry
    }
    fn results(output: types::BulkUpdated) -> Vec<(i64, types::Conversation)> {
        output.conversations.into_iter().map(|value| (value.id, value)).collect()
    }
    fn absence(&self) -> runtime::internal::Absence {
        match self.body.status {
            Some(types::BulkStatus::Delete) => runtime::internal::Absence::Untold,
            _ => runtime::internal::Absence::NotUpdated,
        }
    }
}

runtime::internal::body_setters!(BulkUpdateConversations {
    /// New status. `DELETE` deletes the conversations permanently.
    fn status(status: types::BulkStatus);
    /// With the status `SNOOZED`, when the conversations reappear.
    fn snooze_until(snooze_until: impl Into<String>);
    /// ID of the agent to assign; null unassigns.
    fn agent_id(agent_id: impl Into<runtime::Nullable<i64>>);
    /// Email of the agent to assign, an alternative to `agent_id`.
    fn agent_email(agent_email: impl Into<String>);
    /// Name of a tag to add. At most 50 characters.
    fn tag(tag: impl Into<String>);
    /// Name of a tag to remove.
    fn untag(untag: impl Into<String>);
    /// With the status `SPAM`, whether to block the contacts too (requires the `contact.block` permission).
    fn block(block: bool);
});
