use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::command::{Argument, Body, Command, Part};
use super::secrets::Secrets;
use super::usage_error::UsageError;
use super::value_rules::ValueRules;
use super::whole_value::{whole, whole_named};

/// The values that were given for the arguments of a command.
#[derive(Clone)]
pub struct Arguments {
    pub(super) command: &'static Command,
    pub(super) rules: ValueRules,
    /// The values of parameters, by key.
    pub(super) parameters: Map<String, Json>,
    /// The values of the body's properties, by key.
    pub(super) properties: Map<String, Json>,
    /// The body that `--body` gives as a whole.
    pub(super) body: Option<GivenBody>,
    /// The parts that `--part` gives: names and values, or files after `@`.
    #[allow(dead_code, reason = "a document may have no such body")]
    pub(super) parts: Vec<(String, String)>,
}

/// A body that was given as a whole.
#[derive(Clone)]
pub(super) enum GivenBody {
    Json(Json),
    Bytes(Vec<u8>),
}

/// Leaves out the values, which may be secret.
impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arguments").finish_non_exhaustive()
    }
}

impl Arguments {
    /// Takes the value of a parameter. An absent value is read as null.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not one of the parameter.
    pub fn parameter<T: DeserializeOwned + Serialize>(
        &mut self,
        key: &str,
    ) -> Result<T, UsageError> {
        let value = self.parameters.remove(key);
        self.read(Part::Parameter, key, value)
    }

    /// Takes the value of a property of a body with files. An absent value is read as null.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not one of the property.
    pub fn property<T: DeserializeOwned + Serialize>(
        &mut self,
        key: &str,
    ) -> Result<T, UsageError> {
        let value = self.properties.remove(key);
        self.read(Part::Body, key, value)
    }

    /// Takes a JSON body: the whole body, or its properties. An optional body without any property is
    /// read as null.
    ///
    /// # Errors
    ///
    /// Returns an error if a required body is missing, if it does not have the type of the body, or if
    /// it has a property that the type does not have.
    pub fn body<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, UsageError> {
        let list = self.command.entries().and_then(|entries| entries.list);
        if let Some(GivenBody::Json(mut body)) = self.body.take() {
            if let (Some(list), Some(properties)) = (list, body.as_object_mut()) {
                properties
                    .entry(list)
                    .or_insert_with(|| Json::Array(Vec::new()));
            }
            return whole_named(&body, "the body", self.rules);
        }
        let is_required = matches!(self.command.body, Some(Body::Json { is_required: true }));
        let has_properties = self.has_properties();
        if !is_required && self.properties.is_empty() && list.is_none() {
            return whole_named(&Json::Null, "the body", self.rules);
        }
        if !has_properties {
            return Err(UsageError::new(
                "the body is missing; give it with `--body JSON` or `--body @FILE`",
            ));
        }
        let mut properties = std::mem::take(&mut self.properties);
        if let Some(list) = list {
            properties.insert(list.to_owned(), Json::Array(Vec::new()));
        }
        self.of_options(&Json::Object(properties))
    }

    /// Takes a text body.
    ///
    /// # Errors
    ///
    /// Returns an error if a required body is missing, or if it is not UTF-8.
    pub fn text_body<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, UsageError> {
        let text = match self.body.take() {
            Some(GivenBody::Bytes(bytes)) => String::from_utf8(bytes)
                .map(Json::String)
                .map_err(|_| UsageError::new("the body is not UTF-8"))?,
            Some(GivenBody::Json(json)) => json,
            None => Json::Null,
        };
        whole_named(&text, "the body", self.rules)
    }

    /// Takes a body of bytes. Empty if there is none.
    ///
    /// # Errors
    ///
    /// Returns an error if a required body is missing.
    pub fn bytes_body<T: From<Vec<u8>>>(&mut self) -> Result<T, UsageError> {
        match self.body.take() {
            Some(GivenBody::Bytes(bytes)) => Ok(bytes.into()),
            _ => Err(UsageError::new(
                "the body is missing; give it with `--body @FILE`",
            )),
        }
    }

