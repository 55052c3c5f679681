//! Turns a schema with a discriminator into a choice between the schemas that extend it.
//!
//! A value of a schema with a discriminator may be a value of each schema that extends it by `allOf`, or that the mapping of
//! the discriminator names.
//!
//! Before: the target of each reference to a schema is a component, with its name in the document.
//!
//! After: a schema with a discriminator that other schemas extend is a choice between them, if it is referenced other than
//! by them. Each alternative has its values of the discriminator. The first one is a new component with the constraints of
//! the schema itself, which the other schemas extend instead.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::all_of::combines;
use super::discriminators::{set_values, values_by_component};
use super::shape::INLINE_NAME;
use super::tree::{
    SchemaPosition, component_of, component_schemas, each_operation, each_operation_schema,
    each_subschema, each_webhook_schema, is_annotation, reference_to, schemas_mut,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::document::{Entry, Map, Node};
use crate::graph;
use crate::names::TakenNames;

/// The value of the discriminator that stands for a schema. Documents that Microsoft converted from OpenAPI 2.0 have it.
const VALUE: &str = "x-ms-discriminator-value";

/// The maximum number of alternatives of all choices. Published documents have up to 2,000.
const MAX_ALTERNATIVES: usize = 100_000;

/// Makes the choices. No use of a schema in `only_extended` needs a choice.
pub(super) fn choose(root: &mut Node, only_extended: &HashSet<String>, found: &mut Diagnostics) {
    choose_within(MAX_ALTERNATIVES, root, only_extended, found);
}

/// Makes choices with at most this number of alternatives together.
pub(super) fn choose_within(
    most: usize,
    root: &mut Node,
    only_extended: &HashSet<String>,
    found: &mut Diagnostics,
) {
    let mut choices = Family::of(component_schemas(root)).choices(most, only_extended, found);
    if choices.is_empty() {
        return;
    }
    retain_referenced(&mut choices, root);
    retain_acyclic(&mut choices, root, found);
    let bases = names_of_bases(&choices, root);
    extend_bases(&bases, root);
    let Some(schemas) = schemas_mut(root) else {
        return;
    };
    for choice in choices {
        choice.write(schemas, &bases);
    }
}

/// Removes the choices that only the schemas that extend them reference.
fn retain_referenced(choices: &mut Vec<Choice>, root: &mut Node) {
    let mut referenced = HashSet::new();
    each_reference(root, |reference, is_extended| {
        if !is_extended && let Some(name) = target(reference) {
            referenced.insert(name);
        }
    });
    choices.retain(|choice| referenced.contains(&choice.name));
}

/// Removes the choices that would consist of themselves.
fn retain_acyclic(choices: &mut Vec<Choice>, root: &Node, found: &mut Diagnostics) {
    let circular = Family::of(component_schemas(root)).circular(choices);
    choices.retain(|choice| {
        let is_circular = circular.contains(&choice.name);
        if is_circular {
            let reason = "one of them consists of it in another way too";
            found.push(not_told_apart(choice.discriminator.key_span, reason));
        }
        !is_circular
    });
}

/// The names of the new components with the constraints of each choice's schema.
fn names_of_bases(choices: &[Choice], root: &Node) -> HashMap<String, String> {
    let schemas = component_schemas(root).into_iter().flat_map(Node::entries);
    let mut taken: TakenNames = schemas.map(|(name, _)| name.to_owned()).collect();
    let named = choices.iter().map(|choice| {
        let base = taken.unique(format!("{}Base", choice.name));
        (choice.name.clone(), base)
    });
    named.collect()
}

/// Lets the schemas that extend a choice extend its base instead.
fn extend_bases(bases: &HashMap<String, String>, root: &mut Node) {
    each_reference(root, |reference, is_extended| {
        let base = target(reference).filter(|_| is_extended);
        if let Some(base) = base.and_then(|name| bases.get(&name))
            && let Some(reference) = reference.get_mut("$ref")
        {
            *reference = Node::string(reference_to(base), reference.span);
        }
    });
}

fn not_told_apart(place: Span, reason: &str) -> Diagnostic {
    let message = format!("the schemas that extend this one are not told apart: {reason}");
    Diagnostic::new(Code::RuleUnchecked, place, message)
}

/// The name of the component that a schema references.
fn target(schema: &Node) -> Option<String> {
    component_of(schema.reference()?).map(Into::into)
}

/// The schemas and those that extend them.
pub(super) struct Family<'a> {
    schemas: Option<&'a Node>,
    names: Vec<&'a str>,
    /// The indexes of the schemas whose `allOf` has the schema with this name.
    extended_by: HashMap<String, Vec<usize>>,
}

