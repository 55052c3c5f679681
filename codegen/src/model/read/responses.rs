//! Reads the responses of an operation. The result of a success has the same type for every status, may be empty, or
//! depends on the status. Each error status has its own type.

use std::collections::HashSet;

use super::secrets::is_secret;
use super::types::Types;
use super::{key_span, text};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Entry, Node};
use crate::lower::tree::operation_nodes;
use crate::media_type;
use crate::model::{
    Content, Docs, ErrorResponse, Features, NamedType, ResponseVariant, Responses, Shape, Status,
    Success, SuccessResponse, Type, TypeId, Usage,
};

/// The extensions that require a single response type.
const REQUIRE_SINGLE_RESPONSE: &[&str] = &["x-batch", "x-job", "x-pagination"];

/// A successful response in the document.
pub(super) struct SuccessNode<'a> {
    pub status: Status,
    pub entry: &'a Entry,
    /// The media type, if the response has a body.
    pub media_type: Option<&'a str>,
    /// The schema of a JSON body.
    pub schema: Option<&'a Node>,
}

/// A successful response and its content.
struct Response<'a> {
    node: SuccessNode<'a>,
    content: Content,
}

impl<'a> SuccessNode<'a> {
    fn new(status: Status, entry: &'a Entry) -> Self {
        let media = media_type::of_answer(&entry.value);
        let json = media.filter(|(name, _)| media_type::is_json(name));
        Self {
            status,
            entry,
            media_type: media.map(|(name, _)| name),
            schema: json.and_then(|(_, entry)| entry.value.get("schema")),
        }
    }
}

/// The successful responses, sorted by status. If there are none, `default` counts as one.
pub(super) fn successes(operation: &Node) -> Vec<SuccessNode<'_>> {
    let entries = || {
        operation
            .get("responses")
            .into_iter()
            .flat_map(Node::entries)
    };
    let mut responses: Vec<_> = entries()
        .filter_map(|(status, entry)| Some(SuccessNode::new(success_status(status)?, entry)))
        .collect();
    responses.sort_by_key(|response| response.status);
    // The class may be written `2XX` or `2xx`.
    responses.dedup_by_key(|response| response.status);
    if responses.is_empty() {
        let default = entries().find(|(status, _)| *status == "default");
        responses.extend(default.map(|(_, entry)| SuccessNode::new(Status::Default, entry)));
    }
    responses
}

fn success_status(status: &str) -> Option<Status> {
    match status {
        "2XX" | "2xx" => Some(Status::Class(2)),
        code => {
            let code = code.parse().ok().filter(|code| (200..300).contains(code))?;
            Some(Status::Code(code))
        }
    }
}

/// The media types of successful responses, JSON first.
pub(super) fn accept(operation: &Node) -> Option<String> {
    let mut media_types: Vec<_> = Vec::new();
    for response in successes(operation) {
        let media_type = response.media_type;
        media_types.extend(media_type.filter(|media_type| !media_types.contains(media_type)));
    }
    media_types.sort_by_key(|media_type| !media_type::is_json(media_type));
    (!media_types.is_empty()).then(|| media_types.join(", "))
}

/// The status and description of each response.
pub(super) fn descriptions(operation: &Node) -> Vec<(String, String)> {
    let entries = operation
        .get("responses")
        .into_iter()
        .flat_map(Node::entries);
    entries
        .filter_map(|(status, entry)| Some((status.to_owned(), text(&entry.value, "description")?)))
        .collect()
}

/// Whether the schema of a response is, or directly contains, a value that must not be shown.
pub(super) fn has_secret(operation: &Node) -> bool {
    let responses = operation.get("responses").into_iter();
    let responses = responses.flat_map(Node::entries);
    let mut media = responses.flat_map(|(_, entry)| {
        let content = entry.value.get("content");
        content.into_iter().flat_map(Node::entries)
    });
    media.any(|(_, entry)| entry.value.get("schema").is_some_and(is_secret))
}

/// The operations whose extensions require a single response type.
pub(super) struct SingleResponse {
    targets: HashSet<String>,
}

impl SingleResponse {
    pub(super) fn of(root: &Node) -> Self {
        let jobs = operation_nodes(root).filter_map(|operation| operation.get("x-job"));
        let entries = jobs.flat_map(Node::entries);
        let targets = entries.filter_map(|(_, entry)| entry.value.get_str("operation"));
        Self {
            targets: targets.map(crate::names::field_name).collect(),
        }
    }

    pub(super) fn has(&self, operation: &Node) -> bool {
        let id = operation.get_str("operationId");
        REQUIRE_SINGLE_RESPONSE
            .iter()
            .any(|key| operation.get(key).is_some())
            || id.is_some_and(|id| self.targets.contains(id))
    }
}

impl Types {
    /// The result of a successful call of the operation `name`, and its successful responses.
    pub(super) fn success(
        &mut self,
        operation: &Node,
        name: &str,
        type_name: &str,
        one: &SingleResponse,
    ) -> (Success, Vec<SuccessResponse>) {
        let responses: Vec<_> = successes(operation)
            .into_iter()
            .map(|node| Response {
                content: self.content(&node),
                node,
            })
            .collect();
        let successes = responses.iter().map(|response| SuccessResponse {
            status: response.node.status,
            content: response.content.clone(),
            span: response.node.entry.key_span,
        });
        let successes = successes.collect();
        let success = self.result(operation, responses, (name, type_name), one);
        (success, successes)
    }

