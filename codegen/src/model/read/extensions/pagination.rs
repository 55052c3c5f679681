//! `x-pagination`: how an operation answers in pages.

use super::ExtensionContext;
use super::answer::may_lack;
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::model::{Input, PageStyle, Pagination, Type};
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
    let items = context.follow(&mut object, "items", context.answer())?;
    let Some(item) = items.ty.item().cloned() else {
        let message = "`items` leads to something that is no array".to_owned();
        return object.complain("items", message);
    };
    let style = match style {
        0 => {
            let response = context.follow(&mut object, "response", context.answer())?;
            if response.ty != Type::Text {
                let message = "`response` leads to something that is no string".to_owned();
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
        let message = "`items` leads to a list that may be absent".to_owned();
        return object.complain("items", message);
    }
    Some(Pagination {
        style,
        request,
        items,
        item,
    })
}

/// The input that `key` names, which is of the kind that the style needs.
fn input(
    object: &mut ObjectReader<'_, '_>,
    key: &str,
    expected: &str,
    context: &ExtensionContext<'_>,
) -> Option<Input> {
    let input = context.input_of(object, key)?;
    let (name, _) = object.required_text(key)?;
    let fits = match expected {
        "string" => input.ty == Type::Text,
        _ => matches!(input.ty, Type::Integer(_)),
    };
    if !fits {
        let message = format!("`{name}` is no {expected}, as `{key}` of this style is");
        return object.complain(key, message);
    }
    if !context.is_at_hand(&input) {
        let message = format!("`{name}` is in a body that may be left out");
        return object.complain(key, message);
    }
    Some(input)
}
