//! The commands of a program for a document, as data: one for each operation.

mod argument;
mod argument_names;
mod example;
mod plain_text;
mod sent_types;

pub(crate) use argument::{CommandArgument, Part, Value};

use argument_names::ArgumentNames;
use plain_text::{first_block, plain_text, sentence};
use sent_types::SentTypes;

use crate::model::{
    BodyKind, ConfirmedRequest, Content, Docs, EntryPart, InputLocation, Model, Operation,
    Presence, Property, ResponsePath, Scheme, Success, Type,
};
use crate::names::{self, TakenNames};

/// The commands of a document.
#[derive(Clone, Debug)]
pub(crate) struct Commands {
    /// The name that comes before the commands, such as `fernand`.
    pub name: String,
    /// What the API is, in one line.
    pub about: String,
    /// The description of each security scheme, in the order of the model.
    pub credentials: Vec<String>,
    /// The commands, in the order of the model's operations.
    pub list: Vec<Command>,
}

/// The command of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Command {
    /// The name, such as `update-conversation`.
    pub name: String,
    pub kind: Kind,
    /// The first sentence of the description.
    pub about: String,
    /// The rest of the description.
    pub description: String,
    pub is_deprecated: bool,
    pub arguments: Vec<CommandArgument>,
    pub body: Option<Body>,
    /// The names in JSON of the properties of a record.
    pub fields: Vec<String>,
    pub confirm: Vec<ConfirmedRequest>,
    /// The names of the parameters and properties, at any depth, whose values must not be shown. The empty name is the body
    /// itself.
    pub secrets: Vec<String>,
    /// Whether the types of the request have values that the document does not list.
    pub has_open_values: bool,
}

/// How a command calls its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Call,
    Pages,
    Batches,
}

/// How the body of a request is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    Json {
        is_required: bool,
    },
    Text {
        is_required: bool,
    },
    Bytes {
        is_required: bool,
    },
    /// The parts of a multipart body with files, one argument for each.
    Parts,
    /// Any parts of a multipart body.
    Form,
}

impl Commands {
    pub(crate) fn of(model: &Model) -> Self {
        let operations = model.operations.iter();
        let mut taken = TakenNames::from_iter(["help"]);
        let commands = operations.map(|operation| {
            let name = names::argument_name(&operation.name);
            let name = if name == "help" {
                "help-operation".to_owned()
            } else {
                name
            };
            let name = taken.unique(name);
            Command::of(model, operation, name)
        });
        Self {
            name: names::argument_name(&model.module),
            about: model.title.clone(),
            credentials: model.schemes.iter().map(credential).collect(),
            list: commands.collect(),
        }
    }
}

fn credential(scheme: &Scheme) -> String {
    let description = scheme.description.as_deref().unwrap_or_default();
    match first_block(description) {
        text if text.is_empty() => {
            format!("The credential of the security scheme `{}`.", scheme.name)
        }
        text => text,
    }
}

impl Command {
    fn of(model: &Model, operation: &Operation, name: String) -> Self {
        let (about, description) = texts(&operation.docs, operation);
        let sent = SentTypes::of(model, operation);
        Self {
            name,
            kind: Kind::of(operation),
            about,
            description,
            is_deprecated: operation.docs.deprecated,
            arguments: arguments(model, operation),
            body: Body::of(model, operation),
            fields: fields(model, operation),
            confirm: operation.confirm.clone(),
            secrets: sent.secrets,
            has_open_values: sent.has_open_values,
        }
    }
}

impl Kind {
    fn of(operation: &Operation) -> Self {
        if operation.batch.is_some() {
            Self::Batches
        } else if operation.pagination.is_some() {
            Self::Pages
        } else {
            Self::Call
        }
    }
}

impl Body {
    fn of(model: &Model, operation: &Operation) -> Option<Self> {
        let body = operation.body.as_ref()?;
        let is_required = body.required;
        let batch = operation.batch.as_ref();
        if batch.is_some_and(|it| it.request.location == InputLocation::Body) {
            // The entries are the body.
            return None;
        }
        Some(match (body.kind, body.ty.unboxed()) {
            (BodyKind::Text, _) => Self::Text { is_required },
            (BodyKind::Bytes, _) => Self::Bytes { is_required },
            (BodyKind::Multipart, Type::Multipart) => Self::Form,
            (BodyKind::Multipart, Type::Named(id)) if model.named(*id).has_files() => Self::Parts,
            _ => Self::Json { is_required },
        })
    }
}

