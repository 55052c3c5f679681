//! The conversations, and the operations on them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Serialize, Serializer};

use super::cursor::{Cursor, SortKey};
use super::query::{ListRequest, Order};
use super::request::{Assignee, BulkRequest, Changes, NewStatus};
use super::seed;
use crate::document::FERNAND;
use crate::fields::{Nullable, Problem};

/// The status of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Open.
    Opened,
    /// Closed.
    Closed,
    /// Marked as spam.
    Spam,
    /// Hidden until `snooze_until`.
    Snoozed,
    /// Another value of the document, which is stored and returned without special handling.
    Other(&'static str),
}

impl Status {
    /// Returns the statuses in the document.
    pub fn all() -> impl Iterator<Item = Self> {
        FERNAND.texts("ConversationStatus").map(Self::of)
    }

    /// Returns the status with this name in requests and responses.
    pub(crate) fn of(name: &'static str) -> Self {
        match name {
            "OPENED" => Self::Opened,
            "CLOSED" => Self::Closed,
            "SPAM" => Self::Spam,
            "SNOOZED" => Self::Snoozed,
            other => Self::Other(other),
        }
    }

    /// Returns the name of the status in requests and responses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "OPENED",
            Self::Closed => "CLOSED",
            Self::Spam => "SPAM",
            Self::Snoozed => "SNOOZED",
            Self::Other(name) => name,
        }
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A recipient of a conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recipient {
    /// The ID of the recipient.
    pub id: i64,
    /// The ID of the contact.
    pub contact_id: i64,
    /// The kind of recipient, a `RecipientKind` of the document.
    pub kind: &'static str,
    /// The ID of the conversation.
    pub conversation_id: i64,
}

/// A conversation. Fields that are not serialized are not part of responses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conversation {
    /// The ID of the conversation.
    pub id: i64,
    /// The ID of the primary contact.
    pub contact_id: i64,
    /// The subject, with at most 250 characters.
    pub subject: String,
    /// The status.
    pub status: Status,
    /// The time of the last incoming message, in whole seconds.
    pub last_update: DateTime<Utc>,
    /// The IDs of the tags, in the order in which they were added.
    pub tags: Vec<i32>,
    /// The recipients, including the original primary contact.
    pub recipients: Vec<Recipient>,
    /// The ID of the assigned agent.
    pub agent_id: Option<i64>,
    /// The ID of the channel.
    pub channel_id: Option<i64>,
    /// The end of the snooze. A snoozed conversation without it is snoozed indefinitely.
    pub snooze_until: Option<DateTime<Utc>>,

    /// The priority. Higher priorities are first in the order `priority`. Not in responses.
    #[serde(skip)]
    pub priority: u8,
    /// The time since which the conversation waits for a reply. Closing it or marking it as spam ends the wait. Not in
    /// responses.
    #[serde(skip)]
    pub waiting_since: Option<DateTime<Utc>>,
    /// The text of the messages, for searches. Not in responses.
    #[serde(skip)]
    pub text: String,
    /// Whether every update is rejected. Not in responses.
    #[serde(skip)]
    pub locked: bool,
    /// The number of requests that were applied, including those that changed nothing. Not in responses.
    #[serde(skip)]
    pub writes: u64,
    /// The values of the sort fields with the version of the store in which they were set, oldest first.
    #[serde(skip)]
    sort_history: Vec<(u64, SortFields)>,
}

/// The fields that listings are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SortFields {
    priority: u8,
    last_update: DateTime<Utc>,
    waiting_since: Option<DateTime<Utc>>,
}

impl Conversation {
    /// Returns the sort key as of a version of the store. Returns `None` if the conversation did not exist yet.
    fn sort_key(&self, order: Order, version: u64) -> Option<SortKey> {
        let (_, fields) = self
            .sort_history
            .iter()
            .rev()
            .find(|(since, _)| *since <= version)?;
        let seconds = fields.last_update.timestamp();
        let key = |group, seconds, id| SortKey { group, seconds, id };
        Some(match order {
            Order::Priority | Order::Other(_) => key(-i64::from(fields.priority), seconds, self.id),
            Order::Oldest => key(0, seconds, self.id),
            Order::Newest => key(0, -seconds, -self.id),
            Order::Longest => match fields.waiting_since {
                Some(since) => key(0, since.timestamp(), self.id),
                None => key(1, seconds, self.id),
            },
        })
    }

