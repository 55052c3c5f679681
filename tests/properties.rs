//! Property tests: requests are valid according to the document, and the client reads every response that is valid
//! according to the document or to a later version of it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::{DateTime, Utc};
use codegen::document::Document;
use conversations_client::fernand::types::*;
use conversations_client::runtime::Nullable;
use conversations_client::runtime::internal::Check;
use jsonschema::Validator;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tests::documents;
use uuid::Uuid;

/// The schemas of Fernand's document as JSON Schema, by name.
static SCHEMAS: LazyLock<Value> = LazyLock::new(|| {
    let documents = documents().unwrap().into_iter();
    let mut fernand = documents.filter(|it| it.name == "spec/fernand.yaml");
    let fernand = fernand.next().unwrap();
    let document = Document::read(&fernand.name, &fernand.text).unwrap();
    json_schema(&document.root().to_json()["components"]["schemas"])
});

static VALIDATORS: LazyLock<BTreeMap<&str, Validator>> = LazyLock::new(|| {
    let names = SCHEMAS.as_object().unwrap().keys();
    names.map(|name| (name.as_str(), validator(name))).collect()
});

fn validator(name: &str) -> Validator {
    let reference = format!("#/components/schemas/{name}");
    let schema = json!({ "$ref": reference, "components": { "schemas": *SCHEMAS } });
    let options = jsonschema::options().should_validate_formats(true);
    options.build(&schema).unwrap()
}

/// Converts schemas of OpenAPI 3.0 to JSON Schema, which has no `nullable`.
fn json_schema(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(json_schema).collect(),
        Value::Object(fields) => {
            let mut fields: Map<_, _> = fields
                .iter()
                .map(|(key, value)| (key.clone(), json_schema(value)))
                .collect();
            match fields.remove("nullable") {
                Some(Value::Bool(true)) => json!({ "anyOf": [fields, { "type": "null" }] }),
                _ => Value::Object(fields),
            }
        }
        scalar => scalar.clone(),
    }
}

/// The version of the document that values are generated for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DocumentVersion {
    /// The current version, without properties that the schema does not declare.
    Current,
    /// A later version, with other enum values, longer strings and more properties.
    Later,
}

/// Returns a strategy for values of a schema.
fn json_of(schema: &Value, version: DocumentVersion) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        return json_of(&SCHEMAS[name], version);
    }
    if let Some([only]) = schema["allOf"].as_array().map(Vec::as_slice) {
        return json_of(only, version);
    }
    if let Some([schema, _null]) = schema["anyOf"].as_array().map(Vec::as_slice) {
        return prop_oneof![Just(Value::Null), json_of(schema, version)].boxed();
    }
    if let Some(allowed) = schema["enum"].as_array() {
        let known = select(allowed.clone());
        return match version {
            DocumentVersion::Current => known.boxed(),
            DocumentVersion::Later => {
                prop_oneof![known, any::<String>().prop_map(Value::from)].boxed()
            }
        };
    }
    match schema["type"].as_str() {
        Some("object") => object_of(schema, version),
        Some("array") => {
            let items = vec(json_of(&schema["items"], version), 0..4);
            items.prop_map(Value::from).boxed()
        }
        Some("string") if schema["format"] == "date-time" => {
            date_time().prop_map(Value::from).boxed()
        }
        Some("string") if schema["format"] == "date" => date().prop_map(Value::from).boxed(),
        Some("string") if schema["format"] == "uuid" => {
            let uuid = any::<u128>().prop_map(Uuid::from_u128);
            uuid.prop_map(|it| json!(it.to_string())).boxed()
        }
        Some("string") if schema["format"].is_null() => {
            let max_length = schema["maxLength"]
                .as_u64()
                .filter(|_| version == DocumentVersion::Current);
            let max_length =
                max_length.map_or(300, |max_length| usize::try_from(max_length).unwrap());
            text(max_length).prop_map(Value::from).boxed()
        }
        Some("integer") if schema["format"] == "int32" => {
            any::<i32>().prop_map(Value::from).boxed()
        }
        Some("integer") => any::<i64>().prop_map(Value::from).boxed(),
        Some("number") => (-1e9..1e9).prop_map(Value::from).boxed(),
        Some("boolean") => any::<bool>().prop_map(Value::from).boxed(),
        _ => panic!("json_of does not support this schema of the document: {schema}"),
    }
}

