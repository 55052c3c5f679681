//! Collects the payloads of webhooks and callbacks in one place.
//!
//! Before: webhooks and callbacks are as in the document, with references.
//!
//! After: `webhooks` has the payload of each webhook and callback by its name, with the fields `summary`, `description`,
//! `deprecated` and `content`. Its `content` has the one media type that is read, with a schema if that is JSON, or is
//! missing if the request has no body. Without any body, there is no `webhooks`.
//!
//! The name is that of the webhook, or of the callback in its operation. Equal payloads with the same name are one. Where
//! they differ, the name has the part that distinguishes them: `newPet.put` is the request with the method PUT,
//! `changed.{$request.body#/url}` the request to this URL, and `createPet.changed` the callback of this operation.

use std::collections::{HashSet, VecDeque};
use std::ptr;

use indexmap::IndexMap;

use super::operation_ids;
use super::tree::WEBHOOKS;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::document::{Document, Entry, Map, Node, Value, resolve, version_of};
use crate::media_type::{self, is_json, is_text};
use crate::names::TakenNames;
use crate::openapi::Version;
use crate::path_item;

pub(super) fn collect(root: &mut Node, document: &Document, found: &mut Diagnostics) {
    let original = document.root();
    let mut collector = Collector {
        root: original,
        found,
        callbacks: VecDeque::new(),
        seen: HashSet::new(),
    };
    let mut groups = Vec::new();
    if document.version() >= Version::V3_1 {
        let webhooks = original.get("webhooks").into_iter().flat_map(Node::entries);
        let webhooks = webhooks
            .flat_map(|(name, entry)| collector.path_item((name, entry.key_span), &entry.value));
        groups.push((String::new(), webhooks.collect()));
    }
    let paths = original.get("paths").into_iter().flat_map(Node::entries);
    for (path, entry) in paths.filter(|(path, _)| !path.starts_with("x-")) {
        collector.operations(path, &entry.value);
    }
    while let Some(callback) = collector.callbacks.pop_front() {
        let payloads = collector.callback(&callback);
        groups.push((callback.operation, payloads));
    }
    // A webhook keeps its name, which belongs to no operation.
    let payloads = merged(groups, |name, operation| match operation {
        "" => name.to_owned(),
        operation => format!("{operation}.{name}"),
    });
    let has_body = payloads.iter().any(|payload| payload.content().is_some());
    let span = root.span;
    let Some(root) = root.as_object_mut() else {
        return;
    };
    root.remove(WEBHOOKS);
    if has_body {
        let mut taken = TakenNames::default();
        let webhooks = payloads.into_iter().map(|payload| {
            let name = taken.unique(payload.name);
            (name, Entry::new(payload.key_span, payload.node))
        });
        let webhooks = Value::Object(webhooks.collect());
        root.set(WEBHOOKS, Node::new(webhooks, span));
    }
}

/// The payload of a request.
struct Payload {
    name: String,
    /// The key of the webhook or callback.
    key_span: Span,
    node: Node,
}

impl Payload {
    /// The media type and the media type object of the body.
    fn content(&self) -> Option<(&str, &Node)> {
        let (media_type, entry) = self.node.get("content")?.entries().next()?;
        Some((media_type, &entry.value))
    }

    /// Whether two payloads are read in the same way.
    fn is_same(&self, other: &Self) -> bool {
        match (self.content(), other.content()) {
            (Some((media_type, media)), Some((other_type, other))) => {
                media_type == other_type
                    && match (media.get("schema"), other.get("schema")) {
                        (Some(schema), Some(other)) => schema.is_same(other),
                        (None, None) => true,
                        _ => false,
                    }
            }
            (None, None) => true,
            _ => false,
        }
    }
}

/// A callback of an operation.
struct Callback<'a> {
    /// The ID of the operation.
    operation: String,
    name: &'a str,
    key_span: Span,
    node: &'a Node,
}

