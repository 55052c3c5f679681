//! `x-pagination`: how an operation answers in pages.

use super::Place;
use super::object::ObjectReader;
use crate::api::{PageStyle, Pagination};
use crate::diagnostic::Diagnostics;
use crate::document::Node;

const NAME: &str = "x-pagination";
const KEYS: &[&str] = &["style", "request", "response", "items", "limit", "first"];

pub(super) fn read(node: &Node, place: &Place<'_>, found: &mut Diagnostics) -> Option<Pagination> {
    let mut object = ObjectReader::new(NAME, node, KEYS, found)?;
    object.required("style")?;
    let style = object.choice("style", &["cursor", "offset", "page"])?;
    let request = place.input_of(&mut object, "request")?;
    let expected = if style == 0 { "string" } else { "integer" };
    for key in ["request", "limit"] {
        let expected = if key == "limit" { "integer" } else { expected };
        if let Some(name) = object.text(key)
            && place
                .input_schema(name)
                .and_then(|schema| schema.get_str("type"))
                != Some(expected)
        {
            let span = object.get(key).map_or(object.span(), |node| node.span);
            object.report(
                span,
                format!("`{name}` is no {expected}, as `{key}` of this style is"),
                "",
                &[],
            );
            return None;
        }
    }
    let items = place.follow(&mut object, "items", place.answer())?;
    if items.schema.get_str("type") != Some("array") {
        let span = object.get("items").map_or(object.span(), |node| node.span);
        object.report(
            span,
            "`items` leads to something that is no array".to_owned(),
            "",
            &[],
        );
        return None;
    }
    let style = match style {
        0 => {
            let response = place.follow(&mut object, "response", place.answer())?;
            if response.schema.get_str("type") != Some("string") {
                let span = object
                    .get("response")
                    .map_or(object.span(), |node| node.span);
                object.report(
                    span,
                    "`response` leads to something that is no string".to_owned(),
                    "",
                    &[],
                );
                return None;
            }
            PageStyle::Cursor {
                response: response.path,
            }
        }
        1 => PageStyle::Offset {
            limit: place.optional_input_of(&mut object, "limit"),
        },
        _ => PageStyle::Number {
            first: object.get("first").and_then(Node::as_i64).unwrap_or(1),
            size: place.optional_input_of(&mut object, "limit"),
        },
    };
    Some(Pagination {
        style,
        request,
        items: items.path,
    })
}