    /// Records the current sort fields for listings that start at `version` or later.
    fn record_sort_fields(&mut self, version: u64) {
        let fields = SortFields {
            priority: self.priority,
            last_update: self.last_update,
            waiting_since: self.waiting_since,
        };
        if self
            .sort_history
            .last()
            .is_none_or(|(_, last)| *last != fields)
        {
            self.sort_history.push((version, fields));
        }
    }

    fn set_status(&mut self, status: Status, snooze_until: Option<DateTime<Utc>>) {
        self.status = status;
        self.snooze_until = snooze_until.filter(|_| status == Status::Snoozed);
        if matches!(status, Status::Closed | Status::Spam) {
            self.waiting_since = None;
        }
    }
}

/// An agent. Conversations are assigned to agents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The ID of the agent.
    pub id: i64,
    /// The email address of the agent.
    pub email: String,
}

/// A permission of the API key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Permission {
    /// `conversation.status`: change a status.
    ConversationStatus,
    /// `conversation.assign`: assign an agent.
    ConversationAssign,
    /// `conversation.update`: change a subject.
    ConversationUpdate,
    /// `contact.block`: block a contact.
    ContactBlock,
}

impl Permission {
    /// Returns the name of the permission on Fernand's pages.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConversationStatus => "conversation.status",
            Self::ConversationAssign => "conversation.assign",
            Self::ConversationUpdate => "conversation.update",
            Self::ContactBlock => "contact.block",
        }
    }
}

/// The reason why an update failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UpdateError {
    NotFound,
    Locked,
    Forbidden(Permission),
    Invalid(Problem),
}

/// A conversation in a response, with its cursor in the listing.
#[derive(Debug, Serialize)]
pub(crate) struct Listed<'a> {
    #[serde(flatten)]
    pub(crate) conversation: &'a Conversation,
    pub(crate) cursor: Option<String>,
}

/// A page of a listing.
#[derive(Debug, Serialize)]
pub(crate) struct Page<'a> {
    data: Vec<Listed<'a>>,
    cursor: Option<String>,
}

/// Fernand's data.
#[derive(Debug)]
pub(crate) struct Store {
    conversations: BTreeMap<i64, Conversation>,
    agents: Vec<Agent>,
    tags: BTreeMap<String, i32>,
    blocked: BTreeSet<i64>,
    denied: BTreeSet<Permission>,
    /// The number of changes to sort fields.
    version: u64,
    /// A lower bound of the ends of all snoozes.
    next_wake: DateTime<Utc>,
}

impl Store {
    /// Generates `count` conversations, which are the same for the same seed and start.
    pub(crate) fn seeded(
        count: usize,
        seed: u64,
        start: DateTime<Utc>,
        denied: BTreeSet<Permission>,
    ) -> Self {
        let mut store = Self {
            conversations: BTreeMap::new(),
            agents: seed::agents(),
            tags: seed::tags(),
            blocked: BTreeSet::new(),
            denied,
            version: 0,
            next_wake: DateTime::<Utc>::MAX_UTC,
        };
        for draft in seed::conversations(count, seed, start.trunc_subsecs(0)) {
            store.add(draft);
        }
        store
    }

    pub(crate) fn agents(&self) -> &[Agent] {
        &self.agents
    }

    pub(crate) fn agent(&self, id: i64) -> Option<&Agent> {
        self.agents.iter().find(|agent| agent.id == id)
    }

    pub(crate) fn tags(&self) -> &BTreeMap<String, i32> {
        &self.tags
    }

    pub(crate) fn blocked(&self) -> &BTreeSet<i64> {
        &self.blocked
    }

    pub(crate) fn conversations(&self) -> Vec<Conversation> {
        self.conversations.values().cloned().collect()
    }

    pub(crate) fn conversation(&self, id: i64) -> Option<&Conversation> {
        self.conversations.get(&id)
    }

    pub(crate) fn has_tag(&self, conversation: &Conversation, name: &str) -> bool {
        self.tags
            .iter()
            .any(|(tag, id)| tag.eq_ignore_ascii_case(name) && conversation.tags.contains(id))
    }

    /// Opens the conversations whose snooze has ended.
    pub(crate) fn settle(&mut self, now: DateTime<Utc>) {
        if now < self.next_wake {
            return;
        }
        self.next_wake = DateTime::<Utc>::MAX_UTC;
        for conversation in self.conversations.values_mut() {
            if conversation.snooze_until.is_some_and(|until| until <= now) {
                conversation.set_status(Status::Opened, None);
            }
            self.next_wake = earlier(self.next_wake, conversation.snooze_until);
        }
    }

