// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{Bird, ClientBuilder, operations, types};
use crate::runtime;

/// A client for Bird conversations. It is cheap to clone, and clones share their connections.
#[derive(Clone, Debug)]
pub struct Client(runtime::internal::Transport<Bird>);

impl Client {
    /// Starts to build a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Creates a client from the environment.
    ///
    /// - `BIRD_ACCESS_KEY`: An access key for the workspace.
    /// - `BIRD_JWT`: A JSON Web Token, an alternative to the access key.
    /// - `BIRD_BASE_URL` (optional): where the API is served, instead of the document's server.
    ///
    /// Fails when a variable is missing or cannot be used; the error names it.
    pub fn from_env() -> Result<Self, runtime::BuildError> {
        ClientBuilder::from_env().build()
    }

    /// Update a conversation.
    ///
    /// Updates the given properties of a conversation and leaves the others as they are.
    ///
    /// - `workspace_id`: ID of the workspace.
    /// - `conversation_id`: ID of the conversation.
    /// - 200: The conversation was updated.
    /// - 404: The workspace or the conversation was not found.
    /// - 409: The resource already exists.
    /// - 422: The request body did not pass validation.
    /// - 429: The rate limit is used up. The request was not processed and can be repeated.
    /// - Otherwise: Any other error.
    ///
    /// ```no_run
    /// # async fn example(client: conversations_client::bird::Client) -> Result<(), conversations_client::bird::Error> {
    /// let answer = client.update_conversation(uuid::uuid!("b4e02c85-c6d2-4b15-8885-e09671799c61"), uuid::uuid!("67e4d358-ca94-421e-98b7-448860df9d33")).name("Re: Your refund request").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_conversation(
        &self,
        workspace_id: uuid::Uuid,
        conversation_id: uuid::Uuid,
    ) -> runtime::Call<operations::UpdateConversation> {
        self.update_conversation_with(
            workspace_id,
            conversation_id,
            types::ConversationUpdate::new(),
        )
    }

    /// [`update_conversation`](Self::update_conversation) with a body that is given whole.
    pub fn update_conversation_with(
        &self,
        workspace_id: uuid::Uuid,
        conversation_id: uuid::Uuid,
        body: types::ConversationUpdate,
    ) -> runtime::Call<operations::UpdateConversation> {
        let operation = operations::UpdateConversation {
            workspace_id,
            conversation_id,
            body,
        };
        runtime::internal::call(&self.0, operation)
    }
}

impl From<runtime::internal::Transport<Bird>> for Client {
    fn from(transport: runtime::internal::Transport<Bird>) -> Self {
        Self(transport)
    }
}

impl ClientBuilder {
    /// An access key for the workspace.
    pub fn access_key(self, access_key: impl Into<String>) -> Self {
        self.credential(0, access_key.into())
    }

    /// A JSON Web Token, an alternative to the access key.
    pub fn jwt(self, jwt: impl Into<String>) -> Self {
        self.credential(1, jwt.into())
    }
}
