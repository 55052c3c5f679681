//! Reads `x-batch`: the entries of a request and their results in the response.

use super::response_path::may_lack;
use super::{ExtensionContext, key_span};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::model::{Batch, BatchResults, Input, InputLocation, Shape, Type, UnconfirmedBy};
use crate::object_reader::ObjectReader;

const NAME: &str = "x-batch";
pub(super) const KEYS: &[&str] = &["request", "size", "results", "key", "unconfirmed"];

pub(super) fn read(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<Batch> {
    let mut object = ObjectReader::new(NAME, node, KEYS, found)?;
    let request = context.input_of(&mut object, "request")?;
    let entry = entry(&mut object, &request, context)?;
    let size = object.required_count("size")?;
    let results = if context.node.get("x-job").is_some() {
        reject_response_keys(&mut object)?;
        None
    } else {
        Some(results(&mut object, &entry, context)?)
    };
    Some(Batch {
        request,
        entry,
        size,
        results,
        span: key_span(context.node, NAME),
    })
}

/// The type of an entry. Every request must contain the list of entries.
fn entry(
    object: &mut ObjectReader<'_, '_>,
    request: &Input,
    context: &ExtensionContext<'_>,
) -> Option<Type> {
    let (name, span) = object.required_text("request")?;
    let is_required = !may_lack(request.presence) && context.is_always_sent(request);
    let problem = match request.ty.item() {
        Some(entry) if is_required => return Some(entry.clone()),
        Some(_) => "is not required",
        None => "is not an array",
    };
    let message = format!("`{name}` cannot hold the entries of a batch, because it {problem}");
    object.report(span, message, "", &[]);
    None
}

/// Reports keys about the response, which are invalid beside `x-job`.
fn reject_response_keys(object: &mut ObjectReader<'_, '_>) -> Option<()> {
    for key in ["results", "unconfirmed"] {
        if let Some(node) = object.get(key) {
            let message = format!(
                "`{key}` cannot be combined with `x-job`, which reads the results from the job"
            );
            object.report(node.span, message, "", &[]);
            return None;
        }
    }
    Some(())
}

fn results(
    object: &mut ObjectReader<'_, '_>,
    entry: &Type,
    context: &ExtensionContext<'_>,
) -> Option<BatchResults> {
    let list = context.follow(object, "results", context.response())?;
    let Some(item) = list
        .ty
        .item()
        .filter(|_| !may_lack(list.presence()))
        .cloned()
    else {
        let problem = if list.ty.item().is_some() {
            "a list that may be absent"
        } else {
            "a value that is not an array"
        };
        return object.complain("results", format!("`results` refers to {problem}"));
    };
    let key = context.follow(object, "key", Some(&item))?;
    if may_lack(key.presence()) {
        let message = "`key` refers to a field that may be absent";
        return object.complain("key", message.to_owned());
    }
    if key.ty != *entry {
        let message = "`key` and the entries of `request` have different types";
        return object.complain("key", message.to_owned());
    }
    let unconfirmed = object
        .get("unconfirmed")
        .and_then(|node| unconfirmed(node, context, object.diagnostics()));
    Some(BatchResults {
        list,
        item,
        key,
        unconfirmed,
    })
}

/// Reads the field and value for which an absent entry has an unknown outcome: `{ status: DELETE }`.
fn unconfirmed(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<UnconfirmedBy> {
    let names = context.input_names();
    let mut object = ObjectReader::new(NAME, node, &names, found)?;
    let (name, entry) = node.entries().next()?;
    let input = context
        .input(name)
        .filter(|it| it.location == InputLocation::Field);
    let field = input.filter(|_| context.operation.has_required_body());
    let (Some(field), Some(expected)) = (field, entry.value.as_str()) else {
        let message =
            "`unconfirmed` must have a field of the required body as key and a value of it"
                .to_owned();
        object.report(node.span, message, name, &names);
        return None;
    };
    let (ty, values) = match &field.ty {
        Type::Named(id) => match &context.model.named(*id).shape {
            Shape::Enum(item) => (*id, &item.values),
            _ => return not_an_enum(&mut object, node, name),
        },
        _ => return not_an_enum(&mut object, node, name),
    };
    let Some(value) = values.iter().find(|value| value.text() == expected) else {
        let known: Vec<_> = values
            .iter()
            .map(crate::model::named_type::EnumValue::text)
            .collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let message = format!("unknown value `{expected}` of `{name}`");
        object.report(entry.value.span, message, expected, &known);
        return None;
    };
    Some(UnconfirmedBy {
        field: field.field,
        presence: field.presence,
        ty,
        variant: value.variant.clone(),
    })
}

fn not_an_enum<T>(object: &mut ObjectReader<'_, '_>, node: &Node, name: &str) -> Option<T> {
    let message = format!("`{name}` is not an enum");
    object.report(node.span, message, "", &[]);
    None
}