fn object_of(schema: &Value, version: DocumentVersion) -> BoxedStrategy<Value> {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut fields = Just(Map::new()).boxed();
    for (name, property) in schema["properties"].as_object().unwrap() {
        let value = json_of(property, version);
        let value = if required.contains(&json!(name)) {
            value.prop_map(Some).boxed()
        } else {
            option::of(value).boxed()
        };
        let name = name.clone();
        fields = (fields, value)
            .prop_map(move |(mut fields, value)| {
                fields.extend(value.map(|value| (name.clone(), value)));
                fields
            })
            .boxed();
    }
    if version == DocumentVersion::Later {
        fields = (fields, vec((any::<String>(), anything()), 0..3))
            .prop_map(|(mut fields, more)| {
                fields.extend(
                    more.into_iter()
                        .map(|(name, value)| (format!("later {name}"), value)),
                );
                fields
            })
            .boxed();
    }
    fields.prop_map(Value::Object).boxed()
}

/// Returns a strategy for arbitrary JSON.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec((any::<String>(), inner), 0..3)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// Returns a strategy for strings of at most `max_length` characters, including characters of several bytes.
fn text(max_length: usize) -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..=max_length).prop_map(String::from_iter)
}

fn date() -> impl Strategy<Value = String> {
    (0..=9999, 1..=12, 1..=28).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
}

/// Returns a strategy for times in the notations of RFC 3339.
fn date_time() -> impl Strategy<Value = String> {
    let time = (0..24, 0..60, 0..60).prop_map(|(h, m, s)| format!("{h:02}:{m:02}:{s:02}"));
    let fraction = option::of("\\.[0-9]{1,12}").prop_map(Option::unwrap_or_default);
    let offset = (select(vec!['+', '-']), 0..24, 0..60);
    let offset = offset.prop_map(|(sign, h, m)| format!("{sign}{h:02}:{m:02}"));
    let offset = prop_oneof![Just("Z".to_owned()), Just("z".to_owned()), offset];
    (date(), select(vec!["T", "t"]), time, fraction, offset)
        .prop_map(|(date, t, time, fraction, offset)| format!("{date}{t}{time}{fraction}{offset}"))
}

/// Returns a strategy for an optional nullable field: absent, null or a value.
fn three_states<T: Strategy>(value: T) -> impl Strategy<Value = Option<Nullable<T::Value>>>
where
    T::Value: Clone,
{
    prop_oneof![
        Just(None),
        Just(Some(Nullable::Null)),
        value.prop_map(|value| Some(Nullable::Value(value))),
    ]
}

prop_compose! {
    fn conversation_update(max_subject_length: usize)(
        status in option::of(select(ConversationStatus::VALUES)),
        snooze_until in option::of(text(20)),
        agent_id in three_states(any::<i64>()),
        agent_email in option::of(text(20)),
        subject in option::of(text(max_subject_length)),
        contact_id in option::of(any::<i64>()),
    ) -> ConversationUpdate {
        let mut update = ConversationUpdate::new();
        update.status = status;
        update.snooze_until = snooze_until;
        update.agent_id = agent_id;
        update.agent_email = agent_email;
        update.subject = subject;
        update.contact_id = contact_id;
        update
    }
}

prop_compose! {
    fn bulk_update(min_ids: usize, max_tag_length: usize)(
        ids in vec(any::<i64>(), min_ids..5),
        status in option::of(select(BulkStatus::VALUES)),
        snooze_until in option::of(text(20)),
        agent_id in three_states(any::<i64>()),
        agent_email in option::of(text(20)),
        tag in option::of(text(max_tag_length)),
        untag in option::of(text(20)),
        block in option::of(any::<bool>()),
    ) -> BulkUpdate {
        let mut update = BulkUpdate::new(ids);
        update.status = status;
        update.snooze_until = snooze_until;
        update.agent_id = agent_id;
        update.agent_email = agent_email;
        update.tag = tag;
        update.untag = untag;
        update.block = block;
        update
    }
}

