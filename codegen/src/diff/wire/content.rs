//! Compares request bodies and the media types of bodies.

use super::Comparer;
use super::matching::unique_pairs;
use super::schema::Direction;
use super::verdicts::of_payload;
use crate::diff::change::{Change, Verdict};
use crate::diff::contract::Operation;
use crate::diff::same::is_same;
use crate::diff::schema_view::SchemaViews;
use crate::diff::{Kind, Level, Side};
use crate::document::Node;
use crate::media_type::essence;

const MEDIA_TYPE_KEYS: &[&str] = &["encoding", "schema"];

impl<'a> Comparer<'a> {
    pub(super) fn body(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (change, level, effect) = match (old.body, new.body) {
            (None, None) => return,
            (None, Some(body)) if body.flag("required") => (
                Change::new(
                    Kind::RequestBodyAdded,
                    None,
                    Some(body),
                    "a required body was added",
                ),
                Level::Breaking,
                "requests without it are rejected",
            ),
            (None, Some(body)) => (
                Change::new(
                    Kind::RequestBodyAdded,
                    None,
                    Some(body),
                    "an optional body was added",
                ),
                Level::Compatible,
                "requests without it are still accepted",
            ),
            (Some(body), None) => (
                Change::new(
                    Kind::RequestBodyRemoved,
                    Some(body),
                    None,
                    "the body was removed",
                ),
                Level::Breaking,
                "servers ignore or reject it",
            ),
            (Some(old), Some(new)) => return self.bodies(old, new),
        };
        self.add(change.with(Side::Request, (level, effect)));
    }

    fn bodies(&mut self, old: &'a Node, new: &'a Node) {
        let nodes = (
            old.get("required").unwrap_or(old),
            new.get("required").unwrap_or(new),
        );
        let nodes = (Some(nodes.0), Some(nodes.1));
        match (old.flag("required"), new.flag("required")) {
            (false, true) => {
                let text = "the body is now required";
                let change = Change::new(Kind::RequestBodyBecameRequired, nodes.0, nodes.1, text);
                let effect = "requests without it are rejected";
                let change = change.with(Side::Request, (Level::Breaking, effect));
                self.add(change.held_by(Some(new)));
            }
            (true, false) => {
                let text = "the body is now optional";
                let change = Change::new(Kind::RequestBodyBecameOptional, nodes.0, nodes.1, text);
                let effect = "requests with it are still accepted";
                let change = change.with(Side::Request, (Level::Compatible, effect));
                self.add(change.held_by(Some(new)));
            }
            _ => {}
        }
        self.content(old, new, Direction::Request);
        self.rest(old, new, &["content", "required"], Side::Request);
    }

    /// Compares the media types of a body or a response.
    pub(super) fn content(&mut self, old: &'a Node, new: &'a Node, direction: Direction) {
        let (old, new) = (
            media_types(&self.old.schemas, old),
            media_types(&self.new.schemas, new),
        );
        let is_response = direction == Direction::Response;
        let side = if is_response {
            Side::Response
        } else {
            Side::Request
        };
        let mut gone = Vec::new();
        let mut taken = Vec::new();
        for &(name, node) in &old {
            let exact = new.iter().position(|(other, _)| *other == name);
            let found = exact.or_else(|| {
                new.iter()
                    .position(|(other, _)| essence(other) == essence(name))
            });
            match found {
                Some(index) => {
                    taken.push(index);
                    if essence(name) == "multipart/form-data" && !is_response {
                        self.file_parts(node, new[index].1);
                    }
                    self.media_type(node, new[index].1, direction);
                }
                None => gone.push((name, node)),
            }
        }
        let fresh = new
            .iter()
            .enumerate()
            .filter(|(index, _)| !taken.contains(index));
        let mut fresh: Vec<_> = fresh.map(|(_, it)| *it).collect();
        let is_replaced = gone.len() == old.len();
        let pairs = unique_pairs(&gone, &fresh, |(old, _), (new, _)| {
            covers(old, new) || covers(new, old)
        });
        let ranges: Vec<_> = pairs.iter().map(|&(a, b)| (gone[a], fresh[b])).collect();
        for ((from, before), (to, after)) in ranges {
            gone.retain(|(name, _)| *name != from);
            fresh.retain(|(name, _)| *name != to);
            let (kind, verdict) = if covers(to, from) {
                (
                    Kind::MediaTypeWidened,
                    (Level::Compatible, "the old media type is still included"),
                )
            } else {
                (
                    Kind::MediaTypeNarrowed,
                    (Level::Breaking, "other media types are no longer accepted"),
                )
            };
            let verdict = match (is_response, kind) {
                (true, Kind::MediaTypeWidened) => {
                    (Level::Breaking, "responses may have another media type")
                }
                (true, _) => (Level::Compatible, "what is received was possible before"),
                _ => verdict,
            };
            let text = format!("media type changed from `{from}` to `{to}`");
            let change = Change::new(kind, Some(before), Some(after), text);
            self.add(change.with(side, verdict));
            self.media_type(before, after, direction);
        }
        for (name, node) in gone {
            let effect = if is_response {
                "callers that ask for it fail"
            } else {
                "requests with this media type are rejected"
            };
            let change = Change::new(
                Kind::MediaTypeRemoved,
                Some(node),
                None,
                format!("media type `{name}` was removed"),
            );
            self.add(change.with(side, (Level::Breaking, effect)));
        }
        for (name, node) in fresh {
            let verdict = match (is_response, old.is_empty()) {
                (false, _) if is_replaced => (Level::Compatible, "requests with it are accepted"),
                (false, _) => (
                    Level::Compatible,
                    "the other media types are still accepted",
                ),
                (true, false) => (Level::Compatible, "the crate asks for its own media type"),
                (true, true) => (Level::Warning, "responses may have this media type"),
            };
            let change = Change::new(
                Kind::MediaTypeAdded,
                None,
                Some(node),
                format!("media type `{name}` was added"),
            );
            self.add(change.with(side, verdict));
        }
    }

