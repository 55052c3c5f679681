// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::ConversationStatus;
use crate::runtime::{self, internal};

/// What to change in a conversation, at least one property.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
#[non_exhaustive]
pub struct ConversationUpdate {
    /// New status (requires the `conversation.status` permission).
    pub status: Option<ConversationStatus>,
    /// With the status `SNOOZED`, when the conversation reappears:
    ///
    /// - `5m`, `+30`: minutes from now
    /// - `tomorrow`, `monday`, `tuesday` and so on: the next one, at 9 in the morning
    /// - `one week`, `one month`: that long from now
    /// - an ISO 8601 timestamp: at that time
    pub snooze_until: Option<String>,
    /// ID of the agent to assign; null unassigns (requires the `conversation.assign` permission).
    pub agent_id: Option<runtime::Nullable<i64>>,
    /// Email of the agent to assign, an alternative to `agent_id` (requires the `conversation.assign`
    /// permission).
    pub agent_email: Option<String>,
    /// New subject line (requires the `conversation.update` permission). At most 80 characters.
    pub subject: Option<String>,
    /// ID of an existing recipient to make the primary contact.
    pub contact_id: Option<i64>,
}

impl Eq for ConversationUpdate {}

internal::object!(ConversationUpdate {
    optional status = "status",
    optional snooze_until = "snooze_until",
    optional_nullable agent_id = "agent_id",
    optional agent_email = "agent_email",
    optional subject = "subject",
    optional contact_id = "contact_id",
});

impl ConversationUpdate {
    /// Creates a new `ConversationUpdate` without any properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// New status (requires the `conversation.status` permission).
    pub fn status(mut self, status: ConversationStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// With the status `SNOOZED`, when the conversation reappears.
    pub fn snooze_until(mut self, snooze_until: impl Into<String>) -> Self {
        self.snooze_until = Some(snooze_until.into());
        self
    }

    /// ID of the agent to assign; null unassigns (requires the `conversation.assign` permission).
    pub fn agent_id(mut self, agent_id: impl Into<runtime::Nullable<i64>>) -> Self {
        self.agent_id = Some(agent_id.into());
        self
    }

    /// Email of the agent to assign, an alternative to `agent_id` (requires the `conversation.assign`
    /// permission).
    pub fn agent_email(mut self, agent_email: impl Into<String>) -> Self {
        self.agent_email = Some(agent_email.into());
        self
    }

    /// New subject line (requires the `conversation.update` permission).
    pub fn subject(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// ID of an existing recipient to make the primary contact.
    pub fn contact_id(mut self, contact_id: i64) -> Self {
        self.contact_id = Some(contact_id);
        self
    }
}

impl internal::Properties for ConversationUpdate {
    fn properties(&self) -> Option<usize> {
        Some(
            internal::present([
                self.status.is_some(),
                self.snooze_until.is_some(),
                self.agent_id.is_some(),
                self.agent_email.is_some(),
                self.subject.is_some(),
                self.contact_id.is_some(),
            ]),
        )
    }
}

impl internal::Validate for ConversationUpdate {
    fn validate(&self, check: &mut internal::Check) {
        check.min_properties("", self, 1);
        check.max_length("subject", &self.subject, 80);
    }
}
