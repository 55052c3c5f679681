//! An argument of a command: an option, or a positional argument.

use serde_json::Value as Json;

use super::plain_text::first_block;
use crate::model::{
    Batch, Body, Bound, Constraints, Docs, Enum, EnumKind, EnumValue, InputLocation, Location,
    Model, NamedType, Operation, Parameter, Presence, Property, Shape, Type,
};
use crate::names;
use crate::surface::parameter_limits;

#[allow(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
#[derive(Clone, Debug)]
pub(crate) struct CommandArgument {
    pub part: Part,
    /// The name of the option without dashes, or of the positional argument.
    pub name: String,
    /// The field of a parameter, or the name of a property in JSON.
    pub key: String,
    pub value: Value,
    pub help: String,
    pub is_required: bool,
    pub is_nullable: bool,
    pub is_deprecated: bool,
    /// Whether the value must not be shown.
    pub is_secret: bool,
    /// Whether the value is one of an enum that may have others.
    pub is_open: bool,
    /// The names of the integers that the value is one of, in their order. Empty if none has a name.
    pub choice_names: Vec<String>,
    /// The limits of a number.
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    /// The limits of the number of characters of a text.
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    /// The property of the body that holds the entries of batches.
    pub list: Option<String>,
    /// A value for an example of the command.
    pub example: Option<Json>,
}

/// The part of a request that an argument belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Path,
    Parameter,
    Property,
    Entries,
}

/// The type of an argument's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Bool,
    Integer,
    Number,
    Text,
    Date,
    DateTime,
    Choice(Vec<String>),
    IntegerChoice(Vec<i64>),
    Json,
    File,
    /// An option that is repeatable.
    List(Box<Value>),
}

impl Value {
    fn of(model: &Model, ty: &Type) -> Self {
        let Some(item) = list_item(model, ty) else {
            return Self::scalar(model, ty);
        };
        match Self::scalar(model, item) {
            Self::Json => Self::Json,
            item => Self::List(Box::new(item)),
        }
    }

    /// The type of a single value. A list is JSON.
    fn scalar(model: &Model, ty: &Type) -> Self {
        match ty.unboxed() {
            Type::Bool => Self::Bool,
            Type::Integer(_) => Self::Integer,
            Type::Float(_) => Self::Number,
            Type::String | Type::Uuid => Self::Text,
            Type::Date => Self::Date,
            Type::DateTime => Self::DateTime,
            Type::File => Self::File,
            Type::Named(id) => match &model.named(*id).shape {
                Shape::Enum(item) => Self::of_enum(item),
                _ => Self::Json,
            },
            _ => Self::Json,
        }
    }

    fn of_enum(item: &Enum) -> Self {
        let values = item.values.iter();
        match item.kind {
            EnumKind::Strings => Self::Choice(values.map(EnumValue::text).collect()),
            EnumKind::Integers => {
                Self::IntegerChoice(values.filter_map(|it| it.value.as_i64()).collect())
            }
            EnumKind::Scalars => Self::Text,
        }
    }
}

/// Returns the type of the items of a list.
fn list_item<'a>(model: &'a Model, ty: &'a Type) -> Option<&'a Type> {
    match ty.unboxed() {
        Type::List(item) => Some(item),
        Type::Named(id) => match &model.named(*id).shape {
            Shape::Newtype(Type::List(item), _) => Some(item),
            _ => None,
        },
        _ => None,
    }
}

/// Returns the type of an enum, or of the enum that is the item of a list.
fn enum_type<'a>(model: &'a Model, ty: &'a Type) -> Option<(&'a NamedType, &'a Enum)> {
    let scalar = list_item(model, ty).unwrap_or(ty);
    let Type::Named(id) = scalar.unboxed() else {
        return None;
    };
    let named = model.named(*id);
    match &named.shape {
        Shape::Enum(item) => Some((named, item)),
        _ => None,
    }
}

/// Returns the names of the integers of an enum. Empty if none has a name.
fn choice_names(item: &Enum) -> Vec<String> {
    if item.kind != EnumKind::Integers {
        return Vec::new();
    }
    let names = item.values.iter().map(|it| it.name.iter());
    let names = names.map(|name| name.flat_map(|it| it.split_whitespace()));
    let names: Vec<_> = names
        .map(|words| words.collect::<Vec<_>>().join(" "))
        .collect();
    let has_names = names.iter().any(|name| !name.is_empty());
    if has_names { names } else { Vec::new() }
}

impl CommandArgument {
    pub(super) fn of_parameter(model: &Model, parameter: &Parameter) -> Self {
        let Parameter {
            name,
            field,
            required,
            docs,
            ty,
            constraints,
            is_secret: has_secret_schema,
            example,
            ..
        } = parameter;
        let part = match parameter.location {
            Location::Path => Part::Path,
            Location::Query | Location::QueryString | Location::Header | Location::Cookie => {
                Part::Parameter
            }
        };
        Self {
            is_required: *required,
            is_secret: *has_secret_schema || model.is_secret(ty),
            help: help(docs, &parameter_limits(parameter)),
            example: example.clone(),
            ..Self::new(part, name, field, Value::of(model, ty))
        }
        .with_documentation(docs)
        .with_choices(model, ty)
        .with_limits(model, ty, constraints)
    }