    pub(super) fn media_type(&mut self, old: &'a Node, new: &'a Node, direction: Direction) {
        const LOOSER: Verdict = (Level::Compatible, "any value is accepted");
        let side = match direction {
            Direction::Response => Side::Response,
            Direction::Payload => Side::Payload,
            Direction::Request | Direction::Unused => Side::Request,
        };
        let is_read = side != Side::Request;
        match (old.get("schema"), new.get("schema")) {
            (Some(old), Some(new)) => self.schema(old, new, direction),
            (None, Some(node)) => {
                let verdict = if is_read {
                    (Level::Compatible, "what is received was possible before")
                } else {
                    (
                        Level::Breaking,
                        "requests that do not match the schema are rejected",
                    )
                };
                let change = Change::new(Kind::SchemaAdded, None, Some(node), "a schema was added");
                self.add(change.with(side, verdict));
            }
            (Some(node), None) => {
                let verdict = if is_read {
                    (Level::Breaking, "responses may contain anything")
                } else {
                    LOOSER
                };
                let change = Change::new(
                    Kind::SchemaRemoved,
                    Some(node),
                    None,
                    "the schema was removed",
                );
                let verdict = if side == Side::Payload {
                    of_payload(verdict)
                } else {
                    verdict
                };
                self.add(change.with(side, verdict));
            }
            (None, None) => {}
        }
        self.encoding(old, new, side);
        self.rest(old, new, MEDIA_TYPE_KEYS, side);
    }

    /// Finds the parts of a form that become a file or text.
    fn file_parts(&mut self, old: &'a Node, new: &'a Node) {
        let (Some(old), Some(new)) = (old.get("schema"), new.get("schema")) else {
            return;
        };
        let (before, after) = (self.old.schemas.id(&[old]), self.new.schemas.id(&[new]));
        let properties = (
            self.old.schemas.view(before).properties(),
            self.new.schemas.view(after).properties(),
        );
        for (name, old) in properties.0 {
            let Some(new) = properties.1.get(name) else {
                continue;
            };
            let (before, after) = (self.old.schemas.id(&old), self.new.schemas.id(new));
            let views = (self.old.schemas.view(before), self.new.schemas.view(after));
            let nodes = (views.0.first("format"), views.1.first("format"));
            let is_file =
                |node: Option<&Node>| node.is_some_and(|it| it.as_str() == Some("binary"));
            let change = match nodes {
                (Some(_), None) if is_file(nodes.0) => Change::new(
                    Kind::FormatRemoved,
                    nodes.0,
                    None,
                    "format `binary` was removed",
                )
                .with(
                    Side::Request,
                    (
                        Level::Breaking,
                        "the part is sent as text instead of a file",
                    ),
                )
                .held_by(views.0.node()),
                (None, Some(_)) if is_file(nodes.1) => Change::new(
                    Kind::FormatAdded,
                    None,
                    nodes.1,
                    "format `binary` was added",
                )
                .with(
                    Side::Request,
                    (
                        Level::Breaking,
                        "the part is sent as a file instead of text",
                    ),
                )
                .held_by(views.1.node()),
                _ => continue,
            };
            self.add(change);
        }
    }

    fn encoding(&mut self, old: &'a Node, new: &'a Node, side: Side) {
        let encoding = |node: &'a Node| {
            let encoding = node.get("encoding")?;
            encoding.entries().next().is_some().then_some(encoding)
        };
        let nodes = (encoding(old), encoding(new));
        if is_same(nodes) {
            return;
        }
        let verdict = match side {
            Side::Response => (
                Level::Warning,
                "the crate does not read multipart responses",
            ),
            Side::Payload => (Level::Warning, "the crate does not read multipart payloads"),
            _ => (
                Level::Breaking,
                "requests of the old crate have another form",
            ),
        };
        let change = Change::new(
            Kind::EncodingChanged,
            nodes.0,
            nodes.1,
            "the encoding of parts changed",
        );
        self.add(change.with(side, verdict));
    }
}

/// Returns the change of a parameter or a header that was described by one of `schema` and `content`, and is by the other.
pub(super) fn form_change<'a>(old: &'a Node, new: &'a Node) -> Change<'a> {
    let text = if new.get("schema").is_some() {
        "is described by `schema` instead of `content`"
    } else {
        "is described by `content` instead of `schema`"
    };
    let place = |node: &'a Node| node.get("schema").or(node.get("content")).unwrap_or(node);
    let (before, after) = (Some(place(old)), Some(place(new)));
    let change = Change::of_subject(Kind::ParameterContentChanged, before, after, text);
    change.held_by(Some(new))
}

fn media_types<'a>(schemas: &SchemaViews<'a>, holder: &'a Node) -> Vec<(&'a str, &'a Node)> {
    let content = holder.get("content").into_iter().flat_map(Node::entries);
    content
        .map(|(name, entry)| (name, schemas.resolve(&entry.value)))
        .collect()
}

/// Whether a range such as `application/*` includes another media type.
fn covers(range: &str, other: &str) -> bool {
    let (range, other) = (essence(range), essence(other));
    match range.strip_suffix('*') {
        Some("*/") => true,
        Some(prefix) => other.starts_with(prefix) && range != other,
        None => false,
    }
}