impl<'a> Family<'a> {
    pub(super) fn of(schemas: Option<&'a Node>) -> Self {
        let entries = || schemas.into_iter().flat_map(Node::entries);
        let mut extended_by: HashMap<_, Vec<_>> = HashMap::new();
        for (index, (_, entry)) in entries().enumerate() {
            for part in entry.value.get("allOf").into_iter().flat_map(Node::items) {
                if let Some(name) = target(part) {
                    extended_by.entry(name).or_default().push(index);
                }
            }
        }
        Self {
            schemas,
            names: entries().map(|(name, _)| name).collect(),
            extended_by,
        }
    }

    fn choices(
        &self,
        most: usize,
        only_extended: &HashSet<String>,
        found: &mut Diagnostics,
    ) -> Vec<Choice> {
        let mut choices = Vec::new();
        let mut left = most;
        let schemas = self.schemas.into_iter().flat_map(Node::entries);
        for (name, entry) in schemas.filter(|(name, _)| !only_extended.contains(*name)) {
            let Some(discriminator) = discriminator(&entry.value) else {
                continue;
            };
            let below = self.below(name, left);
            let Some(remaining) = left.checked_sub(below.len()) else {
                let reason = format!(
                    "the discriminators of the document have more than {most} alternatives"
                );
                found.push(not_told_apart(discriminator.key_span, &reason));
                break;
            };
            left = remaining;
            choices.extend(self.choice(name, discriminator, below));
        }
        choices
    }

    /// The choice between a schema and those that extend it, if there is more than one alternative.
    fn choice(&self, name: &str, discriminator: &Entry, below: Vec<&'a str>) -> Option<Choice> {
        discriminator.value.get_str("propertyName")?;
        let mut values = values_by_component(&discriminator.value);
        values.retain(|name, _| {
            self.schemas
                .is_some_and(|schemas| schemas.get(name).is_some())
        });
        let mut names = vec![name.to_owned()];
        names.extend(values.keys().cloned());
        names.extend(below.into_iter().map(ToOwned::to_owned));
        let mut alternatives: Vec<Alternative> = Vec::new();
        let mut places = HashMap::new();
        let mut seen = HashSet::new();
        for name in names.into_iter().filter(|name| seen.insert(name.clone())) {
            let mut values = match values.swap_remove(&name) {
                Some(values) => values,
                None => vec![self.value(&name).to_owned()],
            };
            let name = self.renamed(name);
            let place = *places.entry(name.clone()).or_insert(alternatives.len());
            match alternatives.get_mut(place) {
                Some(same) => same.values.append(&mut values),
                None => alternatives.push(Alternative { name, values }),
            }
        }
        (alternatives.len() > 1).then(|| Choice {
            name: name.to_owned(),
            discriminator: discriminator.clone(),
            alternatives,
        })
    }

    /// The value of the discriminator for a schema that the mapping does not name.
    fn value<'n>(&'n self, name: &'n str) -> &'n str {
        let schema = self.schemas.and_then(|schemas| schemas.get(name));
        let value = schema.and_then(|schema| schema.get_str(VALUE));
        value.unwrap_or(name)
    }

