//! Merges the parts of `allOf` into one schema.
//!
//! A part *constrains* the value if it has more than annotations.
//!
//! Before [`simplify`]: component schemas have their final names. After: each `allOf` combines several constraints, of its
//! parts and of the keywords beside it. No choice has a single alternative, and a choice beside properties, an `allOf` or
//! another choice is a part of the `allOf`.
//!
//! Before [`merge`]: each schema with an `allOf` is a component or a part of one. After: no schema has an `allOf`. A
//! component whose parts cannot be merged allows any JSON value.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::enums;
use super::shape::{is_enum, is_object};
use super::tree::{component_schemas, is_annotation, schema_reference, schemas_mut, share_schemas};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};
use crate::document::{self, Entry, Map, Node, Value};

const NAMES: &str = "x-enum-varnames";
const DESCRIPTIONS: &str = "x-enum-descriptions";

/// Replaces an `allOf` with a single constraint by that constraint. Such an `allOf` is the only way to add annotations to a
/// `$ref` in OpenAPI 3.0.
pub(super) fn simplify(root: &mut Node) {
    let kinds = kinds(root);
    share_schemas(root, |schema| {
        only_choice(schema);
        choice_beside(&kinds, schema);
        while let Some(part) = only_part(&kinds, schema) {
            *schema = part;
            only_choice(schema);
        }
    });
}

/// What is known about a component.
struct Kind {
    /// The explicit or implied `type`.
    name: String,
    is_plain_object: bool,
}

/// The components with an explicit or implied `type`.
fn kinds(root: &Node) -> HashMap<String, Kind> {
    let components = component_schemas(root).into_iter().flat_map(Node::entries);
    let kind = |schema: &Node| {
        Some(Kind {
            name: kind(root, schema)?.to_owned(),
            is_plain_object: is_plain_object(schema),
        })
    };
    components
        .filter_map(|(name, entry)| Some((name.to_owned(), kind(&entry.value)?)))
        .collect()
}

/// Merges the `allOf` of each component. All `allOf` are in components once these have names. `inline` has the names of the
/// components that have one use.
pub(super) fn merge(root: &mut Node, inline: &HashSet<String>, found: &mut Diagnostics) {
    let mut merger = Merger {
        root,
        inline,
        done: HashMap::new(),
        joins: Vec::new(),
        choices: Vec::new(),
        replaced: Vec::new(),
    };
    let components = component_schemas(root).into_iter().flat_map(Node::entries);
    let mut merged: Vec<_> = components
        .filter(|(_, entry)| entry.value.get("allOf").is_some())
        .map(|(name, _)| (name.to_owned(), merger.component(name)))
        .collect();
    let joined = merger.joined();
    merged.extend(joined.into_iter().map(|(name, node)| (name, Some(node))));
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
                "the parts of this `allOf` cannot be merged",
            )
            .with_label("becomes any JSON value"),
        );
        schema.value = Value::Object(annotations(schema));
    }
    for choice in choices {
        let message = "these alternatives become one type with all properties optional";
        found.push(Diagnostic::new(Code::ChoiceMerged, choice, message));
    }
    for place in replaced {
        let message = "this overrides another part of the `allOf`";
        found.push(Diagnostic::new(Code::PartReplaced, place, message));
    }
}

/// Replaces a choice with a single alternative by an `allOf`.
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

