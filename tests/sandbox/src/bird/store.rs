//! The conversations, and the update of them.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::examples;
use crate::document::BIRD;
use crate::fields::{Fields, Nullable, Problem};
use crate::random::Random;

/// The largest number of conversations. They are large, and no operation lists them.
const MAX_CONVERSATIONS: usize = 1_000;

/// A conversation of Bird.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// The ID.
    pub id: Uuid,
    /// The fields in responses.
    pub fields: Map<String, Value>,
    /// The number of requests that were applied.
    pub writes: u64,
}

/// The changes of a request. Absent fields are not changed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    /// `name` and `description`.
    texts: Vec<(&'static str, Nullable<String>)>,
    /// `status`, `visibility` and `accessibility`.
    states: Vec<(&'static str, String)>,
    attributes: Map<String, Value>,
    resource: Option<Value>,
    /// Other properties of the document.
    others: Map<String, Value>,
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
            let state = fields.take(name, "a non-empty string", |value| {
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
        changes.others = fields.take_declared(&BIRD, "ConversationUpdate");
        fields.finish()?;
        Ok(changes)
    }
}

fn is_resource(value: &Value) -> bool {
    let Some(map) = value.as_object() else {
        return false;
    };
    let has = |name| map.get(name).is_some_and(Value::is_string);
    let is_declared = |(name, value): (&String, &Value)| {
        let property = BIRD.property("ResourceReference", name);
        property.is_some_and(|property| BIRD.accepts(property, value))
    };
    has("type") && has("id") && map.iter().all(is_declared)
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
        for (name, value) in changes.others {
            self.set(&name, value);
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

/// The reason why an update failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UpdateError {
    NotFound,
    Conflict,
}

/// Bird's data.
#[derive(Debug)]
pub(crate) struct Store {
    /// The only workspace.
    workspace: Uuid,
    conversations: BTreeMap<Uuid, Conversation>,
}

impl Store {
    /// Generates `count` conversations, but at most [`MAX_CONVERSATIONS`]. The first two are the examples on the page,
    /// before their update.
    pub(crate) fn seeded(count: usize, seed: u64) -> Self {
        // Different random numbers from those of Fernand with the same seed.
        let mut random = Random::new(seed ^ 0x4269_7264);
        let conversations = (0..count.min(MAX_CONVERSATIONS))
            .map(|index| {
                let id = match index {
                    0 => examples::FIRST,
                    1 => examples::SECOND,
                    _ => uuid(&mut random),
                };
                let mut fields = examples::conversation(index);
                fields.insert("id".to_owned(), json!(id));
                if index > 1 {
                    // A resource belongs to one conversation only, which is the example.
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
    ) -> Result<&Conversation, UpdateError> {
        if workspace != self.workspace || !self.conversations.contains_key(&id) {
            return Err(UpdateError::NotFound);
        }
        if let Some(resource) = &changes.resource
            && self.has_other_with(resource, id)
        {
            return Err(UpdateError::Conflict);
        }
        let conversation = self
            .conversations
            .get_mut(&id)
            .ok_or(UpdateError::NotFound)?;
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