    fn result(
        &mut self,
        operation: &Node,
        responses: Vec<Response<'_>>,
        (name, type_name): (&str, &str),
        one: &SingleResponse,
    ) -> Success {
        let Some(first) = responses.first() else {
            return Success::Always(Content::Empty);
        };
        let mut kinds: Vec<&Content> = Vec::new();
        for response in &responses {
            if !kinds.contains(&&response.content) {
                kinds.push(&response.content);
            }
        }
        if kinds.len() == 1 {
            return Success::Always(first.content.clone());
        }
        if one.has(operation) {
            let others = responses.iter().filter(|it| it.content != first.content);
            self.found
                .extend(others.map(|response| other_type(&response.node)));
            return Success::Always(first.content.clone());
        }
        let value = kinds.iter().find(|kind| ***kind != Content::Empty);
        let is_null = |content: &Content| matches!(content, Content::Json(Type::Nullable(_)));
        if let (2, Some(value)) = (kinds.len(), value)
            && kinds.contains(&&Content::Empty)
            && !is_null(value)
        {
            let statuses = responses
                .iter()
                .map(|response| (response.node.status, response.content == Content::Empty));
            return Success::Optional((*value).clone(), statuses.collect());
        }
        let mut schemas = responses.iter().filter_map(|it| it.node.schema);
        let is_secret = schemas.any(is_secret);
        let responses = Responses {
            operation: name.to_owned(),
            variants: responses.into_iter().map(variant).collect(),
        };
        let span = key_span(operation, "responses");
        let id = self.add_responses(type_name, responses, span);
        self.named[id.0].is_secret = is_secret;
        Success::ByStatus(id)
    }

    fn content(&mut self, response: &SuccessNode<'_>) -> Content {
        let media_type = response.media_type;
        media_type.map_or(Content::Empty, |name| {
            self.media_content(name, response.schema)
        })
    }

    /// The content of a body with this media type, and with this schema if it is JSON.
    pub(super) fn media_content(&mut self, media_type: &str, schema: Option<&Node>) -> Content {
        if media_type::is_json(media_type) {
            let ty = schema.map(|schema| self.resolve_element(schema));
            Content::Json(ty.unwrap_or(Type::Json))
        } else if media_type::is_text(media_type) {
            Content::Text
        } else {
            Content::Bytes
        }
    }

    fn add_responses(&mut self, type_name: &str, responses: Responses, span: Span) -> TypeId {
        let name = self.unique_name(format!("{type_name}Answer"));
        let module = self.module(&name);
        self.named.push(NamedType {
            module,
            name,
            docs: Docs::default(),
            features: Features::default(),
            usage: Usage {
                request: false,
                response: true,
            },
            shape: Shape::Responses(responses),
            alias_of: None,
            counterpart: None,
            is_exact: false,
            is_checked: false,
            is_secret: false,
            has_secrets: false,
            has_open_values: false,
            span,
        });
        TypeId(self.named.len() - 1)
    }

    /// The error responses.
    pub(super) fn errors(&mut self, operation: &Node) -> Vec<ErrorResponse> {
        let entries = operation
            .get("responses")
            .into_iter()
            .flat_map(Node::entries);
        let mut errors = Vec::new();
        for (status, entry) in entries {
            let Some(status) = error_status(status) else {
                continue;
            };
            let media = media_type::json_of(&entry.value);
            let schema = media.and_then(|(_, media)| media.value.get("schema"));
            let ty = match schema.map(|schema| self.resolve(schema)) {
                Some(Type::Named(id)) => Some(id),
                _ => None,
            };
            let span = entry.key_span;
            errors.push(ErrorResponse { status, ty, span });
        }
        errors
    }
}

/// A warning about a response that is read with the type of another, because an extension requires a single type.
fn other_type(response: &SuccessNode<'_>) -> Diagnostic {
    let message = "this response is read with the type of the lowest successful status";
    Diagnostic::new(Code::AnswerDropped, response.entry.key_span, message)
        .with_label("an extension of this operation requires a single response type")
}

fn error_status(status: &str) -> Option<Status> {
    match status {
        "default" => Some(Status::Default),
        "4XX" | "4xx" => Some(Status::Class(4)),
        "5XX" | "5xx" => Some(Status::Class(5)),
        code => {
            let code = code.parse().ok().filter(|code| (400..600).contains(code))?;
            Some(Status::Code(code))
        }
    }
}

fn variant(response: Response<'_>) -> ResponseVariant {
    ResponseVariant {
        status: response.node.status,
        name: variant_name(response.node.status),
        content: response.content,
        description: text(&response.node.entry.value, "description"),
        span: response.node.entry.key_span,
    }
}

/// The reason phrase of a status, as the name of a variant.
fn variant_name(status: Status) -> String {
    match status {
        Status::Code(200) => "Ok",
        Status::Code(201) => "Created",
        Status::Code(202) => "Accepted",
        Status::Code(203) => "NonAuthoritative",
        Status::Code(204) => "NoContent",
        Status::Code(205) => "ResetContent",
        Status::Code(206) => "PartialContent",
        Status::Code(207) => "MultiStatus",
        Status::Code(208) => "AlreadyReported",
        Status::Code(226) => "ImUsed",
        Status::Code(code) => return format!("Status{code}"),
        Status::Class(_) | Status::Default => "Success",
    }
    .to_owned()
}
