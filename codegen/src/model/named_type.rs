//! A named type: of a schema, or of the responses of an operation.

use std::collections::HashMap;

use serde_json::Value;

use super::{Constraints, Content, Docs, Features, Status, Type};
use crate::diagnostic::Span;
use crate::lower::usage::Usage;

/// The index of a type in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub usize);

/// A type of the module `types`.
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
#[derive(Clone, Debug)]
pub(crate) struct NamedType {
    /// The name, such as `ConversationStatus`.
    pub name: String,
    /// The name of its module and file, such as `conversation_status`.
    pub module: String,
    pub docs: Docs,
    /// The Cargo features that enable it.
    pub features: Features,
    pub usage: Usage,
    pub shape: Shape,
    /// The type that this one is an alias of. The shapes of the two are the same, apart from the names of other aliases.
    pub alias_of: Option<TypeId>,
    /// The type for the other direction, if the schema differs between requests and responses.
    pub counterpart: Option<Counterpart>,
    /// Whether equality is exact, so that the type implements `Eq` and `Hash`.
    pub is_exact: bool,
    /// Whether the type, or a type inside it, has constraints that are checked before a request is sent.
    pub is_checked: bool,
    /// Whether it is, or directly contains, a value with the format `password`. A property of an object counts for the
    /// property instead.
    pub is_secret: bool,
    /// Whether the type, or a type inside it, has such a value.
    pub has_secrets: bool,
    /// Whether the type, or a type inside it, is a union or an open enum.
    pub has_open_values: bool,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// The type of a schema for the other direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Counterpart {
    /// The type for requests.
    Request(TypeId),
    /// The type for responses.
    Response(TypeId),
}

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Object(Object),
    Enum(Enum),
    Union(Union),
    /// A list or a map with a name, because it is recursive or used in many places.
    Newtype(Type, Constraints),
    Responses(Responses),
}

#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub properties: Vec<Property>,
    /// The constraints on the number of properties.
    pub constraints: Constraints,
}

#[derive(Clone, Debug)]
pub(crate) struct Property {
    /// The name in JSON.
    pub name: String,
    /// The name of the field and of its setter.
    pub field: String,
    pub docs: Docs,
    /// The type of the value, ignoring null and absence: `i64` for a field of type `Option<Nullable<i64>>`.
    pub ty: Type,
    pub presence: Presence,
    pub constraints: Constraints,
    /// The format of a text, or of the texts in a list, in a request. It is not checked.
    pub format: Option<Box<str>>,
    /// Whether the schema in its place is, or directly contains, a value with the format `password`. Of the additional
    /// properties, whether their values are.
    pub is_secret: bool,
    pub example: Option<Value>,
    /// The values of a discriminator, if unions select the object by this property.
    pub selector: Option<Box<Selector>>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// The values of a discriminator that stand for an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Selector {
    /// The values by which unions select the object, at least one.
    pub values: Vec<String>,
    /// Whether constructors set the only value instead of taking an argument.
    pub is_set: bool,
    /// The key of a discriminator that has the values.
    pub span: Option<Span>,
}

/// Whether a property may be absent or null, and the type of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, where `None` is `null` in JSON.
    RequiredNullable,
    /// `Option<T>`, where `None` is absent in JSON. In responses, `null` is read as `None` too.
    Optional,
    /// `Option<Nullable<T>>`
    OptionalNullable,
    /// A list or map. An absent one is read as empty.
    Collection,
    /// The map of additional properties.
    Rest,
}

impl Presence {
    /// Whether the property is required. Its value may be null.
    pub(crate) fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::RequiredNullable)
    }

    /// Whether the field is an `Option`.
    pub(crate) fn is_option(self) -> bool {
        matches!(
            self,
            Self::RequiredNullable | Self::Optional | Self::OptionalNullable
        )
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Enum {
    pub kind: EnumKind,
    pub values: Vec<EnumValue>,
}

/// The kind of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumKind {
    Strings,
    Integers,
    /// Other scalars, or scalars of several types.
    Scalars,
}

#[derive(Clone, Debug)]
pub(crate) struct EnumValue {
    pub value: Value,
    pub variant: String,
    /// The name that the document gives to the value, if that is not its text.
    pub name: Option<String>,
    pub description: Option<String>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

impl EnumValue {
    /// The value as a string, without quotes.
    pub(crate) fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// The text of a discriminator's value, which may be a number or a boolean too.
pub(crate) fn tag_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// A union of schemas.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    /// The discriminator property.
    pub tag: Option<String>,
    /// The key of the discriminator.
    pub tag_span: Option<Span>,
    /// The values in the mapping of the discriminator, with their keys.
    pub mapping: Vec<(String, Span)>,
    pub variants: Vec<UnionVariant>,
}

impl Union {
    /// The value of the discriminator in JSON, as text.
    pub(crate) fn tag_of(&self, json: &Value) -> Option<String> {
        tag_text(json.get(self.tag.as_ref()?)?)
    }

