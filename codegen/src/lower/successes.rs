//! What a successful call answers with: the same whatever the status, something or nothing, or one of several by status.

use std::collections::HashSet;

use super::dialect::schema_dialect;
use super::tree::operation_nodes;
use super::view::{answer_media, is_json};
use crate::api::{AnswerVariant, Answers, Content, Status, Success};
use crate::document::{Entry, Node};
use crate::names;

/// The extensions that lead into the one answer of an operation.
const LEAD_INTO: &[&str] = &["x-batch", "x-job", "x-pagination"];

/// An answer of success.
pub(super) struct Answer<'a> {
    pub status: Status,
    pub entry: &'a Entry,
    /// Its media type, where it has a body.
    pub media_type: Option<&'a str>,
    pub content: Content,
    /// The schema of JSON.
    pub schema: Option<&'a Node>,
}

impl<'a> Answer<'a> {
    fn new(status: Status, entry: &'a Entry) -> Self {
        let media = answer_media(&entry.value);
        let content = match media {
            None => Content::Empty,
            Some((name, _)) if is_json(name) => Content::Json,
            Some((name, _)) if name.starts_with("text/") => Content::Text,
            Some(_) => Content::Bytes,
        };
        Self {
            status,
            entry,
            media_type: media.map(|(name, _)| name),
            content,
            schema: media
                .filter(|_| content == Content::Json)
                .and_then(|(_, entry)| entry.value.get("schema")),
        }
    }

    /// Whether both are read as one type.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let dialect = |schema: Option<&Node>| schema.map(schema_dialect);
        self.content == other.content && dialect(self.schema) == dialect(other.schema)
    }
}

/// The answers of success, the lowest status first; those that `default` gives where there is no other.
pub(super) fn answers(operation: &Node) -> Vec<Answer<'_>> {
    let responses = || {
        operation
            .get("responses")
            .into_iter()
            .flat_map(Node::entries)
    };
    let mut answers: Vec<_> = responses()
        .filter_map(|(status, entry)| Some(Answer::new(success_status(status)?, entry)))
        .collect();
    answers.sort_by_key(|answer| answer.status);
    // `2XX` may be written `2xx` too.
    answers.dedup_by_key(|answer| answer.status);
    if answers.is_empty() {
        let default = responses().find(|(status, _)| *status == "default");
        answers.extend(default.map(|(_, entry)| Answer::new(Status::Default, entry)));
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

/// Which operations have one answer, because an extension leads into it.
pub(super) struct OneAnswer {
    asked: HashSet<String>,
}

impl OneAnswer {
    pub(super) fn of(root: &Node) -> Self {
        let jobs = operation_nodes(root).filter_map(|operation| operation.get("x-job"));
        let questions = jobs.flat_map(Node::entries);
        Self {
            asked: questions
                .filter_map(|(_, entry)| entry.value.get_str("operation"))
                .map(ToOwned::to_owned)
                .collect(),
        }
    }

    pub(super) fn has(&self, operation: &Node) -> bool {
        let id = operation.get_str("operationId");
        LEAD_INTO.iter().any(|key| operation.get(key).is_some())
            || id.is_some_and(|id| self.asked.contains(id))
    }
}

/// What a call of the operation answers with; `taken` are the names of types.
pub(super) fn success(
    operation: &Node,
    type_name: &str,
    one: &OneAnswer,
    taken: &mut HashSet<String>,
) -> Success {
    let answers = answers(operation);
    let Some(first) = answers.first() else {
        return Success::Always(Content::Empty);
    };
    let mut kinds: Vec<&Answer<'_>> = Vec::new();
    for answer in &answers {
        if !kinds.iter().any(|kind| kind.is_like(answer)) {
            kinds.push(answer);
        }
    }
    let value = |kind: &&&Answer<'_>| kind.content != Content::Empty;
    match (&kinds[..], kinds.iter().find(value)) {
        ([_, _], Some(kind)) if kinds.iter().any(|kind| kind.content == Content::Empty) => {
            if one.has(operation) {
                return Success::Always(first.content);
            }
            if !is_nullable(kind.schema) {
                let statuses = answers.iter().map(|answer| {
                    let is_nothing = answer.content == Content::Empty;
                    (answer.status, is_nothing)
                });
                return Success::OrNothing(kind.content, statuses.collect());
            }
        }
        ([_], _) => return Success::Always(first.content),
        _ if one.has(operation) => return Success::Always(first.content),
        _ => {}
    }
    let variants = answers.iter().map(|answer| AnswerVariant {
        status: answer.status,
        name: variant_name(answer.status),
        content: answer.content,
        description: answer
            .entry
            .value
            .get_str("description")
            .map(ToOwned::to_owned),
    });
    Success::Several(Answers {
        name: names::unique(format!("{type_name}Answer"), taken),
        variants: variants.collect(),
    })
}

/// The schema that the answers' value has where there is one type of it.
pub(super) fn value_schema(operation: &Node) -> Option<&Node> {
    let answers = answers(operation);
    answers.into_iter().find_map(|answer| answer.schema)
}

/// The media types that are read, JSON first.
pub(super) fn accept(operation: &Node) -> Option<String> {
    let mut media_types: Vec<_> = Vec::new();
    for answer in answers(operation) {
        let media_type = answer.media_type;
        media_types.extend(media_type.filter(|media_type| !media_types.contains(media_type)));
    }
    media_types.sort_by_key(|media_type| !is_json(media_type));
    (!media_types.is_empty()).then(|| media_types.join(", "))
}

fn is_nullable(schema: Option<&Node>) -> bool {
    schema.is_some_and(|schema| schema.get("nullable").and_then(Node::as_bool) == Some(true))
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
