//! The surface of an operation: the struct of its arguments, the methods of the client that create a call, and the
//! methods of the call that set optional values.

use std::collections::HashSet;

use super::argument::{Argument, ArgumentRole};
use super::derive::Derive;
use super::docs::{DocComment, first_paragraph, first_sentence, paragraph_and_sentence};
use super::example::Example;
use super::function::{Function, Receiver};
use super::paths::Paths;
use super::rust_path::RustPath;
use super::rust_type::RustType;
use super::trait_impl::TraitImpl;
use crate::diagnostic::Span;
use crate::examples::Samples;
use crate::model::{
    Batch, Body, EntryPart, Features, InputLocation, Job, Location, Model, Operation, PageStyle,
    Pagination, Parameter, Presence, Property, Status, Success, Type,
};
use crate::{
    names::{self, TakenNames},
    reserved,
};

#[derive(Clone, Debug)]
pub(crate) struct OperationSurface {
    /// The name of the struct.
    pub name: String,
    /// The fields of the struct: the parameters, then the body.
    pub fields: Vec<OperationField>,
    /// Whether all arguments are optional, so that the struct implements `Default`.
    pub has_default: bool,
    /// The methods of the client.
    pub methods: Vec<Method>,
    /// The methods of the call that set parameters.
    pub setters: Vec<Function>,
    /// The methods of the call that set fields of the body.
    pub body_setters: Vec<Function>,
    /// The type of a successful result.
    pub output: RustType,
    /// The types of the successful responses, sorted by status.
    pub successes: Vec<SuccessType>,
    /// The marker type of the document.
    pub document: RustType,
    /// The associated types of `Paged`.
    pub paged: Option<PagedTypes>,
    /// The associated types of `Batched`.
    pub batched: Option<BatchedTypes>,
    /// The associated types of `JobOperation`.
    pub job_types: Option<JobTypes>,
    /// The HTTP method as it is sent, such as `GET`.
    pub http_method: String,
    /// The path template.
    pub path: String,
    /// The Cargo features that enable it.
    pub features: Features,
    /// The tags in the document.
    pub tags_origin: Option<Span>,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

/// The type of a successful response.
#[derive(Clone, Debug)]
pub(crate) struct SuccessType {
    pub status: Status,
    pub ty: RustType,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

/// The associated types of `Paged`.
#[derive(Clone, Debug)]
pub(crate) struct PagedTypes {
    pub item: RustType,
    pub cursor: RustType,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

/// The associated types of `Batched`.
#[derive(Clone, Debug)]
pub(crate) struct BatchedTypes {
    pub entry: RustType,
    pub id: RustType,
    pub value: RustType,
    /// The maximum number of entries in a request.
    pub size: u64,
    /// The part of the document that declares the entries.
    pub entries_origin: Option<Span>,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

/// The associated types of `JobOperation`.
#[derive(Clone, Debug)]
pub(crate) struct JobTypes {
    pub job_id: RustType,
    pub status: RustType,
    pub results: RustType,
    pub item: RustType,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

#[derive(Clone, Debug)]
pub(crate) struct OperationField {
    pub name: String,
    pub ty: RustType,
    pub role: ArgumentRole,
    pub is_required: bool,
    /// The name and the location of a parameter.
    pub parameter: Option<(String, Location)>,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

/// A method of the client.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub function: Function,
    pub kind: MethodKind,
}

/// How a method of the client creates its call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MethodKind {
    /// From the parameters and a body that is not an object. An optional body is absent.
    Plain,
    /// From the parameters and the required fields of the body. It calls the method `whole`.
    Fields { whole: String },
    /// From the parameters and a complete body.
    Whole,
    /// From an iterator over the entries of a batch and the other arguments.
    Batch,
}

impl OperationSurface {
    /// The surface of `operation`. `operations` are the names of all operations.
    pub(super) fn of(
        model: &Model,
        operation: &Operation,
        operations: &HashSet<&str>,
        paths: Paths<'_>,
        samples: &Samples,
    ) -> Self {
        let reader = Reader {
            model,
            operation,
            operations,
            fields: model.body_fields(operation),
        };
        let (setters, body_setters) = reader.setters();
        let mut methods = reader.methods();
        let example = Example {
            model,
            operation,
            method: &methods[0].function,
            setters: &setters,
            body_setters: &body_setters,
            paths,
            samples,
        };
        methods[0].function.docs = DocComment::from_docs(&operation.docs, || {
            format!("`{} {}`", operation.method, operation.path)
        })
        .and(reader.facts(&methods[0].function, &setters, &body_setters))
        .and(example.doc_test());
        let (pages, batch) = (operation.pagination.as_ref(), operation.batch.as_ref());
        let job = operation.job.as_ref();
        Self {
            name: operation.type_name.clone(),
            fields: reader.struct_fields(),
            has_default: !operation.takes_arguments(),
            methods,
            setters,
            body_setters,
            output: output(model, operation),
            document: RustType::Marker(names::marker_name(&model.module)),
            paged: pages.map(|pages| PagedTypes::of(model, pages)),
            batched: batch.map(|batch| BatchedTypes {
                entries_origin: reader.entries_origin(batch),
                ..BatchedTypes::of(model, batch, job)
            }),
            job_types: job.map(|job| JobTypes::of(model, job)),
            successes: successes(model, operation),
            http_method: operation.method.clone(),
            path: operation.path.clone(),
            features: operation.features.clone(),
            tags_origin: operation.tags_span,
            origin: Some(operation.span),
        }
    }

