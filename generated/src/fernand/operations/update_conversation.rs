// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.

use super::super::{ErrorBody, types};
use crate::runtime;

/// The arguments of [`update_conversation`](super::Client::update_conversation): `PATCH /conversations/{id}`.
#[derive(Clone, Debug)]
pub struct UpdateConversation {
    pub(crate) id: i64,
    pub(crate) body: types::ConversationUpdate,
}

impl runtime::Operation for UpdateConversation {
    type Document = super::super::Fernand;
    type Output = types::Conversation;
    const ENDPOINT: runtime::Endpoint = runtime::Endpoint::patch(
        "update_conversation",
        "/conversations/{id}",
    );
    fn check(&self, check: &mut runtime::Check) {
        runtime::Validate::validate(&self.body, check);
    }

    fn request(&self, wire: &runtime::Wire<'_>) -> reqwest::Result<reqwest::Request> {
        let Self { id, body } = self;
        let url = format!(
            "{}/conversations/{}", wire.baseurl, runtime::path::encode(id)
        );
        wire.client
            .patch(url)
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

impl runtime::Call<UpdateConversation> {
    /// New status (requires the `conversation.status` permission).
    pub fn status(mut self, status: impl Into<types::ConversationStatus>) -> Self {
        self.operation.body = self.operation.body.status(status);
        self
    }

    /// With the status `SNOOZED`, when the conversation reappears.
    pub fn snooze_until(mut self, snooze_until: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.snooze_until(snooze_until);
        self
    }

    /// ID of the agent to assign; null unassigns (requires the `conversation.assign` permission).
    pub fn agent_id(mut self, agent_id: impl Into<runtime::Nullable<i64>>) -> Self {
        self.operation.body = self.operation.body.agent_id(agent_id);
        self
    }

    /// Email of the agent to assign, an alternative to `agent_id` (requires the `conversation.assign`
    /// permission).
    pub fn agent_email(mut self, agent_email: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.agent_email(agent_email);
        self
    }

    /// New subject line (requires the `conversation.update` permission).
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.operation.body = self.operation.body.subject(subject);
        self
    }

    /// ID of an existing recipient to make the primary contact.
    pub fn contact_id(mut self, contact_id: i64) -> Self {
        self.operation.body = self.operation.body.contact_id(contact_id);
        self
    }
}
