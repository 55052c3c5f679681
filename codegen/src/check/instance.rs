//! Validates a value against a schema.
//!
//! All keywords of OpenAPI 3.0 are supported except `pattern`, and those of tuples. The validation is lenient in two cases: more than one schema
//! of `oneOf` may match, and a required property that is read-only or write-only may be absent, since an example may be of
//! a request or of a response.

use super::walk::{as_count, describe};
use crate::diagnostic::Span;
use crate::document::{Node, Value, resolve};
use crate::suggestions::Suggestions;
use crate::text_shape::is_shaped;

/// Why a schema rejects a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rejection {
    /// The span of the rejected part of the value.
    pub(super) span: Span,
    /// What is wrong with it.
    pub(super) message: String,
    /// The value that was most likely meant.
    pub(super) near: Option<String>,
}

/// The maximum number of steps per value, since nested `oneOf` can take exponential time.
const MAX_STEPS: usize = 50_000;
/// The maximum depth of recursion.
const MAX_DEPTH: usize = 256;

/// Returns why a schema rejects a value, or nothing if the validation takes too long. Subtracts the steps from `steps`.
pub(super) fn rejections(
    root: &Node,
    schema: &Node,
    value: &Node,
    suggestions: &Suggestions,
    steps: &mut usize,
) -> Vec<Rejection> {
    let allowed = MAX_STEPS.min(*steps);
    let mut check = Check {
        root,
        suggestions,
        steps: allowed,
        trials: 0,
        depth: 0,
        is_aborted: false,
        found: Vec::new(),
    };
    check.value(schema, value);
    *steps -= allowed - check.steps;
    if check.is_aborted {
        return Vec::new();
    }
    check.found
}

struct Check<'a> {
    root: &'a Node,
    suggestions: &'a Suggestions,
    /// The remaining steps.
    steps: usize,
    /// The depth of alternatives that are being tried, whose rejections are discarded.
    trials: usize,
    depth: usize,
    is_aborted: bool,
    found: Vec<Rejection>,
}

