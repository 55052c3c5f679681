//! The client's constructors, the builder's methods and the environment variables.

use super::argument::{Argument, ArgumentRole};
use super::by_tag::methods_by_tag;
use super::derive::Derive;
use super::docs::DocComment;
use super::function::{Function, Receiver};
use super::markdown::rustdoc;
use super::rust_path::RustPath;
use super::rust_type::RustType;
use super::type_::{TypeKind, TypeSurface};
use crate::diagnostic::Span;
use crate::model::{Model, RateLimits, Scheme, SchemeKind, Server, ServerVariable};
use crate::names;

#[derive(Clone, Debug)]
pub(crate) struct ClientSurface {
    /// The type of the client.
    pub ty: TypeSurface,
    /// The functions that create a client or its builder.
    pub functions: Vec<Function>,
    /// The builder's methods for this document.
    pub settings: Vec<Setting>,
    pub environment: Vec<EnvironmentVariable>,
    /// The servers, in the order of the document.
    pub servers: Vec<Server>,
    /// The declared rate limits.
    pub rate_limits: RateLimits,
}

/// A method of the builder.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub function: Function,
    pub kind: SettingKind,
    /// The name of the security scheme or of the server variable.
    pub name: String,
    /// The kind of the security scheme; `None` for a server variable.
    pub scheme: Option<SchemeKind>,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
    /// The first security requirement that names the scheme.
    pub requirement: Option<Span>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SettingKind {
    /// The credential of the security scheme with this index.
    Credential(usize),
    /// The username and the password of the security scheme with this index.
    Basic(usize),
    /// The server variable with this name.
    ServerVariable(String),
}

/// An environment variable that `from_env` reads.
#[derive(Clone, Debug)]
pub(crate) struct EnvironmentVariable {
    pub name: String,
    pub is_optional: bool,
    pub docs: String,
    pub usage: VariableUse,
    /// The name of the security scheme or of the server variable; empty for the base URL.
    pub setting: String,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
    /// The first security requirement that names the scheme.
    pub requirement: Option<Span>,
}

/// What the value of an environment variable is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum VariableUse {
    /// The credential of a security scheme.
    Credential,
    Username,
    Password,
    /// A variable of a server's URL.
    ServerVariable,
    BaseUrl,
}

impl ClientSurface {
    pub(super) fn of(model: &Model) -> Self {
        let environment = environment(model);
        let schemes = model.schemes.iter().enumerate();
        let credentials = schemes.map(|(index, scheme)| credential(index, scheme));
        let variables = model.server_variables().map(server_variable);
        let docs = DocComment::of(format!(
            "A client for {}. Clones are cheap and share their connections.",
            rustdoc(&model.title)
        ));
        let docs = docs.and(methods_by_tag(model).unwrap_or_default());
        Self {
            ty: TypeSurface {
                derives: vec![Derive::Clone, Derive::Debug],
                ..TypeSurface::plain("Client", docs, TypeKind::Opaque)
            },
            functions: vec![builder(), from_env(&environment)],
            settings: credentials.chain(variables).collect(),
            environment,
            servers: model.servers.clone(),
            rate_limits: model.rate_limits.clone(),
        }
    }
}

fn builder() -> Function {
    let output = RustType::plain("ClientBuilder");
    Function {
        docs: DocComment::of("Returns a builder for a client."),
        ..Function::new("builder", Receiver::None, output)
    }
}

fn from_env(environment: &[EnvironmentVariable]) -> Function {
    let lines = environment.iter().map(|variable| {
        let optional = if variable.is_optional {
            " (optional)"
        } else {
            ""
        };
        format!(
            "- `{}`{optional}: {}",
            variable.name,
            rustdoc(&variable.docs)
        )
    });
    let lines: Vec<_> = lines.collect();
    let docs = DocComment::of("Creates a client from environment variables.")
        .and(lines.join("\n"))
        .and(
            "# Errors\n\nFails if a variable is missing or invalid. The error names the variable.",
        );
    let output = [
        RustType::plain("Self"),
        RustType::runtime("BuildError", Vec::new()),
    ];
    let output = RustType::Path(RustPath::Name("Result"), output.into());
    Function {
        docs,
        ..Function::new("from_env", Receiver::None, output)
    }
}

