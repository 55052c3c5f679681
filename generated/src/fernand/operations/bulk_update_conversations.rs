// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, Fernand, types};
use crate::runtime::{self, internal};

/// The arguments of [`bulk_update_conversations`](super::super::Client::bulk_update_conversations): `POST /conversations/bulk`.
#[derive(Clone, Debug)]
pub struct BulkUpdateConversations {
    pub(crate) body: types::BulkUpdate,
}

impl Client {
    /// Bulk update conversations.
    ///
    /// Updates several conversations in one request: changes their status, assigns an agent, adds and removes
    /// tags. Changes are applied atomically for each conversation, and only those that were updated are returned.
    /// A change of status to `SPAM` can also block the contact.
    ///
    /// - `ids`: IDs of the conversations to update.
    /// - `.status(…)`: New status.
    /// - `.snooze_until(…)`: With the status `SNOOZED`, when the conversations reappear
    /// - `.agent_id(…)`: ID of the agent to assign; null unassigns.
    /// - `.agent_email(…)`: Email of the agent to assign, an alternative to `agent_id`.
    /// - `.tag(…)`: Name of a tag to add.
    /// - `.untag(…)`: Name of a tag to remove.
    /// - `.block(…)`: With the status `SPAM`, whether to block the contacts too (requires the `contact.block` permission).
    /// - 200: The conversations in the answer were updated; one that is missing was not, or is deleted.
    /// - 429: The rate limit is used up until the window resets.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::fernand::{self, types::*};
    /// # async fn example(client: fernand::Client) -> Result<(), fernand::Error> {
    /// let outcome = client
    ///     .bulk_update_conversations([123])
    ///     .status(BulkStatus::Opened)
    ///     .send_all()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bulk_update_conversations<I>(
        &self,
        ids: I,
    ) -> runtime::BatchCall<BulkUpdateConversations, I>
    where
        I: IntoIterator<Item: runtime::IntoEntry<i64>>,
    {
        let body = types::BulkUpdate::new([]);
        let operation = BulkUpdateConversations { body };
        internal::batch_call(&self.0, operation, ids)
    }

    /// Like [`bulk_update_conversations`](Self::bulk_update_conversations), but takes the complete body.
    pub fn bulk_update_conversations_with(
        &self,
        body: types::BulkUpdate,
    ) -> runtime::Call<BulkUpdateConversations> {
        let operation = BulkUpdateConversations { body };
        internal::call(&self.0, operation)
    }
}

internal::body_setters!(BulkUpdateConversations {
    /// New status. `DELETE` deletes the conversations permanently.
    fn status(status: types::BulkStatus);
    /// With the status `SNOOZED`, when the conversations reappear:
    ///
    /// - `5m`, `+30`: minutes from now
    /// - `tomorrow`, `monday`, `tuesday` and so on: the next one, at 9 in the morning
    /// - `one week`, `one month`: that long from now
    /// - an ISO 8601 timestamp: at that time
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

impl runtime::sealed::Sealed for BulkUpdateConversations {}

impl runtime::Operation for BulkUpdateConversations {
    type Document = Fernand;
    type Output = types::BulkUpdated;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::post(
        "bulk_update_conversations",
        "/conversations/bulk",
    );
    fn check(&self, check: &mut internal::Check) {
        internal::Validate::validate(&self.body, check);
    }
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { body } = self;
        let url = format!("{}/conversations/bulk", base.baseurl);
        base.client
            .post(url)
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
    fn absence(&self) -> internal::Absence {
        match self.body.status {
            Some(types::BulkStatus::Delete) => internal::Absence::Unconfirmed,
            _ => internal::Absence::NotUpdated,
        }
    }
}
