//! Families of types whose members a macro of the runtime generates. No emitter prints these members.

use std::fmt;

use super::function::{Function, Receiver};
use super::rust_path::RustPath;
use super::rust_type::RustType;
use super::trait_impl::TraitImpl;
use crate::model::{Enum, EnumKind};

/// A family of types that share a macro of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Family {
    /// An enum of strings that keeps unknown strings.
    OpenStrings,
    ClosedStrings,
    /// An enum of integers that keeps unknown integers.
    OpenIntegers,
    ClosedIntegers,
    /// An enum of JSON scalars that keeps unknown scalars.
    OpenScalars,
    ClosedScalars,
    /// An enum of several schemas.
    Union,
}

/// An associated constant of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Constant {
    pub name: &'static str,
    pub ty: RustType,
}

impl Family {
    pub(super) fn of(item: &Enum, is_open: bool) -> Self {
        match (item.kind, is_open) {
            (EnumKind::Strings, true) => Self::OpenStrings,
            (EnumKind::Strings, false) => Self::ClosedStrings,
            (EnumKind::Integers, true) => Self::OpenIntegers,
            (EnumKind::Integers, false) => Self::ClosedIntegers,
            (EnumKind::Scalars, true) => Self::OpenScalars,
            (EnumKind::Scalars, false) => Self::ClosedScalars,
        }
    }

    /// The macro that generates the members.
    pub(crate) fn macro_path(self) -> &'static str {
        match self {
            Self::OpenStrings => "internal::open_enum",
            Self::ClosedStrings => "internal::closed_enum",
            Self::OpenIntegers => "internal::open_number_enum",
            Self::ClosedIntegers => "internal::closed_number_enum",
            Self::OpenScalars | Self::ClosedScalars => "internal::scalar_enum",
            Self::Union => "internal::union",
        }
    }

    pub(super) fn constants(self) -> Vec<Constant> {
        let values = || Constant {
            name: "VALUES",
            ty: RustType::Slice(Box::new(RustType::plain("Self"))).reference(),
        };
        (self != Self::Union).then(values).into_iter().collect()
    }

    /// Whether a value that is not listed is an error.
    pub(crate) fn is_closed(self) -> bool {
        matches!(
            self,
            Self::ClosedStrings | Self::ClosedIntegers | Self::ClosedScalars
        )
    }

    pub(super) fn functions(self) -> Vec<Function> {
        let function = |name, output| Function::new(name, Receiver::Reference, output);
        match self {
            Self::OpenStrings | Self::ClosedStrings => vec![function("as_str", text())],
            Self::OpenIntegers | Self::ClosedIntegers => vec![Function {
                is_const: true,
                ..function("as_i64", RustType::plain("i64"))
            }],
            Self::OpenScalars | Self::ClosedScalars => vec![function("value", json())],
            Self::Union => Vec::new(),
        }
    }

    /// The traits that the macro implements for the type `name`.
    pub(super) fn traits(self, name: &str) -> Vec<TraitImpl> {
        let unlisted = || RustType::runtime("UnlistedValue", Vec::new());
        let integer = || RustType::plain("i64");
        let parsed = |error| {
            TraitImpl::plain(RustPath::External(&["std", "str", "FromStr"])).with("Err", error)
        };
        let tried = |from| TraitImpl::of(RustPath::Name("TryFrom"), from).with("Error", unlisted());
        let compared = |other| TraitImpl::of(RustPath::Name("PartialEq"), other);
        let mut traits = vec![
            TraitImpl::plain(RustPath::Name("Serialize")),
            TraitImpl::plain(RustPath::Name("Deserialize")),
        ];
        if self != Self::Union {
            traits.push(TraitImpl::plain(RustPath::External(&[
                "std", "fmt", "Display",
            ])));
        }
        match self {
            Self::OpenStrings | Self::ClosedStrings => traits.extend([
                TraitImpl::of(RustPath::Name("AsRef"), RustType::plain("str")),
                compared(RustType::plain("str")),
                compared(text()),
            ]),
            Self::OpenIntegers | Self::ClosedIntegers => traits.extend([
                TraitImpl::of(RustPath::Name("From"), RustType::Type(name.to_owned()))
                    .on(integer()),
                compared(integer()),
            ]),
            Self::OpenScalars | Self::ClosedScalars | Self::Union => {}
        }
        traits.extend(match self {
            Self::OpenStrings => vec![parsed(RustType::Path(RustPath::INFALLIBLE, Vec::new()))],
            Self::ClosedStrings => vec![parsed(unlisted()), tried(text())],
            Self::OpenIntegers => vec![TraitImpl::of(RustPath::Name("From"), integer())],
            Self::ClosedIntegers => vec![tried(integer())],
            Self::OpenScalars | Self::ClosedScalars => vec![tried(json())],
            Self::Union => Vec::new(),
        });
        traits
    }
}

/// The name of the family in the outline.
impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OpenStrings => "open strings",
            Self::ClosedStrings => "closed strings",
            Self::OpenIntegers => "open integers",
            Self::ClosedIntegers => "closed integers",
            Self::OpenScalars => "open scalars",
            Self::ClosedScalars => "closed scalars",
            Self::Union => "union",
        })
    }
}

fn text() -> RustType {
    RustType::plain("str").reference()
}

fn json() -> RustType {
    RustType::JSON
}
