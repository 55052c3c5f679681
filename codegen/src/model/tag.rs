//! A tag of operations, and the Cargo features that tags become.

use std::sync::Arc;

/// A tag that some operation has.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub name: String,
    pub description: Option<String>,
    /// The name of its part, if that is not the name of the tag.
    pub part: Option<String>,
    /// The Cargo feature of its operations, if each tag is a part of the crate. Parts with similar names share a feature.
    pub feature: Option<Arc<str>>,
}

/// The Cargo features of an item. Any of them enables it, and an item without features is always enabled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Features(Arc<[Arc<str>]>);

impl Features {
    /// The names of the features.
    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(|name| &**name)
    }

    /// Whether the item is always enabled.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a feature of the module enables the item.
    pub(crate) fn contain(&self, feature: &str) -> bool {
        self.is_empty() || self.names().any(|name| name == feature)
    }

    /// The condition of the item for the attribute `cfg`, such as `any(feature = "a", feature = "b")`.
    pub(crate) fn condition(&self) -> Option<String> {
        let features: Vec<_> = self
            .names()
            .map(|name| format!("feature = {name:?}"))
            .collect();
        match &features[..] {
            [] => None,
            [feature] => Some(feature.clone()),
            features => Some(format!("any({})", features.join(", "))),
        }
    }
}

impl FromIterator<Arc<str>> for Features {
    fn from_iter<T: IntoIterator<Item = Arc<str>>>(names: T) -> Self {
        Self(names.into_iter().collect())
    }
}