/// The number of properties that a value is sent with.
fn properties(value: &impl Serialize) -> usize {
    let value = serde_json::to_value(value).unwrap();
    value.as_object().unwrap().len()
}

fn is_valid(schema: &str, value: &impl Serialize) -> bool {
    VALIDATORS[schema].is_valid(&serde_json::to_value(value).unwrap())
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, TestCaseError> {
    let read = serde_json::from_value(value.clone());
    read.map_err(|error| TestCaseError::fail(format!("{error}: {value}")))
}

/// Normalizes a conversation: removes null fields, which are read as absent, and converts times to UTC.
fn normalized(mut conversation: Value) -> Value {
    let fields = conversation.as_object_mut().unwrap();
    fields.retain(|_, value| !value.is_null());
    for (name, schema) in SCHEMAS["Conversation"]["properties"].as_object().unwrap() {
        let is_time = [schema, &schema["anyOf"][0]].map(|it| it["format"] == "date-time");
        if is_time.contains(&true)
            && let Some(text) = fields.get(name).and_then(Value::as_str)
        {
            let time: DateTime<Utc> = text.parse().unwrap();
            fields[name] = json!(time.to_rfc3339());
        }
    }
    conversation
}

/// Returns a configuration that generates the same cases in every run.
fn config() -> ProptestConfig {
    ProptestConfig {
        rng_seed: RngSeed::Fixed(2_026),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn an_update_within_the_constraints_is_valid(update in conversation_update(80)) {
        prop_assume!(properties(&update) >= 1);
        prop_assert!(is_valid("ConversationUpdate", &update));
    }

    #[test]
    fn a_bulk_update_within_the_constraints_is_valid(update in bulk_update(1, 50)) {
        prop_assume!(properties(&update) >= 2);
        prop_assert!(is_valid("BulkUpdate", &update));
    }

    #[test]
    fn an_update_is_rejected_exactly_if_it_is_invalid(update in conversation_update(160)) {
        prop_assert_eq!(Check::of(&update).is_empty(), is_valid("ConversationUpdate", &update));
    }

    #[test]
    fn a_bulk_update_is_rejected_exactly_if_it_is_invalid(update in bulk_update(0, 100)) {
        prop_assert_eq!(Check::of(&update).is_empty(), is_valid("BulkUpdate", &update));
    }

    #[test]
    fn an_update_round_trips_with_absent_and_null_fields(update in conversation_update(80)) {
        let value = serde_json::to_value(&update).unwrap();
        prop_assert_eq!(read::<ConversationUpdate>(&value)?, update);
    }

    #[test]
    fn a_bulk_update_round_trips_with_absent_and_null_fields(update in bulk_update(0, 50)) {
        let value = serde_json::to_value(&update).unwrap();
        prop_assert_eq!(read::<BulkUpdate>(&value)?, update);
    }

    #[test]
    fn a_valid_page_is_read(value in json_of(&SCHEMAS["ConversationPage"], DocumentVersion::Current)) {
        prop_assert!(is_valid("ConversationPage", &value));
        read::<ConversationPage>(&value)?;
    }

    #[test]
    fn a_page_of_a_later_version_is_read(value in json_of(&SCHEMAS["ConversationPage"], DocumentVersion::Later)) {
        read::<ConversationPage>(&value)?;
    }

    #[test]
    fn a_valid_bulk_response_is_read(value in json_of(&SCHEMAS["BulkUpdated"], DocumentVersion::Current)) {
        prop_assert!(is_valid("BulkUpdated", &value));
        read::<BulkUpdated>(&value)?;
    }

    #[test]
    fn a_bulk_response_of_a_later_version_is_read(value in json_of(&SCHEMAS["BulkUpdated"], DocumentVersion::Later)) {
        read::<BulkUpdated>(&value)?;
    }

    #[test]
    fn a_valid_conversation_round_trips(value in json_of(&SCHEMAS["Conversation"], DocumentVersion::Current)) {
        let conversation: Conversation = read(&value)?;
        let written = serde_json::to_value(&conversation).unwrap();
        prop_assert_eq!(normalized(written), normalized(value));
    }
}