    /// The derived traits.
    pub(crate) fn derives(&self) -> Vec<Derive> {
        let default = self.has_default.then_some(Derive::Default);
        [Derive::Clone, Derive::Debug]
            .into_iter()
            .chain(default)
            .collect()
    }

    /// The implemented traits of the runtime.
    pub(crate) fn traits(&self) -> Vec<TraitImpl> {
        let operation = TraitImpl::plain(RustPath::Runtime("Operation"))
            .with("Document", self.document.clone())
            .with("Output", self.output.clone());
        let paged = self.paged.as_ref().map(|types| {
            TraitImpl::plain(RustPath::Runtime("Paged"))
                .with("Item", types.item.clone())
                .with("Cursor", types.cursor.clone())
        });
        let batched = self.batched.as_ref().map(|types| {
            TraitImpl::plain(RustPath::Runtime("Batched"))
                .with("Entry", types.entry.clone())
                .with("Id", types.id.clone())
                .with("Value", types.value.clone())
        });
        let job = self.job_types.as_ref().map(|types| {
            TraitImpl::plain(RustPath::Runtime("JobOperation"))
                .with("JobId", types.job_id.clone())
                .with("Status", types.status.clone())
                .with("Results", types.results.clone())
                .with("Item", types.item.clone())
        });
        let others = [paged, batched, job].into_iter().flatten();
        [operation].into_iter().chain(others).collect()
    }

