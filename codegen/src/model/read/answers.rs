//! Reads what an operation answers with: of success, the same whatever the status, something or nothing, or one of several
//! by status; of failure, a type for each status.

use std::collections::HashSet;

use super::text;
use super::types::Types;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::lower::tree::operation_nodes;
use crate::media_type;
use crate::model::{
    AnswerVariant, Answers, Content, Docs, ErrorAnswer, NamedType, Shape, Status, Success, Type,
    TypeId, Usage,
};

/// The extensions that lead into the one answer of an operation.
const LEAD_INTO: &[&str] = &["x-batch", "x-job", "x-pagination"];

/// A successful answer, as the document has it.
pub(super) struct SuccessNode<'a> {
    pub status: Status,
    pub entry: &'a Entry,
    /// Its media type, where it has a body.
    pub media_type: Option<&'a str>,
    /// The schema of JSON.
    pub schema: Option<&'a Node>,
}

/// A successful answer with what its body holds.
struct Answer<'a> {
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

/// The answers of success, the lowest status first; those that `default` gives where there is no other.
pub(super) fn successes(operation: &Node) -> Vec<SuccessNode<'_>> {
    let responses = || {
        operation
            .get("responses")
            .into_iter()
            .flat_map(Node::entries)
    };
    let mut answers: Vec<_> = responses()
        .filter_map(|(status, entry)| Some(SuccessNode::new(success_status(status)?, entry)))
        .collect();
    answers.sort_by_key(|answer| answer.status);
    // `2XX` may be written `2xx` too.
    answers.dedup_by_key(|answer| answer.status);
    if answers.is_empty() {
        let default = responses().find(|(status, _)| *status == "default");
        answers.extend(default.map(|(_, entry)| SuccessNode::new(Status::Default, entry)));
    }
    answers
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

/// The media types that are read, JSON first.
pub(super) fn accept(operation: &Node) -> Option<String> {
    let mut media_types: Vec<_> = Vec::new();
    for answer in successes(operation) {
        let media_type = answer.media_type;
        media_types.extend(media_type.filter(|media_type| !media_types.contains(media_type)));
    }
    media_types.sort_by_key(|media_type| !media_type::is_json(media_type));
    (!media_types.is_empty()).then(|| media_types.join(", "))
}

/// Each answer's status and description.
pub(super) fn described(operation: &Node) -> Vec<(String, String)> {
    let responses = operation
        .get("responses")
        .into_iter()
        .flat_map(Node::entries);
    responses
        .filter_map(|(status, entry)| Some((status.to_owned(), text(&entry.value, "description")?)))
        .collect()
}

/// Which operations have one answer, because an extension leads into it.
pub(super) struct OneAnswer {
    asked: HashSet<String>,
}

impl OneAnswer {
    pub(super) fn of(root: &Node) -> Self {
        let jobs = operation_nodes(root).filter_map(|operation| operation.get("x-job"));
        let questions = jobs.flat_map(Node::entries);
        let asked = questions.filter_map(|(_, entry)| entry.value.get_str("operation"));
        Self {
            asked: asked.map(crate::names::field_name).collect(),
        }
    }

    pub(super) fn has(&self, operation: &Node) -> bool {
        let id = operation.get_str("operationId");
        LEAD_INTO.iter().any(|key| operation.get(key).is_some())
            || id.is_some_and(|id| self.asked.contains(id))
    }
}

impl Types {
    /// What a call of the operation called `name` gives.
    pub(super) fn success(
        &mut self,
        operation: &Node,
        name: &str,
        type_name: &str,
        one: &OneAnswer,
    ) -> Success {
        let answers: Vec<_> = successes(operation)
            .into_iter()
            .map(|node| Answer {
                content: self.content(&node),
                node,
            })
            .collect();
        let Some(first) = answers.first() else {
            return Success::Always(Content::Empty);
        };
        let mut kinds: Vec<&Content> = Vec::new();
        for answer in &answers {
            if !kinds.contains(&&answer.content) {
                kinds.push(&answer.content);
            }
        }
        if kinds.len() == 1 {
            return Success::Always(first.content.clone());
        }
        if one.has(operation) {
            let others = answers.iter().filter(|it| it.content != first.content);
            self.found
                .extend(others.map(|answer| dropped(&answer.node)));
            return Success::Always(first.content.clone());
        }
        let value = kinds.iter().find(|kind| ***kind != Content::Empty);
        let is_null = |content: &Content| matches!(content, Content::Json(Type::Nullable(_)));
        if let (2, Some(value)) = (kinds.len(), value)
            && kinds.contains(&&Content::Empty)
            && !is_null(value)
        {
            let statuses = answers
                .iter()
                .map(|answer| (answer.node.status, answer.content == Content::Empty));
            return Success::OrNothing((*value).clone(), statuses.collect());
        }
        let answers = Answers {
            operation: name.to_owned(),
            variants: answers.into_iter().map(variant).collect(),
        };
        Success::Several(self.add_answers(type_name, answers))
    }

    fn content(&mut self, answer: &SuccessNode<'_>) -> Content {
        match answer.media_type {
            None => Content::Empty,
            Some(name) if media_type::is_json(name) => {
                let ty = answer.schema.map(|schema| self.resolve_element(schema));
                Content::Json(ty.unwrap_or(Type::Json))
            }
            Some(name) if media_type::is_text(name) => Content::Text,
            Some(_) => Content::Bytes,
        }
    }

    fn add_answers(&mut self, type_name: &str, answers: Answers) -> TypeId {
        let name = self.unique_name(format!("{type_name}Answer"));
        let module = self.module(&name);
        self.named.push(NamedType {
            module,
            name,
            docs: Docs::default(),
            usage: Usage {
                request: false,
                response: true,
            },
            shape: Shape::Answers(answers),
            is_exact: false,
            is_checked: false,
        });
        TypeId(self.named.len() - 1)
    }

    /// The answers of failure.
    pub(super) fn errors(&mut self, operation: &Node) -> Vec<ErrorAnswer> {
        let responses = operation
            .get("responses")
            .into_iter()
            .flat_map(Node::entries);
        let mut errors = Vec::new();
        for (status, entry) in responses {
            let Some(status) = error_status(status) else {
                continue;
            };
            let media = media_type::json_of(&entry.value);
            let schema = media.and_then(|(_, media)| media.value.get("schema"));
            let ty = match schema.map(|schema| self.resolve(schema)) {
                Some(Type::Named(id)) => Some(id),
                _ => None,
            };
            errors.push(ErrorAnswer { status, ty });
        }
        errors
    }
}

/// An answer that is read as if it were the first, because an extension leads into that.
fn dropped(answer: &SuccessNode<'_>) -> Diagnostic {
    let message = "this answer is read as that of the lowest successful status";
    Diagnostic::new(Code::AnswerDropped, answer.entry.key_span, message)
        .with_label("an extension leads into the one answer of this operation")
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

fn variant(answer: Answer<'_>) -> AnswerVariant {
    AnswerVariant {
        status: answer.node.status,
        name: variant_name(answer.node.status),
        content: answer.content,
        description: text(&answer.node.entry.value, "description"),
    }
}

/// The reason phrase of a status.
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
