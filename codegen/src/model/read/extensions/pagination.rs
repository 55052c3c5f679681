//! Reads `x-pagination`: how an operation returns pages.

use super::response_path::may_lack;
use super::{ExtensionContext, key_span};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::model::{Input, PageStyle, Pagination, ResponsePath, Type};
use crate::object_reader::ObjectReader;

const NAME: &str = "x-pagination";
const KEYS: &[&str] = &["style", "request", "response", "items", "limit", "first"];
const STYLES: &[&str] = &["cursor", "offset", "page"];

pub(super) fn read(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<Pagination> {
    let mut object = ObjectReader::new(NAME, node, KEYS, found)?;
    object.required("style")?;
    let style = object.choice("style", STYLES)?;
    let expected = if style == 0 { "string" } else { "integer" };
    let request = input(&mut object, "request", expected, context)?;
    let limit = if object.has("limit") {
        Some(input(&mut object, "limit", "integer", context)?)
    } else {
        None
    };
    let items = items(&mut object, context)?;
    let Some(item) = items.ty.item().cloned() else {
        let message = if items.steps.is_empty() {
            "without `items`, the response must be an array".to_owned()
        } else {
            "`items` refers to a value that is not an array".to_owned()
        };
        return object.complain("items", message);
    };
    let style = match style {
        0 => {
            let response = context.follow(&mut object, "response", context.response())?;
            if response.ty != Type::String {
                let message = "`response` refers to a value that is not a string".to_owned();
                return object.complain("response", message);
            }
            PageStyle::Cursor { response }
        }
        1 => PageStyle::Offset { limit },
        _ => PageStyle::Number {
            first: object.get("first").and_then(Node::as_i64).unwrap_or(1),
            size: limit,
        },
    };
    if may_lack(items.presence()) {
        let message = "`items` refers to a list that may be absent".to_owned();
        return object.complain("items", message);
    }
    Some(Pagination {
        style,
        request,
        items,
        item,
        span: key_span(context.node, NAME),
    })
}

/// The list of items in the response: the response itself without `items`.
fn items(
    object: &mut ObjectReader<'_, '_>,
    context: &ExtensionContext<'_>,
) -> Option<ResponsePath> {
    if object.has("items") {
        return context.follow(object, "items", context.response());
    }
    Some(ResponsePath {
        steps: Vec::new(),
        ty: context.response()?.unboxed().clone(),
    })
}

/// The input that `key` names. It must have the type that the style requires.
fn input(
    object: &mut ObjectReader<'_, '_>,
    key: &str,
    expected: &str,
    context: &ExtensionContext<'_>,
) -> Option<Input> {
    let input = context.input_of(object, key)?;
    let (name, _) = object.required_text(key)?;
    let fits = match expected {
        "string" => input.ty == Type::String,
        _ => matches!(input.ty, Type::Integer(_)),
    };
    if !fits {
        let message = format!("`{key}` of this style must name an input of type `{expected}`");
        return object.complain(key, message);
    }
    if !context.is_always_sent(&input) {
        let message = format!("`{name}` is a field of an optional body");
        return object.complain(key, message);
    }
    Some(input)
}
