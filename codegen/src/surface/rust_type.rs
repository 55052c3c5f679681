//! A Rust type in a signature or a field.

use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::rust_path::RustPath;
use crate::model::{Float, Integer, Model, Type};

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum RustType {
    /// `()`
    Unit,
    /// A type that is not part of the document, with its arguments: `Option<i64>`.
    Path(RustPath, Vec<RustType>),
    /// A type of the document, in the module `types`.
    Type(String),
    /// The struct of an operation, in the module `operations`.
    Operation(String),
    /// The marker type of the document.
    Marker(String),
    /// A type parameter.
    Parameter(&'static str),
    /// `impl Into<T>`
    Into(Box<RustType>),
    /// `impl IntoIterator<Item = T>`
    Iterator(Box<RustType>),
    /// `(A, B)`, or `(A,)` with one item.
    Tuple(Vec<RustType>),
    /// `&T`
    Reference(Box<RustType>),
    /// `[T]`
    Slice(Box<RustType>),
}

/// The module that a type is written in. It decides the path of the document's types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// The document's module or the module of an operation. Both import `types` and `operations`.
    Module,
    /// The module `types`.
    Types,
}

/// A type written in a scope.
pub(crate) struct Scoped<'a> {
    ty: &'a RustType,
    scope: Scope,
}

impl RustType {
    pub(crate) const JSON: Self = Self::Path(RustPath::JSON, Vec::new());

    /// A type whose name is in scope.
    pub(crate) const fn plain(name: &'static str) -> Self {
        Self::Path(RustPath::Name(name), Vec::new())
    }

    /// A type of the runtime.
    pub(crate) const fn runtime(name: &'static str, arguments: Vec<Self>) -> Self {
        Self::Path(RustPath::Runtime(name), arguments)
    }

    /// A type of another crate.
    pub(crate) const fn external(segments: &'static [&'static str]) -> Self {
        Self::Path(RustPath::External(segments), Vec::new())
    }

    pub(crate) fn text() -> Self {
        Self::plain("String")
    }

    /// `Option<T>`
    pub(crate) fn option(self) -> Self {
        Self::Path(RustPath::Name("Option"), vec![self])
    }

    /// Returns `T` of `Option<T>`.
    pub(crate) fn optional(&self) -> Option<&Self> {
        match self {
            Self::Path(RustPath::Name("Option"), arguments) => arguments.first(),
            _ => None,
        }
    }

    /// Whether values of the type are lists or maps, which can be empty.
    pub(crate) fn is_collection(&self) -> bool {
        let Self::Path(path, _) = self else {
            return false;
        };
        ["Vec", "BTreeMap", "Map"].contains(&path.name())
    }

    /// `runtime::Nullable<T>`
    pub(crate) fn nullable(self) -> Self {
        Self::runtime("Nullable", vec![self])
    }

    /// `impl Into<T>`
    pub(crate) fn into(self) -> Self {
        Self::Into(Box::new(self))
    }

    /// `&T`
    pub(crate) fn reference(self) -> Self {
        Self::Reference(Box::new(self))
    }

    /// The Rust type of a model type.
    pub(crate) fn of(model: &Model, ty: &Type) -> Self {
        let inner = |ty: &Type| Self::of(model, ty);
        match ty {
            Type::Unit => Self::Unit,
            Type::Bool => Self::plain("bool"),
            Type::Integer(width) => Self::plain(integer(*width)),
            Type::Float(Float::F32) => Self::plain("f32"),
            Type::Float(Float::F64) => Self::plain("f64"),
            Type::String => Self::text(),
            Type::Date => Self::external(&["chrono", "NaiveDate"]),
            Type::DateTime => Self::Path(
                RustPath::External(&["chrono", "DateTime"]),
                vec![Self::external(&["chrono", "Utc"])],
            ),
            Type::Uuid => Self::external(&["uuid", "Uuid"]),
            Type::Bytes => Self::external(&["bytes", "Bytes"]),
            Type::File => Self::runtime("FilePart", Vec::new()),
            Type::Multipart => Self::runtime("Multipart", Vec::new()),
            Type::Json => Self::JSON,
            Type::JsonObject => Self::Path(
                RustPath::External(&["serde_json", "Map"]),
                vec![Self::text(), Self::JSON],
            ),
            Type::Tuple(items) => Self::Tuple(items.iter().map(inner).collect()),
            Type::List(item) => Self::Path(RustPath::Name("Vec"), vec![inner(item)]),
            Type::Map(value) => Self::Path(RustPath::BTREE_MAP, vec![Self::text(), inner(value)]),
            Type::Nullable(value) => inner(value).option(),
            Type::Boxed(value) => Self::Path(RustPath::Name("Box"), vec![inner(value)]),
            Type::Named(id) => Self::Type(model.named(*id).name.clone()),
        }
    }

    pub(crate) fn in_scope(&self, scope: Scope) -> Scoped<'_> {
        Scoped { ty: self, scope }
    }

    /// Calls `visit` with the type and each type inside it.
    pub(crate) fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Path(_, inner) | Self::Tuple(inner) => {
                inner.iter().for_each(|inner| inner.each(visit));
            }
            Self::Into(inner)
            | Self::Iterator(inner)
            | Self::Reference(inner)
            | Self::Slice(inner) => inner.each(visit),
            Self::Unit
            | Self::Type(_)
            | Self::Operation(_)
            | Self::Marker(_)
            | Self::Parameter(_) => {}
        }
    }
}

