//! Reads the constraints of values in requests, and reports those that are not checked.

use serde_json::Number;

use super::pattern;
use super::types::Types;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Map, Node};
use crate::lower::shape::is_object;
use crate::model::{Bound, Constraints, Type, Usage};

/// The constraint keywords, by the type of the constrained value.
const STRINGS: &[&str] = &["maxLength", "minLength", "pattern"];
const NUMBERS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maximum",
    "minimum",
    "multipleOf",
];
const LISTS: &[&str] = &["maxItems", "minItems", "uniqueItems"];
const OBJECTS: &[&str] = &["maxProperties", "minProperties"];

/// The length of a date and of a UUID as strings.
const DATE_LENGTH: u64 = 10;
const UUID_LENGTH: u64 = 36;

impl Types {
    /// The constraints of a request value of type `ty`. A constraint that is not checked is a warning.
    pub(super) fn constraints(&mut self, schema: &Node, ty: &Type) -> Constraints {
        self.report_choices(schema);
        let mut constraints = Constraints::default();
        match ty {
            Type::Nullable(inner) | Type::Boxed(inner) => return self.constraints(schema, inner),
            Type::String => self.of_string(schema, &mut constraints),
            Type::Date => self.of_fixed_length(schema, DATE_LENGTH),
            Type::Uuid => self.of_fixed_length(schema, UUID_LENGTH),
            Type::DateTime | Type::File | Type::Bytes => self.report_keys(schema, STRINGS),
            Type::Integer(integer) => {
                of_number(schema, &mut constraints);
                let is_zero = |it: &Bound| !it.exclusive && it.value.as_u64() == Some(0);
                // Every unsigned integer is at least 0.
                if integer.is_unsigned() && constraints.maximum.is_none() {
                    constraints.minimum = constraints.minimum.filter(|it| !is_zero(it));
                }
            }
            Type::Float(_) => {
                constraints.is_finite = true;
                of_number(schema, &mut constraints);
            }
            Type::List(item) => {
                constraints.min_items = count(schema, "minItems").filter(|least| *least > 0);
                constraints.max_items = count(schema, "maxItems");
                constraints.unique_items = schema.flag("uniqueItems");
                let items = schema.get("items");
                constraints.items = items.and_then(|items| self.inner_constraints(items, item));
            }
            Type::Tuple(types) => {
                let items = schema.get("prefixItems").into_iter().flat_map(Node::items);
                let items = items.zip(types);
                constraints.tuple = items
                    .map(|(item, ty)| self.tuple_item_constraints(item, ty))
                    .collect();
                if constraints.tuple.iter().all(Constraints::is_empty) {
                    constraints.tuple.clear();
                }
                self.report_keys(schema, &["uniqueItems"]);
            }
            Type::Map(_) | Type::JsonObject => {
                of_object(schema, &mut constraints);
                constraints.values = self.values_constraints(schema, ty);
            }
            Type::Json => {
                for keys in [STRINGS, NUMBERS, LISTS, OBJECTS] {
                    self.report_keys(schema, keys);
                }
            }
            Type::Unit | Type::Bool | Type::Multipart | Type::Named(_) => {}
        }
        constraints
    }

    /// The constraints of an item of a tuple. Those of a named type in it are not checked.
    fn tuple_item_constraints(&mut self, item: &Node, ty: &Type) -> Constraints {
        if ty.any(|ty| matches!(ty, Type::Named(_))) {
            let message = "the constraints of this item are not checked before a request is sent";
            let found = Diagnostic::new(Code::RuleUnchecked, item.span, message);
            self.found.push(found);
            return Constraints::default();
        }
        self.constraints(item, ty)
    }

    /// The constraints of an object, without those of its properties.
    pub(super) fn object_constraints(&mut self, schema: &Node) -> Constraints {
        self.report_choices(schema);
        let mut constraints = Constraints::default();
        of_object(schema, &mut constraints);
        constraints
    }

    /// The constraints of a value inside another, or `None` if it has none.
    pub(super) fn inner_constraints(
        &mut self,
        schema: &Node,
        ty: &Type,
    ) -> Option<Box<Constraints>> {
        let constraints = self.constraints(schema, ty);
        (!constraints.is_empty()).then(|| Box::new(constraints))
    }