    /// The main method of the client for the operation.
    pub(crate) fn method(&self) -> &Function {
        &self.methods[0].function
    }
}

impl PagedTypes {
    fn of(model: &Model, pagination: &Pagination) -> Self {
        let cursor = match pagination.style {
            PageStyle::Cursor { .. } => RustType::text(),
            PageStyle::Offset { .. } | PageStyle::Number { .. } => RustType::plain("i64"),
        };
        Self {
            item: RustType::of(model, &pagination.item),
            cursor,
            origin: Some(pagination.span),
        }
    }
}

impl BatchedTypes {
    fn of(model: &Model, batch: &Batch, job: Option<&Job>) -> Self {
        let id = match job.map(|job| (&job.key, &job.key_type)) {
            Some((EntryPart::Field(_), ty)) => ty,
            _ => &batch.entry,
        };
        let results = batch.results.as_ref();
        let value = match (results, job.and_then(|job| job.results.items.as_ref())) {
            (Some(results), _) => RustType::of(model, &results.item),
            (None, Some(items)) => RustType::of(model, &Type::Named(items.ty)).option(),
            (None, None) => RustType::Unit,
        };
        Self {
            entry: RustType::of(model, &batch.entry),
            id: RustType::of(model, id),
            value,
            size: batch.size,
            entries_origin: None,
            origin: Some(batch.span),
        }
    }
}

impl JobTypes {
    fn of(model: &Model, job: &Job) -> Self {
        let operation = |index: usize| {
            let operation: &Operation = &model.operations[index];
            RustType::Operation(operation.type_name.clone())
        };
        let item = job.results.items.as_ref().map_or_else(
            || RustType::Path(RustPath::INFALLIBLE, Vec::new()),
            |items| RustType::of(model, &Type::Named(items.ty)),
        );
        Self {
            job_id: RustType::of(model, &job.id.ty),
            status: operation(job.status.request.operation),
            results: operation(job.results.request.operation),
            item,
            origin: Some(job.span),
        }
    }
}

fn successes(model: &Model, operation: &Operation) -> Vec<SuccessType> {
    let successes = operation.successes.iter();
    let successes = successes.map(|response| SuccessType {
        status: response.status,
        ty: RustType::of(model, &response.content.ty()),
        origin: Some(response.span),
    });
    successes.collect()
}

/// The type of a successful result.
fn output(model: &Model, operation: &Operation) -> RustType {
    match &operation.success {
        Success::Always(content) => RustType::of(model, &content.ty()),
        Success::Optional(content, _) => RustType::of(model, &content.ty()).option(),
        Success::ByStatus(id) => RustType::of(model, &Type::Named(*id)),
    }
}

struct Reader<'a> {
    model: &'a Model,
    operation: &'a Operation,
    operations: &'a HashSet<&'a str>,
    /// The properties of the body.
    fields: &'a [Property],
}

impl<'a> Reader<'a> {
    fn struct_fields(&self) -> Vec<OperationField> {
        let declared = |ty: &Type, is_required| {
            let ty = RustType::of(self.model, ty);
            if is_required { ty } else { ty.option() }
        };
        let parameters = self.operation.parameters.iter().enumerate();
        let mut fields: Vec<_> = parameters
            .map(|(index, parameter)| OperationField {
                name: parameter.field.clone(),
                ty: declared(&parameter.ty, parameter.required),
                role: ArgumentRole::Parameter(index),
                is_required: parameter.required,
                parameter: Some((parameter.name.clone(), parameter.location)),
                origin: Some(parameter.span),
            })
            .collect();
        fields.extend(self.operation.body.as_ref().map(|body| OperationField {
            name: "body".to_owned(),
            ty: declared(&body.ty, body.required),
            role: ArgumentRole::Body,
            is_required: body.required,
            parameter: None,
            origin: Some(body.span),
        }));
        fields
    }

    fn methods(&self) -> Vec<Method> {
        let required = self.operation.body.as_ref().filter(|body| body.required);
        let optional = self.operation.body.as_ref().filter(|body| !body.required);
        let batch = self.operation.batch.as_ref();
        let has_fields = required.is_some() && !self.fields.is_empty();
        let mut arguments = self.parameters();
        if has_fields {
            arguments.extend(self.required_fields());
        } else {
            arguments.extend(required.map(|body| self.body_argument(body)));
        }
        let (first, kind) = match batch {
            Some(batch) => (self.batch_method(batch, arguments), MethodKind::Batch),
            None if has_fields => {
                let whole = self.whole_name();
                (self.method(arguments), MethodKind::Fields { whole })
            }
            None => (self.method(arguments), MethodKind::Plain),
        };
        let whole = required.filter(|_| has_fields).or(optional);
        let second = whole.map(|body| Method {
            function: self.whole_method(body),
            kind: MethodKind::Whole,
        });
        let first = Method {
            function: first,
            kind,
        };
        [first].into_iter().chain(second).collect()
    }

    fn method(&self, arguments: Vec<Argument>) -> Function {
        let operation = RustType::Operation(self.operation.type_name.clone());
        let output = RustType::runtime("Call", vec![operation]);
        Function {
            is_deprecated: self.operation.docs.deprecated,
            arguments,
            ..Function::new(&self.operation.name, Receiver::Reference, output)
        }
    }

