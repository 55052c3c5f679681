//! Checks tags.

use std::collections::HashMap;

use super::Operations;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Node;
use crate::graph;
use crate::openapi::Version;

impl<'a> Operations<'_, 'a> {
    pub(super) fn tags(&mut self, node: &'a Node) {
        let mut first: HashMap<&str, Span> = HashMap::new();
        for tag in node.get("tags").into_iter().flat_map(Node::items) {
            let Some(name) = tag.get("name") else {
                continue;
            };
            let Some(text) = name.as_str() else { continue };
            if let Some(&before) = first.get(text) {
                let message = format!("duplicate tag `{text}`");
                self.found.push(
                    Diagnostic::new(Code::DuplicateTag, name.span, message)
                        .with_related(before, "first declared here")
                        .with_help("remove one of them"),
                );
            } else {
                first.insert(text, name.span);
            }
        }
        if self.walk.version >= Version::V3_2 {
            self.parents_of_tags(node);
        }
    }

    /// Checks that the parent of each tag is a tag, and that no tag is inside itself.
    fn parents_of_tags(&mut self, node: &'a Node) {
        let tags = node.get("tags").into_iter().flat_map(Node::items);
        let tags: Vec<_> = tags
            .filter_map(|tag| Some((tag.get_str("name")?, tag.get("parent"))))
            .collect();
        let mut indices: HashMap<&str, usize> = HashMap::new();
        for (index, (name, _)) in tags.iter().enumerate() {
            indices.entry(name).or_insert(index);
        }
        let parent = |tag: Option<&Node>| indices.get(tag?.as_str()?).copied();
        let parents: Vec<_> = tags.iter().map(|(_, it)| parent(*it)).collect();
        let edges: Vec<_> = parents.iter().map(|it| Vec::from_iter(*it)).collect();
        let circles = graph::components(&edges);
        for (index, &(name, node)) in tags.iter().enumerate() {
            let Some((text, span)) = node.and_then(|it| Some((it.as_str()?, it.span))) else {
                continue;
            };
            let Some(parent) = parents[index] else {
                let others = tags.iter().map(|(other, _)| *other);
                let others = others.filter(|other| *other != name);
                let help = match self.walk.suggestions.nearest(text, others) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add a tag with `name: {text}`"),
                };
                let message = format!("the parent `{text}` of the tag `{name}` is not a tag");
                self.push(Code::MisplacedField, span, message, help);
                continue;
            };
            if parent == index || circles[parent] == circles[index] {
                let message = format!("the tag `{name}` is inside itself");
                self.push(Code::MisplacedField, span, message, "choose another parent");
            }
        }
    }
}
