//! The parameters of the list call: limit, search, cursor, order.

use super::cursor::{Cursor, fingerprint};
use super::store::{Conversation, Status, Store};
use crate::document::FERNAND;
use crate::fields::Problem;

const SMALLEST_PAGE: usize = 3;
const LARGEST_PAGE: usize = 250;
const DEFAULT_PAGE: usize = 25;

/// The order of a listing. The page names the orders; what they sort by is inferred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The highest priority first, and within one the oldest.
    #[default]
    Priority,
    /// The longest time since the last incoming message first.
    Oldest,
    /// The latest incoming message first.
    Newest,
    /// The longest wait for an answer first; conversations that wait for none come last, oldest first.
    Longest,
    /// Another value of the document, which sorts as the default does.
    Other(&'static str),
}

impl Order {
    /// Returns the values of the document.
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

/// What a list call asks for.
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
        let mut given = Given::read(query, &mut problems);
        let limit = given.limit(&mut problems);
        let order = given.order(&mut problems);
        let text = given.q.take().unwrap_or_default();
        let search = Search::parse(&text, &mut problems);
        let fingerprint = fingerprint(text.trim());
        let cursor = given.cursor.and_then(|cursor| {
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
struct Given {
    limit: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
    order: Option<String>,
}

impl Given {
    fn read(query: &str, problems: &mut Vec<Problem>) -> Self {
        let mut given = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = match &*name {
                "limit" => &mut given.limit,
                "q" => &mut given.q,
                "cursor" => &mut given.cursor,
                "order" => &mut given.order,
                _ => {
                    problems.push(Problem::new(name, "is not a parameter of this request"));
                    continue;
                }
            };
            if slot.replace(value.into_owned()).is_some() {
                problems.push(Problem::new(name, "is given twice"));
            }
        }
        given
    }

    fn limit(&self, problems: &mut Vec<Problem>) -> usize {
        let Some(text) = &self.limit else {
            return DEFAULT_PAGE;
        };
        if let Ok(limit @ SMALLEST_PAGE..=LARGEST_PAGE) = text.parse() {
            limit
        } else {
            let message = format!("must be an integer from {SMALLEST_PAGE} to {LARGEST_PAGE}");
            problems.push(Problem::new("limit", message));
            DEFAULT_PAGE
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

/// A search: all of its terms must hold. That terms can be combined is inferred, as are the quotation marks
/// that hold words together (`tag:"needs reply"`).
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
            "unassigned" => return Err("unassigned takes true".to_owned()),
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

/// Splits at white space outside quotation marks, which are dropped.
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
