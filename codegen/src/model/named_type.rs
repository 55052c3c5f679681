//! A type with a name: of a schema, or of the answers of an operation.

use serde_json::Value;

use super::{Constraints, Content, Docs, Status, Type};
use crate::lower::usage::Usage;

/// Which of the model's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct TypeId(pub usize);

/// A type of the module `types`.
#[derive(Clone, Debug)]
pub(crate) struct NamedType {
    /// `ConversationStatus`
    pub name: String,
    /// Name of its module and file, `conversation_status`.
    pub module: String,
    pub docs: Docs,
    pub usage: Usage,
    pub shape: Shape,
    /// Whether values can be compared exactly, so that the type has `Eq` and `Hash`.
    pub is_exact: bool,
    /// Whether a value, or one inside it, has constraints that are checked before it is sent.
    pub is_checked: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Object(Object),
    Enum(Enum),
    Union(Union),
    /// A list or a map with a name of its own, because it holds itself or is used in many places.
    Newtype(Type, Constraints),
    Answers(Answers),
}

#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub properties: Vec<Property>,
    /// Those of the object itself: how many properties it has.
    pub constraints: Constraints,
}

#[derive(Clone, Debug)]
pub(crate) struct Property {
    /// Name on the wire.
    pub name: String,
    /// Name of the field and of the method that sets it.
    pub field: String,
    pub docs: Docs,
    /// The type of a value that is there: `i64` for a field of type `Option<Nullable<i64>>`.
    pub ty: Type,
    pub presence: Presence,
    pub constraints: Constraints,
    pub example: Option<Value>,
}

/// In which ways a field can be without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Presence {
    /// `T`
    Required,
    /// `Option<T>` that is `null` on the wire.
    RequiredNullable,
    /// `Option<T>` that is absent on the wire. What is only read takes `null` for the same.
    Optional,
    /// `Option<Nullable<T>>`
    OptionalNullable,
    /// A list or map that is empty when it is absent.
    Collection,
    /// A map of all properties that have no field of their own.
    Rest,
}

impl Presence {
    /// Whether the field always has a value or null.
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

/// What the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnumKind {
    Texts,
    Integers,
    /// Some of them neither, or both kinds together.
    Scalars,
}

#[derive(Clone, Debug)]
pub(crate) struct EnumValue {
    pub value: Value,
    pub variant: String,
    pub description: Option<String>,
}

impl EnumValue {
    /// The value as text, without quotes.
    pub(crate) fn text(&self) -> String {
        match &self.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }
}

/// One schema of several.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    /// The property that tells which.
    pub tag: Option<String>,
    pub variants: Vec<UnionVariant>,
}

#[derive(Clone, Debug)]
pub(crate) struct UnionVariant {
    pub name: String,
    pub description: Option<String>,
    /// The discriminator's values for it.
    pub values: Vec<String>,
    pub ty: Type,
    pub constraints: Constraints,
}

/// The successful answers of an operation that has several types of them.
#[derive(Clone, Debug)]
pub(crate) struct Answers {
    /// Name of the operation.
    pub operation: String,
    /// The lowest status first.
    pub variants: Vec<AnswerVariant>,
}

#[derive(Clone, Debug)]
pub(crate) struct AnswerVariant {
    pub status: Status,
    pub name: String,
    pub content: Content,
    pub description: Option<String>,
}

impl NamedType {
    /// The properties of an object; none of what is no object.
    pub(crate) fn properties(&self) -> &[Property] {
        match &self.shape {
            Shape::Object(object) => &object.properties,
            _ => &[],
        }
    }

    /// The successful answers of an operation; none of what is a schema's type.
    pub(crate) fn answers(&self) -> &[AnswerVariant] {
        match &self.shape {
            Shape::Answers(answers) => &answers.variants,
            _ => &[],
        }
    }

    /// Whether an enum takes values that the document does not have: what is read may be newer than the document.
    pub(crate) fn is_open(&self) -> bool {
        self.usage.response || !self.usage.request
    }

    /// Whether one of its fields is a file, so that it is written part by part.
    pub(crate) fn has_files(&self) -> bool {
        let mut properties = self.properties().iter();
        properties.any(Property::is_file)
    }
}

impl Property {
    pub(crate) fn is_file(&self) -> bool {
        self.ty.any(|ty| *ty == Type::File)
    }
}
