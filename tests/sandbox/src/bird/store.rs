//! The conversations, and what the call does to them.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::examples;
use crate::fields::{Fields, Nullable, Problem};
use crate::random::Random;

/// The most conversations that are made up: they are large, and no call lists them.
const MOST_CONVERSATIONS: usize = 1_000;

/// A conversation at Bird.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Its id.
    pub id: Uuid,
    /// All that an answer has of it.
    pub fields: Map<String, Value>,
    /// How many requests were carried out on it.
    pub writes: u64,
}

/// What a request changes; what it does not name stays as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    /// `name` and `description`.
    texts: Vec<(&'static str, Nullable<String>)>,
    /// `status`, `visibility` and `accessibility`.
    states: Vec<(&'static str, String)>,
    attributes: Map<String, Value>,
    resource: Option<Value>,
}

impl Changes {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Vec<Problem>> {
        let mut fields = Fields::parse(body)?;
        let mut changes = Self::default();
        for name in ["name", "description"] {
            let text = fields.nullable_text(name);
            changes.texts.extend(text.map(|text| (name, text)));
        }
        for name in ["status", "visibility", "accessibility"] {
            let state = fields.take(name, "a text that is not empty", |value| {
                let text = value.as_str().filter(|text| !text.is_empty())?;
                Some(text.to_owned())
            });
            changes.states.extend(state.map(|state| (name, state)));
        }
        changes.attributes = fields
            .take("attributes", "an object", |value| {
                value.as_object().cloned()
            })
            .unwrap_or_default();
        changes.resource = fields.take("resource", "an object with a type and an id", |value| {
            is_resource(value).then(|| value.clone())
        });
        fields.finish()?;
        Ok(changes)
    }
}

fn is_resource(value: &Value) -> bool {
    let Some(map) = value.as_object() else {
        return false;
    };
    let has = |name| map.get(name).is_some_and(Value::is_string);
    map.len() == 2 && has("type") && has("id")
}

impl Conversation {
    fn apply(&mut self, changes: Changes, now: DateTime<Utc>) {
        for (name, text) in changes.texts {
            self.set(name, json!(text.into_option()));
        }
        for (name, state) in changes.states {
            self.set(name, state.into());
        }
        for (name, value) in changes.attributes {
            self.set_attribute(name, value);
        }
        if let Some(resource) = changes.resource {
            self.set("resource", resource);
        }
        let updated = now.to_rfc3339_opts(SecondsFormat::Millis, true);
        self.set("updatedAt", updated.into());
        self.writes += 1;
    }

    fn set(&mut self, name: &str, value: Value) {
        self.fields.insert(name.to_owned(), value);
    }

    fn set_attribute(&mut self, name: String, value: Value) {
        let attributes = self.fields.entry("attributes").or_insert_with(|| json!({}));
        if let Value::Object(attributes) = attributes {
            if value.is_null() {
                attributes.remove(&name);
            } else {
                attributes.insert(name, value);
            }
        }
    }
}

/// Why nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NotFound,
    Conflict,
}

/// Everything that Bird keeps.
#[derive(Debug)]
pub(crate) struct Store {
    /// The only workspace.
    workspace: Uuid,
    conversations: BTreeMap<Uuid, Conversation>,
}

impl Store {
    /// Makes up `count` conversations, but no more than the most, the first two of them the page's examples as they were before the update.
    pub(crate) fn seeded(count: usize, seed: u64) -> Self {
        // Another stream than Fernand's from the same seed.
        let mut random = Random::new(seed ^ 0x4269_7264);
        let conversations = (0..count.min(MOST_CONVERSATIONS))
            .map(|place| {
                let id = match place {
                    0 => examples::FIRST,
                    1 => examples::SECOND,
                    _ => uuid(&mut random),
                };
                let mut fields = examples::conversation(place);
                fields.insert("id".to_owned(), json!(id));
                if place > 1 {
                    // The resource of an example belongs to that example.
                    fields.remove("resource");
                }
                let conversation = Conversation {
                    id,
                    fields,
                    writes: 0,
                };
                (id, conversation)
            })
            .collect();
        Self {
            workspace: examples::WORKSPACE,
            conversations,
        }
    }

    pub(crate) fn workspace(&self) -> Uuid {
        self.workspace
    }

    pub(crate) fn conversations(&self) -> Vec<Conversation> {
        self.conversations.values().cloned().collect()
    }

    pub(crate) fn conversation(&self, id: Uuid) -> Option<&Conversation> {
        self.conversations.get(&id)
    }

    pub(crate) fn update(
        &mut self,
        workspace: Uuid,
        id: Uuid,
        changes: Changes,
        now: DateTime<Utc>,
    ) -> Result<&Conversation, Refusal> {
        if workspace != self.workspace || !self.conversations.contains_key(&id) {
            return Err(Refusal::NotFound);
        }
        if let Some(resource) = &changes.resource
            && self.has_other_with(resource, id)
        {
            return Err(Refusal::Conflict);
        }
        let conversation = self.conversations.get_mut(&id).ok_or(Refusal::NotFound)?;
        conversation.apply(changes, now);
        Ok(conversation)
    }

    fn has_other_with(&self, resource: &Value, id: Uuid) -> bool {
        self.conversations
            .values()
            .any(|other| other.id != id && other.fields.get("resource") == Some(resource))
    }
}

fn uuid(random: &mut Random) -> Uuid {
    let bits = (u128::from(random.next()) << 64) | u128::from(random.next());
    uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
}
