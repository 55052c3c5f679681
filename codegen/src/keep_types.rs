//! The schemas that have types although nothing uses them.

use crate::document::{Map, Node};
use crate::suggestions::Suggestions;

/// The extension at the top level of a document that keeps the types of unused schemas.
pub(crate) const KEY: &str = "x-keep-types";

/// The schemas that have types although no operation, webhook or callback uses them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum KeepTypes {
    /// No schemas.
    #[default]
    None,
    /// The schemas with these names in `components.schemas`, and those that they refer to.
    Named(Vec<String>),
    /// All schemas.
    All,
}

impl KeepTypes {
    /// The schemas that a document names in `x-keep-types`: `true` for all, or a list of names.
    pub(crate) fn of_document(root: &Node) -> Self {
        let Some(node) = root.get(KEY) else {
            return Self::None;
        };
        if node.as_bool() == Some(true) {
            return Self::All;
        }
        let names: Vec<_> = node.items().filter_map(Node::as_str).collect();
        Self::named(names)
    }

    fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<_> = names.into_iter().map(ToOwned::to_owned).collect();
        if names.is_empty() {
            Self::None
        } else {
            Self::Named(names)
        }
    }

    /// The schemas of both.
    pub(crate) fn and(&self, other: &Self) -> Self {
        if *self == Self::All || *other == Self::All {
            return Self::All;
        }
        Self::named(self.names().chain(other.names()))
    }

    /// The names of schemas, in the order in which they were written.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = match self {
            Self::Named(names) => &names[..],
            Self::None | Self::All => &[],
        };
        names.iter().map(String::as_str)
    }
}

/// A name in the option to keep types that no component schema has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSchema {
    /// The name.
    pub name: String,
    /// The schema that is most likely meant.
    pub nearest: Option<String>,
}

/// The names of `keep` that no component schema has.
pub(crate) fn unknown(root: &Node, keep: &KeepTypes) -> Vec<UnknownSchema> {
    let schemas = root.get("components").and_then(|it| it.get("schemas"));
    let known = schemas.and_then(Node::as_object);
    let names = || known.into_iter().flat_map(Map::keys);
    let is_known = |name: &str| known.is_some_and(|known| known.contains_key(name));
    let suggestions = Suggestions::new();
    let unknown = keep.names().filter(|name| !is_known(name));
    let unknown = unknown.map(|name| UnknownSchema {
        name: name.to_owned(),
        nearest: suggestions.nearest(name, names()).map(ToOwned::to_owned),
    });
    unknown.collect()
}
