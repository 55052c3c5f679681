//! Gives the alternatives of choices their values of the discriminator.
//!
//! Before: references and mappings have the names of the document.
//!
//! After: each alternative that is a component, in a choice with a discriminator, has its values in [`VALUES`]. Without a
//! value in the mapping, it is the name of the component.

use indexmap::IndexMap;

use super::shape::VALUES;
use super::tree::{component_of, share_schemas};
use crate::document::{Map, Node};

pub(super) fn note_values(root: &mut Node) {
    share_schemas(root, |schema| {
        let Some(discriminator) = schema.get("discriminator") else {
            return;
        };
        let mapped = values_by_component(discriminator);
        for key in ["oneOf", "anyOf"] {
            let parts = schema.get_mut(key).and_then(Node::as_array_mut);
            for part in parts.into_iter().flatten() {
                let Some(name) = part.reference().and_then(component_of) else {
                    continue;
                };
                let own = vec![name.to_string()];
                let values = mapped.get(&*name).unwrap_or(&own);
                set_values(part, values);
            }
        }
    });
}

/// Notes the values of the discriminator for an alternative.
pub(super) fn set_values(part: &mut Node, values: &[String]) {
    let span = part.span;
    let values = values.iter().map(|value| Node::string(value, span));
    let values = Node::array(values.collect(), span);
    if let Some(part) = part.as_object_mut() {
        part.set(VALUES, values);
    }
}

/// The values in a mapping for each component. A mapping has references or names of components.
pub(super) fn values_by_component(discriminator: &Node) -> IndexMap<String, Vec<String>> {
    let mut values: IndexMap<_, Vec<_>> = IndexMap::new();
    let mapping = discriminator.get("mapping").and_then(Node::as_object);
    for (value, entry) in mapping.into_iter().flat_map(Map::iter) {
        if let Some(target) = entry.value.as_str() {
            let name = component_of(target).map_or_else(|| target.to_owned(), Into::into);
            values.entry(name).or_default().push(value.to_owned());
        }
    }
    values
}