/// The first sentence of an operation's description, and the rest.
fn texts(docs: &Docs, operation: &Operation) -> (String, String) {
    let description = plain_text(docs.description.as_deref().unwrap_or_default());
    let summary = plain_text(docs.summary.as_deref().unwrap_or_default());
    let summary = summary.replace('\n', " ");
    if !summary.is_empty() {
        return (sentence(&summary), description);
    }
    if description.is_empty() {
        let request = format!("{} {}", operation.method, operation.path);
        return (request, String::new());
    }
    let end = description.find('\n').unwrap_or(description.len());
    let end = description[..end].find(". ").map_or(end, |at| at + 1);
    let (first, rest) = description.split_at(end);
    (sentence(first), rest.trim_start().to_owned())
}

/// The arguments: path parameters and entries, which are positional, then other parameters and properties.
fn arguments(model: &Model, operation: &Operation) -> Vec<CommandArgument> {
    let mut names = ArgumentNames::of(model);
    let batch = operation.batch.as_ref();
    let holds_entries = |location, field: &str| {
        batch.is_some_and(|it| it.request.location == location && it.request.field == field)
    };
    let parameters = operation.parameters.iter();
    let parameters = parameters.filter(|it| !holds_entries(InputLocation::Parameter, &it.field));
    let (paths, parameters): (Vec<_>, Vec<_>) = parameters
        .map(|it| CommandArgument::of_parameter(model, it))
        .partition(|it| it.part == Part::Path);
    let entries = batch.map(|batch| {
        CommandArgument::of_entries(model, operation, batch, &key_of_entries(model, operation))
    });
    let body = operation.body.iter();
    let properties = body.flat_map(|body| {
        let properties = model.properties(&body.ty).iter();
        properties
            .filter(|it| it.presence != Presence::Rest)
            .filter(|it| !holds_entries(InputLocation::Field, &it.field))
            .map(|it| CommandArgument::of_property(model, body, it))
    });
    let arguments = paths.into_iter().chain(entries);
    let arguments = arguments.chain(parameters).chain(properties);
    arguments
        .map(|argument| CommandArgument {
            name: names.unique(&argument),
            ..argument
        })
        .collect()
}

/// The property of a record that holds the ID of an entry.
fn key_of_entries(model: &Model, operation: &Operation) -> String {
    let results = operation.batch.as_ref().and_then(|it| it.results.as_ref());
    let results = results.and_then(|it| last_property(model, &it.item, &it.key));
    let batch = operation.batch.as_ref();
    let job = operation.job.as_ref().zip(batch).and_then(|(job, batch)| {
        let EntryPart::Field(field) = &job.key else {
            return None;
        };
        model
            .properties(&batch.entry)
            .iter()
            .find(|it| it.field == *field)
    });
    let property = results.or(job);
    property.map_or_else(|| "id".to_owned(), |it| it.name.clone())
}

/// The property at the end of a path that starts from a value of type `ty`.
fn last_property<'a>(model: &'a Model, ty: &'a Type, path: &ResponsePath) -> Option<&'a Property> {
    let mut found: Option<&Property> = None;
    for step in &path.steps {
        let ty = found.map_or(ty, |it| &it.ty);
        found = model
            .properties(ty)
            .iter()
            .find(|it| it.field == step.field);
        found?;
    }
    found
}

/// The names in JSON of the properties of a record.
fn fields(model: &Model, operation: &Operation) -> Vec<String> {
    let record = record_type(operation).unwrap_or(Type::Unit);
    let properties = model.properties(&record);
    let properties = properties.iter().filter(|it| it.presence != Presence::Rest);
    properties.map(|it| it.name.clone()).collect()
}

/// The type of an item of a page, of an updated value of a batch, or of the response.
fn record_type(operation: &Operation) -> Option<Type> {
    if let Some(job) = &operation.job {
        let items = job.results.items.as_ref();
        return items.map(|it| Type::Named(it.ty));
    }
    if let Some(batch) = &operation.batch {
        return batch.results.as_ref().map(|it| it.item.clone());
    }
    if let Some(pagination) = &operation.pagination {
        return Some(pagination.item.clone());
    }
    match &operation.success {
        Success::Always(Content::Json(ty)) | Success::Optional(Content::Json(ty), _) => {
            Some(ty.clone())
        }
        _ => None,
    }
}
