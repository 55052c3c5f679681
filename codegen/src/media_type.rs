//! Media types of bodies and responses, and the selection of one of several.

use crate::document::{Entry, Node};
use crate::openapi::Version;

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// A media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence.ends_with("+json")
}

pub(crate) fn is_form(media_type: &str) -> bool {
    essence(media_type) == FORM
}

pub(crate) fn is_multipart(media_type: &str) -> bool {
    essence(media_type).starts_with("multipart/")
}

pub(crate) fn is_text(media_type: &str) -> bool {
    essence(media_type).starts_with("text/")
}

/// Returns a media type that can be sent, which is neither a list nor a range.
pub(crate) fn concrete(media_type: &str) -> Option<&str> {
    let is_one = !media_type.contains(['*', ',']) && media_type.contains('/');
    let is_sendable = media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (is_one && is_sendable).then_some(media_type.trim())
}

/// Returns the media type of a request body: JSON, or else a form or multipart, or else the first.
pub(crate) fn of_body(body: &Node) -> Option<(&str, &Node)> {
    let content = || {
        let content = body.get("content").into_iter().flat_map(Node::entries);
        content.map(|(name, entry)| (name, &entry.value))
    };
    content()
        .find(|(name, _)| is_json(name))
        .or_else(|| content().find(|(name, _)| is_form(name) || is_multipart(name)))
        .or_else(|| content().next())
}

/// Returns the media type of a response: JSON, or else the first.
pub(crate) fn of_answer(response: &Node) -> Option<(&str, &Entry)> {
    json_of(response).or_else(|| response.get("content")?.entries().next())
}

/// Returns the JSON media type of a body or response.
pub(crate) fn json_of(holder: &Node) -> Option<(&str, &Entry)> {
    let mut content = holder.get("content")?.entries();
    content.find(|(name, _)| is_json(name))
}

/// Returns the media type of a parameter with `content`.
pub(crate) fn of_parameter(parameter: &Node) -> Option<(&str, &Node)> {
    let (name, entry) = parameter.get("content")?.entries().next()?;
    Some((name, &entry.value))
}

/// Returns the value of an example object.
pub(crate) fn example_value(example: &Node, version: Version) -> Option<&Node> {
    let data = example.get("dataValue");
    data.filter(|_| version >= Version::V3_2)
        .or_else(|| example.get("value"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_recognized_by_their_essence() {
        assert!(is_json("application/json; charset=utf-8"));
        assert!(is_json("application/Problem+JSON"));
        assert!(!is_json("text/json-lines"));
        assert!(is_form("application/x-www-form-urlencoded"));
        assert!(is_multipart("multipart/mixed; boundary=x"));
        assert!(is_text("TEXT/plain"));
    }

    #[test]
    fn lists_and_ranges_of_media_types_cannot_be_sent() {
        assert_eq!(concrete("image/png"), Some("image/png"));
        for text in ["image/png, image/gif", "image/*", "png", "image/p\u{e4}"] {
            assert_eq!(concrete(text), None, "{text}");
        }
    }
}