struct Collector<'a, 'f> {
    root: &'a Node,
    found: &'f mut Diagnostics,
    /// The callbacks whose requests are still to be collected.
    callbacks: VecDeque<Callback<'a>>,
    /// The callbacks that were found, since one may contain itself.
    seen: HashSet<(String, &'a str, *const Node)>,
}

impl<'a> Collector<'a, '_> {
    fn resolved(&self, node: &'a Node) -> &'a Node {
        resolve(self.root, node).unwrap_or(node)
    }

    /// The operations of a path item. Their callbacks are collected later.
    fn operations(&mut self, path: &str, item: &'a Node) -> Vec<(&'a str, &'a Node)> {
        let item = self.resolved(item);
        let operations = path_item::operations(item, version_of(self.root));
        let operations = operations.filter(|it| it.node().as_object().is_some());
        let operations: Vec<_> = operations.map(|it| (it.key, it.node())).collect();
        for (method, operation) in &operations {
            let callbacks = operation.get("callbacks").into_iter();
            for (name, entry) in callbacks.flat_map(Node::entries) {
                let node = self.resolved(&entry.value);
                let operation = operation_id(path, method, operation);
                if self
                    .seen
                    .insert((operation.clone(), name, ptr::from_ref(node)))
                {
                    self.callbacks.push_back(Callback {
                        operation,
                        name,
                        key_span: entry.key_span,
                        node,
                    });
                }
            }
        }
        operations
    }

    /// The payloads of the requests to the URLs of a callback.
    fn callback(&mut self, callback: &Callback<'a>) -> Vec<Payload> {
        let place = (callback.name, callback.key_span);
        let urls = callback.node.entries();
        let urls = urls.filter(|(url, _)| !url.starts_with("x-"));
        let groups: Vec<_> = urls
            .map(|(url, entry)| (url.to_owned(), self.path_item(place, &entry.value)))
            .collect();
        merged(groups, |name, url| format!("{name}.{url}"))
    }

    /// The payloads of the operations of a path item. An operation without a body counts only if no other has one.
    fn path_item(&mut self, (name, key_span): (&'a str, Span), item: &'a Node) -> Vec<Payload> {
        let operations = self.operations(name, item);
        let item = self.resolved(item);
        let payloads = operations.into_iter().map(|(method, operation)| {
            let payload = Payload {
                name: name.to_owned(),
                key_span,
                node: self.payload(item, operation),
            };
            (method.to_owned(), vec![payload])
        });
        let mut groups: Vec<_> = payloads.collect();
        let has_body = |payloads: &[Payload]| payloads.iter().any(|it| it.content().is_some());
        if groups.iter().any(|(_, payloads)| has_body(payloads)) {
            groups.retain(|(_, payloads)| has_body(payloads));
        }
        merged(groups, |name, method| format!("{name}.{method}"))
    }

    /// The payload of an operation, with the texts of the operation, or else of its path item or its body.
    fn payload(&mut self, item: &'a Node, operation: &'a Node) -> Node {
        let body = operation.get("requestBody").map(|it| self.resolved(it));
        let mut payload = Map::new();
        let mut copy = |holder: &Node, key: &str| {
            let entry = holder.as_object().and_then(|holder| holder.entry(key));
            entry.is_some_and(|entry| payload.insert(key, entry.clone()).is_none())
        };
        copy(operation, "deprecated");
        let mut holders = [Some(operation), Some(item), body].into_iter().flatten();
        holders.find(|holder| {
            let has_summary = copy(holder, "summary");
            copy(holder, "description") || has_summary
        });
        if let Some((name, entry)) = body.and_then(media_type::of_answer) {
            self.report_unused(body, name);
            let mut content = Map::new();
            content.insert(
                name,
                Entry::new(entry.key_span, self.media(name, &entry.value)),
            );
            payload.set("content", Node::new(Value::Object(content), operation.span));
        }
        Node::new(Value::Object(payload), operation.span)
    }

    /// A media type object, with a schema only if it is JSON.
    fn media(&mut self, name: &str, media: &'a Node) -> Node {
        let media = self.resolved(media);
        let mut kept = media.clone();
        if is_json(name) {
            return kept;
        }
        let schema = kept
            .as_object_mut()
            .and_then(|media| media.remove("schema"));
        let schema = media.get("schema").filter(|_| schema.is_some());
        if let Some(schema) = schema.filter(|schema| !is_plain(self.resolved(schema))) {
            let kind = if is_text(name) { "text" } else { "bytes" };
            let message = format!("a payload of `{name}` is passed as {kind}, without a type");
            let diagnostic = Diagnostic::new(Code::NotFollowed, schema.span, message);
            self.found.push(diagnostic);
        }
        kept
    }

    /// Reports the media types that are not read.
    fn report_unused(&mut self, body: Option<&Node>, used: &str) {
        let content = body.and_then(|body| body.get("content"));
        let content = content.into_iter().flat_map(Node::entries);
        for (name, entry) in content.filter(|(name, _)| *name != used) {
            let message =
                format!("`{name}` is not used: the client reads `{used}` from this payload");
            let diagnostic = Diagnostic::new(Code::MediaTypeDropped, entry.key_span, message);
            self.found.push(diagnostic);
        }
    }
}

/// Whether a schema says nothing that text or bytes lose.
fn is_plain(schema: &Node) -> bool {
    schema.get_str("type") == Some("string") || schema.entries().next().is_none()
}

/// The ID of an operation. An operation without an ID has the name of its Rust method.
fn operation_id(path: &str, method: &str, operation: &Node) -> String {
    let written = operation_ids::written(operation).map(ToOwned::to_owned);
    written.unwrap_or_else(|| operation_ids::generated(path, method))
}

/// Merges the payloads of several groups, which are equal or have different names afterwards. Payloads that differ and have
/// the same name get a name that is `qualified` by the key of their group.
fn merged(
    groups: Vec<(String, Vec<Payload>)>,
    qualified: impl Fn(&str, &str) -> String,
) -> Vec<Payload> {
    let mut by_name: IndexMap<String, Vec<(String, Payload)>> = IndexMap::new();
    for (key, payloads) in groups {
        for payload in payloads {
            let same_name = by_name.entry(payload.name.clone()).or_default();
            same_name.push((key.clone(), payload));
        }
    }
    let merged = by_name.into_values().flat_map(|mut same_name| {
        let are_same = same_name
            .windows(2)
            .all(|pair| pair[0].1.is_same(&pair[1].1));
        if are_same {
            same_name.truncate(1);
        } else {
            for (key, payload) in &mut same_name {
                payload.name = qualified(&payload.name, key);
            }
        }
        same_name.into_iter().map(|(_, payload)| payload)
    });
    merged.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::lower::tree::webhook_nodes;

    /// The payloads of a document of this version by name, and the codes of the diagnostics.
    fn collected(version: &str, parts: &str) -> (Vec<(String, Value)>, Vec<Code>) {
        let text = format!("openapi: {version}\ninfo: {{title: T, version: '1'}}\n{parts}\n");
        let document = Document::read("test.yaml", &text).expect("the document is readable");
        let mut found = Diagnostics::new(document.source().clone());
        let mut root = document.root().clone();
        collect(&mut root, &document, &mut found);
        let codes = found.into_iter().map(|it| it.code).collect();
        let webhooks = webhook_nodes(&root);
        let webhooks = webhooks.map(|(name, entry)| (name.to_owned(), entry.value.to_json()));
        (webhooks.collect(), codes)
    }

    fn names(version: &str, parts: &str) -> Vec<String> {
        let (webhooks, _) = collected(version, parts);
        webhooks.into_iter().map(|(name, _)| name).collect()
    }

    /// An operation whose body is JSON of this type.
    fn post(ty: &str) -> String {
        format!("{{post: {}}}", operation(ty))
    }

    fn operation(ty: &str) -> String {
        format!("{{requestBody: {{content: {{application/json: {{schema: {{type: {ty}}}}}}}}}}}")
    }

    #[test]
    fn a_payload_has_the_texts_and_the_schema_of_its_request() {
        let (webhooks, codes) = collected(
            "3.1.0",
            "webhooks: {newPet: {$ref: '#/components/pathItems/Pet'}}
components:
  pathItems:
    Pet: {summary: Of the path., post: {deprecated: true, requestBody: {$ref: '#/components/requestBodies/Pet'}}}
  requestBodies:
    Pet: {description: Of the body., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}",
        );
        let pet = json!({"$ref": "#/components/schemas/Pet"});
        let expected = json!({
            "deprecated": true,
            "summary": "Of the path.",
            "content": {"application/json": {"schema": pet}},
        });
        assert_eq!(webhooks, [("newPet".to_owned(), expected)]);
        assert_eq!(codes, []);
    }

    #[test]
    fn the_media_type_is_json_or_else_the_first_without_its_schema() {
        let pet = "{schema: {type: object, properties: {a: {type: string}}}}";
        let text = "{schema: {type: string}}";
        for (content, expected, codes) in [
            (
                format!("{{text/plain: {text}, application/json: {text}}}"),
                json!({"application/json": {"schema": {"type": "string"}}}),
                &[Code::MediaTypeDropped][..],
            ),
            (
                format!("{{text/plain: {text}}}"),
                json!({"text/plain": {}}),
                &[],
            ),
            (
                format!("{{application/x-www-form-urlencoded: {pet}}}"),
                json!({"application/x-www-form-urlencoded": {}}),
                &[Code::NotFollowed],
            ),
        ] {
            let parts =
                format!("webhooks: {{a: {{post: {{requestBody: {{content: {content}}}}}}}}}");
            let (webhooks, found) = collected("3.1.0", &parts);
            assert_eq!(webhooks[0].1["content"], expected, "{parts}");
            assert_eq!(found, codes, "{parts}");
        }
    }

    #[test]
    fn a_name_has_the_part_that_distinguishes_different_payloads() {
        let (text, number) = (operation("string"), operation("integer"));
        let (post_text, post_number) = (post("string"), post("integer"));
        let both = format!(
            "paths: {{/a: {{get: {{operationId: one, callbacks: {{c: {{u: {post_text}}}}}}}, put: {{callbacks: {{c: {{u: {post_number}}}}}}}}}}}"
        );
        for (parts, expected) in [
            // The methods of a webhook.
            (
                format!("webhooks: {{a: {{put: {text}, post: {text}}}}}"),
                &["a"][..],
            ),
            (
                format!("webhooks: {{a: {{put: {text}, post: {number}}}}}"),
                &["a.put", "a.post"],
            ),
            (
                format!("webhooks: {{a: {{get: {{}}, post: {number}}}}}"),
                &["a"],
            ),
            // The URLs of a callback.
            (
                format!(
                    "paths: {{/a: {{get: {{callbacks: {{c: {{u: {post_text}, v: {post_text}, x-no: {{}}}}}}}}}}}}"
                ),
                &["c"],
            ),
            (
                format!(
                    "paths: {{/a: {{get: {{callbacks: {{c: {{u: {post_text}, v: {post_number}}}}}}}}}}}"
                ),
                &["c.u", "c.v"],
            ),
            // The operations of callbacks.
            (both.clone(), &["one.c", "put_a.c"]),
            (both.replace("integer", "string"), &["c"]),
            // A webhook keeps its name.
            (
                format!("webhooks: {{c: {post_text}}}\n{both}"),
                &["c", "one.c", "put_a.c"],
            ),
            // A name that the document has elsewhere.
            (
                format!("webhooks: {{a: {{put: {text}, post: {number}}}, a.put: {post_number}}}"),
                &["a.put", "a.put2", "a.post"],
            ),
        ] {
            assert_eq!(names("3.1.0", &parts), expected, "{parts}");
        }
    }

    #[test]
    fn a_callback_that_contains_itself_is_collected_once() {
        let operation = "{callbacks: {again: {$ref: '#/components/callbacks/Again'}}, requestBody: {content: {application/json: {}}}}";
        let parts = format!(
            "paths: {{/a: {{get: {operation}}}}}\ncomponents: {{callbacks: {{Again: {{u: {{post: {operation}}}}}}}}}"
        );
        assert_eq!(names("3.1.0", &parts), ["again"]);
    }

    #[test]
    fn there_are_webhooks_only_if_the_version_has_them_and_one_has_a_payload() {
        let callback = format!(
            "paths: {{/a: {{get: {{callbacks: {{c: {{u: {}}}}}}}}}}}",
            post("string")
        );
        let webhook = format!("webhooks: {{a: {}}}", post("string"));
        assert_eq!(names("3.0.3", &webhook), [""; 0]);
        assert_eq!(names("3.0.3", &callback), ["c"]);
        assert_eq!(names("3.1.0", "webhooks: {a: {get: {}}}"), [""; 0]);
        let one_without = format!("webhooks: {{a: {{get: {{}}}}, b: {}}}", post("string"));
        assert_eq!(names("3.1.0", &one_without), ["a", "b"]);
    }
}
