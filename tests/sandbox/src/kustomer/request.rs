//! The requests of the bulk update, in both forms.

use std::collections::BTreeSet;

use chrono::DateTime;
use serde_json::{Map, Value};

use crate::document::KUSTOMER;
use crate::fields::{Fields, Problem};

/// The largest number of records in a request.
const MAX_RECORDS: usize = 100;
/// The largest number of characters in a `_clientRef`.
const MAX_CLIENT_REF_LENGTH: usize = 255;

/// A conversation to update, and its changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) client_ref: Option<String>,
    pub(crate) changes: Map<String, Value>,
}

/// Parses a request: an object with the parameter `ids`, or an array without it.
pub(crate) fn parse(query: &str, body: &[u8]) -> Result<Vec<Record>, Vec<Problem>> {
    let ids = ids(query)?;
    let body = serde_json::from_slice(body);
    let records = match (ids, body) {
        (Some(ids), Ok(Value::Object(map))) => for_all(ids, map)?,
        (None, Ok(Value::Array(items))) => one_by_one(items)?,
        (Some(_), Ok(_)) => return Err(one("body", "must be an object if `ids` is set")),
        (None, Ok(_)) => return Err(one("body", "must be an array if `ids` is not set")),
        (_, Err(error)) => return Err(one("body", &format!("is not JSON: {error}"))),
    };
    if records.is_empty() || records.len() > MAX_RECORDS {
        let message = format!("must contain from 1 to {MAX_RECORDS} conversations");
        return Err(one("body", &message));
    }
    check_client_refs(&records)?;
    Ok(records)
}

fn one(field: &str, message: &str) -> Vec<Problem> {
    vec![Problem::new(field, message)]
}

fn ids(query: &str) -> Result<Option<Vec<String>>, Vec<Problem>> {
    let mut ids = None;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if name != "ids" {
            return Err(one(&name, "is not a parameter of this request"));
        }
        let list: Vec<_> = value.split(',').map(str::to_owned).collect();
        if list.iter().any(String::is_empty) {
            return Err(one("ids", "must be a comma-separated list of IDs"));
        }
        if ids.replace(list).is_some() {
            return Err(one("ids", "is given twice"));
        }
    }
    Ok(ids)
}

/// Reads changes that apply to all conversations.
fn for_all(ids: Vec<String>, map: Map<String, Value>) -> Result<Vec<Record>, Vec<Problem>> {
    let mut fields = Fields::new("", map);
    // The type in the page's script has an `id`, which has no effect beside the parameter.
    fields.text("id");
    let changes = changes(&mut fields, "ConversationChanges");
    fields.finish()?;
    let record = |id| Record {
        id,
        client_ref: None,
        changes: changes.clone(),
    };
    Ok(ids.into_iter().map(record).collect())
}

