use std::time::Duration;

use reqwest::Url;
use serde_json::{Map, Value as Json};

use super::arguments::{Arguments, GivenBody};
use super::command::{Argument, Body, Invocation, Part, Value};
use super::entries::Sources;
use super::given_value::{json, read_bytes};
use super::parser::{id, server_option, server_variables};
use super::stop::Stop;
use super::usage_error::UsageError;
use super::value_rules::{ALLOW_UNKNOWN, ValueRules};
use crate::runtime::client::builder::{ClientBuilder, build_transport};
use crate::runtime::client::transport::{ApiDocument, Transport};
use crate::runtime::errors::build::BuildError;
use crate::runtime::events::Wait;

impl Invocation {
    /// Returns the command without its arguments, such as `fernand update-conversation`.
    pub(super) fn name(&self) -> String {
        format!("{} {}", self.group.name, self.command.name)
    }

    /// Returns whether an option without a value was given.
    pub(super) fn has(&self, option: &str) -> bool {
        let given = self.matches.try_get_one::<bool>(option);
        given.ok().flatten().copied().unwrap_or(false)
    }

    /// Returns the value of an option.
    pub(super) fn text(&self, option: &str) -> Option<&str> {
        let given = self.matches.try_get_one::<String>(option);
        given.ok().flatten().map(String::as_str)
    }

    /// Returns the values of a repeatable option.
    pub(super) fn texts(&self, option: &str) -> Vec<String> {
        let given = self.matches.try_get_many::<String>(option);
        given
            .ok()
            .flatten()
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }

    /// Returns the value of an option that is a number.
    pub(super) fn number(&self, option: &str) -> Option<u64> {
        let given = self.matches.try_get_one::<u64>(option);
        given.ok().flatten().copied()
    }

    /// Returns whether the command sends no request.
    pub(super) fn sends_nothing(&self) -> bool {
        self.has("print-request") || self.has("dry-run")
    }

    /// Returns the rules of the values of the request.
    fn rules(&self) -> ValueRules {
        ValueRules {
            allows_unknown: self.has(ALLOW_UNKNOWN),
            ..self.command.rules()
        }
    }

    /// Returns the values for the operation.
    pub(super) fn arguments(&self) -> Result<Arguments, UsageError> {
        let mut arguments = Arguments {
            command: self.command,
            rules: self.rules(),
            parameters: Map::new(),
            properties: Map::new(),
            body: self.body()?,
            parts: self.parts()?,
        };
        let null = self.texts("null");
        for argument in self.command.arguments {
            let values = match argument.part {
                Part::Path | Part::Parameter => &mut arguments.parameters,
                Part::Body => &mut arguments.properties,
                Part::Entries => continue,
            };
            if null.iter().any(|name| name == argument.name) {
                if self.value(argument).is_some() {
                    let name = argument.shown();
                    return Err(UsageError(format!("{name} has a value and is in `--null`")));
                }
                values.insert(argument.key.to_owned(), Json::Null);
            } else if let Some(value) = self.value(argument) {
                values.insert(argument.key.to_owned(), value);
            }
        }
        Ok(arguments)
    }

    fn value(&self, argument: &Argument) -> Option<Json> {
        let given = self.matches.try_get_many::<Json>(&id(argument));
        let mut given = given.ok().flatten()?;
        match argument.value {
            Value::List(_) => Some(given.cloned().collect()),
            _ => given.next().cloned(),
        }
    }

    fn body(&self) -> Result<Option<GivenBody>, UsageError> {
        let Some(given) = self.text("body") else {
            return Ok(None);
        };
        let problem = |problem| UsageError(format!("`--body` {problem}"));
        let body = match self.command.body {
            Some(Body::Text { .. } | Body::Bytes { .. }) => {
                let bytes = match given.strip_prefix('@') {
                    Some(path) => read_bytes(path).map_err(UsageError)?,
                    None => given.as_bytes().to_vec(),
                };
                GivenBody::Bytes(bytes)
            }
            _ => GivenBody::Json(json(given).map_err(problem)?),
        };
        Ok(Some(body))
    }