    /// The schema that has the type of this one, which may only add annotations to it.
    fn renamed(&self, name: String) -> String {
        let mut seen = HashSet::new();
        let mut name = name;
        while seen.insert(name.clone())
            && let Some(schema) = self.schemas.and_then(|schemas| schemas.get(&name))
            && !combines(schema)
            && let Some(only) = schema.get("allOf").and_then(Node::as_array)
            && let Some(target) = only.iter().find_map(target)
        {
            name = target;
        }
        name
    }

    /// The schemas that extend this one, at any depth, in the document's order. The search ends with more than `most` of
    /// them.
    fn below(&self, name: &str, most: usize) -> Vec<&'a str> {
        let mut below = BTreeSet::new();
        let mut open = vec![name];
        while below.len() <= most
            && let Some(name) = open.pop()
        {
            for index in self.extended_by.get(name).into_iter().flatten() {
                if below.insert(*index) {
                    open.push(self.names[*index]);
                }
            }
        }
        below.into_iter().map(|index| self.names[index]).collect()
    }

    /// The choices that would consist of themselves, as when an alternative is composed of another choice with this one.
    fn circular(&self, choices: &[Choice]) -> HashSet<String> {
        let indexes = self.names.iter().enumerate();
        let indexes: HashMap<_, _> = indexes.map(|(index, name)| (*name, index)).collect();
        let of_choice = choices.iter().enumerate();
        let of_choice: HashMap<_, _> = of_choice.map(|(index, it)| (&*it.name, index)).collect();
        // After the schemas, there is a node for the own constraints of each choice.
        let node = |name: &str, is_extended: bool| match of_choice.get(name) {
            Some(choice) if is_extended => Some(self.names.len() + choice),
            _ => indexes.get(name).copied(),
        };
        let composition = |schema: &Node| {
            let mut found = Vec::new();
            composed(schema, Place::Component, &mut found);
            let nodes = found
                .iter()
                .filter_map(|(name, is_extended)| node(name, *is_extended));
            nodes.collect::<Vec<_>>()
        };
        let schemas = self.schemas.into_iter().flat_map(Node::entries);
        let mut edges: Vec<_> = schemas
            .map(|(name, entry)| match of_choice.get(name) {
                Some(choice) => {
                    let alternatives = choices[*choice].alternatives.iter();
                    alternatives.filter_map(|it| node(&it.name, true)).collect()
                }
                None => composition(&entry.value),
            })
            .collect();
        for choice in choices {
            let schema = self.schemas.and_then(|schemas| schemas.get(&choice.name));
            edges.push(schema.map(composition).unwrap_or_default());
        }
        let components = graph::components(&edges);
        let mut sizes: HashMap<_, usize> = HashMap::new();
        for component in &components {
            *sizes.entry(component).or_default() += 1;
        }
        let choices = choices.iter().map(|choice| &choice.name);
        let circular = choices.filter(|name| {
            let component = indexes.get(name.as_str()).map(|index| &components[*index]);
            component.is_some_and(|component| sizes[component] > 1)
        });
        circular.cloned().collect()
    }

    /// The schemas whose `allOf` has this one.
    pub(super) fn extensions(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let indexes = self.extended_by.get(name).into_iter().flatten();
        indexes.map(|index| self.names[*index])
    }
}

/// The discriminator of a schema that is not a choice already. It may be in a part of an `allOf`.
pub(super) fn discriminator(schema: &Node) -> Option<&Entry> {
    if schema.get("oneOf").is_some() || schema.get("anyOf").is_some() {
        return None;
    }
    let parts = schema.get("allOf").into_iter().flat_map(Node::items);
    let mut holders = std::iter::once(schema).chain(parts);
    holders.find_map(|holder| holder.as_object()?.entry("discriminator"))
}

/// A schema with a discriminator and those that extend it.
struct Choice {
    name: String,
    discriminator: Entry,
    alternatives: Vec<Alternative>,
}

struct Alternative {
    /// The name of the component.
    name: String,
    /// The values of the discriminator.
    values: Vec<String>,
}

