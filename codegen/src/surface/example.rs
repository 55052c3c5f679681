//! The example of an operation, built from the example values of the document.

mod chain;
mod value_writer;

use serde_json::Value;

use super::argument::ArgumentRole;
use super::function::Function;
use super::paths::Paths;
use crate::examples::Samples;
use crate::model::{
    Constraints, Content, InputLocation, Model, Operation, Presence, Property, Success, Type,
};
use chain::{AWAIT, Chain};
use value_writer::{Described, ValueWriter};

/// The example of an operation.
pub(super) struct Example<'a> {
    pub model: &'a Model,
    pub operation: &'a Operation,
    /// The method of the client.
    pub method: &'a Function,
    pub setters: &'a [Function],
    pub body_setters: &'a [Function],
    pub paths: Paths<'a>,
    pub samples: &'a Samples,
}

/// A program that calls an operation.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub kind: ProgramKind,
    /// The method of the client.
    pub operation: String,
    pub text: String,
}

/// How a program calls an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProgramKind {
    /// It sends one request.
    Call,
    /// It requests all items.
    Pages,
    /// It sends all entries in batches.
    Batch,
}

/// The arms of a `match` on the result of a call.
const ERRORS: &str = "    match result {
        Ok(response) => println!(\"{response:#?}\"),
        Err(Error::Invalid(error)) => eprintln!(\"not sent: {error}\"),
        Err(Error::Api(error)) => eprintln!(\"the server responded with {}: {error}\", error.status()),
        Err(error) if error.is_retryable() => eprintln!(\"try again later: {error}\"),
        Err(error) => eprintln!(\"{error}\"),
    }
";

/// The statements that print an outcome.
const OUTCOME: &str = "println!(\"{} updated\", outcome.updated.len());
println!(\"{} not updated\", outcome.not_updated.len());
for failed in &outcome.failed {
    println!(\"{:?} not updated: {}\", failed.ids, failed.error);
}
for unknown in &outcome.unknown {
    println!(\"{:?} may have been updated\", unknown.ids);
}
println!(\"{} not sent\", outcome.not_tried.len());";

/// The statements that request all items and print each.
fn print_items(call: Chain) -> String {
    let items = call.and("stream", "").after("let mut items = ");
    format!(
        "{items}\nwhile let Some(item) = items.next().await.transpose()? {{\n    \
         println!(\"{{item:#?}}\");\n}}"
    )
}

/// The statements that send all entries and print the outcome.
fn print_outcome(call: Chain) -> String {
    let outcome = call.and("send_all", AWAIT).after("let outcome = ");
    format!("{outcome}\n{OUTCOME}")
}

impl Example<'_> {
    /// The example as a documentation test. It is `no_run`, because it needs a server.
    pub(super) fn doc_test(&self) -> String {
        let chain = self.call("");
        let module = &self.model.module;
        let path = self.paths.items(module);
        let types = if chain.names_type { ", types::*" } else { "" };
        // The import of a module with the name of the crate would hide the crate.
        let (imports, scope) = if self.paths.at_root || module == self.paths.crate_name {
            (format!("Client, Error{types}"), String::new())
        } else {
            (format!("self{types}"), format!("{module}::"))
        };
        let import = match &imports[..] {
            "self" => path,
            imports => format!("{path}::{{{imports}}}"),
        };
        let body = self.body(chain);
        format!(
            "```no_run\n# use {import};\n# async fn example(client: {scope}Client) -> Result<(), {scope}Error> {{\n\
             {body}\n# Ok(())\n# }}\n```"
        )
    }

    /// The example with the creation of the client, for the documentation of the module.
    pub(super) fn first(&self) -> String {
        let chain = self.call("");
        let types = if chain.names_type {
            "{Client, types::*}"
        } else {
            "Client"
        };
        let call = chain.and("send", AWAIT).after("let response = ");
        let condition = self.operation.features.condition();
        let condition = condition.map(|it| format!("# #[cfg({it})]\n"));
        format!(
            "```no_run\nuse {}::{types};\n\n{}\
             # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             let client = Client::from_env()?;\n{call}\n# Ok(())\n# }}\n```",
            self.paths.items(&self.model.module),
            condition.unwrap_or_default()
        )
    }

    /// A program of a kind, if the operation has a method for it.
    pub(super) fn program(&self, kind: ProgramKind) -> Option<Program> {
        let has_method = match kind {
            ProgramKind::Call => true,
            ProgramKind::Pages => self.operation.pagination.is_some(),
            ProgramKind::Batch => self.operation.batch.is_some(),
        };
        has_method.then(|| self.program_of(kind))
    }

    fn program_of(&self, kind: ProgramKind) -> Program {
        let chain = self.call_in_program();
        let path = self.paths.items(&self.model.module);
        let types = if chain.names_type {
            "{Client, types::*}"
        } else {
            "Client"
        };
        let body = match kind {
            ProgramKind::Call => self.send(chain),
            ProgramKind::Pages => print_items(chain),
            ProgramKind::Batch => print_outcome(chain),
        };
        let body = body.replace('\n', "\n    ");
        let text = format!(
            "use {path}::{types};\n\n\
             #[tokio::main]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
                 let client = Client::from_env()?;\n    \
                 {body}\n    \
                 Ok(())\n\
             }}\n"
        );
        Program {
            kind,
            operation: self.method.name.clone(),
            text,
        }
    }

    /// The statements that send a request and print the response.
    fn send(&self, call: Chain) -> String {
        let call = call.and("send", AWAIT);
        if self.is_unit() {
            return format!("{}\nprintln!(\"done\");", call.after(""));
        }
        let call = call.after("let response = ");
        format!("{call}\nprintln!(\"{{response:#?}}\");")
    }

    /// Whether the response has no content.
    fn is_unit(&self) -> bool {
        matches!(&self.operation.success, Success::Always(Content::Empty))
    }

    /// A function that handles the errors of the operation.
    pub(super) fn errors(&self) -> String {
        let chain = self.call_in_program();
        let path = self.paths.items(&self.model.module);
        let types = if chain.names_type { ", types::*" } else { "" };
        let call = chain.and("send", ".await").after("let result = ");
        let call = call.replace('\n', "\n    ");
        format!(
            "use {path}::{{Client, Error{types}}};\n\n\
             async fn example(client: Client) {{\n    \
                 {call}\n{ERRORS}}}\n"
        )
    }

    fn body(&self, chain: Chain) -> String {
        if self.operation.pagination.is_some() {
            let items = chain.and("stream", "").after("let mut items = ");
            return format!("{items}\nwhile let Some(item) = items.next().await.transpose()? {{}}");
        }
        if self.operation.batch.is_some() {
            return chain.and("send_all", AWAIT).after("let outcome = ");
        }
        let before = if self.is_unit() {
            ""
        } else {
            "let response = "
        };
        chain.and("send", AWAIT).after(before)
    }

    /// The call in a program, which has only this crate as a dependency and finds others in it.
    fn call_in_program(&self) -> Chain {
        self.call(&format!("{}::", self.paths.crate_name))
    }

    /// The call without the method that sends it. The paths of other crates start with `crates`.
    fn call(&self, crates: &str) -> Chain {
        let mut writer = ValueWriter::new(self.model, self.paths.crate_name, crates, self.samples);
        let arguments = self.method.arguments.iter();
        let arguments: Vec<_> = arguments
            .map(|argument| writer.argument(&self.of(argument.role)))
            .collect();
        let mut chain = Chain::of("client").call(&self.method.name, arguments);
        if let Some(setter) = self.setter() {
            let value = writer.argument(&self.of(setter.arguments[0].role));
            chain = chain.call(&setter.name, vec![value]);
        }
        chain.names_type = writer.names_type;
        chain
    }

    /// The setter that the example calls: of a parameter with an example, of a body field with an example, or of the
    /// first body field.
    fn setter(&self) -> Option<&Function> {
        let has_example = |setter: &&Function| match setter.arguments[0].role {
            ArgumentRole::Parameter(index) => self.operation.parameters[index].example.is_some(),
            role => self.of(role).example.is_some(),
        };
        let shown = self.setters.iter().find(has_example);
        shown
            .or_else(|| self.body_setters.iter().find(has_example))
            .or(self.body_setters.first())
    }

    fn of(&self, role: ArgumentRole) -> Described {
        let plain = |ty, limits: Option<&Constraints>, example| Described {
            ty,
            presence: Presence::Required,
            limits: limits.cloned().unwrap_or_default(),
            format: None,
            example,
        };
        match role {
            ArgumentRole::Parameter(index) => {
                Described::of_parameter(&self.operation.parameters[index])
            }
            ArgumentRole::Property(index) => {
                let property = &self.model.body_fields(self.operation)[index];
                Described {
                    ty: property.ty.clone(),
                    presence: property.presence,
                    limits: property.constraints.clone(),
                    format: property.format.clone(),
                    example: self.property_example(property),
                }
            }
            ArgumentRole::Body => match &self.operation.body {
                Some(body) => {
                    let (ty, example) = (body.ty.clone(), body.example.clone());
                    plain(ty, Some(&body.constraints), example)
                }
                None => plain(Type::Unit, None, None),
            },
            ArgumentRole::Entries => {
                let (ty, limits, example) = self.entries();
                plain(ty, limits, example)
            }
            ArgumentRole::Setting | ArgumentRole::Payload => plain(Type::String, None, None),
        }
    }

    /// The list of the entries of a batch, its constraints and its example.
    fn entries(&self) -> (Type, Option<&Constraints>, Option<Value>) {
        let Some(batch) = &self.operation.batch else {
            return (Type::Unit, None, None);
        };
        let list = Type::List(Box::new(batch.entry.clone()));
        let field = &batch.request.field;
        let mut parameters = self.operation.parameters.iter();
        let parameter = parameters.find(|it| it.field == *field);
        let fields = self.model.body_fields(self.operation);
        let property = fields.iter().find(|it| it.field == *field);
        let (limits, example) = match (batch.request.location, parameter, property) {
            (InputLocation::Parameter, Some(parameter), _) => {
                (&parameter.constraints, parameter.example.clone())
            }
            (InputLocation::Field, _, Some(property)) => {
                (&property.constraints, self.property_example(property))
            }
            _ => match &self.operation.body {
                Some(body) => (&body.constraints, body.example.clone()),
                None => return (list, None, None),
            },
        };
        (list, Some(limits), example)
    }

    fn property_example(&self, property: &Property) -> Option<Value> {
        let body = self.operation.body.as_ref()?;
        let own = body
            .example
            .as_ref()
            .and_then(|body| body.get(&property.name));
        let own = own.or(property.example.as_ref());
        let selected = property.selected_value(own.and_then(Value::as_str));
        selected.map(Value::from).or_else(|| own.cloned())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Options, Source, generate};

    #[test]
    fn a_module_with_the_name_of_the_crate_does_not_hide_it() {
        for (crate_name, expected) in [
            (
                "client",
                "# use client::pets;\n# async fn example(client: pets::Client) -> Result<(), pets::Error> {\n",
            ),
            (
                "pets",
                "# use pets::pets::{Client, Error};\n# async fn example(client: Client) -> Result<(), Error> {\n",
            ),
        ] {
            let source = Source {
                name: "pets.yaml",
                text: "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /: { get: { responses: { '204': { description: D. } } } }\n",
            };
            let options = Options {
                crate_name: crate_name.to_owned(),
                ..Options::default()
            };
            let module = generate(&source, &options).expect("the document is valid");
            let docs = module.surface.operations[0].method().docs.text();
            assert!(docs.contains(expected), "{docs}");
        }
    }
}
