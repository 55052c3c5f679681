// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::{ConversationStatus, Direction, EndedByType, Sentiment, Snooze, SuggestedTag};
use crate::runtime::internal;

/// What to change in conversations.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct ConversationChanges {
    /// ID of the conversation. It has no use where the conversations are named apart.
    pub id: Option<String>,
    /// ID of the conversation in another system.
    pub external_id: Option<String>,
    /// Name of the conversation.
    pub name: Option<String>,
    /// Direction of the conversation.
    pub direction: Option<Direction>,
    /// Priority of the conversation.
    pub priority: Option<i64>,
    /// Satisfaction rating of the conversation.
    pub satisfaction: Option<f64>,
    /// New status.
    pub status: Option<ConversationStatus>,
    /// Channel through which replies are sent.
    pub reply_channel: Option<String>,
    /// Status within the status.
    pub sub_status: Option<String>,
    /// The snooze, for the status `snoozed`.
    pub snooze: Option<Snooze>,
    /// Tags of the conversation. They replace all tags that the conversation has.
    pub tags: Option<Vec<String>>,
    /// Tags that were suggested for the conversation.
    pub suggested_tags: Option<Vec<SuggestedTag>>,
    /// Sentiment of the conversation.
    pub sentiment: Option<Sentiment>,
    /// IDs of the users that the conversation is assigned to.
    pub assigned_users: Option<Vec<String>>,
    /// IDs of the teams that the conversation is assigned to.
    pub assigned_teams: Option<Vec<String>>,
    /// Custom attributes by name. A name ends in the type of its value: `Num`, `At`, `Str`, `Txt`, `Bool` or
    /// `Url`.
    pub custom: Option<serde_json::Map<String, serde_json::Value>>,
    /// Whether the conversation is deleted.
    pub deleted: Option<bool>,
    /// Whether the conversation has ended.
    pub ended: Option<bool>,
    /// When the conversation ended.
    pub ended_at: Option<chrono::DateTime<chrono::Utc>>,
    /// Why the conversation ended.
    pub ended_reason: Option<String>,
    /// Who ended the conversation, a user or a customer by `endedByType`.
    pub ended_by: Option<String>,
    /// What `endedBy` is.
    pub ended_by_type: Option<EndedByType>,
    /// Whether the conversation is locked.
    pub locked: Option<bool>,
    /// Revision of the conversation that the changes are based on.
    pub rev: Option<i64>,
    /// Default language of the conversation.
    pub default_lang: Option<String>,
    /// The routing queue of the conversation, as a JSON object.
    pub queue: Option<serde_json::Map<String, serde_json::Value>>,
}

internal::object!(ConversationChanges {
    optional id = "id",
    optional external_id = "externalId",
    optional name = "name",
    optional direction = "direction",
    optional priority = "priority",
    optional satisfaction = "satisfaction",
    optional status = "status",
    optional reply_channel = "replyChannel",
    optional sub_status = "subStatus",
    optional snooze = "snooze",
    optional tags = "tags",
    optional suggested_tags = "suggestedTags",
    optional sentiment = "sentiment",
    optional assigned_users = "assignedUsers",
    optional assigned_teams = "assignedTeams",
    optional custom = "custom",
    optional deleted = "deleted",
    optional ended = "ended",
    optional ended_at = "endedAt",
    optional ended_reason = "endedReason",
    optional ended_by = "endedBy",
    optional ended_by_type = "endedByType",
    optional locked = "locked",
    optional rev = "rev",
    optional default_lang = "defaultLang",
    optional queue = "queue",
});

impl ConversationChanges {
    /// Creates a new `ConversationChanges` without any properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// ID of the conversation. It has no use where the conversations are named apart.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// ID of the conversation in another system.
    pub fn external_id(mut self, external_id: impl Into<String>) -> Self {
        self.external_id = Some(external_id.into());
        self
    }