/// Moves a choice beside properties, an `allOf`, a map or another choice into the `allOf`.
fn choice_beside(kinds: &HashMap<String, Kind>, schema: &mut Node) {
    let is_more = is_object(schema)
        || schema.get("allOf").is_some()
        || (is_beside_more(schema) && is_choice_of_objects(kinds, schema));
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

/// Whether a choice is beside a map with a type or another choice, so that it is not the whole type of the value.
fn is_beside_more(schema: &Node) -> bool {
    let is_map = schema
        .get("additionalProperties")
        .is_some_and(|values| values.entries().any(|(key, _)| !is_annotation(key)));
    let choices = ["oneOf", "anyOf"].map(|key| schema.get(key));
    let are_two = match choices {
        [Some(one), Some(any)] => {
            let constrains = |choice: &Node| !choice.items().all(only_requires);
            constrains(one) && constrains(any) && one.to_json() != any.to_json()
        }
        _ => false,
    };
    is_map || are_two
}

/// Whether all alternatives are objects that no discriminator tells apart.
fn is_choice_of_objects(kinds: &HashMap<String, Kind>, schema: &Node) -> bool {
    let choices = ["oneOf", "anyOf"].iter().filter_map(|key| schema.get(key));
    let mut alternatives = choices.flat_map(Node::items);
    let is_plain = |alternative: &Node| match schema_reference(alternative) {
        Some(name) => kinds.get(name).is_some_and(|it| it.is_plain_object),
        None => is_plain_object(alternative),
    };
    schema.get("discriminator").is_none() && alternatives.all(is_plain)
}

/// Whether a schema is an object with properties of its own and nothing else.
fn is_plain_object(schema: &Node) -> bool {
    let is_more = ["allOf", "oneOf", "anyOf", "discriminator"]
        .iter()
        .any(|key| schema.get(key).is_some());
    is_object(schema) && !is_more && !schema.flag("nullable")
}

/// Whether an alternative only requires properties.
fn only_requires(schema: &Node) -> bool {
    schema.entries().all(|(key, _)| {
        matches!(
            key,
            "required" | "type" | "minProperties" | "maxProperties" | "not"
        ) || is_annotation(key)
    })
}

/// Whether an alternative is for objects and adds no property to them.
fn only_requires_of_object(schema: &Node) -> bool {
    let kind = schema.get_str("type");
    kind.is_none_or(|kind| kind == "object") && only_requires(schema)
}

/// Returns the only constraint of an `allOf`, with the annotations of the other parts.
fn only_part(kinds: &HashMap<String, Kind>, schema: &Node) -> Option<Node> {
    let parts = schema.get("allOf")?.as_array()?;
    let mut constraints = parts.iter().filter(|part| !only_annotates(part, None));
    let part = constraints.next().or(parts.first())?;
    let kind = match schema_reference(part) {
        Some(name) => kinds.get(name).map(|it| it.name.as_str()),
        None => own_kind(part),
    };
    if constraints.any(|other| !only_annotates(other, kind))
        || !only_annotates_its_parts(schema, kind)
    {
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

/// Whether the `allOf` of a schema combines several constraints, of its parts and of the keywords beside it.
pub(super) fn combines(schema: &Node) -> bool {
    let parts = schema.get("allOf").into_iter().flat_map(Node::items);
    let constraints = parts.filter(|part| !only_annotates(part, None));
    constraints.count() > 1 || !only_annotates_its_parts(schema, Some("object"))
}

/// Whether a schema has only annotations, apart from this type.
fn only_annotates(schema: &Node, kind: Option<&str>) -> bool {
    let mut parts = schema.get("allOf").into_iter().flat_map(Node::items);
    only_annotates_its_parts(schema, kind) && parts.all(|it| only_annotates(it, kind))
}

/// Whether a schema has only annotations, apart from this type and its `allOf`.
fn only_annotates_its_parts(schema: &Node, kind: Option<&str>) -> bool {
    schema.as_object().is_some()
        && schema.entries().all(|(key, entry)| match key {
            "type" => kind.is_some() && entry.value.as_str() == kind,
            "allOf" => true,
            key => is_annotation(key),
        })
}

/// The explicit or implied `type` of a schema.
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
    /// The components of schemas that were written in the place of their use.
    inline: &'a HashSet<String>,
    /// The components that have been merged.
    done: HashMap<String, Option<Node>>,
    /// The properties that several parts describe.
    joins: Vec<Join>,
    /// The choices whose alternatives became optional properties.
    choices: Vec<Span>,
    /// The keywords that override those of an earlier part.
    replaced: Vec<Span>,
}

/// A property that a part describes in its place, and an earlier part too.
struct Join {
    /// The component of the description.
    name: String,
    /// The property of the earlier part.
    known: Node,
    /// The key of the property.
    place: Span,
}

/// The maximum number of properties that are added to the components of joined properties.
const MAX_JOINED: usize = 20_000;

impl Merger<'_> {
    /// Merges all parts. The checks reject circles.
    fn merged(&mut self, schema: &Node) -> Option<Node> {
        let mut merged = Node::object(schema.span);
        let out = merged.as_object_mut()?;
        let parts = schema.get("allOf").into_iter().flat_map(Node::items);
        let (choices, parts): (Vec<_>, Vec<_>) = parts.partition(|part| is_choice(part));
        let mut flags = Map::new();
        for part in parts {
            let is_own = is_inline(part);
            let part = self.part(part)?;
            self.add(out, &part, Annotations::Dropped, is_own)?;
            merge_flags(&mut flags, &part);
        }
        flags.retain(|_, entry| entry.value.as_bool() == Some(true));
        out.extend(flags);
        self.add(out, schema, Annotations::Added, true)?;
        let properties = out.get("properties").and_then(Node::as_object);
        let properties = properties.into_iter().flat_map(Map::keys);
        let outside: HashSet<_> = properties.map(ToOwned::to_owned).collect();
        for choice in choices {
            let mut alternatives = self.part(choice)?;
            if let Some(properties) = alternatives
                .get_mut("properties")
                .and_then(Node::as_object_mut)
            {
                // Properties outside of the choice apply to all of its alternatives.
                properties.retain(|name, _| !outside.contains(name));
                let known = out.get_mut("properties").and_then(Node::as_object_mut);
                self.join_choices(known, properties);
            }
            self.add(out, &alternatives, Annotations::Dropped, false)?;
        }
        Some(merged)
    }

    /// Moves the properties that an earlier choice has too, so that they allow the values of both.
    fn join_choices(&self, known: Option<&mut Map>, properties: &mut Map) {
        let Some(known) = known else {
            return;
        };
        properties.retain(|name, entry| {
            let Some(earlier) = known.get_mut(name) else {
                return true;
            };
            *earlier = union(self.root, earlier, &entry.value);
            false
        });
    }

    /// Adds the keywords of `part`. Returns `None` if they contradict others. `is_own` tells whether the inline schemas of the
    /// part have no other use.
    fn add(
        &mut self,
        out: &mut Map,
        part: &Node,
        of_part: Annotations,
        is_own: bool,
    ) -> Option<()> {
        let intersects = part.get("enum").is_some() && out.contains_key("enum");
        if intersects {
            intersect(out, part)?;
        }
        for (key, entry) in part.entries() {
            if intersects && matches!(key, "enum" | NAMES | DESCRIPTIONS) {
                continue;
            }
            if is_annotation(key) && !key.starts_with("x-enum-") {
                if of_part == Annotations::Added {
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
                "type" => merge_types(known, &entry.value)?,
                "properties" => {
                    self.add_properties(known.as_object_mut()?, &entry.value, is_own);
                }
                "required" => {
                    let known = known.as_array_mut()?;
                    for name in entry.value.items() {
                        if !known.iter().any(|known| known.as_str() == name.as_str()) {
                            known.push(name.clone());
                        }
                    }
                }
                DESCRIPTIONS => {
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

    /// Adds properties. One with only annotations adds these to the existing property.
    fn add_properties(&mut self, known: &mut Map, added: &Node, is_own: bool) {
        for (name, entry) in added.entries() {
            let Some(property) = known.get_mut(name) else {
                known.insert(name, entry.clone());
                continue;
            };
            if only_annotates(&entry.value, None)
                && let Some(property) = property.as_object_mut()
            {
                property.extend(annotations(&entry.value));
                continue;
            }
            let constrained = self.constrained(property, &entry.value);
            let inline = schema_reference(&entry.value);
            let inline = inline.filter(|name| is_own && self.inline.contains(*name));
            match (&constrained, inline) {
                (Some(_), _) => {}
                (None, Some(name)) => self.joins.push(Join {
                    name: name.to_owned(),
                    known: property.clone(),
                    place: entry.key_span,
                }),
                (None, None) => self.note_if_replaced(property, &entry.value, entry.key_span),
            }
            *property = constrained.unwrap_or_else(|| entry.value.clone());
        }
    }

    /// Returns the components of joined properties, with the properties of the earlier parts. It does not merge components
    /// again, since a property may refer to the schema that has it.
    fn joined(&mut self) -> HashMap<String, Node> {
        let mut joined = HashMap::new();
        let mut remaining = MAX_JOINED;
        let mut next = 0;
        // A join can find others in the properties of both.
        while let Some(join) = self.joins.get(next) {
            let (name, place) = (join.name.clone(), join.place);
            let earlier = self.object_of(&joined, &join.known);
            let added = self.component_object(&joined, &name).cloned();
            let both = earlier.zip(added).and_then(|(mut earlier, added)| {
                let count = earlier.get("properties")?.entries().count();
                remaining = remaining.checked_sub(count)?;
                let is_own = self.is_plain(&name);
                self.add(earlier.as_object_mut()?, &added, Annotations::Added, is_own)?;
                Some(earlier)
            });
            match both {
                Some(both) => {
                    joined.insert(name, both);
                }
                None => self.replaced.push(place),
            }
            next += 1;
        }
        joined
    }

    /// Returns the object without an `allOf` that a schema is, or to which it refers.
    fn object_of(&self, joined: &HashMap<String, Node>, schema: &Node) -> Option<Node> {
        match schema_reference(schema) {
            Some(name) => self.component_object(joined, name).cloned(),
            None => is_object(schema).then(|| schema.clone()),
        }
    }

    fn component_object<'n>(
        &'n self,
        joined: &'n HashMap<String, Node>,
        name: &str,
    ) -> Option<&'n Node> {
        let merged = joined.get(name).or_else(|| match self.done.get(name) {
            Some(done) => done.as_ref(),
            None => component_schemas(self.root)?.get(name),
        });
        merged.filter(|it| is_object(it))
    }

    /// Adds constraints without a type to a property, which keeps its type. Those of other types than scalars and arrays
    /// are not checked.
    fn constrained(&mut self, known: &Node, new: &Node) -> Option<Node> {
        let only_constrains = new.reference().is_none()
            && new
                .entries()
                .all(|(key, _)| CONSTRAINTS.contains(&key) || is_annotation(key));
        if !only_constrains {
            return None;
        }
        let target = document::resolve(self.root, known).ok()?;
        if own_kind(target)? == "object" || is_enum(target) {
            return Some(known.clone());
        }
        let mut constrained = target.clone();
        let out = constrained.as_object_mut()?;
        out.extend(annotations(known));
        self.add(out, new, Annotations::Added, false)?;
        Some(constrained)
    }

    fn note_if_replaced(&mut self, known: &Node, new: &Node, place: Span) {
        if !is_implied_by(known, new) {
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

    /// Merges the alternatives of a choice into one object whose properties are optional. A choice between required
    /// properties stays.
    fn all_optional(&mut self, choice: &Node) -> Option<Node> {
        let alternatives = ["oneOf", "anyOf"]
            .into_iter()
            .find_map(|key| choice.get(key))?;
        if alternatives.items().all(only_requires_of_object) {
            return Some(choice.clone());
        }
        let mut merged = Node::object(choice.span);
        let out = merged.as_object_mut()?;
        out.set("type", Node::string("object", choice.span));
        out.set("properties", Node::object(choice.span));
        let alternatives = alternatives.items();
        for alternative in alternatives.filter(|it| !only_requires_of_object(it)) {
            let alternative = self.part(alternative)?;
            if !is_object(&alternative) {
                return None;
            }
            let properties = out.get_mut("properties")?.as_object_mut()?;
            for (name, entry) in alternative.get("properties")?.entries() {
                let known = properties
                    .get(name)
                    .map(|known| union(self.root, known, &entry.value));
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
        let component = component_schemas(self.root)?.get(name)?;
        let merged = self.part(component);
        self.done.insert(name.to_owned(), merged.clone());
        merged
    }

    /// Whether a component has no parts.
    fn is_plain(&self, name: &str) -> bool {
        let component = component_schemas(self.root).and_then(|schemas| schemas.get(name));
        component.is_some_and(|it| it.get("allOf").is_none())
    }
}

/// The keywords that only constrain values of a type.
const CONSTRAINTS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "required",
    "uniqueItems",
    "xml",
];

/// Whether the annotations of a part are added to the schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Annotations {
    Added,
    Dropped,
}

/// Whether a part refers to no other schema, so that its inline schemas have no other use.
fn is_inline(part: &Node) -> bool {
    let parts = ["allOf", "oneOf", "anyOf"].into_iter();
    let mut parts = parts.flat_map(|key| part.get(key).into_iter().flat_map(Node::items));
    part.reference().is_none() && parts.all(is_inline)
}

/// Whether a schema is a `oneOf` or `anyOf` without properties.
fn is_choice(schema: &Node) -> bool {
    !is_object(schema) && (schema.get("oneOf").is_some() || schema.get("anyOf").is_some())
}

/// Whether `other` has all keywords of `schema` with the same values, apart from annotations.
fn is_implied_by(schema: &Node, other: &Node) -> bool {
    let Some(keys) = schema.as_object() else {
        return schema.to_json() == other.to_json();
    };
    keys.iter().all(|(key, entry)| {
        let value = || other.get(key).map(Node::to_json);
        is_annotation(key) || value() == Some(entry.value.to_json())
    })
}

/// Merges the flags of a part. The result is nullable only if all parts with a `type` are.
fn merge_flags(flags: &mut Map, part: &Node) {
    let was_nullable = flags.get("nullable").and_then(Node::as_bool);
    if part.get("type").is_some() && was_nullable != Some(false) {
        flags.set("nullable", Node::bool(part.flag("nullable"), part.span));
    }
    for key in ["deprecated", "readOnly", "writeOnly"] {
        if part.flag(key) {
            flags.set(key, Node::bool(true, part.span));
        }
    }
}

/// Merges two types. `integer` and `number` are merged to `integer`.
fn merge_types(known: &mut Node, new: &Node) -> Option<()> {
    match (known.as_str()?, new.as_str()?) {
        ("number", "integer") => *known = new.clone(),
        ("integer", "number") => {}
        (known, new) if known == new => {}
        _ => return None,
    }
    Some(())
}

/// Removes the values of an enum that another part does not allow. The remaining values keep their names and descriptions.
/// If both enums have one for a value, that of `out` is used.
fn intersect(out: &mut Map, part: &Node) -> Option<()> {
    let json = |value: &Node| value.to_json().to_string();
    let allowed: HashSet<_> = part.get("enum")?.items().map(json).collect();
    let mut names = names_by_value(part.get("enum"), part.get(NAMES));
    names.extend(names_by_value(out.get("enum"), out.get(NAMES)));
    let mut descriptions = Map::new();
    for described in [part.get(DESCRIPTIONS), out.get(DESCRIPTIONS)] {
        let described = described.into_iter().flat_map(Node::entries);
        descriptions.extend(described.map(|(value, entry)| (value.to_owned(), entry.clone())));
    }

    let values = out.get_mut("enum")?.as_array_mut()?;
    values.retain(|value| allowed.contains(&json(value)));
    if values.is_empty() {
        return None;
    }
    let texts: Vec<_> = values.iter().map(enums::plain).collect();
    let remaining: HashSet<_> = texts.iter().map(String::as_str).collect();
    descriptions.retain(|value, _| remaining.contains(value));
    out.remove(NAMES);
    if !names.is_empty() {
        let own = |text| Node::string(text, part.span);
        let names = texts
            .iter()
            .map(|it| names.remove(it).unwrap_or_else(|| own(it)));
        let names = names.collect();
        out.set(NAMES, Node::array(names, part.span));
    }
    out.remove(DESCRIPTIONS);
    if !descriptions.is_empty() {
        out.set(
            DESCRIPTIONS,
            Node::new(Value::Object(descriptions), part.span),
        );
    }
    Some(())
}

/// The names of an enum's variants by the texts of its values.
fn names_by_value(values: Option<&Node>, names: Option<&Node>) -> HashMap<String, Node> {
    let values = values.into_iter().flat_map(Node::items).map(enums::plain);
    values
        .zip(names.into_iter().flat_map(Node::items).cloned())
        .collect()
}

/// Compares two values of a limit by strictness. Returns `None` for other keywords.
fn stricter(key: &str, known: &Node, new: &Node) -> Option<Ordering> {
    let order = new.as_f64()?.partial_cmp(&known.as_f64()?)?;
    match key {
        "maxLength" | "maxItems" | "maximum" | "maxProperties" => Some(order.reverse()),
        "minLength" | "minItems" | "minimum" | "minProperties" => Some(order),
        _ => None,
    }
}

/// Returns a schema that allows the values of both.
fn union(root: &Node, one: &Node, other: &Node) -> Node {
    if one.to_json() == other.to_json() {
        return one.clone();
    }
    let scalar = |schema| kind(root, schema).filter(|kind| !matches!(*kind, "array" | "object"));
    let mut both = Node::new(Value::Object(annotations(one)), one.span);
    if let Some(both) = both.as_object_mut() {
        for flag in ["readOnly", "writeOnly", "deprecated"] {
            if !other.flag(flag) {
                both.remove(flag);
            }
        }
        if other.flag("nullable") {
            both.set("nullable", Node::bool(true, one.span));
        }
    }
    if let Some(kind) = scalar(one).filter(|kind| scalar(other) == Some(*kind))
        && let Some(both) = both.as_object_mut()
    {
        both.set("type", Node::string(kind, one.span));
    }
    both
}