    /// The method that takes the entries of a batch as its first argument.
    fn batch_method(&self, batch: &Batch, mut arguments: Vec<Argument>) -> Function {
        let entries_source = self.role_of_entries(batch);
        arguments.retain(|argument| Some(argument.role) != entries_source);
        let name = match batch.request.location {
            InputLocation::Body => "entries",
            InputLocation::Parameter | InputLocation::Field => &batch.request.field,
        };
        let mut taken: TakenNames = arguments.iter().map(|it| it.name.clone()).collect();
        let name = taken.unique(name.to_owned());
        let ty = RustType::Parameter("I");
        arguments.insert(0, Argument::plain(&name, ty, ArgumentRole::Entries));
        let operation = RustType::Operation(self.operation.type_name.clone());
        let output = vec![operation, RustType::Parameter("I")];
        Function {
            entries: Some(RustType::of(self.model, &batch.entry)),
            output: RustType::runtime("BatchCall", output),
            ..self.method(arguments)
        }
    }

    /// The role of the argument that the entries of a batch replace.
    fn role_of_entries(&self, batch: &Batch) -> Option<ArgumentRole> {
        let field = &batch.request.field;
        match batch.request.location {
            InputLocation::Body => Some(ArgumentRole::Body),
            InputLocation::Parameter => {
                let mut parameters = self.operation.parameters.iter();
                let index = parameters.position(|it| it.field == *field)?;
                Some(ArgumentRole::Parameter(index))
            }
            InputLocation::Field => {
                let index = self.fields.iter().position(|it| it.field == *field)?;
                Some(ArgumentRole::Property(index))
            }
        }
    }

    fn entries_origin(&self, batch: &Batch) -> Option<Span> {
        match self.role_of_entries(batch)? {
            ArgumentRole::Parameter(index) => Some(self.operation.parameters[index].span),
            ArgumentRole::Property(index) => Some(self.fields[index].span),
            ArgumentRole::Body => self.operation.body.as_ref().map(|body| body.span),
            ArgumentRole::Entries | ArgumentRole::Setting | ArgumentRole::Payload => None,
        }
    }

    /// The method that takes the complete body.
    fn whole_method(&self, body: &Body) -> Function {
        let name = &self.operation.name;
        let mut arguments = self.parameters();
        arguments.push(self.body_argument(body));
        let docs = format!("Like [`{name}`](Self::{name}), but takes the complete body.");
        Function {
            name: self.whole_name(),
            docs: DocComment::of(docs),
            ..self.method(arguments)
        }
    }

    /// The name of the method that takes the complete body. It differs from the names of all operations.
    fn whole_name(&self) -> String {
        let mut name = format!("{}_with", self.operation.name.trim_end_matches('_'));
        while self.operations.contains(name.as_str()) {
            name.push_str("_body");
        }
        name
    }

    fn parameters(&self) -> Vec<Argument> {
        let parameters = self.operation.parameters.iter().enumerate();
        parameters
            .filter(|(_, parameter)| parameter.required)
            .map(|(index, it)| {
                Argument::of(
                    self.model,
                    &it.field,
                    &it.ty,
                    ArgumentRole::Parameter(index),
                )
            })
            .collect()
    }

    fn required_fields(&self) -> Vec<Argument> {
        let mut used: TakenNames = self.parameters().into_iter().map(|it| it.name).collect();
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(_, field)| field.is_argument())
            .map(|(index, field)| {
                let name = if used.contains(&field.field) {
                    with_suffix(&field.field, "field")
                } else {
                    field.field.clone()
                };
                let name = used.unique(name);
                let role = ArgumentRole::Property(index);
                Argument::setter(self.model, &name, &field.ty, field.presence, role)
            })
            .collect()
    }

    fn body_argument(&self, body: &Body) -> Argument {
        if self.fields.is_empty() {
            return Argument::of(self.model, "body", &body.ty, ArgumentRole::Body);
        }
        Argument::plain(
            "body",
            RustType::of(self.model, &body.ty),
            ArgumentRole::Body,
        )
    }

