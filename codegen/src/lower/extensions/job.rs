//! `x-job`: how an operation that answers with a job is followed to its end, and what its results say of each entry.

use super::Place;
use super::answer::Target;
use super::object::ObjectReader;
use crate::api::{
    AnswerPath, EntryPart, Job, JobItems, JobProgress, JobQuestion, JobResults, JobState, JobStatus,
};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::lower::tree::schema_reference;

#[cfg(test)]
mod tests;

const NAME: &str = "x-job";
const KEYS: &[&str] = &["id", "status", "results"];
const STATUS: &[&str] = &[
    "operation",
    "argument",
    "state",
    "done",
    "failed",
    "progress",
    "every",
];
const PROGRESS: &[&str] = &["within", "complete", "total"];
const RESULTS: &[&str] = &[
    "operation",
    "argument",
    "within",
    "items",
    "match",
    "state",
    "succeeded",
    "error",
    "ids",
    "errors",
];

pub(super) fn read(node: &Node, place: &Place<'_>, found: &mut Diagnostics) -> Option<Job> {
    let mut object = ObjectReader::new(NAME, node, KEYS, found)?;
    let Some(batch) = place.node.get("x-batch") else {
        let message =
            "`x-job` tells what came of entries, and here is no `x-batch` that names them";
        return complain(&mut object, node, message);
    };
    let id = place.follow(&mut object, "id", place.answer())?;
    if is_optional(&id.path) {
        let span = object.get("id").unwrap_or(node);
        return complain(
            &mut object,
            span,
            "`id` leads to a field that may be absent",
        );
    }
    let (status, results) = (object.required("status"), object.required("results"));
    let entries = Entries::of(batch, place, found);
    let status = status.and_then(|node| self::status(node, place, &id, found));
    let results =
        results.and_then(|node| self::results(node, place, &id, entries.as_ref()?, found));
    let entries = entries?;
    Some(Job {
        id: id.path,
        status: status?,
        key: entries.id,
        results: results?,
    })
}

fn complain<T>(object: &mut ObjectReader<'_, '_>, node: &Node, message: &str) -> Option<T> {
    object.report(node.span, message.to_owned(), "", &[]);
    None
}

/// The entries that `x-batch` is about.
struct Entries<'a> {
    schema: &'a Node,
    /// What `match` calls the id.
    key: &'a str,
    id: EntryPart,
}

impl<'a> Entries<'a> {
    fn of(batch: &'a Node, place: &Place<'a>, found: &mut Diagnostics) -> Option<Self> {
        let schema = place.entry_schema(batch.get_str("request")?)?;
        let mut object = ObjectReader::new("x-batch", batch, super::batch::KEYS, found)?;
        let (key, span) = object.required_text("key")?;
        let id = match place.properties(schema) {
            [] => EntryPart::Itself,
            properties => {
                let property = properties.iter().find(|property| property.name == key);
                let Some(property) = property.filter(|it| it.required && !it.nullable) else {
                    let known: Vec<_> = properties.iter().map(|it| it.name.as_str()).collect();
                    let message = format!("`{key}` is no property that every entry has");
                    object.report(span, message, key, &known);
                    return None;
                };
                EntryPart::Field(property.field.clone())
            }
        };
        Some(Self { schema, key, id })
    }

    /// What `match` means by `name`.
    fn part(&self, name: &str, place: &Place<'_>) -> Option<EntryPart> {
        if self.id == EntryPart::Itself {
            return (name == self.key).then_some(EntryPart::Itself);
        }
        let mut properties = place.properties(self.schema).iter();
        let property = properties.find(|property| property.name == name)?;
        Some(EntryPart::Field(property.field.clone()))
    }
}

fn is_optional(path: &AnswerPath) -> bool {
    path.0.last().is_some_and(|step| step.optional)
}

