//! Generates conversations from a seed.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::store::{Agent, Recipient, Status};
use crate::document::FERNAND;
use crate::random::Random;

const FIRST_ID: i64 = 12_345;
const FIRST_CONTACT: i64 = 789;
const CONTACTS: u32 = 400;
/// The largest age of the last message of a conversation, in minutes: 120 days.
const MAX_AGE_MINUTES: u32 = 120 * 24 * 60;

const AGENTS: [(i64, &str); 5] = [
    (42, "jared@piedpiper.com"),
    (43, "ada@piedpiper.com"),
    (44, "grace@piedpiper.com"),
    (57, "linus@piedpiper.com"),
    (61, "margaret@piedpiper.com"),
];

const TAGS: [(&str, i32); 7] = [
    ("urgent", 1),
    ("billing", 5),
    ("refund", 12),
    ("bug", 13),
    ("feature-request", 20),
    ("vip", 21),
    ("needs reply", 22),
];

const TOPICS: [(&str, &str); 8] = [
    (
        "Question about billing",
        "The invoice of last month lists two seats more than we use.",
    ),
    (
        "Cannot sign in",
        "After the password reset the page says that the link has expired.",
    ),
    (
        "Refund for order",
        "The parcel came damaged and I would like my money back.",
    ),
    (
        "Export takes too long",
        "The CSV export of our archive has been running since this morning.",
    ),
    (
        "Change of address",
        "We are moving offices; please send the next invoice to the new address.",
    ),
    (
        "Feature idea",
        "Keyboard shortcuts in the inbox would save us hours every week.",
    ),
    (
        "Webhook does not fire",
        "The endpoint answers 200 but no events arrive since the update.",
    ),
    (
        "Thank you",
        "Just a note to say that the migration went very well.",
    ),
];

/// A conversation that is added to the store.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) id: i64,
    pub(crate) subject: String,
    pub(crate) status: Status,
    pub(crate) last_update: DateTime<Utc>,
    pub(crate) tags: Vec<i32>,
    /// At least one recipient. The first is the primary contact.
    pub(crate) recipients: Vec<Recipient>,
    pub(crate) agent_id: Option<i64>,
    pub(crate) channel_id: Option<i64>,
    pub(crate) snooze_until: Option<DateTime<Utc>>,
    pub(crate) priority: u8,
    pub(crate) waiting_since: Option<DateTime<Utc>>,
    pub(crate) text: String,
}

impl Draft {
    /// Returns a conversation that starts with a message at `now`.
    pub(crate) fn incoming(id: i64, subject: &str, now: DateTime<Utc>) -> Self {
        Self {
            id,
            subject: subject.to_owned(),
            status: Status::Opened,
            last_update: now,
            tags: Vec::new(),
            recipients: vec![Recipient {
                id: id * 10,
                contact_id: FIRST_CONTACT,
                kind: kinds().next().unwrap_or_default(),
                conversation_id: id,
            }],
            agent_id: None,
            channel_id: Some(1),
            snooze_until: None,
            priority: 0,
            waiting_since: Some(now),
            text: String::new(),
        }
    }
}

pub(crate) fn agents() -> Vec<Agent> {
    AGENTS
        .iter()
        .map(|&(id, email)| Agent {
            id,
            email: email.to_owned(),
        })
        .collect()
}

pub(crate) fn tags() -> BTreeMap<String, i32> {
    TAGS.iter()
        .map(|&(name, id)| (name.to_owned(), id))
        .collect()
}

/// Generates `count` conversations in their state at `start`.
pub(crate) fn conversations(
    count: usize,
    seed: u64,
    start: DateTime<Utc>,
) -> impl Iterator<Item = Draft> {
    let mut random = Random::new(seed);
    (FIRST_ID..)
        .take(count)
        .map(move |id| conversation(id, start, &mut random))
}

fn conversation(id: i64, start: DateTime<Utc>, random: &mut Random) -> Draft {
    let (subject, text) = random.pick(&TOPICS);
    let status = match random.below(100) {
        0..60 => Status::Opened,
        60..82 => Status::Closed,
        82..92 => Status::Snoozed,
        _ => Status::Spam,
    };
    // Whole minutes, so that some conversations have the same time and are ordered by ID.
    let last_update = start - minutes(random.below(MAX_AGE_MINUTES));
    let is_waiting = status == Status::Opened && random.percent(70);
    let earlier = minutes(random.below(3 * 24 * 60));
    let snooze = minutes(60 + random.below(14 * 24 * 60));
    Draft {
        id,
        subject: format!("{subject} #{id}"),
        status,
        last_update,
        tags: some_tags(random),
        recipients: recipients(id, random),
        agent_id: random.percent(65).then(|| random.pick(&AGENTS).0),
        channel_id: random.percent(95).then(|| 1 + i64::from(random.below(3))),
        snooze_until: (status == Status::Snoozed).then(|| start + snooze),
        priority: u8::try_from(random.below(4)).expect("the number is below 4"),
        waiting_since: is_waiting.then(|| last_update - earlier),
        text: (*text).to_owned(),
    }
}

fn some_tags(random: &mut Random) -> Vec<i32> {
    TAGS.iter()
        .filter(|_| random.percent(20))
        .map(|(_, id)| *id)
        .collect()
}

fn recipients(conversation: i64, random: &mut Random) -> Vec<Recipient> {
    let drawn = i64::from(random.below(CONTACTS));
    // The first conversation is the example of the document.
    let first = if conversation == FIRST_ID { 0 } else { drawn };
    let count = 1 + i64::from(random.below(3));
    (0..count)
        .zip(kinds())
        .map(|(index, kind)| Recipient {
            id: conversation * 10 + index,
            contact_id: FIRST_CONTACT + (first + index * 7) % i64::from(CONTACTS),
            kind,
            conversation_id: conversation,
        })
        .collect()
}

/// Returns the kinds of a conversation's recipients in order. The values of the document are repeated.
fn kinds() -> impl Iterator<Item = &'static str> {
    FERNAND.texts("RecipientKind").cycle()
}

fn minutes(count: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(count))
}