    /// The methods that set optional parameters and optional fields of the body. A name in use gets a suffix.
    fn setters(&self) -> (Vec<Function>, Vec<Function>) {
        let mut used: TakenNames = reserved::CALL.iter().copied().collect();
        let parameters = self.operation.parameters.iter().enumerate();
        let parameters: Vec<_> = parameters
            .filter(|(_, parameter)| !parameter.required)
            .map(|(index, parameter)| {
                let name = unique_method(&parameter.field, "param", &mut used);
                self.parameter_setter(name, index, parameter)
            })
            .collect();
        // A required parameter and a field of the body may have the same name.
        let required = self.operation.parameters.iter().filter(|it| it.required);
        used.extend(required.map(|it| it.field.clone()));
        // An optional body with required fields cannot be built field by field.
        let is_settable = self.operation.has_required_body()
            || self.fields.iter().all(|it| !it.presence.is_required());
        let fields = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| is_settable && !field.presence.is_required());
        let fields = fields.map(|(index, field)| {
            let name = unique_method(&field.field, "field", &mut used);
            self.field_setter(name, index, field)
        });
        (parameters, fields.collect())
    }

    fn parameter_setter(&self, method: String, index: usize, parameter: &Parameter) -> Function {
        let docs = DocComment::from_docs(&parameter.docs, || {
            format!("Sets the `{}` parameter.", parameter.name)
        });
        let role = ArgumentRole::Parameter(index);
        let presence = Presence::Optional;
        let argument =
            Argument::setter(self.model, &parameter.field, &parameter.ty, presence, role);
        Function {
            docs: docs.and_sentence(&parameter_limits(parameter)),
            is_deprecated: parameter.docs.deprecated,
            arguments: vec![argument],
            ..Function::new(method, Receiver::MutValue, RustType::plain("Self"))
        }
    }

    fn field_setter(&self, method: String, index: usize, field: &Property) -> Function {
        let docs = DocComment::from_docs(&field.docs, || {
            format!("Sets `{}` in the body.", field.name)
        });
        let role = ArgumentRole::Property(index);
        let argument = Argument::setter(self.model, &field.field, &field.ty, field.presence, role);
        Function {
            docs: docs.and_sentence(&field.constraints.in_words().join("; ")),
            is_deprecated: field.docs.deprecated,
            arguments: vec![argument],
            ..Function::new(method, Receiver::MutValue, RustType::plain("Self"))
        }
    }

