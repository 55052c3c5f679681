//! The conversations, and what the calls do to them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, SubsecRound, Utc};
use serde::{Serialize, Serializer};

use super::cursor::{Cursor, Rank};
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
    /// Out of sight until `snooze_until`.
    Snoozed,
    /// Another value of the document, which is stored and returned without special handling.
    Other(&'static str),
}

impl Status {
    /// Returns the values of the document.
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

    /// Returns the status as requests and answers have it.
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
    /// The recipient's own id.
    pub id: i64,
    /// The contact that it is.
    pub contact_id: i64,
    /// How it takes part, a `RecipientKind` of the document.
    pub kind: &'static str,
    /// The conversation that it belongs to.
    pub conversation_id: i64,
}

/// A conversation, with what answers do not show below what they do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conversation {
    /// The conversation's id.
    pub id: i64,
    /// The primary contact.
    pub contact_id: i64,
    /// The subject, at most 250 characters.
    pub subject: String,
    /// The status.
    pub status: Status,
    /// The time of the last incoming message, in whole seconds.
    pub last_update: DateTime<Utc>,
    /// The ids of its tags, in the order in which they were added.
    pub tags: Vec<i32>,
    /// The recipients, the first primary contact among them.
    pub recipients: Vec<Recipient>,
    /// The agent that it is assigned to.
    pub agent_id: Option<i64>,
    /// The channel.
    pub channel_id: Option<i64>,
    /// When it wakes, while it is snoozed; a snooze without this has no end.
    pub snooze_until: Option<DateTime<Utc>>,

    /// What the order `priority` sorts by; higher comes first. In no answer.
    #[serde(skip)]
    pub priority: u8,
    /// Since when it waits for an answer, which ends when it is closed or marked as spam. In no answer.
    #[serde(skip)]
    pub waiting_since: Option<DateTime<Utc>>,
    /// What its messages say, for searches. In no answer.
    #[serde(skip)]
    pub text: String,
    /// Whether it refuses every change. In no answer.
    #[serde(skip)]
    pub locked: bool,
    /// How many requests were carried out on it, whether they changed something or not. In no answer.
    #[serde(skip)]
    pub writes: u64,
    /// What it was sorted by, by version of the store, oldest first.
    #[serde(skip)]
    places: Vec<(u64, Place)>,
}

/// What the orders sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    priority: u8,
    last_update: DateTime<Utc>,
    waiting_since: Option<DateTime<Utc>>,
}

impl Conversation {
    /// Returns what it is sorted by in the world as it was at `version`; `None` if it was not there yet.
    fn rank(&self, order: Order, version: u64) -> Option<Rank> {
        let (_, place) = self
            .places
            .iter()
            .rev()
            .find(|(since, _)| *since <= version)?;
        let seconds = place.last_update.timestamp();
        let rank = |group, seconds, id| Rank { group, seconds, id };
        Some(match order {
            Order::Priority | Order::Other(_) => rank(-i64::from(place.priority), seconds, self.id),
            Order::Oldest => rank(0, seconds, self.id),
            Order::Newest => rank(0, -seconds, -self.id),
            Order::Longest => match place.waiting_since {
                Some(since) => rank(0, since.timestamp(), self.id),
                None => rank(1, seconds, self.id),
            },
        })
    }

    /// Notes its place in the listings that begin at `version` or later.
    fn keep_place(&mut self, version: u64) {
        let place = Place {
            priority: self.priority,
            last_update: self.last_update,
            waiting_since: self.waiting_since,
        };
        if self.places.last().is_none_or(|(_, last)| *last != place) {
            self.places.push((version, place));
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

/// An agent, to whom conversations are assigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// The agent's id.
    pub id: i64,
    /// The agent's email address.
    pub email: String,
}

/// A permission of the key.
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
    /// Returns the name that the pages give it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ConversationStatus => "conversation.status",
            Self::ConversationAssign => "conversation.assign",
            Self::ConversationUpdate => "conversation.update",
            Self::ContactBlock => "contact.block",
        }
    }
}

/// Why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotFound,
    Locked,
    Forbidden(Permission),
    Invalid(Problem),
}

/// A conversation as a listing shows it.
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

/// Everything that Fernand keeps.
#[derive(Debug)]
pub(crate) struct Store {
    conversations: BTreeMap<i64, Conversation>,
    agents: Vec<Agent>,
    tags: BTreeMap<String, i32>,
    blocked: BTreeSet<i64>,
    denied: BTreeSet<Permission>,
    /// Counts the changes of places.
    version: u64,
    /// A time before which no snooze ends.
    next_wake: DateTime<Utc>,
}

impl Store {
    /// Makes up `count` conversations; the same for the same seed and start.
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