    /// Like [`bytes_body`](Self::bytes_body), but for an optional body.
    ///
    /// # Errors
    ///
    /// Returns no error.
    pub fn optional_bytes_body<T: From<Vec<u8>>>(&mut self) -> Result<Option<T>, UsageError> {
        Ok(match self.body.take() {
            Some(GivenBody::Bytes(bytes)) => Some(bytes.into()),
            _ => None,
        })
    }

    /// Returns the body as it was given, or null.
    pub(super) fn given(&self) -> Json {
        match &self.body {
            Some(GivenBody::Json(body)) => body.clone(),
            Some(GivenBody::Bytes(_)) => Json::Null,
            None if self.properties.is_empty() => Json::Null,
            None => Json::Object(self.properties.clone()),
        }
    }

    /// Reads a body whose properties have options. An error names the option of the property.
    fn of_options<T: DeserializeOwned + Serialize>(&self, body: &Json) -> Result<T, UsageError> {
        whole(body, self.rules).map_err(|problem| {
            let arguments = self.command.arguments.iter();
            let mut options = arguments.filter(|it| it.part == Part::Body);
            let named = options.find_map(|it| Some((it, problem.within(it.key)?)));
            UsageError(match named {
                Some((option, problem)) => format!("{}: {problem}", option.shown()),
                None => format!("the body: {problem}"),
            })
        })
    }

    /// Whether the body is an object whose properties have arguments.
    fn has_properties(&self) -> bool {
        let mut arguments = self.command.arguments.iter();
        arguments.any(|it| it.part == Part::Body || it.list.is_some())
    }

    /// Returns the name of the argument of a parameter or property as it is written on the command line.
    pub(super) fn shown(&self, part: Part, key: &str) -> String {
        let argument = self.argument(part, key);
        argument.map_or_else(|| format!("`{key}`"), Argument::shown)
    }

    /// Returns the argument of a parameter or property.
    fn argument(&self, part: Part, key: &str) -> Option<&'static Argument> {
        let is_parameter = |it: &&Argument| (it.part == Part::Body) == (part == Part::Body);
        let mut arguments = self.command.arguments.iter().filter(is_parameter);
        arguments.find(|it| it.key == key)
    }

    /// Calls `visit` with each value, and the rules of the value.
    fn each_value(&mut self, mut visit: impl FnMut(&mut Json, ValueRules)) {
        let rules = self.rules;
        for argument in self.command.arguments {
            let values = match argument.part {
                Part::Body => &mut self.properties,
                Part::Path | Part::Parameter => &mut self.parameters,
                Part::Entries => continue,
            };
            if let Some(value) = values.get_mut(argument.key) {
                visit(value, argument.rules(rules));
            }
        }
        if let Some(GivenBody::Json(body)) = &mut self.body {
            visit(body, rules);
        }
    }

    /// Returns a copy with a placeholder for each secret.
    pub(super) fn hidden(&self) -> Self {
        let mut hidden = self.clone();
        hidden.each_value(|value, rules| *value = rules.hidden(value));
        hidden
    }

    /// Adds the secrets among the values.
    pub(super) fn add_to(&mut self, secrets: &mut Secrets) {
        self.each_value(|value, rules| secrets.add_all(rules, value));
    }

    fn read<T: DeserializeOwned + Serialize>(
        &self,
        part: Part,
        key: &str,
        value: Option<Json>,
    ) -> Result<T, UsageError> {
        let name = self.shown(part, key);
        let rules = self.rules;
        let rules = self.argument(part, key).map_or(rules, |it| it.rules(rules));
        whole_named(&value.unwrap_or(Json::Null), &name, rules)
    }
}

impl Argument {
    /// Returns the name as it is written on the command line.
    pub(super) fn shown(&self) -> String {
        match self.part {
            Part::Path | Part::Entries => format!("`<{}>`", placeholder(self.name)),
            Part::Parameter | Part::Body => format!("`--{}`", self.name),
        }
    }
}

/// Returns the placeholder of a positional argument, such as `CONVERSATION_ID`.
pub(super) fn placeholder(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}
