//! Checks parameters and headers.

use std::collections::HashMap;
use std::ptr;

use super::{Operations, is_token};
use crate::check::hints;
use crate::check::walk::{Visit, list};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, resolve};
use crate::openapi::Version;
use crate::openapi::objects::ObjectKind;

/// The maximum number of parameters of an operation, which some steps of the generator search for each of them.
const MAX_PARAMETERS: usize = 1_000;

/// The maximum number of parameters in the path of an operation.
const MAX_IN_PATH: usize = 100;

impl<'a> Operations<'_, 'a> {
    /// Checks that an operation, with its path item, has not too many parameters.
    pub(super) fn number_of_parameters(
        &mut self,
        item: &'a Node,
        operation: &'a Node,
        place: Span,
    ) {
        let lists = [item, operation].map(|holder| holder.get("parameters"));
        let all = lists.into_iter().flatten().flat_map(Node::items);
        let all: Vec<_> = all.collect();
        let is_in_path = |node: &&Node| {
            resolve(self.root, node).is_ok_and(|it| it.get_str("in") == Some("path"))
        };
        let in_path = all.iter().copied().filter(is_in_path).count();
        let (kind, count, most) = if all.len() > MAX_PARAMETERS {
            ("parameters", all.len(), MAX_PARAMETERS)
        } else if in_path > MAX_IN_PATH {
            ("path parameters", in_path, MAX_IN_PATH)
        } else {
            return;
        };
        let message = format!("the operation has {count} {kind}; at most {most} are supported");
        self.push(Code::Limit, place, message, "send them as a body");
    }

    pub(super) fn duplicate_parameters(&mut self, holder: &'a Node) {
        let mut first: HashMap<(&str, &str), Span> = HashMap::new();
        for node in holder.get("parameters").into_iter().flat_map(Node::items) {
            let Ok(parameter) = resolve(self.root, node) else {
                continue;
            };
            let key = (parameter.get_str("name"), parameter.get_str("in"));
            let (Some(name), Some(location)) = key else {
                continue;
            };
            if let Some(&before) = first.get(&(name, location)) {
                let message = format!("duplicate {location} parameter `{name}`");
                self.found.push(
                    Diagnostic::new(Code::DuplicateParameter, node.span, message)
                        .with_label("duplicate")
                        .with_related(before, "first declared here")
                        .with_help("remove or rename one of them"),
                );
            } else {
                first.insert((name, location), node.span);
            }
        }
    }

    /// Checks that a parameter for the whole query string is the only parameter of the query.
    pub(super) fn query_string(&mut self, item: &'a Node, operation: &'a Node) {
        let lists = [item, operation].map(|holder| holder.get("parameters"));
        let parameters = lists.into_iter().flatten().flat_map(Node::items);
        let parameters: Vec<_> = parameters
            .filter_map(|node| {
                let parameter = resolve(self.root, node).ok()?;
                Some((node, parameter.get_str("in")?, parameter.get_str("name")?))
            })
            .collect();
        let is_whole = |location: &str| location == "querystring";
        let Some(&(whole, _, name)) = parameters.iter().find(|(_, it, _)| is_whole(it)) else {
            return;
        };
        // A parameter of the operation replaces that of its path with the same name and location.
        let others = parameters.iter().filter(|(node, location, other)| {
            !ptr::eq(*node, whole)
                && (*location == "query" || (is_whole(location) && *other != name))
        });
        for (node, location, other) in others {
            let message = format!(
                "{location} parameter `{other}` beside `{name}`, which is the whole query string"
            );
            self.found.push(
                Diagnostic::new(Code::DuplicateParameter, node.span, message)
                    .with_related(whole.span, "the whole query string")
                    .with_help("make it a property of the query string, or remove one of them"),
            );
        }
    }

    pub(super) fn parameter(&mut self, visit: &Visit<'a>, authenticates: bool) {
        if visit.node.as_object().is_some_and(hints::is_body_of_2_0) {
            return;
        }
        self.schema_or_content(visit);
        let node = visit.node;
        let place = node.get("name").map_or(visit.place, |name| name.span);
        let name = node.get_str("name").unwrap_or_default();
        let Some(location) = node.get_str("in") else {
            return;
        };
        let required = node.get("required");
        if location == "path" && required.is_none_or(|node| node.as_bool() == Some(false)) {
            let message = format!("path parameter `{name}` without `required: true`");
            self.push(
                Code::PathParameterOptional,
                place,
                message,
                "add `required: true`",
            );
        }
        if location == "header" {
            self.ignored_header(name, place, authenticates);
            self.header_name(name, place);
        }
        if let Some(schema) = node.get("schema").filter(|_| location == "querystring") {
            let message = "a querystring parameter has `schema` instead of `content`";
            let help = "write `content: { application/x-www-form-urlencoded: { schema: … } }`";
            self.push(Code::ParameterWithoutSchema, schema.span, message, help);
        }
        let styles: &[&str] = match location {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" if self.walk.version >= Version::V3_2 => &["form", "cookie"],
            "cookie" => &["form"],
            "querystring" => &[],
            _ => return,
        };
        if let Some(style) = node.get("style")
            && let Some(word) = style.as_str()
            && !styles.contains(&word)
        {
            let message = format!("unknown style `{word}` for a {location} parameter");
            let help = match styles {
                [] => "remove it: the media type specifies how the value is serialized".to_owned(),
                styles => format!("expected one of {}", list(styles)),
            };
            self.push(Code::InvalidValue, style.span, message, help);
        }
        for field in ["allowReserved", "allowEmptyValue"] {
            if location != "query" && node.flag(field) {
                self.misplaced(node, field, &format!("a {location} parameter"));
            }
        }
    }

    /// Reports a header parameter that the specification ignores.
    fn ignored_header(&mut self, name: &str, place: Span, authenticates: bool) {
        let is = |header: &str| header.eq_ignore_ascii_case(name);
        let (consequence, help) = if is("Accept") || is("Content-Type") {
            (": `content` specifies the media types", "remove it")
        } else if !is("Authorization") {
            return;
        } else if authenticates {
            (": `security` specifies the credentials", "remove it")
        } else {
            (
                ", so the client cannot authenticate",
                "add a scheme to `components.securitySchemes`, such as `{ type: http, scheme: bearer }`, \
                 and name it in `security`",
            )
        };
        let message = format!("header parameter `{name}` is ignored{consequence}");
        self.push(Code::IgnoredHeader, place, message, help);
    }

    /// Checks that a name is valid for a header.
    fn header_name(&mut self, name: &str, place: Span) {
        let message = match name.chars().find(|c| !is_token(*c)) {
            Some(' ') => format!("invalid header name `{name}`: it contains a space"),
            Some(c) => format!("invalid header name `{name}`: it contains `{c}`"),
            None if name.is_empty() => "empty header name".to_owned(),
            None => return,
        };
        let help = "use letters, digits and any of `!#$%&'*+-.^_`|~`";
        self.push(Code::HeaderName, place, message, help);
    }

    pub(super) fn misplaced(&mut self, node: &Node, field: &str, holder: &str) {
        if let Some(entry) = node.as_object().and_then(|map| map.entry(field)) {
            let message = format!("`{field}` has no effect in {holder}");
            self.push(Code::MisplacedField, entry.key_span, message, "remove it");
        }
    }

    /// Checks that a parameter or header has either `schema` or `content` with one media type.
    pub(super) fn schema_or_content(&mut self, visit: &Visit<'a>) {
        let node = visit.node;
        let place = node.get("name").map_or(visit.place, |name| name.span);
        let what = if visit.kind == ObjectKind::Header {
            "header"
        } else {
            "parameter"
        };
        let content = node.get("content").filter(|content| !content.is_null());
        let schema = node.get("schema").filter(|schema| !schema.is_null());
        match (schema, content) {
            (None, None) => {
                let message = format!("the {what} has neither `schema` nor `content`");
                let help = "add `schema`, such as `schema: { type: string }`";
                self.push(Code::ParameterWithoutSchema, place, message, help);
            }
            (Some(_), Some(content)) => {
                let message = format!("the {what} has both `schema` and `content`");
                let help = "keep the one that describes how the value is serialized";
                self.push(Code::ParameterWithoutSchema, content.span, message, help);
            }
            (None, Some(content)) if content.as_object().is_some_and(|map| map.len() != 1) => {
                let count = content.entries().count();
                let message = format!(
                    "expected exactly one media type in the `content` of a {what}, found {count}"
                );
                let help = "keep the media type that is sent";
                self.push(Code::ParameterWithoutSchema, content.span, message, help);
            }
            _ => {}
        }
    }
}
