//! Gives the alternatives of choices their values of the discriminator.
//!
//! Before: references and mappings have the names of the document.
//!
//! After: each alternative that is a component, in a choice with a discriminator, has its values in [`VALUES`]. Without a
//! value in the mapping, it is the name of the component. The alternative of a `defaultMapping`, which 3.2 has, is noted with
//! [`IS_DEFAULT`].

use std::collections::HashMap;

use indexmap::IndexMap;

use super::shape::{INLINE_NAME, IS_DEFAULT, VALUES};
use super::tree::{component_of, component_schemas, share_schemas};
use crate::document::{Map, Node, version_of};
use crate::openapi::Version;

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

/// Notes the default alternatives. Schemas that others extend are choices already.
pub(super) fn note_defaults(root: &mut Node) {
    if version_of(root) < Version::V3_2 {
        return;
    }
    let bases = bases(root);
    share_schemas(root, |schema| {
        let default = schema
            .get("discriminator")
            .and_then(|it| it.get_str("defaultMapping"));
        let Some(default) = default.map(component_named) else {
            return;
        };
        let base = bases.get(&default);
        for key in ["oneOf", "anyOf"] {
            let parts = schema.get_mut(key).and_then(Node::as_array_mut);
            for part in parts.into_iter().flatten() {
                let name = part.reference().and_then(component_of);
                let is_default =
                    name.is_some_and(|it| *it == default || base.is_some_and(|base| *it == *base));
                let span = part.span;
                if let Some(part) = part.as_object_mut().filter(|_| is_default) {
                    part.set(IS_DEFAULT, Node::bool(true, span));
                }
            }
        }
    });
}

/// The components with the properties of a schema that others extend, by its name.
fn bases(root: &Node) -> HashMap<String, String> {
    let components = component_schemas(root).into_iter().flat_map(Node::entries);
    let bases = components.filter_map(|(name, entry)| {
        let schema = entry.value.get_str(INLINE_NAME)?;
        Some((schema.to_owned(), name.to_owned()))
    });
    bases.collect()
}

/// The component of a mapping's target, which is a reference or a name.
fn component_named(target: &str) -> String {
    component_of(target).map_or_else(|| target.to_owned(), Into::into)
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
            values
                .entry(component_named(target))
                .or_default()
                .push(value.to_owned());
        }
    }
    values
}
