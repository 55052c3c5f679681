//! Reads `x-confirm`: the requests that a program confirms with its user before it sends them.

use serde_json::Value;

use super::ExtensionContext;
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::model::{ConfirmedRequest, EnumValue, Presence, Property, Shape, Type};
use crate::object_reader::ObjectReader;

const NAME: &str = "x-confirm";

/// Reads the list of requests. Each is an object with properties of the body and their values.
pub(super) fn read(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Vec<ConfirmedRequest> {
    let requests = node.items();
    let requests = requests.filter_map(|node| request(node, context, found));
    requests.collect()
}

fn request(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<ConfirmedRequest> {
    let fields = context.fields().iter();
    let fields: Vec<_> = fields.filter(|it| it.presence != Presence::Rest).collect();
    let names: Vec<_> = fields.iter().map(|it| it.name.as_str()).collect();
    let mut object = ObjectReader::new(NAME, node, &names, found)?;
    let mut properties = Vec::new();
    for (name, entry) in node.entries() {
        let property = fields.iter().find(|it| it.name == name)?;
        if !has_type(context, property, &entry.value) {
            report(&mut object, context, property, &entry.value);
            return None;
        }
        properties.push((name.to_owned(), entry.value.to_json()));
    }
    Some(ConfirmedRequest { properties })
}

/// Whether a value is one of a property. Only scalars are compared.
fn has_type(context: &ExtensionContext<'_>, property: &Property, value: &Node) -> bool {
    if value.is_null() {
        return is_nullable(property);
    }
    match property.ty.unboxed() {
        Type::Bool => value.as_bool().is_some(),
        Type::Integer(_) => value.as_i64().is_some() || value.as_u64().is_some(),
        Type::Float(_) => value.as_number().is_some(),
        Type::String | Type::Date | Type::DateTime | Type::Uuid => value.as_str().is_some(),
        Type::Named(_) => {
            let value = value.to_json();
            values(context, property)
                .is_some_and(|values| values.iter().any(|it| it.value == value))
        }
        _ => false,
    }
}

fn is_nullable(property: &Property) -> bool {
    matches!(
        property.presence,
        Presence::RequiredNullable | Presence::OptionalNullable
    )
}

/// The values of the enum of a property.
fn values<'a>(context: &ExtensionContext<'a>, property: &Property) -> Option<&'a [EnumValue]> {
    let Type::Named(id) = property.ty.unboxed() else {
        return None;
    };
    match &context.model.named(*id).shape {
        Shape::Enum(item) => Some(&item.values),
        _ => None,
    }
}

fn report(
    object: &mut ObjectReader<'_, '_>,
    context: &ExtensionContext<'_>,
    property: &Property,
    value: &Node,
) {
    let name = &property.name;
    if let Some(values) = values(context, property) {
        let known: Vec<_> = values.iter().map(EnumValue::text).collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let word = match value.to_json() {
            Value::String(text) => text,
            other => other.to_string(),
        };
        let message = format!("unknown value `{word}` of `{name}`");
        return object.report(value.span, message, &word, &known);
    }
    let expected = match property.ty.unboxed() {
        Type::Bool => "`true` or `false`",
        Type::Integer(_) => "an integer",
        Type::Float(_) => "a number",
        Type::String | Type::Date | Type::DateTime | Type::Uuid => "a string",
        _ => {
            let message = format!("`{name}` has no single value that `{NAME}` can name");
            return object.report(value.span, message, "", &[]);
        }
    };
    let message = format!(
        "expected {expected} for `{name}` in `{NAME}`, found {}",
        value.kind()
    );
    object.report(value.span, message, "", &[]);
}