/// The operation that is asked about a job, with its parameter for the job's id.
fn question<'a>(
    object: &mut ObjectReader<'_, '_>,
    place: &Place<'a>,
    id: &Target<'_>,
) -> Option<(JobQuestion, Place<'a>)> {
    let (name, span) = object.required_text("operation")?;
    let Some(other) = place.other(name) else {
        let known: Vec<_> = place
            .api
            .operations
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        object.report(
            span,
            format!("there is no operation `{name}`"),
            name,
            &known,
        );
        return None;
    };
    let (argument, span) = object.required_text("argument")?;
    let parameters = &other.operation.parameters;
    let Some(parameter) = parameters.iter().find(|it| it.name == argument) else {
        let known: Vec<_> = parameters.iter().map(|it| it.name.as_str()).collect();
        let message = format!("`{argument}` is no parameter of `{name}`");
        object.report(span, message, argument, &known);
        return None;
    };
    let further = parameters.iter().filter(|it| it.name != argument);
    let has_body = other
        .operation
        .body
        .as_ref()
        .is_some_and(|body| body.required);
    if has_body || further.clone().any(|it| it.required) {
        let message = format!("`{name}` requires more than `{argument}`");
        object.report(span, message, "", &[]);
        return None;
    }
    let kind = |schema: &Node| {
        let named = |key: &str| schema.get_str(key).map(ToOwned::to_owned);
        (named("type"), named("format"))
    };
    let schema = other.parameter_schema(argument);
    if schema.is_none_or(|schema| kind(schema) != kind(id.schema)) {
        let message = format!("`{argument}` is of another type than the `id` of `x-job`");
        object.report(span, message, "", &[]);
        return None;
    }
    let question = JobQuestion {
        operation: other.operation.name.clone(),
        argument: parameter.field.clone(),
    };
    Some((question, other))
}

/// The texts of a list that is not empty, each of them a value of the enum at `schema`.
fn states(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    place: &Place<'_>,
    schema: &Node,
) -> Option<Vec<String>> {
    let node = object.required(key)?;
    let Some(list) = node.as_array().filter(|list| !list.is_empty()) else {
        return complain(object, node, &format!("`{key}` is no list of states"));
    };
    let known = place.enum_values(schema);
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let mut states = Vec::new();
    for item in list {
        let state = text_of(item);
        if !known.contains(&state.as_str()) {
            object.report(
                item.span,
                format!("`{state}` is no value of the enum"),
                &state,
                &known,
            );
            return None;
        }
        states.push(state);
    }
    Some(states)
}

/// A state as the runtime compares it.
fn text_of(node: &Node) -> String {
    match node.as_str() {
        Some(text) => text.to_owned(),
        None => node.to_json().to_string(),
    }
}

fn state<'a>(
    object: &mut ObjectReader<'_, '_>,
    place: &Place<'a>,
    start: Option<&'a Node>,
) -> Option<Target<'a>> {
    let state = place.follow(object, "state", start)?;
    if place.enum_values(state.schema).is_empty() {
        let node = object.required("state")?;
        return complain(object, node, "`state` leads to something that is no enum");
    }
    Some(state)
}

fn status(
    node: &Node,
    place: &Place<'_>,
    id: &Target<'_>,
    found: &mut Diagnostics,
) -> Option<JobStatus> {
    let mut object = ObjectReader::new("x-job.status", node, STATUS, found)?;
    let (question, other) = question(&mut object, place, id)?;
    let state = state(&mut object, &other, other.answer())?;
    let done = states(&mut object, "done", &other, state.schema);
    let failed = if object.has("failed") {
        states(&mut object, "failed", &other, state.schema)
    } else {
        Some(Vec::new())
    };
    let every = object.required_count("every");
    let progress = match object.get("progress") {
        Some(node) => Some(progress(node, &other, found)?),
        None => None,
    };
    Some(JobStatus {
        question,
        state: JobState {
            path: state.path,
            good: done?,
        },
        failed: failed?,
        progress,
        every: every?,
    })
}