impl Choice {
    /// Adds a component with the schema's own constraints, and replaces the schema by the choice. `bases` has the names of
    /// such components.
    fn write(self, schemas: &mut Map, bases: &HashMap<String, String>) {
        let Some(entry) = schemas.entry(&self.name) else {
            return;
        };
        let mut base = without_discriminator(&entry.value);
        if let Some(base) = base.as_object_mut() {
            let name = Node::string(&self.name, entry.key_span);
            base.set(INLINE_NAME, name);
        }
        let base = Entry::new(entry.key_span, base);
        let annotations = entry.value.entries().filter(|(key, _)| is_annotation(key));
        let mut choice: Map = annotations
            .map(|(key, entry)| (key.to_owned(), entry.clone()))
            .collect();
        let span = self.discriminator.value.span;
        let mut alternatives = Vec::new();
        for alternative in self.alternatives {
            let span = schemas
                .entry(&alternative.name)
                .map_or(span, |it| it.key_span);
            let name = bases.get(&alternative.name).unwrap_or(&alternative.name);
            let reference = Node::string(reference_to(name), span);
            let mut node = Node::object(span);
            if let Some(object) = node.as_object_mut() {
                object.set("$ref", reference);
                if alternative.name == self.name {
                    let docs = format!("A value with the properties of `{}` only.", self.name);
                    object.set("description", Node::string(docs, span));
                }
            }
            set_values(&mut node, &alternative.values);
            alternatives.push(node);
        }
        choice.insert("discriminator", self.discriminator);
        choice.set("oneOf", Node::array(alternatives, span));
        if let Some(schema) = schemas.get_mut(&self.name)
            && let Some(object) = schema.as_object_mut()
        {
            *object = choice;
        }
        if let Some(name) = bases.get(&self.name) {
            schemas.insert(name.clone(), base);
        }
    }
}

/// The schema as an alternative of its choice. Where the choice is used may be nullable, but not the alternative.
fn without_discriminator(schema: &Node) -> Node {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove("discriminator");
        object.remove("nullable");
        let parts = object.get_mut("allOf").and_then(Node::as_array_mut);
        for part in parts.into_iter().flatten() {
            part.as_object_mut().map(|it| it.remove("discriminator"));
        }
    }
    schema
}

/// Calls `visit` with each schema that is a reference, and with whether it is extended: a part of the `allOf` of a
/// component, or of an `allOf` that combines several constraints.
fn each_reference(root: &mut Node, mut visit: impl FnMut(&mut Node, bool)) {
    let visit: &mut dyn FnMut(&mut Node, bool) = &mut visit;
    for schema in schemas_mut(root).into_iter().flat_map(Map::values_mut) {
        each_reference_within(schema, Place::Component, visit);
    }
    each_operation(root, |_, _, operation| {
        each_operation_schema(operation, |_, schema| {
            each_reference_within(schema, Place::Use, visit);
        });
    });
    each_webhook_schema(root, |_, schema| {
        each_reference_within(schema, Place::Use, visit);
    });
}

/// Adds the components that a schema is composed of, each with whether it is extended.
fn composed(schema: &Node, place: Place, found: &mut Vec<(String, bool)>) {
    found.extend(target(schema).map(|name| (name, place == Place::Part)));
    let extends = place != Place::Use || combines(schema);
    for (key, part) in [
        ("allOf", Place::Part),
        ("oneOf", Place::Use),
        ("anyOf", Place::Use),
    ] {
        let place = if extends { part } else { Place::Use };
        for inner in schema.get(key).into_iter().flat_map(Node::items) {
            composed(inner, place, found);
        }
    }
}

/// Where a schema is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Component,
    /// In an `allOf` that extends its parts.
    Part,
    Use,
}

fn each_reference_within(schema: &mut Node, place: Place, visit: &mut dyn FnMut(&mut Node, bool)) {
    if schema.reference().is_some() {
        visit(schema, place == Place::Part);
    }
    let extends = place != Place::Use || combines(schema);
    each_subschema(schema, |position, inner| {
        let place = match position {
            SchemaPosition::AllOf if extends => Place::Part,
            _ => Place::Use,
        };
        each_reference_within(inner, place, visit);
    });
}