impl Check<'_> {
    fn reject(&mut self, span: Span, message: impl Into<String>) {
        self.found.push(Rejection {
            span,
            message: message.into(),
            near: None,
        });
    }

    fn fits(&mut self, schema: &Node, value: &Node) -> bool {
        let before = self.found.len();
        self.trials += 1;
        self.value(schema, value);
        self.trials -= 1;
        let fits = self.found.len() == before;
        self.found.truncate(before);
        fits
    }

    fn value(&mut self, schema: &Node, value: &Node) {
        self.is_aborted |= self.steps == 0 || self.depth == MAX_DEPTH;
        if self.is_aborted {
            return;
        }
        self.steps -= 1;
        self.depth += 1;
        if let Ok(schema) = resolve(self.root, schema)
            && schema.as_object().is_some()
        {
            self.resolved(schema, value);
        }
        self.depth -= 1;
    }

    fn resolved(&mut self, schema: &Node, value: &Node) {
        if value.is_null() && is_nullable(self.root, schema) {
            return;
        }
        let before = self.found.len();
        self.kind(schema, value);
        if self.found.len() > before {
            return;
        }
        self.choices(schema, value);
        self.composition(schema, value);
        match &value.value {
            Value::String(text) => self.text(schema, text, value.span),
            Value::Number(_) => self.number(schema, value),
            Value::Array(items) => self.array(schema, items, value.span),
            Value::Object(_) => self.object(schema, value),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn kind(&mut self, schema: &Node, value: &Node) {
        let Some(expected) = schema.get_str("type") else {
            return;
        };
        if !is_of_type(value, expected) {
            let expected = with_article(expected);
            self.reject(
                value.span,
                format!("expected {expected}, found {}", describe(value)),
            );
        }
    }

    fn choices(&mut self, schema: &Node, value: &Node) {
        let Some(choices) = schema.get("enum").and_then(Node::as_array) else {
            return;
        };
        self.steps = self.steps.saturating_sub(choices.len());
        if !choices.iter().any(|choice| choice.is_same(value)) {
            let shown: Vec<_> = choices
                .iter()
                .take(8)
                .map(|c| format!("`{}`", c.to_json()))
                .collect();
            let more = if choices.len() > shown.len() {
                ", …"
            } else {
                ""
            };
            let message = format!(
                "expected one of {}{more}, found {}",
                shown.join(", "),
                describe(value)
            );
            let texts = choices.iter().filter_map(Node::as_str);
            let near = value
                .as_str()
                .filter(|_| self.trials == 0)
                .and_then(|text| self.suggestions.nearest_word(text, texts));
            self.found.push(Rejection {
                span: value.span,
                message,
                near: near.map(ToOwned::to_owned),
            });
        }
    }

    fn composition(&mut self, schema: &Node, value: &Node) {
        for part in schema.get("allOf").into_iter().flat_map(Node::items) {
            self.value(part, value);
        }
        for key in ["oneOf", "anyOf"] {
            let Some(parts) = schema.get(key).and_then(Node::as_array) else {
                continue;
            };
            if !parts.is_empty() && !parts.iter().any(|part| self.fits(part, value)) {
                self.reject(value.span, format!("no schema of `{key}` matches"));
            }
        }
        if let Some(part) = schema.get("not")
            && part.as_object().is_some_and(|map| !map.is_empty())
            && self.fits(part, value)
        {
            self.reject(value.span, "the schema of `not` matches");
        }
    }

    fn text(&mut self, schema: &Node, text: &str, span: Span) {
        let length = text.chars().count() as u64;
        self.count(
            schema,
            ("minLength", "maxLength"),
            "characters",
            length,
            span,
        );
        let format = schema.get_str("format").unwrap_or_default();
        let fits = match format {
            "uuid" => is_shaped(text, "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh"),
            "date" => is_shaped(text, "dddd-dd-dd"),
            "date-time" => is_date_time(text),
            _ => true,
        };
        if !fits {
            self.reject(
                span,
                format!("expected the format `{format}`, found `{text}`"),
            );
        }
    }

    fn number(&mut self, schema: &Node, value: &Node) {
        let Some(number) = value.as_f64() else { return };
        // As JSON, since a double cannot represent all integers.
        let found = value.to_json();
        let limit = |key: &str| schema.get(key).and_then(Node::as_f64);
        if let Some(minimum) = limit("minimum") {
            if schema.flag("exclusiveMinimum") && number <= minimum {
                self.reject(
                    value.span,
                    format!("expected a number greater than {minimum}, found {found}"),
                );
            } else if number < minimum {
                self.reject(
                    value.span,
                    format!("expected at least {minimum}, found {found}"),
                );
            }
        }
        if let Some(maximum) = limit("maximum") {
            if schema.flag("exclusiveMaximum") && number >= maximum {
                self.reject(
                    value.span,
                    format!("expected a number less than {maximum}, found {found}"),
                );
            } else if number > maximum {
                self.reject(
                    value.span,
                    format!("expected at most {maximum}, found {found}"),
                );
            }
        }
        if let Some(multiple) = limit("multipleOf").filter(|multiple| *multiple > 0.0) {
            let quotient = number / multiple;
            if (quotient - quotient.round()).abs() > 1e-9 * quotient.abs().max(1.0) {
                self.reject(
                    value.span,
                    format!("expected a multiple of {multiple}, found {found}"),
                );
            }
        }
        let format = schema.get_str("format").unwrap_or_default();
        let fits = match format {
            "int32" => i32::try_from(value.as_i64().unwrap_or_default()).is_ok(),
            "int64" => i64::try_from(value.as_u64().unwrap_or_default()).is_ok(),
            _ => true,
        };
        if !fits {
            self.reject(
                value.span,
                format!("expected the format `{format}`, found {found}"),
            );
        }
    }

    fn array(&mut self, schema: &Node, items: &[Node], span: Span) {
        self.count(
            schema,
            ("minItems", "maxItems"),
            "items",
            items.len() as u64,
            span,
        );
        if schema.flag("uniqueItems") {
            const MAX_COMPARED: usize = 200;
            let items = &items[..items.len().min(MAX_COMPARED)];
            let double =
                (1..items.len()).find(|&at| items[..at].iter().any(|i| i.is_same(&items[at])));
            if let Some(double) = double {
                self.reject(items[double].span, "duplicate item");
            }
        }
        if let Some(schemas) = schema.get("prefixItems").and_then(Node::as_array) {
            if schemas.len() != items.len() {
                let (expected, found) = (schemas.len(), items.len());
                self.reject(span, format!("expected {expected} items, found {found}"));
            }
            for (schema, item) in schemas.iter().zip(items) {
                self.value(schema, item);
            }
        }
        if let Some(schema) = schema.get("items") {
            for item in items {
                self.value(schema, item);
            }
        }
    }

    fn object(&mut self, schema: &Node, value: &Node) {
        let Some(map) = value.as_object() else { return };
        let count = map.len() as u64;
        self.count(
            schema,
            ("minProperties", "maxProperties"),
            "properties",
            count,
            value.span,
        );
        let declared = schema.get("properties");
        for name in schema.get("required").into_iter().flat_map(Node::items) {
            let Some(name) = name.as_str() else { continue };
            let one_way = declared
                .and_then(|properties| properties.get(name))
                .is_some_and(|property| self.is_one_way(property));
            if !map.contains_key(name) && !one_way {
                self.reject(value.span, format!("missing property `{name}`"));
            }
        }
        for (name, entry) in map.iter() {
            if let Some(property) = declared.and_then(|properties| properties.get(name)) {
                self.value(property, &entry.value);
                continue;
            }
            match schema.get("additionalProperties") {
                Some(others) if others.as_bool() == Some(false) => {
                    self.reject(entry.key_span, format!("unknown property `{name}`"));
                }
                Some(others) => self.value(others, &entry.value),
                None => {}
            }
        }
    }

    fn is_one_way(&self, property: &Node) -> bool {
        resolve(self.root, property).is_ok_and(|property| {
            ["readOnly", "writeOnly"]
                .iter()
                .any(|key| property.flag(key))
        })
    }

    fn count(&mut self, schema: &Node, keys: (&str, &str), unit: &str, count: u64, span: Span) {
        let limit = |key: &str| schema.get(key).and_then(as_count);
        if let Some(minimum) = limit(keys.0).filter(|minimum| count < *minimum) {
            self.reject(
                span,
                format!("expected at least {minimum} {unit}, found {count}"),
            );
        }
        if let Some(maximum) = limit(keys.1).filter(|maximum| count > *maximum) {
            self.reject(
                span,
                format!("expected at most {maximum} {unit}, found {count}"),
            );
        }
    }
}

/// Whether a schema allows null: by itself or, if it has no `type`, by one of its parts.
fn is_nullable(root: &Node, schema: &Node) -> bool {
    if schema.flag("nullable") {
        return true;
    }
    let no_type = schema.get("type").is_none();
    let parts = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema.get(key));
    no_type
        && parts
            .flat_map(Node::items)
            .any(|part| resolve(root, part).is_ok_and(|part| part.flag("nullable")))
}