    /// For each variant, the one as which its JSON is read, if that is another one, because both have the same type and no
    /// value of the discriminator tells them apart.
    pub(crate) fn read_as(&self) -> impl Iterator<Item = Option<&UnionVariant>> {
        let mut first = HashMap::new();
        self.variants
            .iter()
            .enumerate()
            .map(move |(index, variant)| {
                let values = self.tag.is_some().then_some(&variant.values);
                let key = (variant.ty.unboxed(), values);
                let place = *first.entry(key).or_insert(index);
                self.variants.get(place).filter(|_| place != index)
            })
    }
}

#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub name: String,
    pub description: Option<String>,
    /// The values of the discriminator property for this variant.
    pub values: Vec<String>,
    pub others: OtherValues,
    pub ty: Type,
    pub constraints: Constraints,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

/// Whether JSON may be a variant if the value of the discriminator selects none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OtherValues {
    /// It may be.
    Possible,
    /// The schema of the variant lists all of its values.
    Excluded,
    /// It is: the document names the variant for them.
    Selected,
}

/// The successful responses of an operation, if they have different types.
#[derive(Clone, Debug)]
pub(crate) struct Responses {
    /// The name of the operation.
    pub operation: String,
    /// The variants, sorted by status.
    pub variants: Vec<ResponseVariant>,
}

#[derive(Clone, Debug)]
pub(crate) struct ResponseVariant {
    pub status: Status,
    pub name: String,
    pub content: Content,
    pub description: Option<String>,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

impl NamedType {
    /// The properties of an object, empty for other types.
    pub(crate) fn properties(&self) -> &[Property] {
        match &self.shape {
            Shape::Object(object) => &object.properties,
            _ => &[],
        }
    }

    /// The successful responses of an operation, empty for the types of schemas.
    pub(crate) fn responses(&self) -> &[ResponseVariant] {
        match &self.shape {
            Shape::Responses(responses) => &responses.variants,
            _ => &[],
        }
    }

    /// Whether an enum accepts unknown values. An enum of responses does, because the server may add values.
    pub(crate) fn is_open(&self) -> bool {
        self.usage.response || !self.usage.request
    }

    /// Whether `Debug` hides values of the type itself. The types inside it hide their own.
    pub(crate) fn hides_secrets(&self) -> bool {
        match &self.shape {
            Shape::Object(object) => object.properties.iter().any(|it| it.is_secret),
            // Unknown JSON may be a value of an alternative with secrets.
            Shape::Union(_) => self.has_secrets,
            Shape::Enum(_) | Shape::Newtype(..) | Shape::Responses(_) => self.is_secret,
        }
    }

    /// Whether a property is a file, so that the object is sent as the parts of a multipart body.
    pub(crate) fn has_files(&self) -> bool {
        let mut properties = self.properties().iter();
        properties.any(Property::is_file)
    }
}

impl Object {
    /// The properties that the schema declares.
    pub(crate) fn declared(&self) -> impl Iterator<Item = &Property> {
        let properties = self.properties.iter();
        properties.filter(|it| it.presence != Presence::Rest)
    }

    pub(crate) fn declares(&self, name: &str) -> bool {
        self.declared().any(|it| it.name == name)
    }

    /// Whether a value may have a property, declared or additional.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.declares(name) || self.rest().is_some()
    }

    /// The map of additional properties.
    pub(crate) fn rest(&self) -> Option<&Property> {
        let mut properties = self.properties.iter();
        properties.find(|it| it.presence == Presence::Rest)
    }

    /// The type of an additional property.
    pub(crate) fn rest_type(&self) -> &Type {
        match self.rest().map(|rest| &rest.ty) {
            Some(Type::Map(value)) => value,
            _ => &Type::Json,
        }
    }
}

impl Property {
    /// The value that constructors set, if it is the only one by which unions select the object.
    pub(crate) fn set_value(&self) -> Option<&str> {
        let selector = self.selector.as_deref().filter(|it| it.is_set)?;
        selector.values.first().map(String::as_str)
    }

    /// The value of an example in which the document has `written`, if unions select the object by the property.
    pub(crate) fn selected_value<'a>(&'a self, written: Option<&'a str>) -> Option<&'a str> {
        let values = &self.selector.as_ref()?.values;
        let written = written.filter(|written| values.iter().any(|value| value == written));
        written.or(values.first().map(String::as_str))
    }

    /// Whether constructors take an argument for it.
    pub(crate) fn is_argument(&self) -> bool {
        self.presence.is_required() && self.set_value().is_none()
    }

    pub(crate) fn is_file(&self) -> bool {
        self.ty.any(|ty| *ty == Type::File)
    }
}