    /// The descriptions and limits of the arguments, the call's methods with their descriptions, and the descriptions of the
    /// responses, as a list. Methods without a description share an item, in which the order of the document does not matter.
    fn facts(&self, method: &Function, setters: &[Function], body_setters: &[Function]) -> String {
        let item =
            |name: String, text: String| (!text.is_empty()).then(|| format!("- {name}: {text}"));
        let arguments = method.arguments.iter().filter_map(|argument| {
            let text = first_paragraph(self.description(argument.role).unwrap_or_default());
            let text = paragraph_and_sentence(&text, &self.limits(argument.role).join("; "));
            item(format!("`{}`", argument.name), indented(&text))
        });
        let setters = setters.iter().chain(body_setters).map(|setter| {
            let text = self.description(setter.arguments[0].role);
            let name = format!("`.{}(…)`", setter.name);
            (name, first_sentence(text.unwrap_or_default()))
        });
        let (described, undescribed): (Vec<_>, Vec<_>) =
            setters.partition(|(_, text)| !text.is_empty());
        let mut undescribed: Vec<_> = undescribed.into_iter().map(|(name, _)| name).collect();
        undescribed.sort_unstable();
        let undescribed =
            (!undescribed.is_empty()).then(|| format!("- {}", undescribed.join(", ")));
        let responses = self
            .operation
            .responses
            .iter()
            .filter_map(|(status, description)| {
                let status = match status.as_str() {
                    "default" => "Other statuses",
                    status => status,
                };
                item(status.to_owned(), indented(&first_paragraph(description)))
            });
        arguments
            .chain(
                described
                    .into_iter()
                    .filter_map(|(name, text)| item(name, text)),
            )
            .chain(undescribed)
            .chain(responses)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// The constraints of an argument, in words. The number of the entries of a batch is not limited.
    fn limits(&self, role: ArgumentRole) -> Vec<String> {
        match role {
            ArgumentRole::Parameter(index) => {
                self.operation.parameters[index].constraints.in_words()
            }
            ArgumentRole::Property(index) => self.fields[index].constraints.in_words(),
            ArgumentRole::Body => {
                let body = self.operation.body.as_ref();
                body.map(|body| body.constraints.in_words())
                    .unwrap_or_default()
            }
            ArgumentRole::Entries | ArgumentRole::Setting | ArgumentRole::Payload => Vec::new(),
        }
    }

    fn description(&self, role: ArgumentRole) -> Option<&'a str> {
        let docs = match role {
            ArgumentRole::Parameter(index) => &self.operation.parameters[index].docs,
            ArgumentRole::Property(index) => &self.fields[index].docs,
            ArgumentRole::Entries => {
                let batch = self.operation.batch.as_ref()?;
                let role = self.role_of_entries(batch)?;
                return if role == ArgumentRole::Body {
                    None
                } else {
                    self.description(role)
                };
            }
            ArgumentRole::Body | ArgumentRole::Setting | ArgumentRole::Payload => return None,
        };
        docs.description.as_deref()
    }
}

/// The text of an item of a list.
fn indented(text: &str) -> String {
    text.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}

fn unique_method(field: &str, suffix: &str, used: &mut TakenNames) -> String {
    if used.contains(field) {
        return used.unique(with_suffix(field, suffix));
    }
    used.unique(field.to_owned())
}

/// A name with a suffix. A keyword ends in `_`, and rustc warns of two of them in a name.
fn with_suffix(name: &str, suffix: &str) -> String {
    format!("{}_{suffix}", name.trim_end_matches('_'))
}

/// The constraints of a parameter and its default value, in words.
pub(crate) fn parameter_limits(parameter: &Parameter) -> String {
    let mut parts = parameter.constraints.in_words();
    if let Some(default) = &parameter.default {
        let text = default
            .as_str()
            .map_or_else(|| default.to_string(), ToOwned::to_owned);
        parts.push(format!("default `{text}`"));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use crate::{Options, Source, generate};

    #[test]
    fn the_limits_of_required_arguments_are_in_the_documentation_of_the_method() {
        let text = "openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets/{id}:
    put:
      operationId: rename
      parameters:
        - { name: id, in: path, required: true, description: The ID, schema: { type: string, minLength: 8 } }
        - { name: n, in: query, required: true, schema: { type: integer, minimum: 1, maximum: 9, multipleOf: 2 } }
        - { name: plain, in: query, required: true, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [tags]
              properties:
                tags: { type: array, maxItems: 3, description: 'Tags: ', items: { type: string, maxLength: 9 } }
      responses: { '204': { description: Done. } }
";
        let docs = docs(text);
        let expected = "- `id`: The ID. At least 8 characters.
- `n`: 1 to 9; a multiple of 2.
- `tags`: Tags: At most 3 items; each item at most 9 characters.
- 204: Done.
";
        assert!(docs.contains(expected), "{docs}");
    }

    #[test]
    fn the_documentation_of_a_method_lists_all_methods_of_the_call() {
        let text = "openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    post:
      operationId: add
      parameters:
        - { name: z, in: query, schema: { type: integer } }
        - { name: q, in: query, description: The words. Or none., schema: { type: string } }
      requestBody:
        required: true
        content: { application/json: { schema: { type: object, properties: { a: { type: string } } } } }
      responses: { '204': { description: Done. } }
";
        let docs = docs(text);
        let expected = "- `.q(…)`: The words.
- `.a(…)`, `.z(…)`
- 204: Done.
";
        assert!(docs.contains(expected), "{docs}");
    }

    /// The documentation of the method of a document's only operation.
    fn docs(text: &str) -> String {
        let source = Source {
            name: "pets.yaml",
            text,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        module.surface.operations[0].method().docs.text()
    }
}
