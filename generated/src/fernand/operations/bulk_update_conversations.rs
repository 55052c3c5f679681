// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

use super::super::{ErrorBody, types};
use crate::runtime;

/// The arguments of [`bulk_update_conversations`](super::Client::bulk_update_conversations): `POST /conversations/bulk`.
#[derive(Clone, Debug)]
pub struct BulkUpdateConversations {
    pub(crate) body: types::BulkUpdate,
}

impl runtime::Operation for BulkUpdateConversations {
    type Document = super::super::Fernand;
    type Output = types::BulkUpdated;
    const ENDPOINT: runtime::Endpoint = runtime::Endpoint::post(
        "bulk_update_conversations",
        "/conversations/bulk",
    );
    fn check(&self, check: &mut runtime::Check) {
        runtime::Validate::validate(&self.body, check);
    }

    fn request(&self, wire: &runtime::Wire<'_>) -> reqwest::Result<reqwest::Request> {
        let Self { body } = self;
        let url = format!("{}/conversations/bulk", wire.baseurl);
        wire.client
            .post(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .json(body)
            .build()
    }

    fn output(_: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
        runtime::read::json(body)
    }

    fn error(_: u16, body: &[u8]) -> Option<ErrorBody> {
        runtime::read::json(body).ok().map(ErrorBody::Json)
    }
}

impl runtime::Call<BulkUpdateConversations> {
    /// New status. `DELETE` deletes the conversations permanently.
    pub fn status(mut self, status: impl Into<types::BulkStatus>) -> Self {
        self.operation.body = self.operation.body.status(status);
        self
    }

    /// With the status `SNOOZED`, when the conversations reappear.
    pub fn snooze_until(mut self, snooze_until: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.snooze_until(snooze_until);
        self
    }

    /// ID of the agent to assign; null unassigns.
    pub fn agent_id(mut self, agent_id: impl Into<runtime::Nullable<i64>>) -> Self {
        self.operation.body = self.operation.body.agent_id(agent_id);
        self
    }

    /// Email of the agent to assign, an alternative to `agent_id`.
    pub fn agent_email(mut self, agent_email: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.agent_email(agent_email);
        self
    }

    /// Name of a tag to add.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.tag(tag);
        self
    }

    /// Name of a tag to remove.
    pub fn untag(mut self, untag: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.untag(untag);
        self
    }

    /// With the status `SPAM`, whether to block the contacts too (requires the `contact.block` permission).
    pub fn block(mut self, block: bool) -> Self {
        self.operation.body = self.operation.body.block(block);
        self
    }
}
