//! Rewrites the encoding of strings to a `format`: `contentEncoding: base64` to `byte`, and the media type of a file to
//! `binary`.

use crate::document::{Entry, Map, Node};
use crate::media_type;

pub(super) fn rewrite(schema: &mut Map) {
    if schema.contains_key("format") {
        return;
    }
    let is_base64 = |node: &Node| node.as_str() == Some("base64");
    let (key, format) = if schema.get("contentEncoding").is_some_and(is_base64) {
        ("contentEncoding", "byte")
    } else if !schema.contains_key("contentEncoding")
        && schema
            .get("contentMediaType")
            .and_then(Node::as_str)
            .is_some_and(is_file)
    {
        ("contentMediaType", "binary")
    } else {
        return;
    };
    let Some(Entry { key_span, value }) = schema.remove(key) else {
        return;
    };
    let text = |text: &str| Entry::new(key_span, Node::string(text, value.span));
    schema.insert("format", text(format));
    if !schema.contains_key("type") {
        schema.insert("type", text("string"));
    }
}

/// Whether values of a media type are bytes rather than text.
fn is_file(name: &str) -> bool {
    !media_type::is_json(name) && !name.starts_with("text/")
}
