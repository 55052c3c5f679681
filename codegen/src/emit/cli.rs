//! Emits the commands of a program.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::SourceFile;
use super::output_arms::output_arms;
use crate::commands::{self, Command, CommandArgument, Commands, Kind, Part, Value};
use crate::model::{
    Body, BodyKind, Content, InputLocation, Model, NamedType, Operation, Presence, Property,
    Success, Type,
};
use crate::names::TakenNames;
use crate::surface::Surface;

/// The file with the commands of a document.
pub(super) fn file(model: &Model, surface: &Surface, commands: &Commands) -> SourceFile {
    let emitter = Emitter { model, surface };
    let path = format!("{}/cli.rs", model.module);
    SourceFile::of_items(path, emitter.items(commands))
}

struct Emitter<'a> {
    model: &'a Model,
    surface: &'a Surface,
}

impl Emitter<'_> {
    fn items(&self, commands: &Commands) -> TokenStream {
        let docs = format!(" The commands of a program for {}.", self.model.title);
        let consts = constants(commands);
        let group = self.group(commands, &consts);
        let operations = self.model.operations.iter();
        let items =
            operations
                .zip(&commands.list)
                .zip(&consts)
                .map(|((operation, command), name)| {
                    let constant = constant(operation, command, name);
                    let implementation = self.implementation(operation);
                    quote!(#constant #implementation)
                });
        let items = items.collect::<TokenStream>();
        let imports = self.imports(commands);
        quote!(#![doc = #docs] #imports #group #items)
    }

    fn imports(&self, commands: &Commands) -> TokenStream {
        let commands = &commands.list;
        let has_body = |body: commands::Body| commands.iter().any(|it| it.body == Some(body));
        let has_statuses = |it: &Operation| matches!(it.success, Success::ByStatus(_));
        let is_empty = commands.is_empty();
        let has_arguments = commands.iter().any(|it| !it.arguments.is_empty());
        let has_parts = has_body(commands::Body::Parts);
        let has_form = has_body(commands::Body::Form);
        let names = [
            ("Argument", has_arguments),
            ("Arguments", !is_empty),
            ("Body", commands.iter().any(|it| it.body.is_some())),
            ("CliOperation", !is_empty),
            ("Command", !is_empty),
            ("Group", true),
            ("Record", !is_empty),
            ("UsageError", !is_empty),
            ("Value", has_arguments),
            ("files", has_parts),
            ("form", has_form),
        ];
        let has_types = has_parts || self.model.operations.iter().any(has_statuses);
        let modules = [("operations", !is_empty), ("types", has_types)];
        let modules = import(&quote!(super), &modules);
        let names = import(&quote!(crate::runtime::cli), &names);
        quote!(#modules #names)
    }

    fn group(&self, commands: &Commands, consts: &[String]) -> TokenStream {
        let Commands {
            name,
            about,
            credentials,
            ..
        } = commands;
        let marker = format_ident!("{}", self.surface.marker.name);
        let consts = consts.iter().map(|name| format_ident!("{name}"));
        quote! {
            /// The commands of the document.
            pub const GROUP: Group = Group {
                name: #name,
                about: #about,
                api: <super::#marker as crate::runtime::ApiDocument>::API,
                credentials: &[#(#credentials),*],
                commands: &[#(#consts),*],
            };
        }
    }

    fn implementation(&self, operation: &Operation) -> TokenStream {
        let name = format_ident!("{}", operation.type_name);
        let parameters = operation.parameters.iter().map(|parameter| {
            let key = &parameter.field;
            let value = quote!(arguments.parameter(#key)?);
            (&**key, InputLocation::Parameter, value)
        });
        let body = operation.body.iter();
        let body = body.map(|body| ("body", InputLocation::Body, self.body(body)));
        let members = parameters.chain(body).map(|(field, location, value)| {
            let is_list = holds_entries(operation, location, field);
            (format_ident!("{field}"), (!is_list).then_some(value))
        });
        let members: Vec<_> = members.collect();
        let arguments = if members.iter().all(|(_, value)| value.is_none()) {
            quote!(_)
        } else {
            quote!(arguments)
        };
        let members = members.into_iter().map(|(field, value)| {
            // The runtime fills the list of entries.
            let value = value.unwrap_or_else(|| quote!(Default::default()));
            quote!(#field: #value)
        });
        let record = self.record(operation);
        quote! {
            impl CliOperation for operations::#name {
                fn from_arguments(#arguments: &mut Arguments) -> Result<Self, UsageError> {
                    Ok(Self { #(#members),* })
                }
                #record
            }
        }
    }

    /// The expression of the body.
    fn body(&self, body: &Body) -> TokenStream {
        match (body.kind, body.ty.unboxed()) {
            (BodyKind::Text, _) => quote!(arguments.text_body()?),
            (BodyKind::Bytes, _) if body.required => quote!(arguments.bytes_body()?),
            (BodyKind::Bytes, _) => quote!(arguments.optional_bytes_body()?),
            (BodyKind::Multipart, Type::Multipart) if body.required => quote!(form(arguments)?),
            (BodyKind::Multipart, Type::Multipart) => quote!(Some(form(arguments)?)),
            (BodyKind::Multipart, Type::Named(id)) if self.model.named(*id).has_files() => {
                parts(self.model.named(*id), body.required)
            }
            _ => quote!(arguments.body()?),
        }
    }

    fn record(&self, operation: &Operation) -> TokenStream {
        let arms = output_arms(self.model, operation);
        if let [arm] = &arms[..]
            && arm.pattern.is_none()
        {
            let record = record(arm.content);
            let is_empty = *arm.content == Content::Empty;
            let output = if is_empty { quote!(_) } else { quote!(output) };
            return quote!(fn record(#output: &Self::Output) -> Record { #record });
        }
        let arms = arms.iter().map(|arm| {
            let pattern = arm.pattern.as_deref().unwrap_or("_");
            let pattern: TokenStream = pattern.parse().expect("a pattern is Rust");
            let record = record(arm.content);
            quote!(#pattern => #record,)
        });
        quote! {
            fn record(output: &Self::Output) -> Record {
                match output { #(#arms)* }
            }
        }
    }
}

/// The record of the content in `output`.
fn record(content: &Content) -> TokenStream {
    match content {
        Content::Empty => quote!(Record::Empty),
        Content::Json(_) => quote!(Record::json(output)),
        Content::Text => quote!(Record::text(output)),
        Content::Bytes => quote!(Record::bytes(output)),
    }
}

/// Whether a parameter or the body of an operation holds the entries of batches.
fn holds_entries(operation: &Operation, location: InputLocation, field: &str) -> bool {
    let batch = operation.batch.as_ref();
    batch.is_some_and(|it| it.request.location == location && it.request.field == field)
}

/// The parts of a multipart body with files. An optional body without any part is absent.
fn parts(named: &NamedType, is_required: bool) -> TokenStream {
    let name = format_ident!("{}", named.name);
    let members = named.properties().iter().map(|property| {
        let field = format_ident!("{}", property.field);
        let value = part(property);
        quote!(#field: #value)
    });
    let body = quote!(types::#name { #(#members),* });
    let has_required = named
        .properties()
        .iter()
        .any(|it| it.presence.is_required());
    match (is_required, has_required) {
        (true, _) => body,
        (false, true) => quote!(Some(#body)),
        (false, false) => quote!({
            let body = #body;
            (body != types::#name::default()).then_some(body)
        }),
    }
}

fn part(property: &Property) -> TokenStream {
    let name = &property.name;
    if property.presence == Presence::Rest {
        quote!(Default::default())
    } else if property.is_file() {
        quote!(files(arguments, #name)?)
    } else {
        quote!(arguments.property(#name)?)
    }
}

/// The names of the constants of the commands.
fn constants(commands: &Commands) -> Vec<String> {
    let mut taken = TakenNames::from_iter(["GROUP"]);
    let commands = commands.list.iter();
    let names = commands.map(|it| {
        let name = it.name.replace('-', "_").to_uppercase();
        let name = if name.starts_with(char::is_numeric) {
            format!("X{name}")
        } else {
            name
        };
        taken.unique(name)
    });
    names.collect()
}

fn constant(operation: &Operation, command: &Command, constant: &str) -> TokenStream {
    let constant = format_ident!("{constant}");
    let ty = format_ident!("{}", operation.type_name);
    let Command {
        name,
        about,
        description,
        fields,
        ..
    } = command;
    let function = match command.kind {
        Kind::Call => quote!(call),
        Kind::Pages => quote!(pages),
        Kind::Batches => quote!(batches),
    };
    let arguments = command.arguments.iter().map(argument);
    let arguments: Vec<_> = arguments.collect();
    let arguments = (!arguments.is_empty()).then(|| quote!(.arguments(&[#(#arguments),*])));
    let body = command.body.map(|it| {
        let body = body(it);
        quote!(.body(#body))
    });
    let fields = (!fields.is_empty()).then(|| quote!(.fields(&[#(#fields),*])));
    let confirm = confirm(command);
    let secrets = &command.secrets;
    let secrets = (!secrets.is_empty()).then(|| quote!(.secrets(&[#(#secrets),*])));
    let open_values = command.has_open_values.then(|| quote!(.open_values()));
    quote! {
        const #constant: Command = Command::#function::<operations::#ty>(#name)
            .about(#about, #description)
            #arguments
            #body
            #fields
            #confirm
            #secrets
            #open_values;
    }
}

fn body(body: commands::Body) -> TokenStream {
    match body {
        commands::Body::Json { is_required } => quote!(Body::Json { is_required: #is_required }),
        commands::Body::Text { is_required } => quote!(Body::Text { is_required: #is_required }),
        commands::Body::Bytes { is_required } => quote!(Body::Bytes { is_required: #is_required }),
        commands::Body::Parts => quote!(Body::Parts),
        commands::Body::Form => quote!(Body::Form),
    }
}

/// The requests that the program confirms first, with the values of properties as JSON.
fn confirm(command: &Command) -> Option<TokenStream> {
    let requests = command.confirm.iter().map(|request| {
        let properties = request.properties.iter().map(|(name, value)| {
            let value = value.to_string();
            quote!((#name, #value))
        });
        quote!(&[#(#properties),*])
    });
    let requests: Vec<_> = requests.collect();
    (!requests.is_empty()).then(|| quote!(.confirm(&[#(#requests),*])))
}

fn argument(argument: &CommandArgument) -> TokenStream {
    let CommandArgument {
        part,
        name,
        key,
        value,
        help,
        is_required,
        is_nullable,
        is_deprecated,
        is_secret,
        is_open,
        choice_names,
        minimum,
        maximum,
        min_length,
        max_length,
        list,
        example: _,
    } = argument;
    let function = match part {
        Part::Path => quote!(path),
        Part::Parameter => quote!(parameter),
        Part::Property => quote!(property),
        Part::Entries => quote!(entries),
    };
    let value = self::value(value);
    let list = list.as_ref().map(|it| quote!(.list(#it)));
    // Positional arguments are always required.
    let is_option = matches!(part, Part::Parameter | Part::Property);
    let required = (*is_required && is_option).then(|| quote!(.required()));
    let nullable = is_nullable.then(|| quote!(.nullable()));
    let deprecated = is_deprecated.then(|| quote!(.deprecated()));
    let secret = is_secret.then(|| quote!(.secret()));
    let open = is_open.then(|| quote!(.open()));
    let names = (!choice_names.is_empty()).then(|| quote!(.choice_names(&[#(#choice_names),*])));
    let limits = [
        ("minimum", minimum.map(integer)),
        ("maximum", maximum.map(integer)),
        ("min_length", min_length.map(count)),
        ("max_length", max_length.map(count)),
    ];
    let limits = limits.into_iter().filter_map(|(method, limit)| {
        let (method, limit) = (format_ident!("{method}"), limit?);
        Some(quote!(.#method(#limit)))
    });
    let limits = limits.collect::<TokenStream>();
    let help = (!help.is_empty()).then(|| quote!(.help(#help)));
    quote! {
        Argument::#function(#name, #key, #value) #list #required #nullable #deprecated #secret #open #names #limits #help
    }
}

fn value(value: &Value) -> TokenStream {
    match value {
        Value::Bool => quote!(Value::Bool),
        Value::Integer => quote!(Value::Integer),
        Value::Number => quote!(Value::Number),
        Value::Text => quote!(Value::Text),
        Value::Date => quote!(Value::Date),
        Value::DateTime => quote!(Value::DateTime),
        Value::Choice(choices) => quote!(Value::Choice(&[#(#choices),*])),
        Value::IntegerChoice(choices) => {
            let choices = choices.iter().copied().map(integer);
            quote!(Value::IntegerChoice(&[#(#choices),*]))
        }
        Value::Json => quote!(Value::Json),
        Value::File => quote!(Value::File),
        Value::List(item) => {
            let item = self::value(item);
            quote!(Value::List(&#item))
        }
    }
}

/// An integer with its sign as a token of its own.
fn integer(value: i64) -> TokenStream {
    value
        .to_string()
        .parse()
        .expect("an integer is a Rust literal")
}

fn count(value: u64) -> TokenStream {
    let literal = Literal::u64_unsuffixed(value);
    quote!(#literal)
}

/// Imports those names of a module that are used.
fn import(module: &TokenStream, names: &[(&str, bool)]) -> Option<TokenStream> {
    let used = names.iter().filter(|(_, is_used)| *is_used);
    let used: Vec<_> = used.map(|(name, _)| format_ident!("{name}")).collect();
    match &used[..] {
        [] => None,
        [name] => Some(quote!(use #module::#name;)),
        names => Some(quote!(use #module::{#(#names),*};)),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Source, generate};

    /// A document with an operation for each kind of parameter, body and response.
    const DOCUMENT: &str = "openapi: 3.0.3
info: { title: Pets, version: '1' }
security: [{ Key: [] }]
paths:
  /pets/{petId}:
    get:
      operationId: get_pet
      summary: Read a pet
      description: All of it.
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string, maxLength: 9 } }
        - { name: depth, in: query, schema: { type: integer, minimum: 0, exclusiveMinimum: true, maximum: 2.5 } }
        - { name: ratio, in: query, schema: { type: number, maximum: 1, exclusiveMaximum: true } }
        - { name: kinds, in: query, schema: { type: array, items: { type: string, minLength: 2 } } }
        - { name: levels, in: query, schema: { type: array, items: { type: integer, enum: [-1, 2] } } }
        - { name: kind, in: query, schema: { type: integer, enum: [-1, 2], x-enum-varnames: [GuildText, '2'] } }
        - { name: help, in: query, required: true, deprecated: true, schema: { type: boolean } }
        - { name: key-file, in: header, schema: { type: string } }
      responses:
        '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
        '204': { description: none }
    delete:
      operationId: help
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      responses: { '204': { description: gone } }
    put:
      operationId: put_pet
      description: Replaces a pet. Its name stays.
      x-confirm: [{ kind: cat }, { kind: dog, secret: true }]
      parameters: [{ name: petId, in: path, required: true, schema: { type: string } }]
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/NewPet' } } }
      responses:
        '200': { description: ok, content: { text/plain: { schema: { type: string } } } }
        '201': { description: new, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
  /forms:
    post:
      operationId: add_form
      requestBody: { content: { multipart/form-data: {} } }
      responses: { '204': { description: done } }
    put:
      operationId: put_form
      requestBody:
        content:
          multipart/form-data:
            schema: { type: object, properties: { icon: { type: string, format: binary } } }
      responses: { '204': { description: done } }
  /notes:
    post:
      operationId: add_note
      requestBody: { content: { text/plain: { schema: { type: string } } } }
      responses: { '200': { description: ok, content: { application/octet-stream: { schema: { type: string, format: binary } } } } }
  /photos:
    post:
      operationId: add_photo
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties:
                photo: { type: string, format: binary }
                tags: { type: array, items: { type: string } }
                title: { type: string, nullable: true }
      responses: { '204': { description: done } }
    put:
      operationId: feed
      x-batch: { request: $body, size: 2, results: pets, key: petId }
      requestBody:
        required: true
        content: { application/json: { schema: { type: array, items: { type: string } } } }
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [pets]
                properties: { pets: { type: array, items: { $ref: '#/components/schemas/Pet' } } }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Key, description: 'The key. It is secret.' }
  schemas:
    Pet:
      type: object
      required: [petId]
      properties: { petId: { type: string }, friends: { type: array, items: { $ref: '#/components/schemas/Pet' } } }
    NewPet:
      type: object
      required: [kind]
      properties:
        kind: { type: string, enum: [cat, dog] }
        petId: { type: string, description: \"ID of the pet:\\n\\n- `a`\\n- `b`\\n\\nMore.\" }
        secret: { type: boolean, nullable: true }
        friends: { type: array, items: { $ref: '#/components/schemas/NewPet' } }
      additionalProperties: { type: string }
";

    /// The file with the commands, with single spaces.
    fn commands(document: &str) -> String {
        let source = Source {
            name: "pets.yaml",
            text: document,
        };
        let options = Options {
            cli: true,
            ..Options::default()
        };
        let module = generate(&source, &options);
        let module = module.unwrap_or_else(|found| panic!("{found:?}"));
        let mut files = module.files.into_iter();
        let file = files.find(|file| file.path == "src/pets/cli.rs");
        let text = file.expect("the module has commands").text;
        let words: Vec<_> = text.split_whitespace().collect();
        words
            .join(" ")
            .replace(" .", ".")
            .replace("( ", "(")
            .replace(", )", ")")
    }

    #[track_caller]
    fn assert_contains(text: &str, expected: &[&str]) {
        for expected in expected {
            assert!(text.contains(expected), "{expected} is not in {text}");
        }
    }

    #[test]
    fn a_document_is_a_group_of_commands() {
        let expected = [
            "use super::{operations, types};",
            "use crate::runtime::cli::{ Argument, Arguments, Body, CliOperation, Command, Group, Record, UsageError, Value, files, form, };",
            "name: \"pets\", about: \"Pets\",",
            "api: <super::Pets as crate::runtime::ApiDocument>::API,",
            "credentials: &[\"The key. It is secret.\"],",
            "commands: &[ GET_PET, HELP_OPERATION, PUT_PET, ADD_FORM, PUT_FORM, ADD_NOTE, ADD_PHOTO, FEED, ],",
            "Command::call::<operations::GetPet>(\"get-pet\").about(\"Read a pet.\", \"All of it.\")",
            ".about(\"Replaces a pet.\", \"Its name stays.\")",
            ".about(\"POST /notes\", \"\")",
            ".fields(&[\"petId\", \"friends\"])",
            ".confirm(&[&[(\"kind\", \"\\\"cat\\\"\")], &[(\"kind\", \"\\\"dog\\\"\"), (\"secret\", \"true\")]])",
        ];
        assert_contains(&commands(DOCUMENT), &expected);
    }

    #[test]
    fn the_value_of_an_argument_has_the_type_and_the_limits_of_the_parameter() {
        let expected = [
            "Argument::path(\"pet-id\", \"pet_id\", Value::Text).max_length(9).help(\"At most 9 characters.\")",
            "Argument::parameter(\"depth\", \"depth\", Value::Integer).minimum(1).help(",
            "Argument::parameter(\"ratio\", \"ratio\", Value::Number).help(",
            "Argument::parameter(\"kinds\", \"kinds\", Value::List(&Value::Text)).min_length(2)",
            "Value::List(&Value::IntegerChoice(&[-1, 2])))",
            "Value::IntegerChoice(&[-1, 2])).choice_names(&[\"GuildText\", \"\"])",
            "Argument::parameter(\"help-parameter\", \"help\", Value::Bool).required().deprecated()",
            "Argument::parameter(\"key-file-parameter\", \"key_file\", Value::Text)",
            "Argument::property(\"kind\", \"kind\", Value::Choice(&[\"cat\", \"dog\"])).required()",
            "Argument::property(\"pet-id-field\", \"petId\", Value::Text).help(\"ID of the pet:\\n- `a`\\n- `b`\")",
            "Argument::property(\"secret\", \"secret\", Value::Bool).nullable()",
            "Argument::property(\"friends\", \"friends\", Value::Json)",
            "Argument::entries(\"ids\", \"petId\", Value::Text)]",
            "Argument::property(\"photo\", \"photo\", Value::File).required()",
        ];
        let text = commands(DOCUMENT);
        assert_contains(&text, &expected);
        assert!(!text.contains("additional"), "{text}");
    }

    #[test]
    fn an_operation_is_created_from_arguments_and_its_output_is_a_record() {
        let expected = [
            "help: arguments.parameter(\"help\")?,",
            "body: arguments.body()?",
            "body: arguments.text_body()?",
            "body: Default::default()",
            "photo: files(arguments, \"photo\")?,",
            "title: arguments.property(\"title\")?,",
            "tags: arguments.property(\"tags\")?,",
            "body: Some(form(arguments)?)",
            "(body != types::PutFormBody::default()).then_some(body)",
            ".body(Body::Json { is_required: true })",
            ".body(Body::Text { is_required: false })",
            ".body(Body::Parts)",
            "match output { Some(output) => Record::json(output), None => Record::Empty, }",
            "(output) => Record::text(output),",
            "fn record(output: &Self::Output) -> Record { Record::bytes(output) }",
            "fn record(_: &Self::Output) -> Record { Record::Empty }",
        ];
        assert_contains(&commands(DOCUMENT), &expected);
    }

    #[test]
    fn a_document_without_operations_has_an_empty_group() {
        let text = commands("openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths: {}\n");
        assert_contains(
            &text,
            &["use crate::runtime::cli::Group;", "commands: &[],"],
        );
        assert!(!text.contains("operations"), "{text}");
    }
}
