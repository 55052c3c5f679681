//! Writes out `allOf`: one part with annotations is that part, several parts are one schema.
//!
//! Before [`simplify`]: component schemas have their final names. After: each `allOf` joins several schemas that say
//! more than annotations, be it parts or what stands beside them. No choice has a single alternative, and a choice
//! beside properties or an `allOf` is a part of the `allOf`.
//!
//! Before [`merge`]: each schema with an `allOf` is a component or a part of one. After: no schema has an `allOf`. A
//! component whose parts do not make one schema is JSON of any shape.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::shape::is_object;
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
        replaced: Vec::new(),
    };
    let components = component_schemas(root).into_iter().flat_map(Node::entries);
    let merged: Vec<_> = components
        .filter(|(_, entry)| entry.value.get("allOf").is_some())
        .map(|(name, entry)| (name.to_owned(), merger.merged(&entry.value)))
        .collect();
    let (choices, replaced) = (merger.choices, merger.replaced);
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
    for place in replaced {
        let message = "this counts, and what another part of the `allOf` says does not";
        found.push(Diagnostic::new(Code::PartReplaced, place, message));
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
        let only_requires = |choice: &Node| choice.items().all(only_requires);
        if object.get(key).is_none_or(only_requires) {
            continue;
        }
        let Some(choice) = object.remove(key) else {
            continue;
        };
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
    /// What says otherwise than a part before it.
    replaced: Vec<Span>,
}

impl Merger<'_> {
    /// One schema of all the parts. The checks have made sure that they do not run in circles.
    fn merged(&mut self, schema: &Node) -> Option<Node> {
        let mut merged = Node::object(schema.span);
        let out = merged.as_object_mut()?;
        let parts = schema.get("allOf").into_iter().flat_map(Node::items);
        let (choices, parts): (Vec<_>, Vec<_>) = parts.partition(|part| is_choice(part));
        let mut notes = Map::new();
        for part in parts {
            let part = self.part(part)?;
            self.absorb(out, &part, false)?;
            annotate(&mut notes, &part);
        }
        notes.retain(|_, entry| entry.value.as_bool() == Some(true));
        out.extend(notes);
        self.absorb(out, schema, true)?;
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
            self.absorb(out, &alternatives, false)?;
        }
        Some(merged)
    }

    /// Adds what `part` says, its annotations only where it is the schema itself; nothing if both cannot hold.
    fn absorb(&mut self, out: &mut Map, part: &Node, with_annotations: bool) -> Option<()> {
        for (key, entry) in part.entries() {
            if is_annotation(key) && !key.starts_with("x-enum-") {
                if with_annotations {
                    out.insert(key, entry.clone());
                }
                continue;
            }
            let Some(known) = out.get_mut(key) else {
                if key != "allOf" {
                    out.insert(key, entry.clone());
                }
                continue;
            };
            match key {
                "allOf" => {}
                "type" => agree(known, &entry.value)?,
                "properties" => self.add_properties(known.as_object_mut()?, &entry.value),
                "required" => {
                    let known = known.as_array_mut()?;
                    for name in entry.value.items() {
                        if !known.iter().any(|known| known.as_str() == name.as_str()) {
                            known.push(name.clone());
                        }
                    }
                }
                "enum" => narrow(out, &entry.value)?,
                "x-enum-descriptions" => {
                    let more = entry.value.entries();
                    known
                        .as_object_mut()?
                        .extend(more.map(|(key, entry)| (key.to_owned(), entry.clone())));
                }
                key => match stricter(key, known, &entry.value) {
                    Some(Ordering::Less | Ordering::Equal) => {}
                    Some(Ordering::Greater) => *known = entry.value.clone(),
                    None => {
                        self.note_if_replaced(known, &entry.value, entry.key_span);
                        *known = entry.value.clone();
                    }
                },
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

    /// Adds properties to those that are there. A part may describe one that another part declares.
    fn add_properties(&mut self, known: &mut Map, added: &Node) {
        for (name, entry) in added.entries() {
            let Some(property) = known.get_mut(name) else {
                known.insert(name, entry.clone());
                continue;
            };
            if only_annotates(&entry.value, None)
                && let Some(property) = property.as_object_mut()
            {
                property.extend(annotations(&entry.value));
            } else {
                self.note_if_replaced(property, &entry.value, entry.key_span);
                *property = entry.value.clone();
            }
        }
    }

    fn note_if_replaced(&mut self, known: &Node, new: &Node, place: Span) {
        if !says_no_more(known, new) {
            self.replaced.push(place);
        }
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

/// Whether all that a schema says of its values is said by another too.
fn says_no_more(schema: &Node, than: &Node) -> bool {
    let Some(keys) = schema.as_object() else {
        return schema.to_json() == than.to_json();
    };
    keys.iter().all(|(key, entry)| {
        let other = || than.get(key).map(Node::to_json);
        is_annotation(key) || other() == Some(entry.value.to_json())
    })
}

/// What the parts say together of null and of the ways that a value travels.
fn annotate(notes: &mut Map, part: &Node) {
    let says = |key: &str| part.get(key).and_then(Node::as_bool) == Some(true);
    let was_nullable = notes.get("nullable").and_then(Node::as_bool);
    if part.get("type").is_some() && was_nullable != Some(false) {
        notes.set("nullable", Node::bool(says("nullable"), part.span));
    }
    for key in ["deprecated", "readOnly", "writeOnly"] {
        if says(key) {
            notes.set(key, Node::bool(true, part.span));
        }
    }
}

/// One type for both, of which every integer is a number.
fn agree(known: &mut Node, new: &Node) -> Option<()> {
    match (known.as_str()?, new.as_str()?) {
        ("number", "integer") => *known = new.clone(),
        ("integer", "number") => {}
        (known, new) if known == new => {}
        _ => return None,
    }
    Some(())
}

/// Keeps the values of an enum that another part allows too, with what is said of them.
fn narrow(out: &mut Map, allowed: &Node) -> Option<()> {
    let allowed: HashSet<_> = allowed
        .items()
        .map(|value| value.to_json().to_string())
        .collect();
    let values = out.get_mut("enum")?.as_array_mut()?;
    let is_kept = |value: &Node| allowed.contains(&value.to_json().to_string());
    let kept: Vec<_> = values.iter().map(is_kept).collect();
    let before = std::mem::take(values);
    let (now, gone): (Vec<_>, Vec<_>) = before.into_iter().partition(is_kept);
    *values = now;
    if values.is_empty() {
        return None;
    }
    if let Some(names) = out.get_mut("x-enum-varnames").and_then(Node::as_array_mut) {
        let mut kept = kept.into_iter();
        names.retain(|_| kept.next() == Some(true));
    }
    let gone: HashSet<_> = gone.iter().filter_map(Node::as_str).collect();
    let descriptions = out.get_mut("x-enum-descriptions");
    if let Some(descriptions) = descriptions.and_then(Node::as_object_mut) {
        descriptions.retain(|value, _| !gone.contains(value));
    }
    Some(())
}

/// Which of two limits is the stricter one, if the keyword is one of them.
fn stricter(key: &str, known: &Node, new: &Node) -> Option<Ordering> {
    let order = new.as_f64()?.partial_cmp(&known.as_f64()?)?;
    match key {
        "maxLength" | "maxItems" | "maximum" | "maxProperties" => Some(order.reverse()),
        "minLength" | "minItems" | "minimum" | "minProperties" => Some(order),
        _ => None,
    }
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
