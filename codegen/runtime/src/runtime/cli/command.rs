//! The commands of a program as data. Generated code has one [`Group`] for each document.

use std::pin::Pin;

use clap::ArgMatches;

use super::status::ExitStatus;
use super::value_rules::ValueRules;
use crate::runtime::document::{Api, Endpoint};

/// The commands of a document.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The name of the group, such as `fernand`.
    pub name: &'static str,
    /// What the API is, in one line.
    pub about: &'static str,
    /// The metadata of the API.
    pub api: Api,
    /// The description of each security scheme of the API, by the same index.
    pub credentials: &'static [&'static str],
    /// The commands, one for each operation.
    pub commands: &'static [Command],
}

/// The command of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// The name, such as `update-conversation`.
    pub name: &'static str,
    /// What the operation does, in one line.
    pub about: &'static str,
    /// The rest of the operation's description. Empty if there is none.
    pub description: &'static str,
    /// Returns the metadata of the operation.
    pub(super) endpoint: fn() -> Endpoint,
    /// The arguments: path parameters first, in their order.
    pub arguments: &'static [Argument],
    /// The body, if the operation has one.
    pub body: Option<Body>,
    /// The names of the properties of a record, in the order of the document. A record is an item of a
    /// page, an updated value of a batch, or the response. Empty if its properties are not known.
    pub fields: &'static [&'static str],
    /// The requests that need a confirmation: alternatives, each a list of body properties with the
    /// value that each of them has, as JSON.
    pub confirm: &'static [&'static [(&'static str, &'static str)]],
    /// The names of the parameters and of the body's properties, at any depth, whose values are never
    /// shown. The empty name is the body itself.
    pub secrets: &'static [&'static str],
    /// Whether the types of the request have values that the document does not list.
    pub has_open_values: bool,
    pub(super) kind: Kind,
    pub(super) run: fn(Invocation) -> Run,
}

/// A command with the arguments that were given.
#[derive(Debug)]
pub struct Invocation {
    pub(super) group: &'static Group,
    pub(super) command: &'static Command,
    pub(super) matches: ArgMatches,
}

/// The future of a command.
pub type Run = Pin<Box<dyn Future<Output = ExitStatus>>>;

/// How a command calls its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One request.
    Call,
    /// A request for each page.
    Pages,
    /// A request for each batch of entries.
    Batches {
        /// The maximum number of entries in a request.
        size: usize,
    },
}

impl Command {
    /// Creates a command from the metadata of its operation.
    pub(super) const fn new(
        name: &'static str,
        endpoint: fn() -> Endpoint,
        kind: Kind,
        run: fn(Invocation) -> Run,
    ) -> Self {
        Self {
            name,
            about: "",
            description: "",
            endpoint,
            arguments: &[],
            body: None,
            fields: &[],
            confirm: &[],
            secrets: &[],
            has_open_values: false,
            kind,
            run,
        }
    }

    /// Sets the description of the operation: its first sentence or summary, and the rest.
    #[must_use]
    pub const fn about(mut self, about: &'static str, description: &'static str) -> Self {
        self.about = about;
        self.description = description;
        self
    }

    /// Sets the arguments.
    #[must_use]
    pub const fn arguments(mut self, arguments: &'static [Argument]) -> Self {
        self.arguments = arguments;
        self
    }

    /// Sets the body.
    #[must_use]
    pub const fn body(mut self, body: Body) -> Self {
        self.body = Some(body);
        self
    }

    /// Sets the names of the properties of a record.
    #[must_use]
    pub const fn fields(mut self, fields: &'static [&'static str]) -> Self {
        self.fields = fields;
        self
    }

    /// Sets the requests that need a confirmation.
    #[must_use]
    pub const fn confirm(
        mut self,
        confirm: &'static [&'static [(&'static str, &'static str)]],
    ) -> Self {
        self.confirm = confirm;
        self
    }

    /// Sets the names of the parameters and properties whose values are never shown.
    #[must_use]
    pub const fn secrets(mut self, secrets: &'static [&'static str]) -> Self {
        self.secrets = secrets;
        self
    }

    /// Sets that the types of the request have values that the document does not list.
    #[must_use]
    pub const fn open_values(mut self) -> Self {
        self.has_open_values = true;
        self
    }

    /// Returns the rules of the values of a request.
    pub(super) fn rules(&self) -> ValueRules {
        ValueRules {
            secrets: self.secrets,
            allows_unknown: false,
        }
    }

    /// Returns the argument that takes the entries of batches.
    pub(super) fn entries(&self) -> Option<&'static Argument> {
        let mut arguments = self.arguments.iter();
        arguments.find(|argument| argument.part == Part::Entries)
    }
}

/// How the body of a request is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// A JSON value, also for a form and for a multipart body without files. `--body` gives all of it.
    Json {
        /// Whether the operation requires a body.
        is_required: bool,
    },
    /// A text, given by `--body`.
    Text {
        /// Whether the operation requires a body.
        is_required: bool,
    },
    /// The bytes of a file, given by `--body`.
    Bytes {
        /// Whether the operation requires a body.
        is_required: bool,
    },
    /// The parts of a multipart body with files, given by arguments only.
    Parts,
    /// Any parts of a multipart body, given by `--part`.
    Form,
}