fn integer(width: Integer) -> &'static str {
    match width {
        Integer::I8 => "i8",
        Integer::U8 => "u8",
        Integer::I16 => "i16",
        Integer::U16 => "u16",
        Integer::I32 => "i32",
        Integer::U32 => "u32",
        Integer::I64 => "i64",
        Integer::U64 => "u64",
    }
}

impl Scoped<'_> {
    fn inner<'a>(&self, ty: &'a RustType) -> Scoped<'a> {
        ty.in_scope(self.scope)
    }

    /// The module that the path of a document's type starts with.
    fn types(&self) -> Option<&'static str> {
        (self.scope == Scope::Module).then_some("types")
    }
}

impl fmt::Display for Scoped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ty {
            RustType::Unit => f.write_str("()"),
            RustType::Path(path, arguments) => {
                write!(f, "{path}")?;
                if let [first, rest @ ..] = &arguments[..] {
                    write!(f, "<{}", self.inner(first))?;
                    for argument in rest {
                        write!(f, ", {}", self.inner(argument))?;
                    }
                    f.write_str(">")?;
                }
                Ok(())
            }
            RustType::Type(name) => match self.types() {
                Some(module) => write!(f, "{module}::{name}"),
                None => f.write_str(name),
            },
            RustType::Operation(name) | RustType::Marker(name) => f.write_str(name),
            RustType::Parameter(name) => f.write_str(name),
            RustType::Into(inner) => write!(f, "impl Into<{}>", self.inner(inner)),
            RustType::Iterator(inner) => {
                write!(f, "impl IntoIterator<Item = {}>", self.inner(inner))
            }
            RustType::Tuple(items) => {
                f.write_str("(")?;
                for (index, item) in items.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(f, "{separator}{}", self.inner(item))?;
                }
                f.write_str(if items.len() == 1 { ",)" } else { ")" })
            }
            RustType::Reference(inner) => write!(f, "&{}", self.inner(inner)),
            RustType::Slice(inner) => write!(f, "[{}]", self.inner(inner)),
        }
    }
}

impl ToTokens for Scoped<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.ty {
            RustType::Unit => quote!(()),
            RustType::Path(path, arguments) => {
                let inner = arguments.iter().map(|argument| self.inner(argument));
                let arguments = (!arguments.is_empty()).then(|| quote!(<#(#inner),*>));
                quote!(#path #arguments)
            }
            RustType::Type(name) => {
                let name = format_ident!("{name}");
                let module = self.types().map(|module| {
                    let module = format_ident!("{module}");
                    quote!(#module::)
                });
                quote!(#module #name)
            }
            RustType::Operation(name) | RustType::Marker(name) => {
                format_ident!("{name}").to_token_stream()
            }
            RustType::Parameter(name) => format_ident!("{name}").to_token_stream(),
            RustType::Into(inner) => {
                let inner = self.inner(inner);
                quote!(impl Into<#inner>)
            }
            RustType::Iterator(inner) => {
                let inner = self.inner(inner);
                quote!(impl IntoIterator<Item = #inner>)
            }
            RustType::Tuple(items) => {
                let comma = (items.len() == 1).then(|| quote!(,));
                let items = items.iter().map(|item| self.inner(item));
                quote!((#(#items),* #comma))
            }
            RustType::Reference(inner) => {
                let inner = self.inner(inner);
                quote!(&#inner)
            }
            RustType::Slice(inner) => {
                let inner = self.inner(inner);
                quote!([#inner])
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_displayed_as_rust_source() {
        let nullable = RustType::Type("Status".to_owned()).nullable().option();
        let scoped = nullable.in_scope(Scope::Module);
        assert_eq!(
            scoped.to_string(),
            "Option<runtime::Nullable<types::Status>>"
        );
        let pair = RustType::Tuple(vec![RustType::text().into(), RustType::plain("i64")]);
        let iterator = RustType::Iterator(Box::new(pair));
        assert_eq!(
            iterator.in_scope(Scope::Types).to_string(),
            "impl IntoIterator<Item = (impl Into<String>, i64)>"
        );
    }

    #[test]
    fn tokens_and_text_denote_the_same_type() {
        let types = [
            RustType::Unit,
            RustType::Type("Status".to_owned()).nullable().option(),
            RustType::Path(
                RustPath::External(&["serde_json", "Map"]),
                vec![RustType::text(), RustType::plain("u8")],
            ),
            RustType::Iterator(Box::new(RustType::text().into())),
            RustType::Slice(Box::new(RustType::Marker("Pets".to_owned()))).reference(),
        ];
        for ty in types {
            for scope in [Scope::Module, Scope::Types] {
                let scoped = ty.in_scope(scope);
                let parsed: syn::Type =
                    syn::parse_str(&scoped.to_string()).expect("the text is a type");
                let tokens = scoped.to_token_stream().to_string();
                assert_eq!(parsed.to_token_stream().to_string(), tokens);
            }
        }
    }
}
