// @generated from spec/bird.yaml by `cargo xtask regen`. Do not edit.
use super::{
    ConversationAccessibility, ConversationStatus, ConversationVisibility,
    ResourceReference,
};
use crate::runtime::{self, internal};

/// What to change in a conversation.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct ConversationUpdate {
    /// Name of the conversation, in an email channel the subject of the email; null clears it.
    pub name: Option<runtime::Nullable<String>>,
    /// Description of the conversation; null clears it.
    pub description: Option<runtime::Nullable<String>>,
    /// New status. Sending messages in closed conversations results in an error.
    pub status: Option<ConversationStatus>,
    /// Whether the conversation is public or private.
    pub visibility: Option<ConversationVisibility>,
    /// How new participants can join the conversation.
    pub accessibility: Option<ConversationAccessibility>,
    /// Attributes of your own, by name.
    pub attributes: Option<serde_json::Map<String, serde_json::Value>>,
    /// The resource that the conversation belongs to.
    pub resource: Option<ResourceReference>,
}

impl Eq for ConversationUpdate {}

internal::object!(ConversationUpdate {
    optional_nullable name = "name",
    optional_nullable description = "description",
    optional status = "status",
    optional visibility = "visibility",
    optional accessibility = "accessibility",
    optional attributes = "attributes",
    optional resource = "resource",
});

impl ConversationUpdate {
    /// Creates a new `ConversationUpdate` without any properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// Name of the conversation, in an email channel the subject of the email; null clears it.
    pub fn name(mut self, name: impl Into<runtime::Nullable<String>>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Description of the conversation; null clears it.
    pub fn description(
        mut self,
        description: impl Into<runtime::Nullable<String>>,
    ) -> Self {
        self.description = Some(description.into());
        self
    }

    /// New status. Sending messages in closed conversations results in an error.
    pub fn status(mut self, status: ConversationStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Whether the conversation is public or private.
    pub fn visibility(mut self, visibility: ConversationVisibility) -> Self {
        self.visibility = Some(visibility);
        self
    }

    /// How new participants can join the conversation.
    pub fn accessibility(mut self, accessibility: ConversationAccessibility) -> Self {
        self.accessibility = Some(accessibility);
        self
    }

    /// Attributes of your own, by name.
    pub fn attributes(
        mut self,
        attributes: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    ) -> Self {
        self.attributes = Some(
            attributes
                .into_iter()
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        );
        self
    }

    /// The resource that the conversation belongs to.
    pub fn resource(mut self, resource: ResourceReference) -> Self {
        self.resource = Some(resource);
        self
    }
}
