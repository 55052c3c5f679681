//! The parameters of the list operation: limit, search, cursor and order.

use super::cursor::{Cursor, fingerprint};
use super::store::{Conversation, Status, Store};
use crate::document::FERNAND;
use crate::fields::Problem;

const MIN_LIMIT: usize = 3;
const MAX_LIMIT: usize = 250;
const DEFAULT_LIMIT: usize = 25;

/// The order of a listing. The page lists the orders, and their sort keys are inferred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Highest priority first, then the oldest incoming message first.
    #[default]
    Priority,
    /// Oldest incoming message first.
    Oldest,
    /// Newest incoming message first.
    Newest,
    /// Longest wait for a reply first. Conversations that do not wait are last, oldest first.
    Longest,
    /// Another value of the document, with the same sort key as the default.
    Other(&'static str),
}

impl Order {
    /// Returns the orders in the document.
    fn all() -> impl Iterator<Item = Self> {
        let names = FERNAND.texts("ConversationOrder");
        names.map(|name| match name {
            "priority" => Self::Priority,
            "oldest" => Self::Oldest,
            "newest" => Self::Newest,
            "longest" => Self::Longest,
            other => Self::Other(other),
        })
    }

    /// Returns the name of the order in a request.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Priority => "priority",
            Self::Oldest => "oldest",
            Self::Newest => "newest",
            Self::Longest => "longest",
            Self::Other(name) => name,
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|order| order.as_str() == name)
    }
}

/// The parsed parameters of a list request.
#[derive(Debug)]
pub(crate) struct ListRequest {
    pub(crate) limit: usize,
    pub(crate) order: Order,
    pub(crate) search: Search,
    pub(crate) fingerprint: u64,
    pub(crate) cursor: Option<Cursor>,
}

impl ListRequest {
    pub(crate) fn parse(query: &str) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut parameters = RawParameters::read(query, &mut problems);
        let limit = parameters.limit(&mut problems);
        let order = parameters.order(&mut problems);
        let text = parameters.q.take().unwrap_or_default();
        let search = Search::parse(&text, &mut problems);
        let fingerprint = fingerprint(text.trim());
        let cursor = parameters.cursor.and_then(|cursor| {
            let decoded = Cursor::decode(&cursor)
                .filter(|cursor| cursor.order == order && cursor.search == fingerprint);
            if decoded.is_none() {
                problems.push(Problem::new("cursor", "is not a cursor of this listing"));
            }
            decoded
        });
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            limit,
            order,
            search,
            fingerprint,
            cursor,
        })
    }
}

/// The parameters as they were sent.
#[derive(Default)]
struct RawParameters {
    limit: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
    order: Option<String>,
}

impl RawParameters {
    fn read(query: &str, problems: &mut Vec<Problem>) -> Self {
        let mut parameters = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = match &*name {
                "limit" => &mut parameters.limit,
                "q" => &mut parameters.q,
                "cursor" => &mut parameters.cursor,
                "order" => &mut parameters.order,
                _ => {
                    problems.push(Problem::new(name, "is not a parameter of this request"));
                    continue;
                }
            };
            if slot.replace(value.into_owned()).is_some() {
                problems.push(Problem::new(name, "is given twice"));
            }
        }
        parameters
    }

    fn limit(&self, problems: &mut Vec<Problem>) -> usize {
        let Some(text) = &self.limit else {
            return DEFAULT_LIMIT;
        };
        if let Ok(limit @ MIN_LIMIT..=MAX_LIMIT) = text.parse() {
            limit
        } else {
            let message = format!("must be an integer from {MIN_LIMIT} to {MAX_LIMIT}");
            problems.push(Problem::new("limit", message));
            DEFAULT_LIMIT
        }
    }

    fn order(&self, problems: &mut Vec<Problem>) -> Order {
        let Some(text) = &self.order else {
            return Order::default();
        };
        Order::from_name(text).unwrap_or_else(|| {
            let names: Vec<_> = FERNAND.texts("ConversationOrder").collect();
            let message = format!("must be one of {}", names.join(", "));
            problems.push(Problem::new("order", message));
            Order::default()
        })
    }
}

/// A search. A conversation must match all terms. Inferred: terms can be combined, and quotation marks group words, as
/// in `tag:"needs reply"`.
#[derive(Debug, Default)]
pub(crate) struct Search {
    terms: Vec<Term>,
}

#[derive(Debug)]
enum Term {
    Status(Status),
    Assigned(String),
    Unassigned,
    Tag(String),
    Keyword(String),
}

impl Search {
    fn parse(text: &str, problems: &mut Vec<Problem>) -> Self {
        let terms = words(text)
            .iter()
            .filter_map(|word| match Term::parse(word) {
                Ok(term) => Some(term),
                Err(message) => {
                    problems.push(Problem::new("q", message));
                    None
                }
            })
            .collect();
        Self { terms }
    }

    pub(crate) fn matches(&self, conversation: &Conversation, store: &Store) -> bool {
        self.terms
            .iter()
            .all(|term| term.matches(conversation, store))
    }
}

impl Term {
    fn parse(word: &str) -> Result<Self, String> {
        let word = word.to_lowercase();
        let Some((name, value)) = word.split_once(':') else {
            return Ok(Self::Keyword(word));
        };
        Ok(match name {
            "status" => {
                let is_named = |status: &Status| status.as_str().eq_ignore_ascii_case(value);
                Self::Status(Status::all().find(is_named).ok_or_else(|| {
                    let names: Vec<_> = Status::all().map(Status::as_str).collect();
                    let names = names.join(", ").to_lowercase();
                    format!("status:{value} is not one of {names}")
                })?)
            }
            "assigned" => Self::Assigned(value.to_owned()),
            "unassigned" if value == "true" => Self::Unassigned,
            "unassigned" => return Err("unassigned must be true".to_owned()),
            "tag" => Self::Tag(value.to_owned()),
            _ => Self::Keyword(word),
        })
    }

    fn matches(&self, conversation: &Conversation, store: &Store) -> bool {
        match self {
            Self::Status(status) => conversation.status == *status,
            Self::Assigned(email) => conversation
                .agent_id
                .and_then(|id| store.agent(id))
                .is_some_and(|agent| agent.email.eq_ignore_ascii_case(email)),
            Self::Unassigned => conversation.agent_id.is_none(),
            Self::Tag(name) => store.has_tag(conversation, name),
            Self::Keyword(keyword) => {
                conversation.subject.to_lowercase().contains(keyword)
                    || conversation.text.to_lowercase().contains(keyword)
            }
        }
    }
}

/// Splits a search at white space outside quotation marks, and removes the quotation marks.
fn words(text: &str) -> Vec<String> {
    let mut quoted = false;
    let separates = |character: char| {
        quoted ^= character == '"';
        character.is_whitespace() && !quoted
    };
    text.split(separates)
        .map(|word| word.replace('"', ""))
        .filter(|word| !word.is_empty())
        .collect()
}
