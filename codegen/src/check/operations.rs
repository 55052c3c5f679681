//! Checks paths, operations, parameters, responses, servers and security.

use std::collections::HashMap;
use std::ptr;

use super::hints;
use super::walk::{Owner, Visit, Walk, list};
use crate::diagnostic::{Code, Diagnostic, SourceMap, Span};
use crate::document::{Node, resolve};
use crate::openapi::Version;
use crate::openapi::objects::ObjectKind;
use crate::openapi::path::{Template, split_fragment, template};
use crate::path_item::{self, field_of};
use crate::suggestions::nearest;

/// The state of these checks.
pub(super) struct Operations<'w, 'a> {
    pub(super) root: &'a Node,
    pub(super) source: &'a SourceMap,
    pub(super) walk: &'w Walk<'a>,
    pub(super) found: Vec<Diagnostic>,
    /// The uses of components by name, each with the user.
    pub(super) used_by_name: Vec<(Owner, usize)>,
}

impl<'a> Operations<'_, 'a> {
    pub(super) fn check(&mut self) {
        let walk = self.walk;
        let authenticates = self.authenticates();
        for visit in &walk.visits {
            match visit.kind {
                ObjectKind::Paths => self.paths(visit),
                ObjectKind::PathItem => self.path_item(visit.node),
                ObjectKind::Parameter => self.parameter(visit, authenticates),
                ObjectKind::Header => self.schema_or_content(visit),
                ObjectKind::Response => self.response(visit.node),
                ObjectKind::Responses => self.responses(visit),
                ObjectKind::SecurityRequirement => self.security_requirement(visit),
                ObjectKind::SecurityScheme => self.security_scheme(visit),
                ObjectKind::Server => self.server(visit.node),
                ObjectKind::ServerVariable => self.server_variable(visit.node),
                ObjectKind::Components => self.component_names(visit.node),
                ObjectKind::Document => self.tags(visit.node),
                _ => {}
            }
        }
    }

    fn push(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found
            .push(Diagnostic::new(code, span, message).with_help(help));
    }

    fn paths(&mut self, visit: &Visit<'a>) {
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
            let shape = names.iter().fold(path.to_owned(), |shape, name| {
                shape.replace(&format!("{{{name}}}"), "{}")
            });
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
        let shared = self.parameters_in_path(item);
        let mut unused: Vec<_> = shared.clone();
        let mut absent_of = Vec::new();
        for operation in path_item::operations(item, self.walk.version) {
            let own = self.parameters_in_path(operation.node());
            let declared = |name: &str| shared.iter().chain(&own).any(|&(own, _)| own == name);
            let absent: Vec<_> = names.iter().filter(|name| !declared(name)).collect();
            absent_of.push((operation.method, operation.entry.key_span, absent));
            unused.extend(own);
        }
        unused.retain(|(name, _)| !names.contains(name));
        unused.sort_unstable_by_key(|(_, span)| *span);
        unused.dedup();
        for name in names {
            let lacking: Vec<_> = absent_of
                .iter()
                .filter(|(.., absent)| absent.contains(&name))
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

    fn path_item(&mut self, item: &'a Node) {
        self.duplicate_parameters(item);
        self.additional_methods(item);
        for operation in path_item::operations(item, self.walk.version) {
            let (method, node) = (operation.method, operation.node());
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

    fn duplicate_parameters(&mut self, holder: &'a Node) {
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
    fn query_string(&mut self, item: &'a Node, operation: &'a Node) {
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

    fn parameter(&mut self, visit: &Visit<'a>, authenticates: bool) {
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

    /// Whether any security requirement names a scheme.
    fn authenticates(&self) -> bool {
        let mut requirements = self.walk.of_kind(ObjectKind::SecurityRequirement);
        requirements.any(|visit| visit.node.entries().next().is_some())
    }

    fn misplaced(&mut self, node: &Node, field: &str, holder: &str) {
        if let Some(entry) = node.as_object().and_then(|map| map.entry(field)) {
            let message = format!("`{field}` has no effect in {holder}");
            self.push(Code::MisplacedField, entry.key_span, message, "remove it");
        }
    }

    /// Checks that a parameter or header has either `schema` or `content` with one media type.
    fn schema_or_content(&mut self, visit: &Visit<'a>) {
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

    fn response(&mut self, node: &Node) {
        let headers = node.get("headers").into_iter().flat_map(Node::entries);
        for (name, entry) in headers {
            if name.eq_ignore_ascii_case("content-type") {
                let message = "response header `Content-Type` is ignored: `content` specifies the media types";
                let help = "remove it";
                self.push(Code::IgnoredHeader, entry.key_span, message, help);
            }
        }
    }

    fn responses(&mut self, visit: &Visit<'_>) {
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

    fn security_requirement(&mut self, visit: &Visit<'_>) {
        for (name, entry) in visit.node.entries() {
            if let Some(index) = self.walk.component("securitySchemes", name) {
                self.used_by_name.push((visit.owner, index));
                continue;
            }
            let names = self.walk.names("securitySchemes");
            let near = self.walk.suggestions.nearest(name, names);
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `components.securitySchemes`".to_owned(),
            };
            // The suggested scheme is not reported as unused as well.
            let near = near.and_then(|near| self.walk.component("securitySchemes", near));
            self.used_by_name
                .extend(near.map(|near| (visit.owner, near)));
            let message = format!("undefined security scheme `{name}`");
            self.push(Code::SecurityUndefined, entry.key_span, message, help);
        }
    }

    fn security_scheme(&mut self, visit: &Visit<'_>) {
        const BY_TYPE: &[(&str, &[&str], &[&str])] = &[
            ("apiKey", &["name", "in"], &[]),
            ("http", &["scheme"], &["bearerFormat"]),
            ("oauth2", &["flows"], &["oauth2MetadataUrl"]),
            ("openIdConnect", &["openIdConnectUrl"], &[]),
        ];
        let Some(scheme_type) = visit.node.get_str("type") else {
            return;
        };
        if scheme_type == "mutualTLS" {
            let place = visit.node.get("type").map_or(visit.place, |node| node.span);
            let message = "the client has no option for the certificate of `mutualTLS`";
            let help = "give the client an HTTP client with the certificate: `.http(…)`";
            self.push(Code::RequestCredential, place, message, help);
        }
        let known = BY_TYPE.iter().find(|(name, ..)| *name == scheme_type);
        let Some((_, required, optional)) = known else {
            return;
        };
        for field in required
            .iter()
            .filter(|field| visit.node.get(field).is_none_or(Node::is_null))
        {
            let message =
                format!("missing field `{field}` in a security scheme of type `{scheme_type}`");
            let place = visit.node.get("type").map_or(visit.place, |node| node.span);
            self.push(Code::MissingField, place, message, format!("add `{field}`"));
        }
        self.credential_of_requests(visit.node, scheme_type);
        let belongs = |field: &str| required.contains(&field) || optional.contains(&field);
        for (field, ..) in BY_TYPE.iter().flat_map(|(_, required, optional)| {
            required
                .iter()
                .chain(optional.iter())
                .map(|field| (*field,))
        }) {
            if !belongs(field) {
                let holder = format!("a security scheme of type `{scheme_type}`");
                self.misplaced(visit.node, field, &holder);
            }
        }
    }

    /// Reports an HTTP scheme whose credential differs from request to request.
    fn credential_of_requests(&mut self, node: &Node, scheme_type: &str) {
        const SCHEMES: &[&str] = &[
            "aws4-hmac-sha256",
            "concealed",
            "digest",
            "dpop",
            "gnap",
            "hawk",
            "hoba",
            "mutual",
            "negotiate",
            "ntlm",
            "oauth",
            "scram-sha-1",
            "scram-sha-256",
            "signature",
        ];
        let Some(scheme) = node.get("scheme").filter(|_| scheme_type == "http") else {
            return;
        };
        let name = scheme.as_str().unwrap_or_default();
        if SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(name)) {
            let message = format!(
                "`{name}` needs a new credential for each request, and the client sends a fixed one"
            );
            let help = "compute the credential, and set the header of each call: `.header(\"authorization\", value)`";
            self.push(Code::RequestCredential, scheme.span, message, help);
        }
    }

    fn server(&mut self, node: &Node) {
        let Some(url) = node.get("url") else { return };
        if let Some(whole) = url.as_str().and_then(with_scheme) {
            let message = format!(
                "the server URL `{}` has no scheme",
                url.as_str().unwrap_or_default()
            );
            let help = format!("write `{whole}`");
            self.push(Code::ServerWithoutScheme, url.span, message, help);
        }
        let template = url.as_str().map(|text| {
            let template = template(text)?;
            match template.repeated {
                Some(name) => Err(format!("duplicate variable `{name}` in `{text}`")),
                None => Ok(template.names),
            }
        });
        let names = match template {
            Some(Ok(names)) => names,
            Some(Err(message)) => {
                let help = "write each variable once, as `{name}`";
                self.push(Code::ServerVariableUndefined, url.span, message, help);
                return;
            }
            None => return,
        };
        let variables = || node.get("variables").into_iter().flat_map(Node::entries);
        for name in &names {
            if !variables().any(|(key, _)| key == *name) {
                let unused = variables()
                    .map(|(key, _)| key)
                    .filter(|key| !names.contains(key));
                let help = match self.walk.suggestions.nearest(name, unused) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add `{name}` with a `default` to `variables`"),
                };
                let message = format!("undefined server variable `{name}`");
                self.push(Code::ServerVariableUndefined, url.span, message, help);
            }
        }
        for (name, entry) in variables().filter(|(name, _)| !names.contains(name)) {
            let message = format!("server variable `{name}` is not in the URL");
            let help = format!("add `{{{name}}}` to the URL, or remove the variable");
            self.push(Code::MisplacedField, entry.key_span, message, help);
        }
    }

    fn server_variable(&mut self, node: &Node) {
        let (Some(values), Some(default)) = (node.get("enum"), node.get("default")) else {
            return;
        };
        let text = default.as_str().unwrap_or_default();
        if default.as_str().is_some() && !values.items().any(|value| value.as_str() == Some(text)) {
            let message = format!("the default `{text}` is not in `enum`");
            let texts = values.items().filter_map(Node::as_str);
            let help = match self.walk.suggestions.nearest_word(text, texts) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `enum`, or use one of its values".to_owned(),
            };
            self.push(Code::DefaultRejected, default.span, message, help);
        }
    }

    fn component_names(&mut self, node: &Node) {
        let sections = node.entries().filter(|(key, _)| !key.starts_with("x-"));
        let names = sections.flat_map(|(_, section)| section.value.entries());
        for (name, entry) in names {
            let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            if name.is_empty() || !name.chars().all(is_allowed) {
                let message = format!("invalid component name `{name}`");
                let help = "use letters, digits, `.`, `-` and `_`";
                self.push(Code::ComponentName, entry.key_span, message, help);
            }
        }
    }

    fn tags(&mut self, node: &'a Node) {
        let mut first: HashMap<&str, Span> = HashMap::new();
        for tag in node.get("tags").into_iter().flat_map(Node::items) {
            let Some(name) = tag.get("name") else {
                continue;
            };
            let Some(text) = name.as_str() else { continue };
            if let Some(&before) = first.get(text) {
                let message = format!("duplicate tag `{text}`");
                self.found.push(
                    Diagnostic::new(Code::DuplicateTag, name.span, message)
                        .with_related(before, "first declared here")
                        .with_help("remove one of them"),
                );
            } else {
                first.insert(text, name.span);
            }
        }
        if self.walk.version >= Version::V3_2 {
            self.parents_of_tags(node);
        }
    }

    /// Checks that the parent of each tag is a tag, and that no tag is inside itself.
    fn parents_of_tags(&mut self, node: &'a Node) {
        let tags = node.get("tags").into_iter().flat_map(Node::items);
        let tags: Vec<_> = tags
            .filter_map(|tag| Some((tag.get_str("name")?, tag.get("parent"))))
            .collect();
        let mut parents: HashMap<&str, &str> = HashMap::new();
        for &(name, parent) in &tags {
            if let Some(parent) = parent.and_then(Node::as_str) {
                parents.entry(name).or_insert(parent);
            }
        }
        for &(name, parent) in &tags {
            let Some((parent, span)) = parent.and_then(|it| Some((it.as_str()?, it.span))) else {
                continue;
            };
            if !tags.iter().any(|(other, _)| *other == parent) {
                let others = tags.iter().map(|(other, _)| *other);
                let others = others.filter(|other| *other != name);
                let help = match self.walk.suggestions.nearest(parent, others) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add a tag with `name: {parent}`"),
                };
                let message = format!("the parent `{parent}` of the tag `{name}` is not a tag");
                self.push(Code::MisplacedField, span, message, help);
                continue;
            }
            let mut ancestors = std::iter::successors(Some(parent), |it| parents.get(it).copied());
            // A longer chain is in a circle that this tag is not in.
            if ancestors.by_ref().take(tags.len()).any(|it| it == name) {
                let message = format!("the tag `{name}` is inside itself");
                self.push(Code::MisplacedField, span, message, "choose another parent");
            }
        }
    }
}

/// Whether a character is allowed in a token of HTTP, such as the name of a header.
pub(super) fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// Whether a key is a status code or a class of them.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'9', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// Returns the URL with a scheme if it starts with a host instead.
fn with_scheme(url: &str) -> Option<String> {
    if let Some(rest) = url.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let is_path = url.starts_with(['/', '.', '{', '?', '#']);
    let host = url.split(['/', '{']).next().unwrap_or_default();
    let is_host = host == "localhost" || host.contains(['.', ':']);
    // The scheme may be the value of a variable.
    (is_host && !is_path && !url.contains("://")).then(|| format!("https://{url}"))
}
