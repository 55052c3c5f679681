//! A Rust type in a signature or a field.

use std::fmt;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::model::{Float, Integer, Model, Type};

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RustType {
    /// A path without the module's own names, with its arguments: `Option<i64>`.
    Path(&'static str, Vec<RustType>),
    /// A type of the document, in the module `types`.
    Type(String),
    /// The struct of an operation, in the module `operations`.
    Operation(String),
    /// Another type of the document's module, such as its marker type.
    Module(String),
    /// A type parameter.
    Parameter(&'static str),
    /// `impl Into<T>`
    Into(Box<RustType>),
    /// `impl IntoIterator<Item = T>`
    Iterator(Box<RustType>),
    /// `(A, B)`
    Pair(Box<(RustType, RustType)>),
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
    pub(crate) const UNIT: Self = Self::plain("()");

    pub(crate) const fn plain(path: &'static str) -> Self {
        Self::Path(path, Vec::new())
    }

    pub(crate) fn text() -> Self {
        Self::plain("String")
    }

    /// `Option<T>`
    pub(crate) fn option(self) -> Self {
        Self::Path("Option", vec![self])
    }

    /// `runtime::Nullable<T>`
    pub(crate) fn nullable(self) -> Self {
        Self::Path("runtime::Nullable", vec![self])
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
            Type::Unit => Self::UNIT,
            Type::Bool => Self::plain("bool"),
            Type::Integer(width) => Self::plain(integer(*width)),
            Type::Float(Float::F32) => Self::plain("f32"),
            Type::Float(Float::F64) => Self::plain("f64"),
            Type::String => Self::text(),
            Type::Date => Self::plain("chrono::NaiveDate"),
            Type::DateTime => Self::Path("chrono::DateTime", vec![Self::plain("chrono::Utc")]),
            Type::Uuid => Self::plain("uuid::Uuid"),
            Type::Bytes => Self::plain("bytes::Bytes"),
            Type::File => Self::plain("runtime::FilePart"),
            Type::Multipart => Self::plain("runtime::Multipart"),
            Type::Json => Self::plain("serde_json::Value"),
            Type::JsonObject => Self::Path(
                "serde_json::Map",
                vec![Self::text(), Self::plain("serde_json::Value")],
            ),
            Type::List(item) => Self::Path("Vec", vec![inner(item)]),
            Type::Map(value) => Self::Path(
                "std::collections::BTreeMap",
                vec![Self::text(), inner(value)],
            ),
            Type::Nullable(value) => inner(value).option(),
            Type::Boxed(value) => Self::Path("Box", vec![inner(value)]),
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
            Self::Path(_, arguments) => arguments.iter().for_each(|inner| inner.each(visit)),
            Self::Into(inner)
            | Self::Iterator(inner)
            | Self::Reference(inner)
            | Self::Slice(inner) => inner.each(visit),
            Self::Pair(pair) => {
                pair.0.each(visit);
                pair.1.each(visit);
            }
            Self::Type(_) | Self::Operation(_) | Self::Module(_) | Self::Parameter(_) => {}
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
            RustType::Path(path, arguments) => {
                f.write_str(path)?;
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
            RustType::Operation(name) | RustType::Module(name) => f.write_str(name),
            RustType::Parameter(name) => f.write_str(name),
            RustType::Into(inner) => write!(f, "impl Into<{}>", self.inner(inner)),
            RustType::Iterator(inner) => {
                write!(f, "impl IntoIterator<Item = {}>", self.inner(inner))
            }
            RustType::Pair(pair) => write!(f, "({}, {})", self.inner(&pair.0), self.inner(&pair.1)),
            RustType::Reference(inner) => write!(f, "&{}", self.inner(inner)),
            RustType::Slice(inner) => write!(f, "[{}]", self.inner(inner)),
        }
    }
}

impl ToTokens for Scoped<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self.ty {
            RustType::Path("()", _) => quote!(()),
            RustType::Path(path, arguments) => {
                let segments = path.split("::").map(|segment| format_ident!("{segment}"));
                let inner = arguments.iter().map(|argument| self.inner(argument));
                let arguments = (!arguments.is_empty()).then(|| quote!(<#(#inner),*>));
                quote!(#(#segments)::* #arguments)
            }
            RustType::Type(name) => {
                let name = format_ident!("{name}");
                let module = self.types().map(|module| {
                    let module = format_ident!("{module}");
                    quote!(#module::)
                });
                quote!(#module #name)
            }
            RustType::Operation(name) | RustType::Module(name) => {
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
            RustType::Pair(pair) => {
                let (first, second) = (self.inner(&pair.0), self.inner(&pair.1));
                quote!((#first, #second))
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
        let pair = RustType::Pair(Box::new((RustType::text().into(), RustType::plain("i64"))));
        let iterator = RustType::Iterator(Box::new(pair));
        assert_eq!(
            iterator.in_scope(Scope::Types).to_string(),
            "impl IntoIterator<Item = (impl Into<String>, i64)>"
        );
    }

    #[test]
    fn tokens_and_text_denote_the_same_type() {
        let types = [
            RustType::UNIT,
            RustType::Type("Status".to_owned()).nullable().option(),
            RustType::Path(
                "serde_json::Map",
                vec![RustType::text(), RustType::plain("u8")],
            ),
            RustType::Iterator(Box::new(RustType::text().into())),
            RustType::Slice(Box::new(RustType::Module("Pets".to_owned()))).reference(),
        ];
        for ty in types {
            for scope in [Scope::Module, Scope::Types] {
                let scoped = ty.in_scope(scope);
                let parsed: syn::Type = syn::parse_str(&scoped.to_string()).expect("a type");
                let tokens = scoped.to_token_stream().to_string();
                assert_eq!(parsed.to_token_stream().to_string(), tokens);
            }
        }
    }
}
