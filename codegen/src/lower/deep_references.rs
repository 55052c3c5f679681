//! Turns the target of each reference into a component, such as `#/components/schemas/User/properties/id`.
//!
//! Before: `paths` only references schemas.
//!
//! After: the target of each reference to a schema is a component, for a `$ref` as well as in the mapping of a
//! discriminator.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::tree::{
    each_root_schema, each_schema, each_schema_within, reference_to, schema_reference, schemas_mut,
};
use crate::document::{Entry, Map, Node, Pointer};
use crate::names::{self, TakenNames};

/// `original` is the document that the references point into.
pub(super) fn hoist(root: &mut Node, original: &Node) {
    let targets = targets(root, original);
    if targets.is_empty() {
        return;
    }
    let mut taken: TakenNames = schemas_mut(root)
        .into_iter()
        .flat_map(|schemas| schemas.keys().map(ToOwned::to_owned).collect::<Vec<_>>())
        .collect();
    let names: BTreeMap<_, _> = targets
        .into_iter()
        .map(|target| {
            let name = taken.unique(name(&target));
            (target, name)
        })
        .collect();
    let mut hoisted: Vec<_> = names.iter().collect();
    // A target inside another one is moved out first.
    hoisted.sort_by_key(|(target, _)| Reverse(target.tokens().len()));
    let mut found = BTreeMap::new();
    for (target, name) in hoisted {
        let is_inside = is_in_schemas(target) && target.tokens().len() > 2;
        let inside = root.at_mut(target).filter(|_| is_inside);
        let schema = match inside {
            Some(place) => {
                let mut reference = Node::object(place.span);
                if let Some(object) = reference.as_object_mut() {
                    object.set("$ref", Node::string(reference_to(name), place.span));
                }
                std::mem::replace(place, reference)
            }
            None => match original.at(target) {
                Some(schema) => schema.clone(),
                None => continue,
            },
        };
        found.insert(target, (name.clone(), Entry::new(schema.span, schema)));
    }
    add_schemas(root, found.into_values().collect());
    each_schema(root, |schema| {
        let name = deep(schema).and_then(|target| names.get(&target));
        if let (Some(name), Some(reference)) = (name, schema.get_mut("$ref")) {
            *reference = Node::string(reference_to(name), reference.span);
        }
        let mapping = schema
            .get_mut("discriminator")
            .and_then(|node| node.get_mut("mapping"));
        for target in mapping
            .and_then(Node::as_object_mut)
            .into_iter()
            .flat_map(Map::values_mut)
        {
            let name = target.as_str().and_then(Pointer::from_reference);
            if let Some(name) = name.and_then(|name| names.get(&name)) {
                *target = Node::string(reference_to(name), target.span);
            }
        }
    });
}

/// The targets that are not components, including those of references in targets.
fn targets(root: &mut Node, original: &Node) -> BTreeSet<Pointer> {
    let mut targets = BTreeSet::new();
    let mut open: Vec<Pointer> = Vec::new();
    each_root_schema(root, |schema| collect(schema, &mut targets, &mut open));
    while let Some(target) = open.pop() {
        if let Some(schema) = original.at(&target) {
            collect(&mut schema.clone(), &mut targets, &mut open);
        }
    }
    targets.retain(|target| original.at(target).is_some());
    targets
}

fn collect(schema: &mut Node, targets: &mut BTreeSet<Pointer>, open: &mut Vec<Pointer>) {
    each_schema_within(schema, &mut |schema| {
        let target = deep(schema).filter(|target| !targets.contains(target));
        if let Some(target) = target {
            targets.insert(target.clone());
            open.push(target);
        }
    });
}

/// The target of a reference, if it is not a component schema.
fn deep(schema: &Node) -> Option<Pointer> {
    if schema_reference(schema).is_some_and(|name| !name.contains(['/', '%'])) {
        return None;
    }
    let target = Pointer::from_reference(schema.reference()?)?;
    let is_component = is_in_schemas(&target) && target.tokens().len() == 3;
    (!is_component).then_some(target)
}

fn is_in_schemas(target: &Pointer) -> bool {
    target.tokens().take(2).eq(["components", "schemas"])
}

/// The name of a schema, made from its position as in `inline_schemas`.
fn name(target: &Pointer) -> String {
    let mut tokens = target.tokens().peekable();
    let mut name = String::new();
    while let Some(token) = tokens.next() {
        match token {
            "$defs" | "components" | "content" | "paths" | "schema" | "schemas" | "properties" => {}
            "items" => name.push_str("Item"),
            "additionalProperties" => name.push_str("Value"),
            "allOf" | "anyOf" | "oneOf" => {
                let number = tokens.next().and_then(|index| index.parse::<usize>().ok());
                name.push_str(&format!("Part{}", number.unwrap_or_default() + 1));
            }
            token => name.push_str(&names::type_name(token)),
        }
    }
    names::type_name(&name)
}

fn add_schemas(root: &mut Node, added: Map) {
    let span = root.span;
    let Some(object) = root.as_object_mut() else {
        return;
    };
    if !object.contains_key("components") {
        object.set("components", Node::object(span));
    }
    let Some(components) = object.get_mut("components").and_then(Node::as_object_mut) else {
        return;
    };
    if !components.contains_key("schemas") {
        components.set("schemas", Node::object(span));
    }
    if let Some(schemas) = components.get_mut("schemas").and_then(Node::as_object_mut) {
        schemas.extend(added);
    }
}