fn one_by_one(items: Vec<Value>) -> Result<Vec<Record>, Vec<Problem>> {
    let mut records = Vec::new();
    let mut problems = Vec::new();
    for (place, item) in items.into_iter().enumerate() {
        match record(place, item) {
            Ok(record) => records.push(record),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() {
        Ok(records)
    } else {
        Err(problems)
    }
}

fn record(place: usize, item: Value) -> Result<Record, Vec<Problem>> {
    let Value::Object(map) = item else {
        return Err(one(&format!("[{place}]"), "must be an object"));
    };
    let mut fields = Fields::new(format!("[{place}]."), map);
    if !fields.has("id") {
        fields.reject("id", "is required");
    }
    let id = fields.text("id").unwrap_or_default();
    let client_ref = fields.text_up_to("_clientRef", MAX_CLIENT_REF_LENGTH);
    if client_ref.as_deref() == Some("") {
        fields.reject("_clientRef", "must not be empty");
    }
    let customer = fields.text("customer").map(Value::from);
    let mut changes = changes(&mut fields, "ConversationEntry");
    changes.extend(customer.map(|customer| ("customer".to_owned(), customer)));
    fields.finish()?;
    Ok(Record {
        id,
        client_ref,
        changes,
    })
}

/// Checks that either no record has a reference, or every record has a different one.
fn check_client_refs(records: &[Record]) -> Result<(), Vec<Problem>> {
    let given: Vec<_> = records
        .iter()
        .filter_map(|it| it.client_ref.as_ref())
        .collect();
    let different: BTreeSet<_> = given.iter().collect();
    if given.len() != different.len() {
        Err(one("_clientRef", "must be different on every record"))
    } else if !given.is_empty() && given.len() != records.len() {
        Err(one("_clientRef", "must be on every record or on none"))
    } else {
        Ok(())
    }
}

type Check = fn(&Value) -> bool;

/// The fields of the type in the page's script: the name, the expected value for messages, and the check.
const FIELDS: [(&str, &str, Check); 25] = [
    ("externalId", "a string", Value::is_string),
    ("name", "a string", Value::is_string),
    ("direction", "a value of `Direction`", |value| {
        is_one_of(value, "Direction")
    }),
    ("priority", "an integer", Value::is_i64),
    ("satisfaction", "a number", Value::is_number),
    ("status", "a value of `ConversationStatus`", |value| {
        is_one_of(value, "ConversationStatus")
    }),
    ("replyChannel", "a string", Value::is_string),
    ("subStatus", "a string", Value::is_string),
    (
        "snooze",
        "an object with `status` and optionally `time`",
        is_snooze,
    ),
    ("tags", "an array of strings", is_strings),
    (
        "suggestedTags",
        "an array of objects with `tag` and `confidence`",
        is_suggested_tags,
    ),
    (
        "sentiment",
        "an object with `polarity` and `confidence`",
        is_sentiment,
    ),
    ("assignedUsers", "an array of strings", is_strings),
    ("assignedTeams", "an array of strings", is_strings),
    (
        "custom",
        "an object whose keys end in the names of their types",
        is_custom,
    ),
    ("deleted", "true or false", Value::is_boolean),
    ("ended", "true or false", Value::is_boolean),
    ("endedAt", "a time", is_time),
    ("endedReason", "a string", Value::is_string),
    ("endedBy", "a string", Value::is_string),
    ("endedByType", "a value of `EndedByType`", |value| {
        is_one_of(value, "EndedByType")
    }),
    ("locked", "true or false", Value::is_boolean),
    ("rev", "an integer", Value::is_i64),
    ("defaultLang", "a string", Value::is_string),
    ("queue", "an object", Value::is_object),
];

/// Reads the fields that both forms have, and those that were added to the schema in the document.
fn changes(fields: &mut Fields, schema: &str) -> Map<String, Value> {
    let mut changes = Map::new();
    for (name, expected, check) in FIELDS {
        let value = fields.take(name, expected, |value| check(value).then(|| value.clone()));
        changes.extend(value.map(|value| (name.to_owned(), value)));
    }
    changes.extend(fields.take_declared(&KUSTOMER, schema));
    changes
}

/// Whether a value is in an enum of the document.
fn is_one_of(value: &Value, schema: &str) -> bool {
    KUSTOMER.values(schema).contains(value)
}

fn is_time(value: &Value) -> bool {
    let text = value.as_str();
    text.is_some_and(|text| DateTime::parse_from_rfc3339(text).is_ok())
}

fn is_strings(value: &Value) -> bool {
    let items = value.as_array();
    items.is_some_and(|items| items.iter().all(Value::is_string))
}

/// Whether a value is an object with all required fields and no others except optional ones and those that were added to
/// the schema in the document.
fn has_fields(
    value: &Value,
    schema: &str,
    required: &[(&str, Check)],
    optional: &[(&str, Check)],
) -> bool {
    let Some(map) = value.as_object() else {
        return false;
    };
    let right = |(name, value): (&String, &Value)| {
        let mut all = required.iter().chain(optional);
        match all.find(|(known, _)| known == name) {
            Some((_, check)) => check(value),
            None => KUSTOMER
                .property(schema, name)
                .is_some_and(|property| KUSTOMER.accepts(property, value)),
        }
    };
    required.iter().all(|(name, _)| map.contains_key(*name)) && map.iter().all(right)
}

fn is_snooze(value: &Value) -> bool {
    let status: Check = |value| is_one_of(value, "SnoozeStatus");
    has_fields(value, "Snooze", &[("status", status)], &[("time", is_time)])
}

fn is_suggested_tags(value: &Value) -> bool {
    let tag: &[(&str, Check)] = &[("tag", Value::is_string), ("confidence", Value::is_number)];
    let items = value.as_array();
    items.is_some_and(|items| {
        items
            .iter()
            .all(|item| has_fields(item, "SuggestedTag", tag, &[]))
    })
}

fn is_sentiment(value: &Value) -> bool {
    let polarity: Check = |value| is_one_of(value, "Polarity");
    has_fields(
        value,
        "Sentiment",
        &[("polarity", polarity), ("confidence", Value::is_number)],
        &[],
    )
}

/// Whether each attribute is null or has the type at the end of its key.
fn is_custom(value: &Value) -> bool {
    let suffixes: [(&str, Check); 6] = [
        ("Num", Value::is_number),
        ("At", is_time),
        ("Str", Value::is_string),
        ("Txt", Value::is_string),
        ("Bool", Value::is_boolean),
        ("Url", Value::is_string),
    ];
    let right = |(name, value): (&String, &Value)| {
        let suffix = suffixes.iter().find(|(suffix, _)| name.ends_with(suffix));
        suffix.is_some_and(|(_, check)| value.is_null() || check(value))
    };
    value.as_object().is_some_and(|map| map.iter().all(right))
}