fn progress(node: &Node, place: &Place<'_>, found: &mut Diagnostics) -> Option<JobProgress> {
    let mut object = ObjectReader::new("x-job.status.progress", node, PROGRESS, found)?;
    let within = place.follow(&mut object, "within", place.answer())?;
    let mut count = |key| {
        let count = place.follow(&mut object, key, Some(within.schema))?;
        if count.schema.get_str("type") != Some("integer") {
            let node = object.required(key)?;
            return complain(&mut object, node, &format!("`{key}` leads to no integer"));
        }
        Some(count.path)
    };
    let (complete, total) = (count("complete")?, count("total")?);
    Some(JobProgress {
        within: within.path,
        complete,
        total,
    })
}

fn results(
    node: &Node,
    place: &Place<'_>,
    id: &Target<'_>,
    entries: &Entries<'_>,
    found: &mut Diagnostics,
) -> Option<JobResults> {
    let mut object = ObjectReader::new("x-job.results", node, RESULTS, found)?;
    let (question, other) = question(&mut object, place, id)?;
    let mut start = other.answer();
    let within = if object.has("within") {
        let (path, item) = list(&mut object, "within", &other, start)?;
        start = Some(item);
        Some(path)
    } else {
        None
    };
    let items = if object.has("items") {
        let (path, item) = list(&mut object, "items", &other, start)?;
        Some(items(&mut object, path, item, &other, place, entries)?)
    } else {
        None
    };
    let ids = optional_list(&mut object, "ids", &other, start);
    let errors = optional_list(&mut object, "errors", &other, start);
    if items.is_none() && ids.is_none() {
        return complain(
            &mut object,
            node,
            "`x-job.results` has neither `items` nor `ids`",
        );
    }
    Some(JobResults {
        question,
        within,
        items,
        ids,
        errors,
    })
}

/// A path to a list, with the schema of what is in it.
fn list<'a>(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    place: &Place<'a>,
    start: Option<&'a Node>,
) -> Option<(AnswerPath, &'a Node)> {
    let target = place.follow(object, key, start)?;
    let Some(item) = target.schema.get("items") else {
        let node = object.required(key)?;
        return complain(
            object,
            node,
            &format!("`{key}` leads to something that is no array"),
        );
    };
    Some((target.path, item))
}

fn optional_list<'a>(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    place: &Place<'a>,
    start: Option<&'a Node>,
) -> Option<AnswerPath> {
    if !object.has(key) {
        return None;
    }
    list(object, key, place, start).map(|(path, _)| path)
}

/// What is told of single entries: `results` is the place of the results, `place` that of the request.
fn items<'a>(
    object: &mut ObjectReader<'_, '_>,
    path: AnswerPath,
    item: &'a Node,
    results: &Place<'a>,
    place: &Place<'_>,
    entries: &Entries<'_>,
) -> Option<JobItems> {
    let Some(schema) = schema_reference(item) else {
        let node = object.required("items")?;
        return complain(object, node, "`items` is no list of objects");
    };
    let state = state(object, results, Some(item))?;
    let succeeded = states(object, "succeeded", results, state.schema)?;
    let error = if object.has("error") {
        Some(results.follow(object, "error", Some(item))?.path)
    } else {
        None
    };
    let node = object.required("match")?;
    let mut matches = Vec::new();
    for (own, entry) in node.entries() {
        let Some(property) = results.properties(item).iter().find(|it| it.name == own) else {
            let known: Vec<_> = results
                .properties(item)
                .iter()
                .map(|it| it.name.as_str())
                .collect();
            object.report(
                entry.key_span,
                format!("a result has no `{own}`"),
                own,
                &known,
            );
            return None;
        };
        let Some(name) = entry.value.as_str() else {
            return complain(
                object,
                &entry.value,
                "a property of an entry is expected here",
            );
        };
        if let Some(part) = entries.part(name, place) {
            matches.push((property.field.clone(), part));
        }
    }
    if matches.is_empty() {
        return complain(object, node, "`match` names nothing that the entries have");
    }
    Some(JobItems {
        path,
        schema: schema.to_owned(),
        matches,
        state: JobState {
            path: state.path,
            good: succeeded,
        },
        error,
    })
}
