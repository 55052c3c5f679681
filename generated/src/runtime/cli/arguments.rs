use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use super::command::{Argument, Body, Command, Part};
use super::usage_error::UsageError;

/// The values that were given for the arguments of a command.
#[derive(Debug)]
pub struct Arguments {
    pub(super) command: &'static Command,
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
#[derive(Clone, Debug)]
pub(super) enum GivenBody {
    Json(Json),
    Bytes(Vec<u8>),
}

impl Arguments {
    /// Takes the value of a parameter. An absent value is read as null.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not one of the parameter.
    pub fn parameter<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, UsageError> {
        let value = self.parameters.remove(key);
        self.read(Part::Parameter, key, value)
    }

    /// Takes the value of a property of a body with files. An absent value is read as null.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is not one of the property.
    pub fn property<T: DeserializeOwned>(&mut self, key: &str) -> Result<T, UsageError> {
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
            return whole(&body).map_err(|problem| UsageError(format!("the body: {problem}")));
        }
        let is_required = matches!(self.command.body, Some(Body::Json { is_required: true }));
        let has_properties = self.has_properties();
        if !is_required && self.properties.is_empty() && list.is_none() {
            return from_json(Json::Null, "the body");
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
        from_json(Json::Object(properties), "the body")
    }

    /// Takes a text body.
    ///
    /// # Errors
    ///
    /// Returns an error if a required body is missing, or if it is not UTF-8.
    pub fn text_body<T: DeserializeOwned>(&mut self) -> Result<T, UsageError> {
        let text = match self.body.take() {
            Some(GivenBody::Bytes(bytes)) => String::from_utf8(bytes)
                .map(Json::String)
                .map_err(|_| UsageError::new("the body is not UTF-8"))?,
            Some(GivenBody::Json(json)) => json,
            None => Json::Null,
        };
        from_json(text, "the body")
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

    /// Whether the body is an object whose properties have arguments.
    fn has_properties(&self) -> bool {
        let mut arguments = self.command.arguments.iter();
        arguments.any(|it| it.part == Part::Body || it.list.is_some())
    }

    fn read<T: DeserializeOwned>(
        &self,
        part: Part,
        key: &str,
        value: Option<Json>,
    ) -> Result<T, UsageError> {
        let is_parameter = |it: &&Argument| (it.part == Part::Body) == (part == Part::Body);
        let mut arguments = self.command.arguments.iter().filter(is_parameter);
        let argument = arguments.find(|it| it.key == key);
        let name = argument.map_or_else(|| format!("`{key}`"), Argument::shown);
        from_json(value.unwrap_or(Json::Null), &name)
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

fn from_json<T: DeserializeOwned>(value: Json, name: &str) -> Result<T, UsageError> {
    serde_json::from_value(value).map_err(|error| UsageError(format!("{name}: {error}")))
}

/// Reads a value. Returns an error if a part of it would not be sent.
pub(super) fn whole<T: DeserializeOwned + Serialize>(given: &Json) -> Result<T, String> {
    let value = T::deserialize(given).map_err(|error| error.to_string())?;
    let sent = serde_json::to_value(&value).map_err(|error| error.to_string())?;
    match lost(given, &sent) {
        None => Ok(value),
        Some(Lost { path, is_null }) if is_null => Err(format!("`{path}` must not be null")),
        Some(Lost { path, .. }) => Err(format!("`{path}` is not a property of the request")),
    }
}

/// A property that was given and would not be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) path: String,
    pub(crate) is_null: bool,
}

/// Returns the first property that is in `given` and not in `sent`.
pub(crate) fn lost(given: &Json, sent: &Json) -> Option<Lost> {
    let within = |step: String, found: Lost| Lost {
        path: match found.path.as_str() {
            "" => step,
            path if path.starts_with('[') => format!("{step}{path}"),
            path => format!("{step}.{path}"),
        },
        ..found
    };
    match (given, sent) {
        (Json::Object(given), Json::Object(sent)) => given.iter().find_map(|(name, value)| {
            let found = match sent.get(name) {
                Some(sent) => lost(value, sent)?,
                None => Lost {
                    path: String::new(),
                    is_null: value.is_null(),
                },
            };
            Some(within(name.clone(), found))
        }),
        (Json::Array(given), Json::Array(sent)) => {
            let mut pairs = given.iter().zip(sent).enumerate();
            pairs.find_map(|(index, (given, sent))| {
                Some(within(format!("[{index}]"), lost(given, sent)?))
            })
        }
        _ => None,
    }
}