/// An argument of a command.
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// The name of the option without dashes, or of the positional argument, such as `agent-id`.
    pub name: &'static str,
    /// The name of the parameter's field or of the body's property, such as `agent_id`.
    pub key: &'static str,
    /// The part of the request that the value belongs to.
    pub part: Part,
    /// The type of the value.
    pub value: Value,
    /// The description.
    pub help: &'static str,
    /// Whether a request needs a value.
    pub is_required: bool,
    /// Whether `--null NAME` sends null.
    pub is_nullable: bool,
    /// Whether the argument is deprecated.
    pub is_deprecated: bool,
    /// Whether the value is never shown.
    pub is_secret: bool,
    /// Whether `--allow-unknown` sends a value that is no choice.
    pub is_open: bool,
    /// The names of the integers that the value is one of, in their order. Empty if the document gives none.
    pub choice_names: &'static [&'static str],
    /// The lowest and the highest number that are allowed.
    pub range: (Option<i64>, Option<i64>),
    /// The lowest and the highest number of characters that are allowed.
    pub length: (Option<u64>, Option<u64>),
    /// The property of the body that holds the entries of batches, if a property does.
    pub list: Option<&'static str>,
}

/// The part of a request that an argument belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A path parameter. The argument is positional.
    Path,
    /// A query, header or cookie parameter.
    Parameter,
    /// A property of the body.
    Body,
    /// The entries of batches. The argument is positional and repeatable.
    Entries,
}

/// The type of an argument's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// `true` or `false`. An option without a value means `true`.
    Bool,
    /// An integer.
    Integer,
    /// A number.
    Number,
    /// Text. A UUID and the like is checked when the request is built.
    Text,
    /// A date.
    Date,
    /// A date and time.
    DateTime,
    /// One of these strings.
    Choice(&'static [&'static str]),
    /// One of these integers.
    IntegerChoice(&'static [i64]),
    /// JSON, or `@FILE` with JSON.
    Json,
    /// The path of a file in a multipart body.
    File,
    /// A list of values. The option is repeatable.
    List(&'static Value),
}

impl Value {
    /// Returns the type of one value of a repeatable option, or the type itself.
    pub(super) const fn item(self) -> Self {
        match self {
            Self::List(item) => *item,
            value => value,
        }
    }
}

impl Argument {
    const fn new(part: Part, name: &'static str, key: &'static str, value: Value) -> Self {
        Self {
            name,
            key,
            part,
            value,
            help: "",
            is_required: false,
            is_nullable: false,
            is_deprecated: false,
            is_secret: false,
            is_open: false,
            choice_names: &[],
            range: (None, None),
            length: (None, None),
            list: None,
        }
    }

    /// Creates the argument of a path parameter.
    #[must_use]
    pub const fn path(name: &'static str, key: &'static str, value: Value) -> Self {
        Self::new(Part::Path, name, key, value).required()
    }

    /// Creates the argument of a query, header or cookie parameter.
    #[must_use]
    pub const fn parameter(name: &'static str, key: &'static str, value: Value) -> Self {
        Self::new(Part::Parameter, name, key, value)
    }

    /// Creates the argument of a property of the body.
    #[must_use]
    pub const fn property(name: &'static str, key: &'static str, value: Value) -> Self {
        Self::new(Part::Body, name, key, value)
    }

    /// Creates the argument that takes the entries of batches. `value` is the type of an entry, and
    /// `key` the name of the property of a record that has its ID.
    #[must_use]
    pub const fn entries(name: &'static str, key: &'static str, value: Value) -> Self {
        Self::new(Part::Entries, name, key, value).required()
    }

    /// Sets the description.
    #[must_use]
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// Makes the argument required.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.is_required = true;
        self
    }

    /// Allows null.
    #[must_use]
    pub const fn nullable(mut self) -> Self {
        self.is_nullable = true;
        self
    }

    /// Marks the argument as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.is_deprecated = true;
        self
    }

    /// Marks the value as one that is never shown, such as a password.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// Returns the rules of the value, given those of the command.
    pub(super) fn rules(&self, rules: ValueRules) -> ValueRules {
        if self.is_secret {
            rules.of_secret()
        } else {
            rules
        }
    }

    /// Marks an enum that may have values that the document does not list.
    #[must_use]
    pub const fn open(mut self) -> Self {
        self.is_open = true;
        self
    }

    /// Sets the names of the integers that the value is one of. An empty text is no name.
    #[must_use]
    pub const fn choice_names(mut self, names: &'static [&'static str]) -> Self {
        self.choice_names = names;
        self
    }

    /// Sets the lowest number that is allowed.
    #[must_use]
    pub const fn minimum(mut self, minimum: i64) -> Self {
        self.range.0 = Some(minimum);
        self
    }

    /// Sets the highest number that is allowed.
    #[must_use]
    pub const fn maximum(mut self, maximum: i64) -> Self {
        self.range.1 = Some(maximum);
        self
    }

    /// Sets the lowest number of characters that is allowed.
    #[must_use]
    pub const fn min_length(mut self, length: u64) -> Self {
        self.length.0 = Some(length);
        self
    }

    /// Sets the highest number of characters that is allowed.
    #[must_use]
    pub const fn max_length(mut self, length: u64) -> Self {
        self.length.1 = Some(length);
        self
    }

    /// Names the property of the body that holds the entries of batches.
    #[must_use]
    pub const fn list(mut self, property: &'static str) -> Self {
        self.list = Some(property);
        self
    }
}
