// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Bird, Client, ErrorBody, types};
use crate::runtime::{self, internal};

/// The arguments of [`update_conversation`](super::super::Client::update_conversation): `PATCH /workspaces/{workspaceId}/conversations/{conversationId}`.
#[derive(Clone, Debug)]
pub struct UpdateConversation {
    pub(crate) workspace_id: uuid::Uuid,
    pub(crate) conversation_id: uuid::Uuid,
    pub(crate) body: types::ConversationUpdate,
}

impl Client {
    /// Update a conversation.
    ///
    /// Updates the given properties of a conversation and leaves the others as they are.
    ///
    /// - `workspace_id`: ID of the workspace.
    /// - `conversation_id`: ID of the conversation.
    /// - `.name(…)`: Name of the conversation, in an email channel the subject of the email; null clears it.
    /// - `.description(…)`: Description of the conversation; null clears it.
    /// - `.status(…)`: New status.
    /// - `.visibility(…)`: Whether the conversation is public or private.
    /// - `.accessibility(…)`: How new participants can join the conversation.
    /// - `.attributes(…)`: Attributes of your own, by name.
    /// - `.resource(…)`: The resource that the conversation belongs to.
    /// - 200: The conversation was updated.
    /// - 404: The workspace or the conversation was not found.
    /// - 409: The resource already exists.
    /// - 422: The request body did not pass validation.
    /// - 429: The rate limit is used up. The request was not processed and can be repeated.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::bird;
    /// # async fn example(client: bird::Client) -> Result<(), bird::Error> {
    /// let response = client
    ///     .update_conversation(
    ///         uuid::uuid!("b4e02c85-c6d2-4b15-8885-e09671799c61"),
    ///         uuid::uuid!("67e4d358-ca94-421e-98b7-448860df9d33"),
    ///     )
    ///     .name("Re: Your refund request")
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn update_conversation(
        &self,
        workspace_id: uuid::Uuid,
        conversation_id: uuid::Uuid,
    ) -> runtime::Call<UpdateConversation> {
        self.update_conversation_with(
            workspace_id,
            conversation_id,
            types::ConversationUpdate::new(),
        )
    }

    /// Like [`update_conversation`](Self::update_conversation), but takes the complete body.
    pub fn update_conversation_with(
        &self,
        workspace_id: uuid::Uuid,
        conversation_id: uuid::Uuid,
        body: types::ConversationUpdate,
    ) -> runtime::Call<UpdateConversation> {
        let operation = UpdateConversation {
            workspace_id,
            conversation_id,
            body,
        };
        internal::call(&self.0, operation)
    }
}

internal::body_setters!(UpdateConversation {
    /// Name of the conversation, in an email channel the subject of the email; null clears it.
    fn name(name: impl Into<runtime::Nullable<String>>);
    /// Description of the conversation; null clears it.
    fn description(description: impl Into<runtime::Nullable<String>>);
    /// New status. Sending messages in closed conversations results in an error.
    fn status(status: types::ConversationStatus);
    /// Whether the conversation is public or private.
    fn visibility(visibility: types::ConversationVisibility);
    /// How new participants can join the conversation.
    fn accessibility(accessibility: types::ConversationAccessibility);
    /// Attributes of your own, by name.
    fn attributes(
        attributes: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    );
    /// The resource that the conversation belongs to.
    fn resource(resource: types::ResourceReference);
});

impl runtime::sealed::Sealed for UpdateConversation {}

impl runtime::Operation for UpdateConversation {
    type Document = Bird;
    type Output = types::Conversation;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::patch(
        "update_conversation",
        "/workspaces/{workspaceId}/conversations/{conversationId}",
    );
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { workspace_id, conversation_id, body } = self;
        let url = format!(
            "{}/workspaces/{}/conversations/{}", base.baseurl,
            internal::path::encode(workspace_id), internal::path::encode(conversation_id)
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
    fn error(_: u16, body: &[u8]) -> Option<ErrorBody> {
        internal::read::json(body).ok().map(ErrorBody::Problem)
    }
    fn idempotency(&self) -> runtime::Idempotency {
        runtime::Idempotency::unless([self.body.resource.is_some()])
    }
}