    /// The constraints of the values of a map of type `ty`.
    pub(super) fn values_constraints(
        &mut self,
        schema: &Node,
        ty: &Type,
    ) -> Option<Box<Constraints>> {
        let values = schema.get("additionalProperties")?;
        match ty {
            Type::Map(value) => self.inner_constraints(values, value),
            _ => self.inner_constraints(values, &Type::Json),
        }
    }

    /// Reports the constraints beside an enum. Its values are the only constraint that is checked.
    pub(super) fn report_unchecked_enum(&mut self, schema: &Node, usage: Usage) {
        if usage.request {
            self.report_choices(schema);
            self.report_keys(schema, STRINGS);
            self.report_keys(schema, NUMBERS);
        }
    }

    fn of_string(&mut self, schema: &Node, constraints: &mut Constraints) {
        constraints.min_length = count(schema, "minLength").filter(|least| *least > 0);
        constraints.max_length = count(schema, "maxLength");
        if let Some(pattern) = schema.get_str("pattern") {
            constraints.pattern = pattern::compatible(pattern);
            if constraints.pattern.is_none() {
                let why = pattern::why_not_checked(pattern);
                self.report_keys_because(schema, &["pattern"], &format!(": {why}"));
            }
        }
    }

    /// Reports a length constraint that no string of this fixed length satisfies.
    fn of_fixed_length(&mut self, schema: &Node, length: u64) {
        if count(schema, "minLength").is_some_and(|least| least > length) {
            self.report_keys(schema, &["minLength"]);
        }
        if count(schema, "maxLength").is_some_and(|most| most < length) {
            self.report_keys(schema, &["maxLength"]);
        }
        self.report_keys(schema, &["pattern"]);
    }

    /// Reports `not`, and a choice beside properties.
    fn report_choices(&mut self, schema: &Node) {
        if is_false(schema) {
            let message = "the schema `false` is not checked before a request is sent";
            let found = Diagnostic::new(Code::RuleUnchecked, schema.span, message);
            self.found.push(found);
        } else {
            self.report_keys(schema, &["not"]);
        }
        if is_object(schema) {
            self.report_keys(schema, &["anyOf", "oneOf"]);
        }
    }

    fn report_keys(&mut self, schema: &Node, keys: &[&str]) {
        self.report_keys_because(schema, keys, "");
    }

    /// `why` follows the message.
    fn report_keys_because(&mut self, schema: &Node, keys: &[&str], why: &str) {
        for (key, entry) in schema.as_object().into_iter().flat_map(Map::iter) {
            if keys.contains(&key) {
                let message = format!("this `{key}` is not checked before a request is sent{why}");
                let found = Diagnostic::new(Code::RuleUnchecked, entry.key_span, message);
                self.found.push(found);
            }
        }
    }
}

/// The format of a text, or of the texts in a list.
pub(super) fn text_format(schema: &Node, ty: &Type) -> Option<Box<str>> {
    match ty {
        Type::String => schema.get_str("format").map(Box::from),
        Type::List(item) => text_format(schema.get("items")?, item),
        _ => None,
    }
}

/// Whether a schema is `false` in the document, which becomes `not: {}` at its place.
fn is_false(schema: &Node) -> bool {
    let not = schema.as_object().and_then(|map| map.entry("not"));
    not.is_some_and(|entry| entry.key_span == entry.value.span)
}

fn of_object(schema: &Node, constraints: &mut Constraints) {
    constraints.min_properties = count(schema, "minProperties").filter(|least| *least > 0);
    constraints.max_properties = count(schema, "maxProperties");
}

fn of_number(schema: &Node, constraints: &mut Constraints) {
    let number = |key| schema.get(key).and_then(Node::as_number).cloned();
    let bound = |key, exclusive| {
        Some(Bound {
            value: number(key)?,
            exclusive: schema.flag(exclusive),
        })
    };
    constraints.minimum = bound("minimum", "exclusiveMinimum");
    constraints.maximum = bound("maximum", "exclusiveMaximum");
    constraints.multiple_of = number("multipleOf").filter(is_positive);
}

/// Whether a number is a valid `multipleOf`.
fn is_positive(number: &Number) -> bool {
    number.as_f64().is_some_and(|number| number > 0.0)
}

fn count(schema: &Node, key: &str) -> Option<u64> {
    schema.get(key).and_then(Node::as_u64)
}
