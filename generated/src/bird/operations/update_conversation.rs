// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Bird, ErrorBody, types};
use crate::runtime;

/// The arguments of [`update_conversation`](super::super::Client::update_conversation): `PATCH /workspaces/{workspaceId}/conversations/{conversationId}`.
#[derive(Clone, Debug)]
pub struct UpdateConversation {
    pub(crate) workspace_id: uuid::Uuid,
    pub(crate) conversation_id: uuid::Uuid,
    pub(crate) body: types::ConversationUpdate,
}

impl runtime::sealed::Sealed for UpdateConversation {}

impl runtime::Operation for UpdateConversation {
    type Document = Bird;
    type Output = types::Conversation;
    const ENDPOINT: runtime::internal::Endpoint = runtime::internal::Endpoint::patch(
        "update_conversation",
        "/workspaces/{workspaceId}/conversations/{conversationId}",
    );
    fn request(
        &self,
        wire: &runtime::internal::Wire<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { workspace_id, conversation_id, body } = self;
        let url = format!(
            "{}/workspaces/{}/conversations/{}", wire.baseurl,
            runtime::internal::path::encode(workspace_id),
            runtime::internal::path::encode(conversation_id)
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
    fn error(status: u16, body: &[u8]) -> Option<ErrorBody> {
        match status {
            404 | 409 | 422 | 429 => {
                runtime::internal::read::json(body).ok().map(ErrorBody::Problem)
            }
            _ => runtime::internal::read::json(body).ok().map(ErrorBody::Problem),
        }
    }
    fn repeat(&self) -> runtime::Repeat {
        runtime::Repeat::unless([self.body.resource.is_some()])
    }
}

runtime::internal::body_setters!(UpdateConversation {
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
