// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::{ClientBuilder, Fernand, operations, types};
use crate::runtime;

/// A client for Fernand conversations. It is cheap to clone, and clones share their connections.
#[derive(Clone, Debug)]
pub struct Client(runtime::internal::Transport<Fernand>);

impl Client {
    /// Starts to build a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from the environment.
    ///
    /// - `FERNAND_API_KEY`: The account's secret key (`sk_…`), managed in the Fernand dashboard.
    /// - `FERNAND_BASE_URL` (optional): where the API is served, instead of the document's server.
    ///
    /// Fails when a variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, runtime::BuildError> {
        ClientBuilder::from_env().build()
    }

    /// List conversations.
    ///
    /// Retrieves one page of the organization's conversations. They can be filtered by status, agent assignment,
    /// tags and full-text search, and ordered by priority, date or longest wait. Each page carries the cursor of
    /// the next.
    ///
    /// - 200: The page of conversations was retrieved.
    /// - 429: The rate limit is used up until the window resets.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # async fn example(client: conversations_client::fernand::Client) -> Result<(), conversations_client::fernand::Error> {
    /// let mut items = client.list_conversations().q("status:opened").stream();
    /// while let Some(item) = items.next().await.transpose()? {}
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_conversations(&self) -> runtime::Call<operations::ListConversations> {
        let operation = operations::ListConversations::default();
        runtime::internal::call(&self.0, operation)
    }

    /// Update a conversation.
    ///
    /// Updates the given properties of one conversation and leaves the others as they are. Changes of status and
    /// assignments of agents trigger automated workflows and notifications.
    ///
    /// - `id`: ID of the conversation to update.
    /// - 200: The conversation was updated.
    /// - 404: The conversation does not exist.
    /// - 429: The rate limit is used up until the window resets.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::fernand::types::*;
    /// # async fn example(client: conversations_client::fernand::Client) -> Result<(), conversations_client::fernand::Error> {
    /// let answer = client.update_conversation(12345).status(ConversationStatus::Opened).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_conversation(
        &self,
        id: i64,
    ) -> runtime::Call<operations::UpdateConversation> {
        self.update_conversation_with(id, types::ConversationUpdate::new())
    }

    /// [`update_conversation`](Self::update_conversation) with a body that is given whole.
    pub fn update_conversation_with(
        &self,
        id: i64,
        body: types::ConversationUpdate,
    ) -> runtime::Call<operations::UpdateConversation> {
        let operation = operations::UpdateConversation {
            id,
            body,
        };
        runtime::internal::call(&self.0, operation)
    }

    /// Bulk update conversations.
    ///
    /// Updates several conversations in one request: changes their status, assigns an agent, adds and removes
    /// tags. Changes are applied atomically for each conversation, and only those that were updated are returned.
    /// A change of status to `SPAM` can also block the contact.
    ///
    /// - `ids`: IDs of the conversations to update.
    /// - 200: The conversations in the answer were updated; one that is missing was not, or is deleted.
    /// - 429: The rate limit is used up until the window resets.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::fernand::types::*;
    /// # async fn example(client: conversations_client::fernand::Client) -> Result<(), conversations_client::fernand::Error> {
    /// let outcome = client.bulk_update_conversations([123]).status(BulkStatus::Opened).send_all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bulk_update_conversations<I>(
        &self,
        ids: I,
    ) -> runtime::BatchCall<operations::BulkUpdateConversations, I>
    where
        I: IntoIterator<Item = i64>,
    {
        let body = types::BulkUpdate::new([]);
        let operation = operations::BulkUpdateConversations {
            body,
        };
        runtime::internal::batch_call(&self.0, operation, ids)
    }

    /// [`bulk_update_conversations`](Self::bulk_update_conversations) with a body that is given whole.
    pub fn bulk_update_conversations_with(
        &self,
        body: types::BulkUpdate,
    ) -> runtime::Call<operations::BulkUpdateConversations> {
        let operation = operations::BulkUpdateConversations {
            body,
        };
        runtime::internal::call(&self.0, operation)
    }
}

impl From<runtime::internal::Transport<Fernand>> for Client {
    fn from(transport: runtime::internal::Transport<Fernand>) -> Self {
        Self(transport)
    }
}

impl ClientBuilder {
    /// The account's secret key (`sk_…`), managed in the Fernand dashboard.
    pub fn api_key(self, api_key: impl Into<String>) -> Self {
        self.credential(0, api_key.into())
    }
}
