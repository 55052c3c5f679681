// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::BulkStatus;
use crate::runtime::{self, internal};

/// What to change, at least one property, and in which conversations.
#[derive(Clone, Debug, PartialEq, Hash)]
#[non_exhaustive]
pub struct BulkUpdate {
    /// IDs of the conversations to update. Not empty.
    pub ids: Vec<i64>,
    /// New status. `DELETE` deletes the conversations permanently.
    pub status: Option<BulkStatus>,
    /// With the status `SNOOZED`, when the conversations reappear:
    ///
    /// - `5m`, `+30`: minutes from now
    /// - `tomorrow`, `monday`, `tuesday` and so on: the next one, at 9 in the morning
    /// - `one week`, `one month`: that long from now
    /// - an ISO 8601 timestamp: at that time
    pub snooze_until: Option<String>,
    /// ID of the agent to assign; null unassigns.
    pub agent_id: Option<runtime::Nullable<i64>>,
    /// Email of the agent to assign, an alternative to `agent_id`.
    pub agent_email: Option<String>,
    /// Name of a tag to add. At most 50 characters.
    pub tag: Option<String>,
    /// Name of a tag to remove.
    pub untag: Option<String>,
    /// With the status `SPAM`, whether to block the contacts too (requires the `contact.block` permission).
    pub block: Option<bool>,
}

impl Eq for BulkUpdate {}

internal::object!(BulkUpdate {
    required ids = "ids",
    optional status = "status",
    optional snooze_until = "snooze_until",
    optional_nullable agent_id = "agent_id",
    optional agent_email = "agent_email",
    optional tag = "tag",
    optional untag = "untag",
    optional block = "block",
});

impl BulkUpdate {
    /// Creates a new `BulkUpdate` with its required properties.
    pub fn new(ids: impl IntoIterator<Item = i64>) -> Self {
        Self {
            ids: ids.into_iter().collect(),
            status: None,
            snooze_until: None,
            agent_id: None,
            agent_email: None,
            tag: None,
            untag: None,
            block: None,
        }
    }

    /// New status. `DELETE` deletes the conversations permanently.
    pub fn status(mut self, status: BulkStatus) -> Self {
        self.status = Some(status);
        self
    }

    /// With the status `SNOOZED`, when the conversations reappear.
    pub fn snooze_until(mut self, snooze_until: impl Into<String>) -> Self {
        self.snooze_until = Some(snooze_until.into());
        self
    }

    /// ID of the agent to assign; null unassigns.
    pub fn agent_id(mut self, agent_id: impl Into<runtime::Nullable<i64>>) -> Self {
        self.agent_id = Some(agent_id.into());
        self
    }

    /// Email of the agent to assign, an alternative to `agent_id`.
    pub fn agent_email(mut self, agent_email: impl Into<String>) -> Self {
        self.agent_email = Some(agent_email.into());
        self
    }

    /// Name of a tag to add.
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    /// Name of a tag to remove.
    pub fn untag(mut self, untag: impl Into<String>) -> Self {
        self.untag = Some(untag.into());
        self
    }

    /// With the status `SPAM`, whether to block the contacts too (requires the `contact.block` permission).
    pub fn block(mut self, block: bool) -> Self {
        self.block = Some(block);
        self
    }
}

impl internal::Properties for BulkUpdate {
    fn properties(&self) -> Option<usize> {
        Some(
            1
                + internal::present([
                    self.status.is_some(),
                    self.snooze_until.is_some(),
                    self.agent_id.is_some(),
                    self.agent_email.is_some(),
                    self.tag.is_some(),
                    self.untag.is_some(),
                    self.block.is_some(),
                ]),
        )
    }
}

impl internal::Validate for BulkUpdate {
    fn validate(&self, check: &mut internal::Check) {
        check.min_properties("", self, 2);
        check.min_items("ids", &self.ids, 1);
        check.max_length("tag", &self.tag, 50);
    }
}