    /// Adds a conversation, or replaces the one with the same ID.
    pub(crate) fn add(&mut self, draft: seed::Draft) {
        self.version += 1;
        let mut conversation = Conversation {
            id: draft.id,
            contact_id: draft.recipients[0].contact_id,
            subject: draft.subject,
            status: draft.status,
            last_update: draft.last_update,
            tags: draft.tags,
            recipients: draft.recipients,
            agent_id: draft.agent_id,
            channel_id: draft.channel_id,
            snooze_until: draft.snooze_until,
            priority: draft.priority,
            waiting_since: draft.waiting_since,
            text: draft.text,
            locked: false,
            writes: 0,
            sort_history: Vec::new(),
        };
        conversation.record_sort_fields(self.version);
        self.next_wake = earlier(self.next_wake, conversation.snooze_until);
        self.conversations.insert(conversation.id, conversation);
    }

    /// Adds an open conversation with an incoming message, and returns its ID.
    pub(crate) fn open(&mut self, subject: &str, now: DateTime<Utc>) -> i64 {
        let id = self
            .conversations
            .keys()
            .next_back()
            .map_or(1, |last| last + 1);
        self.add(seed::Draft::incoming(id, subject, now.trunc_subsecs(0)));
        id
    }

    /// Adds an incoming message to a conversation. Inferred: this opens the conversation unless it is spam.
    pub(crate) fn receive(&mut self, id: i64, now: DateTime<Utc>) -> bool {
        let now = now.trunc_subsecs(0);
        let version = self.version + 1;
        let Some(conversation) = self.conversations.get_mut(&id) else {
            return false;
        };
        conversation.last_update = now;
        if conversation.status != Status::Spam {
            conversation.set_status(Status::Opened, None);
            conversation.waiting_since.get_or_insert(now);
        }
        conversation.record_sort_fields(version);
        self.version = version;
        true
    }

    pub(crate) fn delete(&mut self, id: i64) -> bool {
        self.conversations.remove(&id).is_some()
    }

    pub(crate) fn lock(&mut self, id: i64, locked: bool) -> bool {
        let conversation = self.conversations.get_mut(&id);
        conversation.map(|it| it.locked = locked).is_some()
    }

