//! Reads `x-job`: the status of a job and the results of its entries.

use super::response_path::may_lack;
use super::{ExtensionContext, key_span};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::model::{
    Batch, EntryPart, Job, JobItems, JobPart, JobProgress, JobRequest, JobResults, JobState,
    JobStatus, ResponsePath, Type,
};
use crate::names;
use crate::object_reader::ObjectReader;

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
const PROGRESS: &[&str] = &["within", "complete", "total", "of"];
const PART: &[&str] = &["state", "done", "succeeded", "failed"];
const RESULTS: &[&str] = &[
    "operation",
    "argument",
    "within",
    "part",
    "items",
    "match",
    "state",
    "succeeded",
    "error",
    "ids",
    "errors",
];

pub(super) fn read(
    node: &Node,
    context: &ExtensionContext<'_>,
    batch: Option<&Batch>,
    found: &mut Diagnostics,
) -> Option<Job> {
    let mut object = ObjectReader::new(NAME, node, KEYS, found)?;
    let Some(batch_node) = context.node.get("x-batch") else {
        let message = "`x-job` requires `x-batch`, which names the entries";
        return complain(&mut object, node, message);
    };
    let id = context.follow(&mut object, "id", context.response())?;
    if may_lack(id.presence()) {
        return object.complain("id", "`id` refers to a field that may be absent".to_owned());
    }
    let (status, results) = (object.required("status"), object.required("results"));
    // An invalid batch is reported already.
    let entries = Entries::of(batch_node, batch?, context, found);
    let status = status.and_then(|node| self::status(node, context, &id.ty, found));
    let results =
        results.and_then(|node| self::results(node, context, &id.ty, entries.as_ref()?, found));
    let entries = entries?;
    Some(Job {
        id,
        status: status?,
        key: entries.id,
        key_type: entries.id_type,
        results: results?,
        span: key_span(context.node, NAME),
    })
}

fn complain<T>(object: &mut ObjectReader<'_, '_>, node: &Node, message: &str) -> Option<T> {
    object.report(node.span, message.to_owned(), "", &[]);
    None
}

/// The entries of `x-batch`.
struct Entries<'a> {
    ty: &'a Type,
    /// The name of the ID in `match`.
    key: &'a str,
    id: EntryPart,
    id_type: Type,
}

impl<'a> Entries<'a> {
    fn of(
        node: &'a Node,
        batch: &'a Batch,
        context: &ExtensionContext<'_>,
        found: &mut Diagnostics,
    ) -> Option<Self> {
        let mut object = ObjectReader::new("x-batch", node, super::batch::KEYS, found)?;
        let (key, span) = object.required_text("key")?;
        let ty = &batch.entry;
        let (id, id_type) = match context.properties(ty) {
            [] => (EntryPart::Entry, ty.clone()),
            properties => {
                let property = properties.iter().find(|property| property.name == key);
                let Some(property) = property.filter(|property| !may_lack(property.presence))
                else {
                    let known: Vec<_> = properties.iter().map(|it| it.name.as_str()).collect();
                    let message = format!("`{key}` is not a required property of the entries");
                    object.report(span, message, key, &known);
                    return None;
                };
                let field = EntryPart::Field(property.field.clone());
                (field, property.ty.clone())
            }
        };
        Some(Self {
            ty,
            key,
            id,
            id_type,
        })
    }

    /// The value of an entry that `match` calls `name`.
    fn part(&self, name: &str, context: &ExtensionContext<'_>) -> Option<EntryPart> {
        if self.id == EntryPart::Entry {
            return (name == self.key).then_some(EntryPart::Entry);
        }
        let mut properties = context.properties(self.ty).iter();
        let property = properties.find(|property| property.name == name)?;
        Some(EntryPart::Field(property.field.clone()))
    }
}

