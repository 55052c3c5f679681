//! Checks responses.

use super::Operations;
use crate::check::walk::Visit;
use crate::diagnostic::{Code, Span};
use crate::document::Node;
use crate::suggestions::nearest;

impl Operations<'_, '_> {
    pub(super) fn response(&mut self, node: &Node) {
        let headers = node.get("headers").into_iter().flat_map(Node::entries);
        for (name, entry) in headers {
            if name.eq_ignore_ascii_case("content-type") {
                let message = "response header `Content-Type` is ignored: `content` specifies the media types";
                let help = "remove it";
                self.push(Code::IgnoredHeader, entry.key_span, message, help);
            }
        }
    }

    pub(super) fn responses(&mut self, visit: &Visit<'_>) {
        let codes = || {
            visit
                .node
                .entries()
                .filter(|(key, _)| !key.starts_with("x-"))
        };
        if codes().next().is_none() {
            let message = "the operation has no responses";
            let help = "add at least one response, such as `\"200\": { description: … }`";
            self.push(Code::ExpectedField, visit.place, message, help);
        }
        for (key, entry) in codes() {
            if key == "default" {
                continue;
            }
            if !is_status(key) {
                let message = format!("invalid status code `{key}`");
                let help = match nearest(key, ["default"]) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "expected a status code such as `\"200\"`, a class such as `2XX`, or `default`".to_owned(),
                };
                self.push(Code::InvalidKey, entry.key_span, message, help);
            } else if self.is_plain(entry.key_span) && key.bytes().all(|b| b.is_ascii_digit()) {
                let message = format!("unquoted status code `{key}`");
                self.push(
                    Code::NumericStatusCode,
                    entry.key_span,
                    message,
                    format!("quote it: `\"{key}\":`"),
                );
            }
        }
    }

    fn is_plain(&self, span: Span) -> bool {
        !self.source.slice(span).starts_with(['"', '\''])
    }
}

/// Whether a key is a status code or a class of them.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
