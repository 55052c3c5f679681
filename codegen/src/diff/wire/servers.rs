//! Compares the servers of an operation.

use super::Comparer;
use super::document::only_in;
use crate::diff::change::Change;
use crate::diff::contract::Operation;
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

impl<'a> Comparer<'a> {
    pub(super) fn servers(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let (before, after) = (servers(old), servers(new));
        let (Some(first), Some(new_first)) = (before.first(), after.first()) else {
            let change = match (before.first(), after.first()) {
                (None, Some(node)) | (Some(node), None) if node.get_str("url") == Some("/") => {
                    // OpenAPI implies this server if there is none.
                    return;
                }
                (None, Some(node)) => {
                    Change::new(Kind::ServerAdded, None, Some(*node), "a server was added").with(
                        Side::Structure,
                        (Level::Compatible, "the crate has a default base URL now"),
                    )
                }
                (Some(node), None) => Change::new(
                    Kind::ServerRemoved,
                    Some(*node),
                    None,
                    "the only server was removed",
                )
                .with(
                    Side::Structure,
                    (
                        Level::Breaking,
                        "the crate has no default base URL any more",
                    ),
                ),
                _ => return,
            };
            return self.add(change);
        };
        self.first_server(first, new_first);
        let url = |node: &&'a Node| node.get_str("url").unwrap_or_default();
        for (index, node) in before.iter().enumerate().skip(1) {
            let is_same = |it: &&&'a Node| url(it) == url(node);
            // Servers may have the same URL and differ in their descriptions.
            let number = before[..index].iter().filter(is_same).count();
            let others: Vec<_> = after.iter().filter(is_same).collect();
            if let Some(other) = others.get(number).or(others.first()) {
                self.server(node, other);
            } else {
                let text = format!("server `{}` was removed", url(node));
                let change = Change::new(Kind::ServerRemoved, Some(*node), None, text);
                let effect = "callers that use it may fail";
                self.add(change.with(Side::Structure, (Level::Warning, effect)));
            }
        }
        for node in after.iter().skip(1) {
            if !before.iter().any(|it| url(it) == url(node)) {
                let text = format!("server `{}` was added", url(node));
                let change = Change::new(Kind::ServerAdded, None, Some(*node), text);
                self.add(change.with(Side::Structure, (Level::Compatible, "callers can use it")));
            }
        }
    }

    /// The first server is the default base URL of the crate.
    fn first_server(&mut self, old: &'a Node, new: &'a Node) {
        let urls = (old.get("url"), new.get("url"));
        if let (Some(a), Some(b)) = urls {
            let (from, to) = (
                a.as_str().unwrap_or_default(),
                b.as_str().unwrap_or_default(),
            );
            let (before, after) = (with_defaults(old), with_defaults(new));
            let is_same =
                from == to || is_same_place(&before, &after) || is_same_place(&after, &before);
            if !is_same {
                let plain = before.strip_prefix("http://");
                let becomes_secure = plain.is_some() && plain == after.strip_prefix("https://");
                let verdict = if becomes_secure {
                    (
                        Level::Warning,
                        "calls of the old crate are not encrypted, and may be rejected",
                    )
                } else {
                    let effect = match before.strip_prefix("https://") {
                        Some(secure) if Some(secure) == after.strip_prefix("http://") => {
                            "calls are no longer encrypted"
                        }
                        _ => "calls of the old crate go to another address",
                    };
                    (Level::Breaking, effect)
                };
                let text = format!(
                    "the default server changed from {} to {}",
                    quoted(a),
                    quoted(b)
                );
                let change = Change::new(Kind::ServerChanged, Some(a), Some(b), text);
                self.add(change.with(Side::Structure, verdict));
            }
        }
        self.server(old, new);
    }