/// The request about a job: the operation, and its parameter for the ID of the job.
fn job_request<'a>(
    object: &mut ObjectReader<'_, '_>,
    context: &ExtensionContext<'a>,
    id: &Type,
) -> Option<(JobRequest, ExtensionContext<'a>)> {
    let (name, span) = object.required_text("operation")?;
    let operations = &context.model.operations;
    let rust_name = names::field_name(name);
    let found = operations.iter().position(|it| it.name == rust_name);
    let Some(index) = found else {
        let known: Vec<_> = operations.iter().map(|it| it.name.as_str()).collect();
        let message = format!("unknown operation `{name}`");
        object.report(span, message, name, &known);
        return None;
    };
    let other = ExtensionContext {
        model: context.model,
        operation: &operations[index],
        node: context.node,
    };
    if other.response().is_none() {
        let message = format!("`{name}` has no JSON response, or more than one");
        object.report(span, message, "", &[]);
        return None;
    }
    let (argument, span) = object.required_text("argument")?;
    let parameters = &other.operation.parameters;
    let Some(parameter) = parameters.iter().find(|it| it.name == argument) else {
        let known: Vec<_> = parameters.iter().map(|it| it.name.as_str()).collect();
        let message = format!("unknown parameter `{argument}` of `{name}`");
        object.report(span, message, argument, &known);
        return None;
    };
    let mut further = parameters.iter().filter(|it| it.name != argument);
    if other.operation.has_required_body() || further.any(|it| it.required) {
        let message = format!("`{name}` has required inputs other than `{argument}`");
        object.report(span, message, "", &[]);
        return None;
    }
    if parameter.ty != *id {
        let message = format!("`{argument}` and the `id` of `x-job` have different types");
        object.report(span, message, "", &[]);
        return None;
    }
    let request = JobRequest {
        operation: index,
        argument: parameter.field.clone(),
    };
    Some((request, other))
}

/// A non-empty list of values of the enum `ty`.
fn states(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    context: &ExtensionContext<'_>,
    ty: &Type,
) -> Option<Vec<String>> {
    let node = object.required(key)?;
    let Some(list) = node.as_array().filter(|list| !list.is_empty()) else {
        return complain(
            object,
            node,
            &format!("`{key}` must be a list of at least one state"),
        );
    };
    let known = context.enum_values(ty);
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let mut states = Vec::new();
    for item in list {
        let state = text_of(item);
        if !known.contains(&state.as_str()) {
            let message = format!("unknown value `{state}`");
            object.report(item.span, message, &state, &known);
            return None;
        }
        states.push(state);
    }
    Some(states)
}

/// A state as a string, as the runtime compares it.
fn text_of(node: &Node) -> String {
    match node.as_str() {
        Some(text) => text.to_owned(),
        None => node.to_json().to_string(),
    }
}

fn state(
    object: &mut ObjectReader<'_, '_>,
    context: &ExtensionContext<'_>,
    start: Option<&Type>,
) -> Option<ResponsePath> {
    let state = context.follow(object, "state", start)?;
    if context.enum_values(&state.ty).is_empty() {
        let message = "`state` refers to a value that is not an enum".to_owned();
        return object.complain("state", message);
    }
    Some(state)
}

fn status(
    node: &Node,
    context: &ExtensionContext<'_>,
    id: &Type,
    found: &mut Diagnostics,
) -> Option<JobStatus> {
    let mut object = ObjectReader::new("x-job.status", node, STATUS, found)?;
    let (request, other) = job_request(&mut object, context, id)?;
    let state = state(&mut object, &other, other.response())?;
    let done = states(&mut object, "done", &other, &state.ty);
    let failed = if object.has("failed") {
        states(&mut object, "failed", &other, &state.ty)
    } else {
        Some(Vec::new())
    };
    let poll_interval = object.required_count("every");
    let progress = match object.get("progress") {
        Some(node) => Some(progress(node, &other, found)?),
        None => None,
    };
    Some(JobStatus {
        request,
        response: other.response()?.clone(),
        state: JobState {
            path: state,
            success_states: done?,
        },
        failed: failed?,
        progress,
        poll_interval: poll_interval?,
    })
}

