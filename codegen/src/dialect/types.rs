//! Rewrites `type`: the type `null` makes a schema nullable, and several other types become alternatives.

use super::schema::Rewriter;
use super::walk::Place;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Entry, Map, Node, Value};
use crate::suggestions::nearest_word;

const TYPES: &[&str] = &[
    "string", "number", "integer", "boolean", "array", "object", "null",
];

const NUMBERS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maximum",
    "minimum",
    "multipleOf",
];
const STRINGS: &[&str] = &[
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "format",
    "maxLength",
    "minLength",
    "pattern",
];
const ARRAYS: &[&str] = &[
    "contains",
    "items",
    "maxContains",
    "maxItems",
    "minContains",
    "minItems",
    "prefixItems",
    "unevaluatedItems",
    "uniqueItems",
];
const OBJECTS: &[&str] = &[
    "additionalProperties",
    "dependentRequired",
    "dependentSchemas",
    "maxProperties",
    "minProperties",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "unevaluatedProperties",
];

/// Formats of numbers. The other formats are those of strings.
const NUMBER_FORMATS: &[&str] = &[
    "double", "float", "int16", "int32", "int64", "int8", "uint16", "uint32", "uint64", "uint8",
];

/// The keywords that only constrain values of a type.
fn keywords(kind: &str) -> &'static [&'static str] {
    match kind {
        "number" | "integer" => NUMBERS,
        "string" => STRINGS,
        "array" => ARRAYS,
        "object" => OBJECTS,
        _ => &[],
    }
}

/// Reports a `nullable` in the text, which only 3.0 has. It keeps its effect.
pub(super) fn check_nullable(rewriter: &mut Rewriter, schema: &Map) {
    let Some(Entry { key_span, value }) = schema.entry("nullable") else {
        return;
    };
    let version = rewriter.version;
    let message = format!("OpenAPI {version} has no `nullable`");
    let (code, help) = if value.as_bool() == Some(false) {
        (Code::MisplacedField, "remove it".to_owned())
    } else {
        (Code::OtherVersion, nullable_help(schema))
    };
    let diagnostic = Diagnostic::new(code, *key_span, message).with_help(help);
    rewriter.found.push(diagnostic);
}

fn nullable_help(schema: &Map) -> String {
    let choice = ["anyOf", "oneOf"]
        .into_iter()
        .find(|key| schema.contains_key(key));
    match (schema.get("type"), choice) {
        (
            Some(Node {
                value: Value::String(kind),
                ..
            }),
            _,
        ) => {
            format!("write `type: [{kind}, \"null\"]` instead")
        }
        (Some(_), _) => "add `\"null\"` to `type` instead".to_owned(),
        (None, Some(choice)) => {
            format!("add the alternative `{{ type: \"null\" }}` to `{choice}` instead")
        }
        (None, None) if schema.contains_key("$ref") || schema.contains_key("allOf") => {
            "write `anyOf` with the schema and `{ type: \"null\" }` instead".to_owned()
        }
        (None, None) => "remove it: a schema without `type` allows null".to_owned(),
    }
}

pub(super) fn rewrite(rewriter: &mut Rewriter, place: &Place<'_>, schema: &mut Map) {
    let Some(Entry { key_span, value }) = schema.entry("type").cloned() else {
        return;
    };
    let names: Vec<&Node> = match &value.value {
        Value::Array(names) => names.iter().collect(),
        Value::String(name) if name == "null" => vec![&value],
        // The checks report other values.
        _ => return,
    };
    let mut kinds: Vec<&str> = Vec::new();
    for name in names {
        match name.as_str().filter(|name| TYPES.contains(name)) {
            Some(kind) if !kinds.contains(&kind) => kinds.push(kind),
            Some(_) => {}
            None => rewriter.found.push(unknown(name)),
        }
    }
    if kinds.contains(&"number") {
        kinds.retain(|kind| *kind != "integer");
    }
    let had_null = kinds.contains(&"null");
    kinds.retain(|kind| *kind != "null");
    let has_choice = ["enum", "anyOf", "oneOf"]
        .iter()
        .any(|key| schema.contains_key(key));
    schema.remove("type");
    if had_null && !kinds.is_empty() {
        schema.insert(
            "nullable",
            Entry::new(key_span, Node::bool(true, value.span)),
        );
    }
    match kinds[..] {
        [] if had_null => {
            let null = Node::new(Value::Null, value.span);
            let only_null = Node::array(vec![null], value.span);
            schema.insert("enum", Entry::new(key_span, only_null));
        }
        [] => {}
        [kind] => {
            let kind = Node::string(kind, value.span);
            schema.insert("type", Entry::new(key_span, kind));
        }
        // Every value has one of the types, or the alternatives and the values of the enum have types of their own.
        [_, _, _, _, _, ..] => {
            schema.remove("nullable");
        }
        _ if has_choice => {}
        _ => {
            let parts = kinds.iter().enumerate().map(|(index, kind)| {
                alternative(rewriter, place, schema, (index, kind), value.span)
            });
            let parts = Node::array(parts.collect(), value.span);
            schema.insert("anyOf", Entry::new(key_span, parts));
        }
    }
}

/// Moves the keywords of a type into an alternative.
fn alternative(
    rewriter: &mut Rewriter,
    place: &Place<'_>,
    schema: &mut Map,
    (index, kind): (usize, &str),
    span: Span,
) -> Node {
    let format = schema.get("format").and_then(Node::as_str);
    let is_of_number = format.is_some_and(|format| NUMBER_FORMATS.contains(&format));
    let mut part = Map::new();
    part.set("type", Node::string(kind, span));
    for key in keywords(kind) {
        if *key == "format" && is_of_number == (kind == "string") {
            continue;
        }
        if let Some(entry) = schema.remove(key) {
            let to = ["anyOf", &index.to_string(), key];
            rewriter.moves.add(place, [*key], to);
            part.insert(*key, entry);
        }
    }
    Node::new(Value::Object(part), span)
}

fn unknown(name: &Node) -> Diagnostic {
    let Some(word) = name.as_str() else {
        let message = format!("expected a string in `type`, found {}", name.kind());
        return Diagnostic::new(Code::WrongKind, name.span, message);
    };
    let near = nearest_word(word, TYPES.iter().copied());
    let message = format!("unknown value `{word}` in `type`");
    Diagnostic::new(Code::InvalidValue, name.span, message)
        .with_help_if_some(near.map(|near| format!("did you mean `{near}`?")))
}
