//! A tag of operations, and the Cargo features that tags become.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::names;
use crate::parts::FEATURE;

/// A tag that some operation has.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub name: String,
    pub description: Option<String>,
    /// The place of the name: in the description of the tag, or in the first operation that has the tag.
    pub span: Span,
    /// Whether the document describes the tag.
    pub is_described: bool,
    /// The name of its part, if that is not the name of the tag.
    pub part: Option<PartName>,
    /// The Cargo feature of its operations, if each tag is a part of the crate. Parts with similar names share a feature.
    pub feature: Option<Arc<str>>,
}

/// A name of a part as the document has it.
#[derive(Clone, Debug)]
pub(crate) struct PartName {
    pub text: String,
    pub span: Span,
}

impl Tag {
    /// Checks the name of the part, which becomes `feature`: an error if the tag names it without letters and digits, or a
    /// warning if the feature does not show the name.
    pub(super) fn check_part(&self, module: &str, feature: &str) -> Option<Diagnostic> {
        let Some(part) = &self.part else {
            return self.unreadable(feature);
        };
        let (text, span) = (&part.text, part.span);
        if !names::has_words(text) {
            let message = format!("the part `{text}` has no letter or digit");
            let help = format!("write a name, such as `{FEATURE}: payments`");
            return Some(Diagnostic::new(Code::Extension, span, message).with_help(help));
        }
        let own = feature.strip_prefix(module)?.strip_prefix('-')?;
        (own != text).then(|| {
            let message = format!("the part `{text}` is the feature `{feature}`");
            Diagnostic::new(Code::Parts, span, message)
                .with_label(format!("becomes `{own}`"))
                .with_help(format!("write `{FEATURE}: {own}`"))
        })
    }

    /// A warning about a tag whose feature is named after the numbers of its characters.
    fn unreadable(&self, feature: &str) -> Option<Diagnostic> {
        let name = &self.name;
        let reason = if !names::has_words(name) {
            "the name has no letter or digit"
        } else if !names::is_ascii_in_words(name) {
            "registries allow only ASCII letters in it"
        } else {
            return None;
        };
        let place = if self.is_described {
            "beside the name of the tag"
        } else {
            "beside the name of the tag, in a list `tags` at the top level"
        };
        let message = format!("the feature of the tag `{name}` is `{feature}`: {reason}");
        let help = format!("name the part {place}, such as `{FEATURE}: payments`");
        Some(Diagnostic::new(Code::Parts, self.span, message).with_help(help))
    }
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
