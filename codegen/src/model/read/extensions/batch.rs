//! `x-batch`: how an operation takes many entries, and which of them its answer names.

use super::ExtensionContext;
use super::answer::may_lack;
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
        told_by_job(&mut object)?;
        None
    } else {
        Some(results(&mut object, &entry, context)?)
    };
    Some(Batch {
        request,
        entry,
        size,
        results,
    })
}

/// The type of an entry. The entries are a list that every request has.
fn entry(
    object: &mut ObjectReader<'_, '_>,
    request: &Input,
    context: &ExtensionContext<'_>,
) -> Option<Type> {
    let (name, span) = object.required_text("request")?;
    let is_required = !may_lack(request.presence) && context.is_at_hand(request);
    let problem = match request.ty.item() {
        Some(entry) if is_required => return Some(entry.clone()),
        Some(_) => "is not required",
        None => "is no array",
    };
    let message = format!("`{name}` {problem}, and cannot take entries");
    object.report(span, message, "", &[]);
    None
}

/// With `x-job`, the answer tells nothing of the entries yet.
fn told_by_job(object: &mut ObjectReader<'_, '_>) -> Option<()> {
    for key in ["results", "unconfirmed"] {
        if let Some(node) = object.get(key) {
            let message = format!("`{key}` is about the answer, and with `x-job` the job tells");
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
    let list = context.follow(object, "results", context.answer())?;
    let Some(item) = list
        .ty
        .item()
        .filter(|_| !may_lack(list.presence()))
        .cloned()
    else {
        let problem = if list.ty.item().is_some() {
            "a list that may be absent"
        } else {
            "something that is no array"
        };
        return object.complain("results", format!("`results` leads to {problem}"));
    };
    let key = context.follow(object, "key", Some(&item))?;
    if may_lack(key.presence()) {
        let message = "`key` leads to a field that may be absent";
        return object.complain("key", message.to_owned());
    }
    if key.ty != *entry {
        let message = "`key` leads to something of another type than an entry of `request`";
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

/// The value of a field with which an entry's absence from the answer tells nothing: `{ status: DELETE }`.
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
    let (Some(field), Some(wanted)) = (field, entry.value.as_str()) else {
        let message = "`unconfirmed` is a field of the body with its value".to_owned();
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
    let Some(value) = values.iter().find(|value| value.text() == wanted) else {
        let known: Vec<_> = values
            .iter()
            .map(crate::model::named_type::EnumValue::text)
            .collect();
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let message = format!("`{wanted}` is no value of `{name}`");
        object.report(entry.value.span, message, wanted, &known);
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
    let message = format!("`{name}` is no enum, so its value cannot be told from others");
    object.report(node.span, message, "", &[]);
    None
}