    /// Name of the conversation.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Direction of the conversation.
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = Some(direction);
        self
    }

    /// Priority of the conversation.
    pub fn priority(mut self, priority: i64) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Satisfaction rating of the conversation.
    pub fn satisfaction(mut self, satisfaction: f64) -> Self {
        self.satisfaction = Some(satisfaction);
        self
    }

    /// New status.
    pub fn status(mut self, status: ConversationStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// Channel through which replies are sent.
    pub fn reply_channel(mut self, reply_channel: impl Into<String>) -> Self {
        self.reply_channel = Some(reply_channel.into());
        self
    }

    /// Status within the status.
    pub fn sub_status(mut self, sub_status: impl Into<String>) -> Self {
        self.sub_status = Some(sub_status.into());
        self
    }

    /// The snooze, for the status `snoozed`.
    pub fn snooze(mut self, snooze: Snooze) -> Self {
        self.snooze = Some(snooze);
        self
    }

    /// Tags of the conversation. They replace all tags that the conversation has.
    pub fn tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = Some(tags.into_iter().map(Into::into).collect());
        self
    }

    /// Tags that were suggested for the conversation.
    pub fn suggested_tags(
        mut self,
        suggested_tags: impl IntoIterator<Item = SuggestedTag>,
    ) -> Self {
        self.suggested_tags = Some(suggested_tags.into_iter().collect());
        self
    }

    /// Sentiment of the conversation.
    pub fn sentiment(mut self, sentiment: Sentiment) -> Self {
        self.sentiment = Some(sentiment);
        self
    }

    /// IDs of the users that the conversation is assigned to.
    pub fn assigned_users(
        mut self,
        assigned_users: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.assigned_users = Some(assigned_users.into_iter().map(Into::into).collect());
        self
    }

    /// IDs of the teams that the conversation is assigned to.
    pub fn assigned_teams(
        mut self,
        assigned_teams: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.assigned_teams = Some(assigned_teams.into_iter().map(Into::into).collect());
        self
    }

    /// Custom attributes by name. A name ends in the type of its value: `Num`, `At`, `Str`, `Txt`, `Bool` or
    /// `Url`.
    pub fn custom(
        mut self,
        custom: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    ) -> Self {
        self.custom = Some(
            custom.into_iter().map(|(key, value)| (key.into(), value.into())).collect(),
        );
        self
    }

    /// Whether the conversation is deleted.
    pub fn deleted(mut self, deleted: bool) -> Self {
        self.deleted = Some(deleted);
        self
    }

    /// Whether the conversation has ended.
    pub fn ended(mut self, ended: bool) -> Self {
        self.ended = Some(ended);
        self
    }

    /// When the conversation ended.
    pub fn ended_at(
        mut self,
        ended_at: impl Into<chrono::DateTime<chrono::Utc>>,
    ) -> Self {
        self.ended_at = Some(ended_at.into());
        self
    }

    /// Why the conversation ended.
    pub fn ended_reason(mut self, ended_reason: impl Into<String>) -> Self {
        self.ended_reason = Some(ended_reason.into());
        self
    }

    /// Who ended the conversation, a user or a customer by `endedByType`.
    pub fn ended_by(mut self, ended_by: impl Into<String>) -> Self {
        self.ended_by = Some(ended_by.into());
        self
    }

    /// What `endedBy` is.
    pub fn ended_by_type(mut self, ended_by_type: EndedByType) -> Self {
        self.ended_by_type = Some(ended_by_type);
        self
    }

    /// Whether the conversation is locked.
    pub fn locked(mut self, locked: bool) -> Self {
        self.locked = Some(locked);
        self
    }

    /// Revision of the conversation that the changes are based on.
    pub fn rev(mut self, rev: i64) -> Self {
        self.rev = Some(rev);
        self
    }

    /// Default language of the conversation.
    pub fn default_lang(mut self, default_lang: impl Into<String>) -> Self {
        self.default_lang = Some(default_lang.into());
        self
    }

    /// The routing queue of the conversation, as a JSON object.
    pub fn queue(
        mut self,
        queue: impl IntoIterator<
            Item = (impl Into<String>, impl Into<serde_json::Value>),
        >,
    ) -> Self {
        self.queue = Some(
            queue.into_iter().map(|(key, value)| (key.into(), value.into())).collect(),
        );
        self
    }
}

impl internal::Validate for ConversationChanges {
    fn validate(&self, check: &mut internal::Check) {
        check.finite("satisfaction", &self.satisfaction);
        check.nested("suggestedTags", &self.suggested_tags);
        check.nested("sentiment", &self.sentiment);
    }
}
