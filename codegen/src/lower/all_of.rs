//! Writes out `allOf`: one part with annotations is that part, several parts are one schema.

use std::collections::HashMap;

use super::inline_schemas::is_object;
use super::tree::{component_schemas, each_schema, is_annotation, schema_reference, schemas_mut};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::document::{self, Entry, Map, Node, Value};

/// Makes an `allOf` in which one part says more than annotations that part: beside a `$ref`, OpenAPI 3.0 has no other
/// way to say something.
pub(super) fn simplify(root: &mut Node) {
    let kinds = kinds(root);
    each_schema(root, |schema| {
        only_choice(schema);
        choice_beside(schema);
        while let Some(part) = only_part(&kinds, schema) {
            *schema = part;
            only_choice(schema);
        }
    });
}

/// The components that have a `type`, said or implied, with it.
fn kinds(root: &Node) -> HashMap<String, String> {
    let components = component_schemas(root).into_iter().flat_map(Node::entries);
    components
        .filter_map(|(name, entry)| Some((name.to_owned(), kind(root, &entry.value)?.to_owned())))
        .collect()
}

/// Makes one schema of every component that is an `allOf`, which is where all of them are once they have names.
pub(super) fn merge(root: &mut Node, found: &mut Diagnostics) {
    let mut merger = Merger {
        root,
        done: HashMap::new(),
        choices: Vec::new(),
    };
    let components = component_schemas(root).into_iter().flat_map(Node::entries);
    let merged: Vec<_> = components
        .filter(|(_, entry)| entry.value.get("allOf").is_some())
        .map(|(name, entry)| (name.to_owned(), merger.merged(&entry.value)))
        .collect();
    let choices = merger.choices;
    for (name, merged) in merged {
        let Some(schema) = schemas_mut(root).and_then(|schemas| schemas.get_mut(&name)) else {
            continue;
        };
        if let Some(merged) = merged {
            *schema = merged;
            continue;
        }
        found.push(
            Diagnostic::new(
                Code::KeptAsJson,
                schema.span,
                "the parts of this `allOf` do not make one schema",
            )
            .with_label("read and written as JSON of any shape"),
        );
        schema.value = Value::Object(annotations(schema));
    }
    for choice in choices {
        let message = "all properties of these alternatives are optional fields of one type";
        found.push(Diagnostic::new(Code::ChoiceMerged, choice, message));
    }
}

/// A choice of one is an `allOf`.
fn only_choice(schema: &mut Node) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    for key in ["oneOf", "anyOf"] {
        if object
            .get(key)
            .and_then(Node::as_array)
            .is_some_and(|parts| parts.len() == 1)
            && !object.contains_key("allOf")
        {
            object.rename(key, "allOf");
        }
    }
}

/// Makes a choice that stands beside properties or an `allOf` a part of the `allOf`.
fn choice_beside(schema: &mut Node) {
    let is_more = is_object(schema) || schema.get("allOf").is_some();
    let span = schema.span;
    let Some(object) = schema.as_object_mut().filter(|_| is_more) else {
        return;
    };
    for key in ["oneOf", "anyOf"] {
        let Some(choice) = object.remove(key) else {
            continue;
        };
        if choice.value.items().all(only_requires) {
            continue;
        }
        let mut part = Node::object(choice.value.span);
        if let Some(part) = part.as_object_mut() {
            part.insert(key, choice);
        }
        if !object.contains_key("allOf") {
            object.set("allOf", Node::array(Vec::new(), span));
        }
        if let Some(parts) = object.get_mut("allOf").and_then(Node::as_array_mut) {
            parts.push(part);
        }
    }
}

/// Whether an alternative only says which properties must be there.
fn only_requires(schema: &Node) -> bool {
    schema.entries().all(|(key, _)| {
        matches!(
            key,
            "required" | "type" | "minProperties" | "maxProperties" | "not"
        ) || is_annotation(key)
    })
}

/// The part of an `allOf` that says more than annotations, with those of the others, if there is just one.
fn only_part(kinds: &HashMap<String, String>, schema: &Node) -> Option<Node> {
    let parts = schema.get("allOf")?.as_array()?;
    let mut telling = parts.iter().filter(|part| !only_annotates(part, None));
    let part = telling.next().or(parts.first())?;
    let kind = match schema_reference(part) {
        Some(name) => kinds.get(name).map(String::as_str),
        None => own_kind(part),
    };
    if telling.any(|other| !only_annotates(other, kind)) || !only_annotates(schema, kind) {
        return None;
    }
    let mut only = part.clone();
    let object = only.as_object_mut()?;
    for other in parts.iter().filter(|other| !std::ptr::eq(*other, part)) {
        object.extend(annotations(other));
    }
    object.extend(annotations(schema));
    Some(only)
}

/// Whether a schema says nothing of its values beside that they are of this kind.
fn only_annotates(schema: &Node, kind: Option<&str>) -> bool {
    schema.as_object().is_some()
        && schema.entries().all(|(key, entry)| match key {
            "type" => kind.is_some() && entry.value.as_str() == kind,
            "allOf" => kind.is_some(),
            key => is_annotation(key),
        })
}

/// The `type` of a schema, said or implied.
fn kind<'a>(root: &'a Node, schema: &'a Node) -> Option<&'a str> {
    own_kind(document::resolve(root, schema).ok()?)
}

fn own_kind(schema: &Node) -> Option<&str> {
    schema.get_str("type").or_else(|| {
        let is_object = ["properties", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.get(key).is_some());
        is_object.then_some("object")
    })
}

fn annotations(schema: &Node) -> Map {
    schema
        .entries()
        .filter(|(key, _)| is_annotation(key))
        .map(|(key, entry)| (key.to_owned(), entry.clone()))
        .collect()
}

