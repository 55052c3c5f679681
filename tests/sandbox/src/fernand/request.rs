//! The bodies of update requests.

use chrono::{DateTime, Utc};

use super::snooze;
use super::store::Status;
use crate::document::FERNAND;
use crate::fields::{Fields, Nullable, Problem};

/// The largest number of characters in a new subject.
const MAX_SUBJECT_LENGTH: usize = 80;
/// The largest number of characters in a tag.
const MAX_TAG_LENGTH: usize = 50;

/// A change of the status of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NewStatus {
    To(Status),
    Delete,
}

impl NewStatus {
    /// Returns the meaning of a `BulkStatus` of the document.
    fn of(name: &'static str) -> Self {
        match name {
            "DELETE" => Self::Delete,
            status => Self::To(Status::of(status)),
        }
    }
}

/// The agent that a conversation is assigned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Assignee {
    Nobody,
    Id(i64),
    Email(String),
}

/// The changes of a request. Absent fields are not changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(crate) status: Option<NewStatus>,
    pub(crate) snooze_until: Option<DateTime<Utc>>,
    pub(crate) assignee: Option<Assignee>,
    pub(crate) subject: Option<String>,
    pub(crate) contact_id: Option<i64>,
    pub(crate) tag: Option<String>,
    pub(crate) untag: Option<String>,
    pub(crate) block: bool,
}

impl Changes {
    /// Parses the body of an update of one conversation.
    pub(crate) fn parse(body: &[u8], now: DateTime<Utc>) -> Result<Self, Vec<Problem>> {
        let mut fields = Fields::parse(body)?;
        let statuses = Status::all().map(|status| (status.as_str(), NewStatus::To(status)));
        let options: Vec<_> = statuses.collect();
        let changes = Self {
            status: fields.one_of("status", &options),
            subject: fields.text_up_to("subject", MAX_SUBJECT_LENGTH),
            contact_id: fields.integer("contact_id"),
            ..Self::common(&mut fields, now)
        };
        fields.take_declared(&FERNAND, "ConversationUpdate");
        fields.finish()?;
        Ok(changes)
    }

    /// Reads the fields that both bodies have.
    fn common(fields: &mut Fields, now: DateTime<Utc>) -> Self {
        Self {
            snooze_until: fields.take(
                "snooze_until",
                "a time in one of the documented formats",
                |value| snooze::parse(value.as_str()?, now),
            ),
            assignee: assignee(fields),
            ..Self::default()
        }
    }
}

/// Reads the agent. The page calls the email an alternative to the ID. Inferred: if both are present, the email is
/// ignored.
fn assignee(fields: &mut Fields) -> Option<Assignee> {
    let id = fields.nullable_integer("agent_id");
    let email = fields.text("agent_email");
    match id {
        Some(Nullable::Value(id)) => Some(Assignee::Id(id)),
        Some(Nullable::Null) => Some(Assignee::Nobody),
        None => email.map(Assignee::Email),
    }
}

/// The body of a bulk update.
#[derive(Clone, Debug)]
pub(crate) struct BulkRequest {
    pub(crate) ids: Vec<i64>,
    pub(crate) changes: Changes,
}

impl BulkRequest {
    pub(crate) fn parse(body: &[u8], now: DateTime<Utc>) -> Result<Self, Vec<Problem>> {
        let mut fields = Fields::parse(body)?;
        let ids = ids(&mut fields);
        let statuses = FERNAND.texts("BulkStatus");
        let options: Vec<_> = statuses.map(|name| (name, NewStatus::of(name))).collect();
        let changes = Changes {
            status: fields.one_of("status", &options),
            tag: fields.text_up_to("tag", MAX_TAG_LENGTH),
            untag: fields.text("untag"),
            block: fields.boolean("block").unwrap_or_default(),
            ..Changes::common(&mut fields, now)
        };
        fields.take_declared(&FERNAND, "BulkUpdate");
        fields.finish()?;
        Ok(Self { ids, changes })
    }
}

/// Reads `ids`. Inferred: an empty list is an error.
fn ids(fields: &mut Fields) -> Vec<i64> {
    if !fields.has("ids") {
        fields.reject("ids", "is required");
        return Vec::new();
    }
    let ids = fields.take("ids", "an array of integers", |value| {
        value
            .as_array()?
            .iter()
            .map(serde_json::Value::as_i64)
            .collect()
    });
    let ids: Vec<i64> = match ids {
        Some(ids) => ids,
        None => return Vec::new(),
    };
    if ids.is_empty() {
        fields.reject("ids", "must not be empty");
    }
    ids
}