fn environment(model: &Model) -> Vec<EnvironmentVariable> {
    let first_line = |text: Option<&str>, otherwise: &str| {
        text.and_then(|text| text.lines().next())
            .unwrap_or(otherwise)
            .to_owned()
    };
    let mut variables = Vec::new();
    for scheme in &model.schemes {
        let docs = first_line(scheme.description.as_deref(), "A credential.");
        let names = match scheme.kind {
            SchemeKind::Basic => {
                vec![
                    (format!("{}_USERNAME", scheme.env), VariableUse::Username),
                    (format!("{}_PASSWORD", scheme.env), VariableUse::Password),
                ]
            }
            _ => vec![(scheme.env.clone(), VariableUse::Credential)],
        };
        variables.extend(names.into_iter().map(|(name, usage)| EnvironmentVariable {
            name,
            is_optional: false,
            docs: docs.clone(),
            usage,
            setting: scheme.name.clone(),
            origin: Some(scheme.span),
            requirement: scheme.requirement,
        }));
    }
    variables.extend(
        model
            .server_variables()
            .map(|variable| EnvironmentVariable {
                name: variable.env.clone(),
                is_optional: true,
                docs: first_line(variable.description.as_deref(), "Part of the server's URL."),
                usage: VariableUse::ServerVariable,
                setting: variable.name.clone(),
                origin: Some(variable.span),
                requirement: None,
            }),
    );
    variables.push(EnvironmentVariable {
        name: base_url_env(model),
        is_optional: true,
        docs: "The base URL, instead of the document's server.".to_owned(),
        usage: VariableUse::BaseUrl,
        setting: String::new(),
        origin: None,
        requirement: None,
    });
    variables
}

/// The environment variable that overrides the server of the document.
pub(crate) fn base_url_env(model: &Model) -> String {
    names::env_name(&model.module, "base_url")
}

fn credential(index: usize, scheme: &Scheme) -> Setting {
    let docs = scheme.description.clone();
    let docs = docs.unwrap_or_else(|| format!("Sets the `{}` credential.", scheme.name));
    let (kind, arguments) = match scheme.kind {
        SchemeKind::Basic => (SettingKind::Basic(index), vec!["username", "password"]),
        _ => (SettingKind::Credential(index), vec![scheme.method.as_str()]),
    };
    Setting {
        name: scheme.name.clone(),
        scheme: Some(scheme.kind.clone()),
        origin: Some(scheme.span),
        requirement: scheme.requirement,
        ..setting(&scheme.method, &docs, &arguments, kind)
    }
}

fn server_variable(variable: &ServerVariable) -> Setting {
    let docs = variable.description.clone();
    let docs = docs.unwrap_or_else(|| format!("Sets the server variable `{}`.", variable.name));
    let kind = SettingKind::ServerVariable(variable.name.clone());
    Setting {
        name: variable.name.clone(),
        origin: Some(variable.span),
        requirement: None,
        ..setting(&variable.method, &docs, &["value"], kind)
    }
}

fn setting(method: &str, docs: &str, arguments: &[&str], kind: SettingKind) -> Setting {
    let arguments = arguments.iter().map(|name| Argument {
        conversion: super::argument::Conversion::Into,
        ..Argument::plain(name, RustType::text().into(), ArgumentRole::Setting)
    });
    Setting {
        function: Function {
            docs: DocComment::of(rustdoc(docs)),
            arguments: arguments.collect(),
            ..Function::new(method, Receiver::Value, RustType::plain("Self"))
        },
        kind,
        name: String::new(),
        scheme: None,
        origin: None,
        requirement: None,
    }
}
