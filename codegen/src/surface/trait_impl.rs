//! An implementation of a trait.

use std::fmt;

use super::rust_path::RustPath;
use super::rust_type::{RustType, Scope};

/// `impl Trait for T`
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TraitImpl {
    /// The path of the trait.
    pub path: RustPath,
    pub arguments: Vec<RustType>,
    /// The implementing type, if it differs from the type that the implementation is listed with, such as `i64` in
    /// `impl From<Priority> for i64`.
    pub on: Option<RustType>,
    /// The associated types, in the order of declaration.
    pub types: Vec<(&'static str, RustType)>,
}

impl TraitImpl {
    /// A trait without arguments.
    pub(super) fn plain(path: RustPath) -> Self {
        Self {
            path,
            arguments: Vec::new(),
            on: None,
            types: Vec::new(),
        }
    }

    /// A trait with one argument.
    pub(super) fn of(path: RustPath, argument: RustType) -> Self {
        Self {
            arguments: vec![argument],
            ..Self::plain(path)
        }
    }

    /// Adds an associated type.
    pub(super) fn with(mut self, name: &'static str, ty: RustType) -> Self {
        self.types.push((name, ty));
        self
    }

    /// Sets the implementing type.
    pub(super) fn on(self, ty: RustType) -> Self {
        Self {
            on: Some(ty),
            ..self
        }
    }

    /// The trait as a bound: `Paged<Item = Conversation, Cursor = String>`.
    pub(crate) fn bound(&self, scope: Scope) -> Bound<'_> {
        Bound { of: self, scope }
    }
}

pub(crate) struct Bound<'a> {
    of: &'a TraitImpl,
    scope: Scope,
}

impl fmt::Display for Bound<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TraitImpl {
            path,
            arguments,
            types,
            ..
        } = self.of;
        f.write_str(path.name())?;
        let arguments = arguments.iter();
        let arguments = arguments.map(|ty| ty.in_scope(self.scope).to_string());
        let types = types.iter();
        let types = types.map(|(name, ty)| format!("{name} = {}", ty.in_scope(self.scope)));
        let all: Vec<_> = arguments.chain(types).collect();
        if all.is_empty() {
            return Ok(());
        }
        write!(f, "<{}>", all.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn associated_types_follow_arguments() {
        let text = RustType::text;
        let cases = [
            (TraitImpl::plain(RustPath::Name("Eq")), "Eq"),
            (
                TraitImpl::of(RustPath::Name("From"), text()),
                "From<String>",
            ),
            (
                TraitImpl::plain(RustPath::External(&["std", "ops", "Deref"]))
                    .with("Target", text()),
                "Deref<Target = String>",
            ),
            (
                TraitImpl::of(RustPath::Name("TryFrom"), text()).with("Error", text()),
                "TryFrom<String, Error = String>",
            ),
        ];
        for (item, expected) in cases {
            assert_eq!(item.bound(Scope::Types).to_string(), expected);
        }
    }
}
