// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, Fernand, types};
use crate::runtime::{self, internal};

/// The arguments of [`update_conversation`](super::super::Client::update_conversation): `PATCH /conversations/{id}`.
#[derive(Clone, Debug)]
pub struct UpdateConversation {
    pub(crate) id: i64,
    pub(crate) body: types::ConversationUpdate,
}

impl Client {
    /// Update a conversation.
    ///
    /// Updates the given properties of one conversation and leaves the others as they are. Changes of status and
    /// assignments of agents trigger automated workflows and notifications.
    ///
    /// - `id`: ID of the conversation to update.
    /// - `.status(…)`: New status (requires the `conversation.status` permission).
    /// - `.snooze_until(…)`: With the status `SNOOZED`, when the conversation reappears
    /// - `.agent_id(…)`: ID of the agent to assign; null unassigns (requires the `conversation.assign` permission).
    /// - `.agent_email(…)`: Email of the agent to assign, an alternative to `agent_id` (requires the `conversation.assign` permission).
    /// - `.subject(…)`: New subject line (requires the `conversation.update` permission).
    /// - `.contact_id(…)`: ID of an existing recipient to make the primary contact.
    /// - 200: The conversation was updated.
    /// - 404: The conversation does not exist.
    /// - 429: The rate limit is used up until the window resets.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::fernand::{self, types::*};
    /// # async fn example(client: fernand::Client) -> Result<(), fernand::Error> {
    /// let response = client
    ///     .update_conversation(12345)
    ///     .status(ConversationStatus::Opened)
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_conversation(&self, id: i64) -> runtime::Call<UpdateConversation> {
        self.update_conversation_with(id, types::ConversationUpdate::new())
    }

    /// Like [`update_conversation`](Self::update_conversation), but takes the complete body.
    pub fn update_conversation_with(
        &self,
        id: i64,
        body: types::ConversationUpdate,
    ) -> runtime::Call<UpdateConversation> {
        let operation = UpdateConversation { id, body };
        internal::call(&self.0, operation)
    }
}

internal::body_setters!(UpdateConversation {
    /// New status (requires the `conversation.status` permission).
    fn status(status: types::ConversationStatus);
    /// With the status `SNOOZED`, when the conversation reappears:
    ///
    /// - `5m`, `+30`: minutes from now
    /// - `tomorrow`, `monday`, `tuesday` and so on: the next one, at 9 in the morning
    /// - `one week`, `one month`: that long from now
    /// - an ISO 8601 timestamp: at that time
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

impl runtime::sealed::Sealed for UpdateConversation {}

impl runtime::Operation for UpdateConversation {
    type Document = Fernand;
    type Output = types::Conversation;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::patch(
        "update_conversation",
        "/conversations/{id}",
    );
    fn check(&self, check: &mut internal::Check) {
        internal::Validate::validate(&self.body, check);
    }
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { id, body } = self;
        let url = format!(
            "{}/conversations/{}", base.baseurl, internal::path::encode(id)
        );
        base.client
            .patch(url)
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
    fn idempotency(&self) -> runtime::Idempotency {
        runtime::Idempotency::unless([
            self.body.status.is_some(),
            self.body.snooze_until.is_some(),
            self.body.agent_id.is_some(),
            self.body.agent_email.is_some(),
        ])
    }
}