    pub(crate) fn list(&self, request: &ListRequest) -> Page<'_> {
        let version = request.cursor.map_or(self.version, |cursor| cursor.version);
        let after = request.cursor.map(|cursor| cursor.after);
        let mut found: Vec<_> = self
            .conversations
            .values()
            .filter_map(|conversation| {
                let key = conversation.sort_key(request.order, version)?;
                let is_next = after.is_none_or(|after| key > after);
                (is_next && request.search.matches(conversation, self))
                    .then_some((key, conversation))
            })
            .collect();
        let has_more = found.len() > request.limit;
        if has_more {
            found.select_nth_unstable_by_key(request.limit, |(key, _)| *key);
            found.truncate(request.limit);
        }
        found.sort_unstable_by_key(|(key, _)| *key);
        let cursor = |after| Cursor {
            order: request.order,
            search: request.fingerprint,
            version,
            after,
        };
        Page {
            cursor: found
                .last()
                .filter(|_| has_more)
                .map(|(key, _)| cursor(*key).encode()),
            data: found
                .into_iter()
                .map(|(key, conversation)| Listed {
                    conversation,
                    cursor: Some(cursor(key).encode()),
                })
                .collect(),
        }
    }

    pub(crate) fn update(
        &mut self,
        id: i64,
        changes: &Changes,
    ) -> Result<&Conversation, UpdateError> {
        self.check_permissions(changes)?;
        let agent = self.resolve(changes.assignee.as_ref())?;
        let conversation = self.conversations.get(&id).ok_or(UpdateError::NotFound)?;
        if conversation.locked {
            return Err(UpdateError::Locked);
        }
        if let Some(contact) = changes.contact_id
            && !conversation
                .recipients
                .iter()
                .any(|recipient| recipient.contact_id == contact)
        {
            let problem = Problem::new("contact_id", "is not a recipient of the conversation");
            return Err(UpdateError::Invalid(problem));
        }
        self.apply(id, changes, agent);
        self.conversations.get(&id).ok_or(UpdateError::NotFound)
    }

    /// Updates the conversations that exist and are not locked, and returns those that were not deleted.
    pub(crate) fn bulk(
        &mut self,
        request: &BulkRequest,
    ) -> Result<Vec<&Conversation>, UpdateError> {
        self.check_permissions(&request.changes)?;
        let agent = self.resolve(request.changes.assignee.as_ref())?;
        let mut seen = BTreeSet::new();
        let mut changed = Vec::new();
        for &id in &request.ids {
            let can_update = self.conversations.get(&id).is_some_and(|it| !it.locked);
            if can_update && seen.insert(id) {
                self.apply(id, &request.changes, agent);
                changed.push(id);
            }
        }
        Ok(changed
            .iter()
            .filter_map(|id| self.conversations.get(id))
            .collect())
    }

    /// Checks the permissions of the API key. Inferred: the bulk update needs the same permissions as the single
    /// update.
    fn check_permissions(&self, changes: &Changes) -> Result<(), UpdateError> {
        let needed = [
            (changes.status.is_some(), Permission::ConversationStatus),
            (changes.assignee.is_some(), Permission::ConversationAssign),
            (changes.subject.is_some(), Permission::ConversationUpdate),
            (blocks(changes), Permission::ContactBlock),
        ];
        for (needed, permission) in needed {
            if needed && self.denied.contains(&permission) {
                return Err(UpdateError::Forbidden(permission));
            }
        }
        Ok(())
    }

    /// Looks up the agent to assign. Returns `None` if the assignment does not change.
    fn resolve(&self, assignee: Option<&Assignee>) -> Result<Option<Nullable<i64>>, UpdateError> {
        let (agent, field) = match assignee {
            None => return Ok(None),
            Some(Assignee::Nobody) => return Ok(Some(Nullable::Null)),
            Some(Assignee::Id(id)) => (self.agent(*id), "agent_id"),
            Some(Assignee::Email(email)) => {
                let same = |agent: &&Agent| agent.email.eq_ignore_ascii_case(email);
                (self.agents.iter().find(same), "agent_email")
            }
        };
        agent
            .map(|agent| Some(Nullable::Value(agent.id)))
            .ok_or_else(|| {
                UpdateError::Invalid(Problem::new(field, "is not an agent of the account"))
            })
    }

    /// Updates a conversation that exists and is not locked.
    fn apply(&mut self, id: i64, changes: &Changes, agent: Option<Nullable<i64>>) {
        if changes.status == Some(NewStatus::Delete) {
            self.conversations.remove(&id);
            return;
        }
        let tag = changes.tag.as_deref().map(|name| self.tag_id(name));
        let untag = changes
            .untag
            .as_ref()
            .and_then(|name| self.tags.get(name))
            .copied();
        let version = self.version + 1;
        let Some(conversation) = self.conversations.get_mut(&id) else {
            return;
        };
        conversation.writes += 1;
        if let Some(NewStatus::To(status)) = changes.status {
            conversation.set_status(status, changes.snooze_until);
        } else if changes.snooze_until.is_some() {
            // Inferred: without the status SNOOZED, this has an effect only if the conversation is already snoozed.
            conversation.set_status(conversation.status, changes.snooze_until);
        }
        if let Some(agent) = agent {
            conversation.agent_id = agent.into_option();
        }
        if let Some(subject) = &changes.subject {
            conversation.subject.clone_from(subject);
        }
        if let Some(contact) = changes.contact_id {
            conversation.contact_id = contact;
        }
        if let Some(tag) = tag
            && !conversation.tags.contains(&tag)
        {
            conversation.tags.push(tag);
        }
        conversation.tags.retain(|tag| Some(*tag) != untag);
        if blocks(changes) {
            self.blocked.insert(conversation.contact_id);
        }
        conversation.record_sort_fields(version);
        self.next_wake = earlier(self.next_wake, conversation.snooze_until);
        self.version = version;
    }

    /// Returns the ID of a tag. Inferred: a tag that does not exist is created.
    fn tag_id(&mut self, name: &str) -> i32 {
        if let Some(id) = self.tags.get(name) {
            return *id;
        }
        let id = self.tags.values().max().map_or(1, |last| last + 1);
        self.tags.insert(name.to_owned(), id);
        id
    }
}

fn earlier(time: DateTime<Utc>, other: Option<DateTime<Utc>>) -> DateTime<Utc> {
    other.map_or(time, |other| time.min(other))
}

/// Whether the changes block the contact, which they do only with the status SPAM.
fn blocks(changes: &Changes) -> bool {
    changes.block && changes.status == Some(NewStatus::To(Status::Spam))
}