/// Returns the name of a type with its article.
pub(super) fn with_article(type_name: &str) -> String {
    let article = if matches!(type_name, "array" | "object" | "integer") {
        "an"
    } else {
        "a"
    };
    format!("{article} {type_name}")
}

/// Whether a value has the `type` of a schema. An unknown type accepts every value.
pub(super) fn is_of_type(value: &Node, expected: &str) -> bool {
    match expected {
        "string" => value.as_str().is_some(),
        "boolean" => value.as_bool().is_some(),
        "number" => value.as_number().is_some(),
        "integer" => value.as_number().is_some_and(|number| {
            let is_whole = number.as_f64().is_some_and(|n| n.fract() == 0.0);
            number.is_i64() || number.is_u64() || is_whole
        }),
        "array" => value.as_array().is_some(),
        "object" => value.as_object().is_some(),
        _ => true,
    }
}

/// Whether a text looks like a date and time of RFC 3339.
fn is_date_time(text: &str) -> bool {
    const START: &str = "dddd-dd-ddTdd:dd:dd";
    let Some((start, rest)) = text.split_at_checked(START.len()) else {
        return false;
    };
    let start = start.to_ascii_uppercase().replacen(' ', "T", 1);
    let fraction = rest
        .strip_prefix('.')
        .map(|digits| digits.trim_start_matches(|c: char| c.is_ascii_digit()));
    let zone = fraction.unwrap_or(rest);
    let zone_fits =
        matches!(zone, "Z" | "z") || is_shaped(zone, "+dd:dd") || is_shaped(zone, "-dd:dd");
    is_shaped(&start, START) && zone_fits
}
