// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::{ClientBuilder, Kustomer, operations, types};
use crate::runtime;

/// A client for Kustomer conversations. It is cheap to clone, and clones share their connections.
#[derive(Clone, Debug)]
pub struct Client(runtime::internal::Transport<Kustomer>);

impl Client {
    /// Starts to build a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from the environment.
    ///
    /// - `KUSTOMER_API_KEY`: An API key of the organization, with the roles that the operations require.
    /// - `KUSTOMER_ORG` (optional): Name of the organization, as it stands in the host of its Kustomer.
    /// - `KUSTOMER_BASE_URL` (optional): where the API is served, instead of the document's server.
    ///
    /// Fails when a variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, runtime::BuildError> {
        ClientBuilder::from_env().build()
    }

    /// Update conversations, all in the same way.
    ///
    /// Accepts a job that makes one set of changes to at most 100 conversations.
    ///
    /// Requires the role `org.permission.conversation.update`, or the legacy role
    /// `org.user.conversation.write`.
    ///
    /// - `ids`: IDs of the conversations that get the same changes, at most 100, none twice.
    /// - 201: The job was accepted; the conversations are updated later.
    /// - 429: The organization's rate limit is used up.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::kustomer::types::*;
    /// # async fn example(client: conversations_client::kustomer::Client) -> Result<(), conversations_client::kustomer::Error> {
    /// let outcome = client.update_conversations(["507f1f77bcf86cd799439031"]).status(ConversationStatus::Done).send_all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_conversations<I>(
        &self,
        ids: I,
    ) -> runtime::BatchCall<operations::UpdateConversations, I>
    where
        I: IntoIterator<Item: Into<String>>,
    {
        let body = types::ConversationChanges::new();
        let operation = operations::UpdateConversations {
            ids: Vec::new(),
            body,
        };
        runtime::internal::batch_call(&self.0, operation, ids)
    }

    /// [`update_conversations`](Self::update_conversations) with a body that is given whole.
    pub fn update_conversations_with(
        &self,
        ids: impl IntoIterator<Item = impl Into<String>>,
        body: types::ConversationChanges,
    ) -> runtime::Call<operations::UpdateConversations> {
        let operation = operations::UpdateConversations {
            ids: ids.into_iter().map(Into::into).collect(),
            body,
        };
        runtime::internal::call(&self.0, operation)
    }

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
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::kustomer::types::*;
    /// # async fn example(client: conversations_client::kustomer::Client) -> Result<(), conversations_client::kustomer::Error> {
    /// let outcome = client.update_each_conversation([ConversationEntry::new("507f1f77bcf86cd799439031")]).send_all().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_each_conversation<I>(
        &self,
        entries: I,
    ) -> runtime::BatchCall<operations::UpdateEachConversation, I>
    where
        I: IntoIterator<Item = types::ConversationEntry>,
    {
        let operation = operations::UpdateEachConversation {
            body: Vec::new(),
        };
        runtime::internal::batch_call(&self.0, operation, entries)
    }

    /// Retrieve a bulk job.
    ///
    /// Tells the status of a bulk job and how many of its batches are complete.
    ///
    /// Requires the role `org.permission.bulk.read`, or the legacy role `org.user.bulk.read`.
    ///
    /// - `id`: ID of the job, from the answer to the bulk request.
    /// - 200: The job was retrieved.
    /// - 429: The organization's rate limit is used up.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # async fn example(client: conversations_client::kustomer::Client) -> Result<(), conversations_client::kustomer::Error> {
    /// let answer = client.get_bulk("507f1f77bcf86cd799439011").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_bulk(&self, id: impl Into<String>) -> runtime::Call<operations::GetBulk> {
        let operation = operations::GetBulk {
            id: id.into(),
        };
        runtime::internal::call(&self.0, operation)
    }

    /// List the batches of a bulk job.
    ///
    /// Lists the batches that a bulk job was split into, with what became of each record.
    ///
    /// Requires the role `org.permission.bulk.read`, or the legacy role `org.user.bulk.read`.
    ///
    /// - `id`: ID of the job, from the answer to the bulk request.
    /// - 200: The batches were listed.
    /// - 429: The organization's rate limit is used up.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # async fn example(client: conversations_client::kustomer::Client) -> Result<(), conversations_client::kustomer::Error> {
    /// let answer = client.list_bulk_batches("507f1f77bcf86cd799439011").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_bulk_batches(
        &self,
        id: impl Into<String>,
    ) -> runtime::Call<operations::ListBulkBatches> {
        let operation = operations::ListBulkBatches {
            id: id.into(),
        };
        runtime::internal::call(&self.0, operation)
    }
}

impl From<runtime::internal::Transport<Kustomer>> for Client {
    fn from(transport: runtime::internal::Transport<Kustomer>) -> Self {
        Self(transport)
    }
}

impl ClientBuilder {
    /// An API key of the organization, with the roles that the operations require.
    pub fn api_key(self, api_key: impl Into<String>) -> Self {
        self.credential(0, api_key.into())
    }

    /// Name of the organization, as it stands in the host of its Kustomer.
    pub fn org(self, value: impl Into<String>) -> Self {
        self.server_variable("orgname", value.into())
    }
}