struct Merger<'a> {
    root: &'a Node,
    /// The components that were written out already, so that none is twice.
    done: HashMap<&'a str, Option<Node>>,
    /// The choices of which all alternatives became optional.
    choices: Vec<Span>,
}

impl Merger<'_> {
    /// One schema of all the parts. The checks have made sure that they do not run in circles.
    fn merged(&mut self, schema: &Node) -> Option<Node> {
        let mut merged = Node::object(schema.span);
        let out = merged.as_object_mut()?;
        let parts = schema.get("allOf").into_iter().flat_map(Node::items);
        let (choices, parts): (Vec<_>, Vec<_>) = parts.partition(|part| is_choice(part));
        for part in parts {
            let part = self.part(part)?;
            absorb(out, &part, false)?;
        }
        absorb(out, schema, true)?;
        for choice in choices {
            let mut alternatives = self.part(choice)?;
            // What is said outside of the choice holds for all of its alternatives.
            if let Some(properties) = alternatives
                .get_mut("properties")
                .and_then(Node::as_object_mut)
            {
                let known = out.get("properties").and_then(Node::as_object);
                properties.retain(|name, _| known.is_none_or(|known| !known.contains_key(name)));
            }
            absorb(out, &alternatives, false)?;
        }
        Some(merged)
    }

    fn part(&mut self, part: &Node) -> Option<Node> {
        if let Some(name) = schema_reference(part) {
            return self.component(name);
        }
        if is_choice(part) {
            self.all_optional(part)
        } else if part.get("allOf").is_some() {
            self.merged(part)
        } else {
            Some(part.clone())
        }
    }

    /// One object of several that are a choice, so that it has room for each of them.
    fn all_optional(&mut self, choice: &Node) -> Option<Node> {
        let mut merged = Node::object(choice.span);
        let out = merged.as_object_mut()?;
        out.set("type", Node::string("object", choice.span));
        out.set("properties", Node::object(choice.span));
        let alternatives = ["oneOf", "anyOf"]
            .into_iter()
            .find_map(|key| choice.get(key));
        for alternative in alternatives?.items() {
            let alternative = self.part(alternative)?;
            if !is_object(&alternative) {
                return None;
            }
            let properties = out.get_mut("properties")?.as_object_mut()?;
            for (name, entry) in alternative.get("properties")?.entries() {
                let known = properties
                    .get(name)
                    .map(|known| either(self.root, known, &entry.value));
                let value = known.unwrap_or_else(|| entry.value.clone());
                properties.insert(name, Entry::new(entry.key_span, value));
            }
        }
        self.choices.push(choice.span);
        Some(merged)
    }

    fn component(&mut self, name: &str) -> Option<Node> {
        if let Some(done) = self.done.get(name) {
            return done.clone();
        }
        let (name, entry) = component_schemas(self.root)?
            .entries()
            .find(|(component, _)| *component == name)?;
        let merged = self.part(&entry.value);
        self.done.insert(name, merged.clone());
        merged
    }
}

/// Whether a schema is one of several.
fn is_choice(schema: &Node) -> bool {
    !is_object(schema) && (schema.get("oneOf").is_some() || schema.get("anyOf").is_some())
}

/// Adds what `part` says, its annotations only where it is the schema itself; nothing if both cannot hold.
fn absorb(out: &mut Map, part: &Node, with_annotations: bool) -> Option<()> {
    for (key, entry) in part.entries() {
        let known = out.get_mut(key);
        match (key, known) {
            ("allOf", _) => {}
            ("type", Some(known)) => {
                if known.as_str() != entry.value.as_str() {
                    return None;
                }
            }
            ("properties", Some(known)) => add_properties(known.as_object_mut()?, &entry.value),
            ("required", Some(known)) => {
                let known = known.as_array_mut()?;
                for name in entry.value.items() {
                    if !known.iter().any(|known| known.as_str() == name.as_str()) {
                        known.push(name.clone());
                    }
                }
            }
            ("enum", Some(known)) => {
                let known = known.as_array_mut()?;
                known.retain(|value| {
                    entry
                        .value
                        .items()
                        .any(|other| other.to_json() == value.to_json())
                });
                if known.is_empty() {
                    return None;
                }
            }
            (key, _) if is_annotation(key) && !key.starts_with("x-enum-") => {
                if with_annotations {
                    out.insert(key, entry.clone());
                }
            }
            (key, _) => {
                out.insert(key, entry.clone());
            }
        }
    }
    let kind = out.get("type").and_then(Node::as_str);
    let is_object = out.contains_key("properties") || out.contains_key("additionalProperties");
    if is_object && kind.is_some_and(|kind| kind != "object") {
        return None;
    }
    if is_object && kind.is_none() {
        out.set("type", Node::string("object", part.span));
    }
    Some(())
}

/// A schema with room for the values of two.
fn either(root: &Node, one: &Node, other: &Node) -> Node {
    if one.to_json() == other.to_json() {
        return one.clone();
    }
    let scalar = |schema| kind(root, schema).filter(|kind| !matches!(*kind, "array" | "object"));
    let mut both = Node::new(Value::Object(annotations(one)), one.span);
    if let Some(kind) = scalar(one).filter(|kind| scalar(other) == Some(*kind))
        && let Some(both) = both.as_object_mut()
    {
        both.set("type", Node::string(kind, one.span));
    }
    both
}

/// Adds properties to those that are there. A part may describe one that another part declares.
fn add_properties(known: &mut Map, added: &Node) {
    for (name, entry) in added.entries() {
        match known.get_mut(name).and_then(Node::as_object_mut) {
            Some(property) if only_annotates(&entry.value, None) => {
                property.extend(annotations(&entry.value));
            }
            _ => {
                known.insert(name, entry.clone());
            }
        }
    }
}
