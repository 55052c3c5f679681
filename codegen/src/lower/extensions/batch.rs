//! `x-batch`: how an operation takes many entries, and which of them its answer names.

use super::Place;
use super::object::ObjectReader;
use crate::api::{Batch, BatchResults, Input};
use crate::diagnostic::Diagnostics;
use crate::document::Node;

const NAME: &str = "x-batch";
pub(super) const KEYS: &[&str] = &["request", "size", "results", "key", "untold"];

pub(super) fn read(node: &Node, place: &Place<'_>, found: &mut Diagnostics) -> Option<Batch> {
    let mut object = ObjectReader::new(NAME, node, KEYS, found)?;
    let request = place.input_of(&mut object, "request")?;
    check_list(&mut object, &request, place)?;
    let size = object.required_count("size")?;
    let results = if place.node.get("x-job").is_some() {
        told_by_job(&mut object)?;
        None
    } else {
        Some(results(&mut object, place)?)
    };
    Some(Batch {
        request,
        size,
        results,
    })
}

/// The entries are a list that every request has.
fn check_list(object: &mut ObjectReader<'_, '_>, request: &Input, place: &Place<'_>) -> Option<()> {
    let (name, span) = object.required_text("request")?;
    let problem = if place.entry_schema(name).is_none() {
        "is no array"
    } else if !request.required || !place.operation.body.as_ref().is_none_or(|it| it.required) {
        "is not required"
    } else {
        return Some(());
    };
    object.report(
        span,
        format!("`{name}` {problem}, and cannot take entries"),
        "",
        &[],
    );
    None
}

/// With `x-job`, the answer tells nothing of the entries yet.
fn told_by_job(object: &mut ObjectReader<'_, '_>) -> Option<()> {
    for key in ["results", "untold"] {
        if let Some(node) = object.get(key) {
            let message = format!("`{key}` is about the answer, and with `x-job` the job tells");
            object.report(node.span, message, "", &[]);
            return None;
        }
    }
    Some(())
}

fn results(object: &mut ObjectReader<'_, '_>, place: &Place<'_>) -> Option<BatchResults> {
    let results = place.follow(object, "results", place.answer())?;
    let item = results.schema.get("items");
    if item.is_none() {
        let span = object
            .get("results")
            .map_or(object.span(), |node| node.span);
        object.report(
            span,
            "`results` leads to something that is no array".to_owned(),
            "",
            &[],
        );
        return None;
    }
    let key = place.follow(object, "key", item)?;
    let entry = object
        .text("request")
        .and_then(|name| place.input_schema(name)?.get("items"));
    let kind = |schema: &Node| {
        ["type", "format", "$ref"].map(|key| schema.get_str(key).map(ToOwned::to_owned))
    };
    if entry.is_none_or(|entry| kind(entry) != kind(key.schema)) {
        let span = object.get("key").map_or(object.span(), |node| node.span);
        object.report(
            span,
            "`key` leads to something of another type than an entry of `request`".to_owned(),
            "",
            &[],
        );
        return None;
    }
    let key = key.path;
    let untold = object
        .get("untold")
        .and_then(|node| untold(node, place, object.diagnostics()));
    Some(BatchResults {
        list: results.path,
        key,
        untold,
    })
}

/// The value of a field with which an entry's absence from the answer tells nothing: `{ status: DELETE }`.
fn untold(node: &Node, place: &Place<'_>, found: &mut Diagnostics) -> Option<(String, String)> {
    let names = place.input_names();
    let (name, entry) = node.entries().next()?;
    let input = place.input(name).filter(|input| input.in_body);
    let value = entry.value.as_str();
    let (Some(input), Some(value)) = (input, value) else {
        let mut object = ObjectReader::new(NAME, node, &[], found)?;
        object.report(
            node.span,
            "`untold` is a field of the body with its value".to_owned(),
            name,
            &names,
        );
        return None;
    };
    Some((input.field, value.to_owned()))
}
