//! Checks paths and their operations.

use std::collections::{HashMap, HashSet};
use std::ptr;

use super::{Operations, is_token};
use crate::check::walk::Visit;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, resolve};
use crate::openapi::Version;
use crate::openapi::path::{Template, renamed, split_fragment, template};
use crate::path_item::{self, field_of};

impl<'a> Operations<'_, 'a> {
    pub(super) fn paths(&mut self, visit: &Visit<'a>) {
        let mut shapes: HashMap<String, (&str, Span)> = HashMap::new();
        let mut fragments = Vec::new();
        for (path, entry) in visit
            .node
            .entries()
            .filter(|(path, _)| !path.starts_with("x-"))
        {
            if !path.starts_with('/') {
                let help = if path.contains("://") {
                    "move the server to `servers`".to_owned()
                } else {
                    format!("write `/{path}`")
                };
                let message = format!("the path `{path}` does not start with `/`");
                self.push(Code::InvalidKey, entry.key_span, message, help);
                continue;
            }
            let (sent, fragment) = split_fragment(path);
            if fragment.is_some() {
                fragments.push((path, entry.key_span));
            }
            let Template { names, repeated } = match template(sent) {
                Ok(template) => template,
                Err(message) => {
                    let help = "write each parameter as `{name}`";
                    self.push(Code::InvalidPath, entry.key_span, message, help);
                    continue;
                }
            };
            if let Some(name) = repeated {
                let message = format!("duplicate parameter `{name}` in `{path}`");
                let help = "give each parameter its own name";
                self.push(Code::InvalidPath, entry.key_span, message, help);
            }
            let shape = renamed(sent, |_| "") + &path[sent.len()..];
            if let Some((other, span)) = shapes.insert(shape, (path, entry.key_span)) {
                let message =
                    format!("`{path}` and `{other}` differ only in the names of parameters");
                self.found.push(
                    Diagnostic::new(Code::AmbiguousPath, entry.key_span, message)
                        .with_related(span, "the other path")
                        .with_help("merge the operations into one path"),
                );
            }
            self.path_parameters(path, &names, &entry.value, entry.key_span);
        }
        self.fragments(&fragments);
    }

    /// Reports all paths with a fragment, at the first one.
    fn fragments(&mut self, paths: &[(&str, Span)]) {
        let Some(&(path, span)) = paths.first() else {
            return;
        };
        let message = match paths.len() {
            1 => format!("the path `{path}` has a fragment, which is never sent"),
            count => format!("{count} paths such as `{path}` have a fragment, which is never sent"),
        };
        let help = "remove the fragment, or write `%23` if the `#` belongs to the path";
        self.push(Code::PathFragment, span, message, help);
    }

    /// Compares the names in a path with the path parameters of each operation.
    fn path_parameters(&mut self, path: &str, names: &[&'a str], item: &'a Node, key_span: Span) {
        let Ok(item) = resolve(self.root, item) else {
            return;
        };
        let in_path: HashSet<_> = names.iter().copied().collect();
        let shared = self.parameters_in_path(item);
        let names_of = |parameters: &[(&'a str, Span)]| -> HashSet<_> {
            parameters.iter().map(|(name, _)| *name).collect()
        };
        let shared_names = names_of(&shared);
        let mut unused = shared;
        let mut absent_of = Vec::new();
        for operation in path_item::operations(item, self.walk.version) {
            let own = self.parameters_in_path(operation.node());
            let own_names = names_of(&own);
            let is_absent = |name: &str| !shared_names.contains(name) && !own_names.contains(name);
            let absent: HashSet<_> = names.iter().filter(|name| is_absent(name)).collect();
            absent_of.push((operation.method, operation.entry.key_span, absent));
            unused.extend(own);
        }
        unused.retain(|(name, _)| !in_path.contains(name));
        unused.sort_unstable_by_key(|(_, span)| *span);
        unused.dedup();
        for name in names {
            let lacking: Vec<_> = absent_of
                .iter()
                .filter(|(.., absent)| absent.contains(name))
                .collect();
            if !lacking.is_empty() && lacking.len() == absent_of.len() {
                self.undeclared(path, name, key_span, &mut unused);
                continue;
            }
            for (method, span, _) in lacking {
                let place = format!("{method} {path}");
                self.undeclared(&place, name, *span, &mut unused);
            }
        }
        for (name, span) in unused {
            let braced = format!("{{{name}}}");
            let (message, help) = match split_fragment(path) {
                (_, Some(fragment)) if fragment.contains(&braced) => (
                    format!(
                        "path parameter `{name}` is in the fragment of `{path}`, which is never sent"
                    ),
                    format!("move `{braced}` before the `#`, or write `%23` for the `#`"),
                ),
                _ => (
                    format!("path parameter `{name}` is not in the path `{path}`"),
                    format!("add `{braced}` to the path, or remove the parameter"),
                ),
            };
            self.push(Code::PathParameterUnused, span, message, help);
        }
    }

    /// Reports an undeclared name in a path, with a similar parameter that is unused.
    fn undeclared(
        &mut self,
        place: &str,
        name: &str,
        span: Span,
        unused: &mut Vec<(&'a str, Span)>,
    ) {
        let message = format!("undeclared path parameter `{name}` in `{place}`");
        let diagnostic = Diagnostic::new(Code::PathParameterUndeclared, span, message);
        let names = unused.iter().map(|&(name, _)| name);
        let near = self.walk.suggestions.nearest(name, names);
        let near = near.and_then(|near| unused.iter().position(|&(name, _)| name == near));
        self.found.push(match near.map(|near| unused.remove(near)) {
            Some((near, span)) => diagnostic
                .with_related(span, "declared, but not in the path")
                .with_help(format!(
                    "use the same name in both places: `{name}` or `{near}`"
                )),
            None => diagnostic.with_help(format!(
                "add a parameter with `name: {name}`, `in: path` and `required: true`"
            )),
        });
    }

    /// Returns the names and spans of the path parameters that an object declares.
    fn parameters_in_path(&self, holder: &'a Node) -> Vec<(&'a str, Span)> {
        holder
            .get("parameters")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(|node| {
                let parameter = resolve(self.root, node).ok()?;
                let name = parameter.get("name")?;
                let span = if ptr::eq(node, parameter) {
                    name.span
                } else {
                    node.span
                };
                (parameter.get_str("in") == Some("path")).then_some((name.as_str()?, span))
            })
            .collect()
    }

    pub(super) fn path_item(&mut self, item: &'a Node) {
        self.duplicate_parameters(item);
        self.additional_methods(item);
        for operation in path_item::operations(item, self.walk.version) {
            let (method, node) = (operation.method, operation.node());
            self.number_of_parameters(item, node, operation.entry.key_span);
            self.duplicate_parameters(node);
            self.query_string(item, node);
            if let Some(body) = node.as_object().and_then(|map| map.entry("requestBody"))
                && matches!(method, "GET" | "HEAD" | "DELETE" | "TRACE")
            {
                let message = format!("{method} operation with a request body");
                let help = if self.walk.version < Version::V3_2 {
                    "use query parameters, or POST"
                } else {
                    "use query parameters, QUERY, or POST"
                };
                self.push(Code::BodyIgnored, body.key_span, message, help);
            }
        }
    }

    /// Checks the methods of the additional operations of a path item.
    fn additional_methods(&mut self, item: &'a Node) {
        let operations = path_item::operations(item, self.walk.version);
        for operation in operations.filter(|operation| operation.is_additional) {
            let (method, span) = (operation.method, operation.entry.key_span);
            if let Some(field) = field_of(method) {
                let message =
                    format!("`{method}` is not an additional method: it has the field `{field}`");
                let help = format!("move the operation to the field `{field}` of the path item");
                self.push(Code::InvalidKey, span, message, help);
            } else if method.is_empty() || !method.chars().all(is_token) {
                let message = format!("invalid HTTP method `{method}`");
                let help = "use letters, digits and any of `!#$%&'*+-.^_`|~`";
                self.push(Code::InvalidKey, span, message, help);
            } else if method == "CONNECT" {
                let message = "the method `CONNECT` opens a tunnel and has no operation";
                self.push(Code::InvalidKey, span, message, "remove it");
            }
        }
    }
}
