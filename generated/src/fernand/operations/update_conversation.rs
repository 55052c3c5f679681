// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Fernand, types};
use crate::runtime;

/// The arguments of [`update_conversation`](super::super::Client::update_conversation): `PATCH /conversations/{id}`.
#[derive(Clone, Debug)]
pub struct UpdateConversation {
    pub(crate) id: i64,
    pub(crate) body: types::ConversationUpdate,
}

impl runtime::sealed::Sealed for UpdateConversation {}

impl runtime::Operation for UpdateConversation {
    type Document = Fernand;
    type Output = types::Conversation;
    const ENDPOINT: runtime::internal::Endpoint = runtime::internal::Endpoint::patch(
        "update_conversation",
        "/conversations/{id}",
    );
    fn check(&self, check: &mut runtime::internal::Check) {
        runtime::internal::Validate::validate(&self.body, check);
    }
    fn request(
        &self,
        wire: &runtime::internal::Wire<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { id, body } = self;
        let url = format!(
            "{}/conversations/{}", wire.baseurl, runtime::internal::path::encode(id)
        );
        wire.client
            .patch(url)
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
        ])
    }
}

runtime::internal::body_setters!(UpdateConversation {
    /// New status (requires the `conversation.status` permission).
    fn status(status: types::ConversationStatus);
    /// With the status `SNOOZED`, when the conversation reappears.
    fn snooze_until(snooze_until: impl Into<String>);
    /// ID of the agent to assign; null unassigns (requires the `conversation.assign` permission).
    fn agent_id(agent_id: impl Into<runtime::Nullable<i64>>);
    /// Email of the agent to assign, an alternative to `agent_id` (requires the `conversation.assign`
    /// permission).
    fn agent_email(agent_email: impl Into<String>);
    /// New subject line (requires the `conversation.update` permission). At most 80 characters.
    fn subject(subject: impl Into<String>);
    /// ID of an existing recipient to make the primary contact.
    fn contact_id(contact_id: i64);
});