fn progress(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<JobProgress> {
    let mut object = ObjectReader::new("x-job.status.progress", node, PROGRESS, found)?;
    let within = context.follow(&mut object, "within", context.response())?;
    let mut count = |key| count(&mut object, key, context, Some(&within.ty));
    let (complete, total) = (count("complete")?, count("total")?);
    let of = object.get("of").and_then(Node::as_str);
    Some(JobProgress {
        counts_parts: of == Some("parts"),
        within,
        complete,
        total,
    })
}

/// A path to an integer.
fn count(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    context: &ExtensionContext<'_>,
    start: Option<&Type>,
) -> Option<ResponsePath> {
    let count = context.follow(object, key, start)?;
    if !matches!(count.ty, Type::Integer(_)) {
        let message = format!("`{key}` refers to a value that is not an integer");
        return object.complain(key, message);
    }
    Some(count)
}

/// Reads where a part of the results, of type `start`, has its state and its counts.
fn part(
    node: &Node,
    context: &ExtensionContext<'_>,
    start: Option<&Type>,
    found: &mut Diagnostics,
) -> Option<JobPart> {
    let mut object = ObjectReader::new("x-job.results.part", node, PART, found)?;
    let state = if object.has("state") || object.has("done") {
        let path = state(&mut object, context, start)?;
        let success_states = states(&mut object, "done", context, &path.ty)?;
        Some(JobState {
            path,
            success_states,
        })
    } else {
        None
    };
    let mut optional_count = |key| {
        let is_given = object.has(key);
        is_given.then(|| count(&mut object, key, context, start))
    };
    let (succeeded, failed) = (optional_count("succeeded"), optional_count("failed"));
    if failed.is_some() && succeeded.is_none() {
        let message = "`failed` has no effect without `succeeded`";
        return object.complain("failed", message.to_owned());
    }
    Some(JobPart {
        state,
        succeeded: succeeded.map_or(Some(None), |path| path.map(Some))?,
        failed: failed.map_or(Some(None), |path| path.map(Some))?,
    })
}

fn results(
    node: &Node,
    context: &ExtensionContext<'_>,
    id: &Type,
    entries: &Entries<'_>,
    found: &mut Diagnostics,
) -> Option<JobResults> {
    let mut object = ObjectReader::new("x-job.results", node, RESULTS, found)?;
    let (request, other) = job_request(&mut object, context, id)?;
    let response = other.response().cloned();
    let mut start = response.clone();
    let within = if object.has("within") {
        let (path, item) = list(&mut object, "within", &other, start.as_ref())?;
        start = Some(item);
        Some(path)
    } else {
        None
    };
    let part = match object.get("part") {
        Some(node) => Some(self::part(
            node,
            &other,
            start.as_ref(),
            object.diagnostics(),
        )?),
        None => None,
    };
    let items = if object.has("items") {
        let (path, item) = list(&mut object, "items", &other, start.as_ref())?;
        Some(items(&mut object, path, &item, &other, context, entries)?)
    } else {
        None
    };
    let ids = optional_list(&mut object, "ids", &other, start.as_ref());
    let errors = optional_list(&mut object, "errors", &other, start.as_ref());
    if items.is_none() && ids.is_none() {
        let message = "`x-job.results` requires `items` or `ids`";
        return complain(&mut object, node, message);
    }
    Some(JobResults {
        request,
        response: response?,
        within,
        part,
        items,
        ids,
        errors,
    })
}

/// A path to a list, with the type of its items.
fn list(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    context: &ExtensionContext<'_>,
    start: Option<&Type>,
) -> Option<(ResponsePath, Type)> {
    let path = context.follow(object, key, start)?;
    let Some(item) = path.ty.item().cloned() else {
        let message = format!("`{key}` refers to a value that is not an array");
        return object.complain(key, message);
    };
    Some((path, item))
}

fn optional_list(
    object: &mut ObjectReader<'_, '_>,
    key: &'static str,
    context: &ExtensionContext<'_>,
    start: Option<&Type>,
) -> Option<ResponsePath> {
    if !object.has(key) {
        return None;
    }
    list(object, key, context, start).map(|(path, _)| path)
}

/// The results of single entries. `results` is the context of the results request, `context` that of the batch.
fn items(
    object: &mut ObjectReader<'_, '_>,
    path: ResponsePath,
    item: &Type,
    results: &ExtensionContext<'_>,
    context: &ExtensionContext<'_>,
    entries: &Entries<'_>,
) -> Option<JobItems> {
    let (Type::Named(ty), properties @ [_, ..]) = (item, results.properties(item)) else {
        return object.complain(
            "items",
            "`items` refers to a list of values other than objects".to_owned(),
        );
    };
    let state = state(object, results, Some(item))?;
    let succeeded = states(object, "succeeded", results, &state.ty)?;
    let error = if object.has("error") {
        Some(results.follow(object, "error", Some(item))?)
    } else {
        None
    };
    let node = object.required("match")?;
    let mut matches = Vec::new();
    for (own, entry) in node.entries() {
        let Some(property) = properties.iter().find(|it| it.name == own) else {
            let known: Vec<_> = properties.iter().map(|it| it.name.as_str()).collect();
            let message = format!("unknown property `{own}` in `items`");
            object.report(entry.key_span, message, own, &known);
            return None;
        };
        let Some(name) = entry.value.as_str() else {
            let message = "expected the name of a property of the entries";
            return complain(object, &entry.value, message);
        };
        if let Some(part) = entries.part(name, context) {
            matches.push((property.field.clone(), part));
        }
    }
    if matches.is_empty() {
        return complain(object, node, "`match` names no property of the entries");
    }
    Some(JobItems {
        path,
        ty: *ty,
        matches,
        state: JobState {
            path: state,
            success_states: succeeded,
        },
        error,
    })
}