    pub(super) fn of_property(model: &Model, body: &Body, property: &Property) -> Self {
        let Property {
            name,
            docs,
            ty,
            presence,
            constraints,
            is_secret: has_secret_schema,
            example,
            ..
        } = property;
        let of_body = body.example.as_ref().and_then(|it| it.get(name));
        Self {
            is_required: body.required && presence.is_required(),
            is_secret: *has_secret_schema || model.is_secret(ty),
            is_nullable: matches!(
                presence,
                Presence::RequiredNullable | Presence::OptionalNullable
            ),
            help: help(docs, &constraints.in_words().join("; ")),
            example: of_body.or(example.as_ref()).cloned(),
            ..Self::new(Part::Property, name, name, Value::of(model, ty))
        }
        .with_documentation(docs)
        .with_choices(model, ty)
        .with_limits(model, ty, constraints)
    }

    /// The argument of the entries of a batch. `key` is the property of a record that holds the ID of an entry.
    pub(super) fn of_entries(
        model: &Model,
        operation: &Operation,
        batch: &Batch,
        key: &str,
    ) -> Self {
        let value = match Value::scalar(model, &batch.entry) {
            Value::Integer => Value::Integer,
            Value::Text | Value::Date | Value::DateTime | Value::Choice(_) => Value::Text,
            _ => Value::Json,
        };
        let field = &batch.request.field;
        let properties = model.body_fields(operation).iter();
        let property = properties
            .filter(|_| batch.request.location == InputLocation::Field)
            .find(|it| it.field == *field);
        let parameter = operation.parameters.iter();
        let parameter = parameter
            .filter(|_| batch.request.location == InputLocation::Parameter)
            .find(|it| it.field == *field);
        let name = match (property, parameter, &value) {
            (Some(property), ..) => &property.name,
            (_, Some(parameter), _) => &parameter.name,
            (None, None, Value::Json) => "entries",
            (None, None, _) => "ids",
        };
        let has_secret_schema = property.map(|it| it.is_secret);
        let has_secret_schema = has_secret_schema.or(parameter.map(|it| it.is_secret));
        let has_secret_schema =
            has_secret_schema.or(operation.body.as_ref().map(|it| it.is_secret));
        let docs = property.map(|it| &it.docs);
        let docs = docs.or(parameter.map(|it| &it.docs));
        Self {
            is_required: true,
            is_secret: has_secret_schema == Some(true) || model.is_secret(&batch.entry),
            help: docs.map(|docs| help(docs, "")).unwrap_or_default(),
            list: property.map(|it| it.name.clone()),
            ..Self::new(Part::Entries, name, key, value)
        }
    }

    fn new(part: Part, name: &str, key: &str, value: Value) -> Self {
        Self {
            part,
            name: names::argument_name(name),
            key: key.to_owned(),
            value,
            help: String::new(),
            is_required: false,
            is_nullable: false,
            is_deprecated: false,
            is_secret: false,
            is_open: false,
            choice_names: Vec::new(),
            minimum: None,
            maximum: None,
            min_length: None,
            max_length: None,
            list: None,
            example: None,
        }
    }

    fn with_documentation(mut self, docs: &Docs) -> Self {
        self.is_deprecated = docs.deprecated;
        self
    }

    /// Sets what is known about the values of an enum beside their texts.
    fn with_choices(mut self, model: &Model, ty: &Type) -> Self {
        if let Some((named, item)) = enum_type(model, ty) {
            self.is_open = named.is_open();
            self.choice_names = choice_names(item);
        }
        self
    }

    /// Sets the limits that the parser checks: those of the value, or of each item of a list.
    fn with_limits(mut self, model: &Model, ty: &Type, constraints: &Constraints) -> Self {
        let (value, constraints) = match &self.value {
            Value::List(item) => (&**item, item_constraints(model, ty, constraints)),
            value => (value, Some(constraints)),
        };
        let Some(constraints) = constraints else {
            return self;
        };
        match value {
            Value::Integer | Value::Number => {
                let is_integer = *value == Value::Integer;
                let limit = |bound: &Option<Bound>, step| whole(bound.as_ref()?, is_integer, step);
                self.minimum = limit(&constraints.minimum, 1);
                self.maximum = limit(&constraints.maximum, -1);
            }
            Value::Text => {
                self.min_length = constraints.min_length;
                self.max_length = constraints.max_length;
            }
            _ => {}
        }
        self
    }
}

/// The constraints of the items of a list.
fn item_constraints<'a>(
    model: &'a Model,
    ty: &Type,
    constraints: &'a Constraints,
) -> Option<&'a Constraints> {
    let own = constraints.items.as_deref();
    own.or_else(|| match ty.unboxed() {
        Type::Named(id) => match &model.named(*id).shape {
            Shape::Newtype(_, constraints) => constraints.items.as_deref(),
            _ => None,
        },
        _ => None,
    })
}

/// An inclusive bound as an integer. `step` leads from an exclusive bound to the next integer, which is the bound of an
/// integer only.
fn whole(bound: &Bound, is_integer: bool, step: i64) -> Option<i64> {
    let value = bound.value.as_i64()?;
    match (bound.exclusive, is_integer) {
        (false, _) => Some(value),
        (true, true) => value.checked_add(step),
        (true, false) => None,
    }
}

/// The first paragraph of the documentation, with the limits as a sentence.
fn help(docs: &Docs, limits: &str) -> String {
    /// The maximum width of a line with both.
    const LINE: usize = 100;
    let texts = [docs.summary.as_deref(), docs.description.as_deref()];
    let mut texts = texts.into_iter().flatten().map(first_block);
    let text = texts.find(|text| !text.is_empty());
    let text = text.unwrap_or_default();
    let mut characters = limits.chars();
    let Some(first) = characters.next() else {
        return text;
    };
    let limits = format!("{}{}.", first.to_uppercase(), characters.as_str());
    if text.is_empty() {
        return limits;
    }
    let fits = !text.contains('\n') && text.len() + limits.len() < LINE;
    format!("{text}{}{limits}", if fits { ' ' } else { '\n' })
}