    /// Wakes the conversations whose snooze has ended.
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

    /// Adds a conversation, or puts it in the place of the one with its id.
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
            places: Vec::new(),
        };
        conversation.keep_place(self.version);
        self.next_wake = earlier(self.next_wake, conversation.snooze_until);
        self.conversations.insert(conversation.id, conversation);
    }

    /// Opens a new conversation with a message that comes in now; returns its id.
    pub(crate) fn open(&mut self, subject: &str, now: DateTime<Utc>) -> i64 {
        let id = self
            .conversations
            .keys()
            .next_back()
            .map_or(1, |last| last + 1);
        self.add(seed::Draft::incoming(id, subject, now.trunc_subsecs(0)));
        id
    }

    /// Has a message come in to a conversation, which opens it unless it is spam (inferred).
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
        conversation.keep_place(version);
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
                let rank = conversation.rank(request.order, version)?;
                let ahead = after.is_none_or(|after| rank > after);
                (ahead && request.search.matches(conversation, self))
                    .then_some((rank, conversation))
            })
            .collect();
        let more = found.len() > request.limit;
        if more {
            found.select_nth_unstable_by_key(request.limit, |(rank, _)| *rank);
            found.truncate(request.limit);
        }
        found.sort_unstable_by_key(|(rank, _)| *rank);
        let cursor = |after| Cursor {
            order: request.order,
            search: request.fingerprint,
            version,
            after,
        };
        Page {
            cursor: found
                .last()
                .filter(|_| more)
                .map(|(rank, _)| cursor(*rank).encode()),
            data: found
                .into_iter()
                .map(|(rank, conversation)| Listed {
                    conversation,
                    cursor: Some(cursor(rank).encode()),
                })
                .collect(),
        }
    }

    pub(crate) fn update(&mut self, id: i64, changes: &Changes) -> Result<&Conversation, Refusal> {
        self.check_permissions(changes)?;
        let agent = self.resolve(changes.assignee.as_ref())?;
        let conversation = self.conversations.get(&id).ok_or(Refusal::NotFound)?;
        if conversation.locked {
            return Err(Refusal::Locked);
        }
        if let Some(contact) = changes.contact_id
            && !conversation
                .recipients
                .iter()
                .any(|recipient| recipient.contact_id == contact)
        {
            let problem = Problem::new("contact_id", "is not a recipient of the conversation");
            return Err(Refusal::Invalid(problem));
        }
        self.apply(id, changes, agent);
        self.conversations.get(&id).ok_or(Refusal::NotFound)
    }

    /// Changes what can be changed; returns the conversations that were changed and are still there.
    pub(crate) fn bulk(&mut self, request: &BulkRequest) -> Result<Vec<&Conversation>, Refusal> {
        self.check_permissions(&request.changes)?;
        let agent = self.resolve(request.changes.assignee.as_ref())?;
        let mut seen = BTreeSet::new();
        let mut changed = Vec::new();
        for &id in &request.ids {
            let open = self.conversations.get(&id).is_some_and(|it| !it.locked);
            if open && seen.insert(id) {
                self.apply(id, &request.changes, agent);
                changed.push(id);
            }
        }
        Ok(changed
            .iter()
            .filter_map(|id| self.conversations.get(id))
            .collect())
    }

    /// Refuses what the key may not do. Inferred: the bulk call needs the same permissions as the other.
    fn check_permissions(&self, changes: &Changes) -> Result<(), Refusal> {
        let needed = [
            (changes.status.is_some(), Permission::ConversationStatus),
            (changes.assignee.is_some(), Permission::ConversationAssign),
            (changes.subject.is_some(), Permission::ConversationUpdate),
            (blocks(changes), Permission::ContactBlock),
        ];
        for (needed, permission) in needed {
            if needed && self.denied.contains(&permission) {
                return Err(Refusal::Forbidden(permission));
            }
        }
        Ok(())
    }

    /// Looks up the agent to assign; `None` leaves the assignment as it is.
    fn resolve(&self, assignee: Option<&Assignee>) -> Result<Option<Nullable<i64>>, Refusal> {
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
            .ok_or_else(|| Refusal::Invalid(Problem::new(field, "is not an agent of the account")))
    }

    /// Changes a conversation that is there and not locked.
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
            // Inferred: without SNOOZED, this has a meaning only where the conversation is snoozed already.
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
        conversation.keep_place(version);
        self.next_wake = earlier(self.next_wake, conversation.snooze_until);
        self.version = version;
    }

    /// Returns the id of a tag, which is made if there is none of the name (inferred).
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

/// Tells whether contacts are blocked, which is so only beside SPAM.
fn blocks(changes: &Changes) -> bool {
    changes.block && changes.status == Some(NewStatus::To(Status::Spam))
}