    fn server(&mut self, old: &'a Node, new: &'a Node) {
        let (before, after) = (old.get("variables"), new.get("variables"));
        for (name, node) in only_in(before, after) {
            let text = format!("server variable `{name}` was removed");
            let change = Change::new(Kind::ServerVariableRemoved, Some(node), None, text);
            self.add(change.with(
                Side::Structure,
                (Level::Breaking, "callers cannot set it any more"),
            ));
        }
        for (name, node) in only_in(after, before) {
            let text = format!("server variable `{name}` was added");
            let change = Change::new(Kind::ServerVariableAdded, None, Some(node), text);
            self.add(change.with(Side::Structure, (Level::Compatible, "it has a default")));
        }
        for (name, entry) in before.into_iter().flat_map(Node::entries) {
            if let Some(other) = after.and_then(|after| after.get(name)) {
                self.server_variable(name, &entry.value, other);
            }
        }
        self.rest(old, new, &["url", "variables"], Side::Structure);
    }

    fn server_variable(&mut self, name: &str, old: &'a Node, new: &'a Node) {
        let values = |node: &'a Node| {
            node.get("enum")
                .into_iter()
                .flat_map(Node::items)
                .collect::<Vec<_>>()
        };
        let (before, after) = (values(old), values(new));
        let is_in =
            |values: &[&Node], value: &Node| values.iter().any(|it| it.as_str() == value.as_str());
        if before.is_empty() == after.is_empty() {
            for value in before.iter().filter(|value| !is_in(&after, value)) {
                let text = format!(
                    "value {} of server variable `{name}` was removed",
                    quoted(value)
                );
                let change =
                    Change::new(Kind::ServerVariableValueRemoved, Some(*value), None, text);
                self.add(change.with(
                    Side::Structure,
                    (Level::Breaking, "callers with this value fail"),
                ));
            }
            for value in after.iter().filter(|value| !is_in(&before, value)) {
                let text = format!(
                    "value {} of server variable `{name}` was added",
                    quoted(value)
                );
                let change = Change::new(Kind::ServerVariableValueAdded, None, Some(*value), text);
                self.add(change.with(Side::Structure, (Level::Compatible, "callers can use it")));
            }
        } else {
            let (kind, text, level, effect) = if after.is_empty() {
                let text = format!("any value of server variable `{name}` is allowed now");
                (
                    Kind::ServerVariableValueAdded,
                    text,
                    Level::Compatible,
                    "the old values still work",
                )
            } else {
                let text = format!("only some values of server variable `{name}` are allowed now");
                (
                    Kind::ServerVariableValueRemoved,
                    text,
                    Level::Breaking,
                    "callers with other values fail",
                )
            };
            let change = Change::new(kind, old.get("enum"), new.get("enum"), text);
            self.add(change.with(Side::Structure, (level, effect)));
        }
        let defaults = (old.get("default"), new.get("default"));
        if defaults.0.and_then(Node::as_str) != defaults.1.and_then(Node::as_str) {
            let text = format!("the default of server variable `{name}` changed");
            let change = Change::new(
                Kind::ServerVariableDefaultChanged,
                defaults.0,
                defaults.1,
                text,
            );
            let effect = "calls of the old crate go to another address";
            self.add(change.with(Side::Structure, (Level::Breaking, effect)));
        }
        self.rust_names(old, new);
        self.rest(
            old,
            new,
            &["default", "enum", "x-env", "x-rust-name"],
            Side::Structure,
        );
    }
}

fn servers<'a>(operation: &Operation<'a>) -> Vec<&'a Node> {
    operation
        .servers
        .into_iter()
        .flat_map(Node::items)
        .collect()
}

/// Returns the URL of a server with the defaults of its variables.
fn with_defaults(server: &Node) -> String {
    let url = server.get_str("url").unwrap_or_default().to_owned();
    let variables = server.get("variables").into_iter().flat_map(Node::entries);
    variables.fold(url, |url, (name, variable)| {
        let default = variable.value.get_str("default").unwrap_or_default();
        url.replace(&format!("{{{name}}}"), default)
    })
}

/// Whether a relative URL has the path of an absolute one. A trailing slash has no meaning.
fn is_same_place(relative: &str, absolute: &str) -> bool {
    let path = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let path = if rest.len() == url.len() {
            rest
        } else {
            rest.find('/').map_or("", |at| &rest[at..])
        };
        path.trim_end_matches('/').to_owned()
    };
    let is_relative = relative.starts_with('/');
    let is_similar =
        is_relative || relative.trim_end_matches('/') == absolute.trim_end_matches('/');
    is_similar && path(relative) == path(absolute)
}
