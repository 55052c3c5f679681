//! A part of a module: the Cargo feature of a tag.

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::model::{Model, Operation, Tag};

/// The Cargo feature of the operations with a tag.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// The name of the feature, such as `github-issues`.
    pub feature: String,
    /// Its tags. Tags with similar names share a feature.
    pub tags: Vec<PartTag>,
    /// The number of operations with one of the tags.
    pub operations: usize,
    /// The tags of its first operation in the document.
    pub origin: Option<Span>,
}

/// A tag of a part.
#[derive(Clone, Debug)]
pub(crate) struct PartTag {
    pub name: String,
    /// The name of the tag in its description.
    pub described: Option<Span>,
    /// The name that the tag gives its part.
    pub part_origin: Option<Span>,
}

impl Part {
    /// The parts of a module, sorted by feature. There are none unless tags are parts.
    pub(super) fn all(model: &Model) -> Vec<Self> {
        let mut parts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (index, tag) in model.tags.iter().enumerate() {
            if let Some(feature) = &tag.feature {
                parts.entry(feature).or_default().push(index);
            }
        }
        let parts = parts.into_iter().map(|(feature, tags)| {
            let has_tag =
                |operation: &&Operation| operation.tags.iter().any(|tag| tags.contains(tag));
            let operations = model.operations.iter().filter(has_tag);
            Self {
                feature: feature.to_owned(),
                origin: operations.clone().find_map(|it| it.tags_span),
                operations: operations.count(),
                tags: tags
                    .iter()
                    .map(|it| PartTag::of(&model.tags[*it]))
                    .collect(),
            }
        });
        parts.collect()
    }
}

impl PartTag {
    fn of(tag: &Tag) -> Self {
        Self {
            name: tag.name.clone(),
            described: tag.is_described.then_some(tag.span),
            part_origin: tag.part.as_ref().map(|part| part.span),
        }
    }
}