    fn parts(&self) -> Result<Vec<(String, String)>, UsageError> {
        let parts = self.texts("part").into_iter();
        let parts = parts.map(|part| match part.split_once('=') {
            Some((name, value)) => Ok((name.to_owned(), value.to_owned())),
            // The part may be a secret.
            None => Err(UsageError::new(
                "a value of `--part` is neither NAME=TEXT nor NAME=@FILE",
            )),
        });
        parts.collect()
    }

    /// Returns where the entries of batches come from.
    pub(super) fn sources(&self) -> Sources {
        let entries = self.command.entries();
        let rules = self.rules();
        Sources {
            words: entries.map_or_else(Vec::new, |entries| self.texts(&id(entries))),
            file: self.text("ids-from").map(str::to_owned),
            column: self.text("id-column").map(str::to_owned),
            rules: entries.map_or(rules, |entries| entries.rules(rules)),
        }
    }

    /// Builds the transport of a client from the environment and the options. `on_wait` observes its
    /// waits.
    pub(super) fn transport<D: ApiDocument>(
        &self,
        on_wait: impl Fn(&Wait) + Send + Sync + 'static,
    ) -> Result<Transport<D>, Stop> {
        let mut builder = ClientBuilder::<D>::from_env().on_wait(on_wait);
        if let Some(url) = self.text("base-url") {
            builder = builder.base_url(url);
        }
        if let Some(seconds) = self.number("timeout") {
            builder = builder.timeout(Duration::from_secs(seconds));
        }
        for variable in server_variables(self.group) {
            if let Some(value) = self.text(&server_option(variable)) {
                builder = builder.server_variable(variable.name, value);
            }
        }
        let builder = self.with_credentials(builder)?;
        let transport = build_transport(builder).map_err(|error| self.connection(&error))?;
        self.check_credential(transport.core())?;
        Ok(transport)
    }

    /// Returns the error of a client in the words of the program.
    fn connection(&self, error: &BuildError) -> Stop {
        let option = |method: &str| method.replace('_', "-");
        match error {
            BuildError::BaseUrl { variable, problem } => self.base_url(*variable, problem),
            BuildError::PlainHttp { origin } => Stop::Usage(format!(
                "the credential would be sent to {origin} unencrypted; use https"
            )),
            BuildError::MissingVariable { method, env } => Stop::Usage(format!(
                "the server URL requires a value; give `--{}` or set {env}",
                option(method)
            )),
            BuildError::Variable { method, problem } => {
                let mut variables = server_variables(self.group).into_iter();
                let variable = variables.find(|it| it.method == *method);
                let source = match variable.filter(|it| self.text(&server_option(it)).is_none()) {
                    Some(variable) => variable.env.to_owned(),
                    None => format!("`--{}`", option(method)),
                };
                Stop::Usage(format!("the value of {source} {problem}"))
            }
            BuildError::NoServer { variable } => Stop::Usage(format!(
                "the document declares no matching server; give `--base-url` or set {variable}"
            )),
            BuildError::Credential { method, problem } => {
                let source = self.source_of_credential(method);
                Stop::Usage(format!("the credential {source} {problem}"))
            }
            BuildError::Http(_) => Stop::failure(error),
            error => Stop::Usage(error.to_string()),
        }
    }

    /// Returns the error of a base URL, which comes from an environment variable, from an option or from the document.
    fn base_url(&self, variable: Option<&str>, problem: &str) -> Stop {
        let option = self.text("base-url").map(str::to_owned);
        let (source, url) = match variable {
            Some(variable) => (
                format!("the base URL in {variable}"),
                std::env::var(variable).ok(),
            ),
            None if option.is_some() => ("`--base-url`".to_owned(), option),
            None => ("the base URL".to_owned(), None),
        };
        let url = url.and_then(|url| url.trim().parse::<Url>().ok());
        let has_credential =
            url.is_some_and(|url| !url.username().is_empty() || url.password().is_some());
        Stop::Usage(match self.remedy() {
            Some(remedy) if has_credential => {
                format!("{source} contains a user name or a password; {remedy} instead")
            }
            None if has_credential => {
                format!("{source} contains a user name or a password; remove them")
            }
            _ => format!("{source} {problem}"),
        })
    }
}
