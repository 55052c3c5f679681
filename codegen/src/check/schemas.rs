//! Checks schemas, and their examples and defaults.

use std::collections::{HashMap, HashSet};
use std::{fmt, ptr};

use super::compose::parts;
use super::hints;
use super::instance::{self, Rejection, is_of_type, with_article};
use super::walk::{Owner, Visit, Walk, describe};
use crate::diagnostic::{Code, Diagnostic, SourceMap, Span};
use crate::document::{Node, Pointer, resolve};
use crate::media_type::example_value;
use crate::openapi::Version;
use crate::openapi::objects::ObjectKind;
use crate::openapi::reference::dangling;

/// The state of these checks.
pub(super) struct Schemas<'w, 'a> {
    pub(super) root: &'a Node,
    pub(super) source: &'a SourceMap,
    pub(super) walk: &'w Walk<'a>,
    pub(super) found: Vec<Diagnostic>,
    /// The uses of components other than by reference, each with the user.
    pub(super) used_by_name: Vec<(Owner, usize)>,
    /// The remaining steps of checks whose duration depends on the document.
    pub(super) steps: usize,
}

/// The maximum number of steps per document. A step takes much less than a microsecond.
pub(super) const MAX_STEPS: usize = 5_000_000;

/// Fields that only have an effect for some types.
const FIELDS_OF_TYPES: &[(&str, &[&str])] = &[
    ("multipleOf", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("maxLength", &["string"]),
    ("minLength", &["string"]),
    ("pattern", &["string"]),
    ("items", &["array"]),
    ("maxItems", &["array"]),
    ("minItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("maxProperties", &["object"]),
    ("minProperties", &["object"]),
];

const PAIRS_OF_LIMITS: &[(&str, &str)] = &[
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
];

/// A limit of a schema.
struct Limit<'a> {
    /// The field as the document has it, which can be an exclusive one.
    field: &'a str,
    value: f64,
    is_exclusive: bool,
    span: Span,
}

/// The place of a mapping's target, which is a reference or the name of a schema.
pub(super) fn mapping_target(target: &str) -> Option<Pointer> {
    if target.starts_with('#') {
        Pointer::from_reference(target)
    } else {
        Some(component_schema(target))
    }
}

fn component_schema(name: &str) -> Pointer {
    Pointer::from_iter(["components", "schemas", name])
}

impl fmt::Display for Limit<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.field, self.value)
    }
}

impl<'a> Schemas<'_, 'a> {
    /// Checks all schemas. Skips checks that follow the composition of schemas unless that is bounded.
    pub(super) fn check(&mut self, is_bounded: bool) {
        let walk = self.walk;
        for visit in walk.of_kind(ObjectKind::Schema) {
            self.fields_of_types(visit.node);
            self.limits(visit.node);
            self.multiple(visit.node);
            if walk.version == Version::V3_0 {
                self.nullable(visit.node);
                self.array_without_items(&visit);
            }
            self.format(visit.node);
            self.choices(visit.node);
            self.words(visit.node);
            self.discriminator(&visit);
        }
        self.subtypes();
        if is_bounded {
            self.required();
            self.examples();
        }
    }

    fn push(
        &mut self,
        code: Code,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found
            .push(Diagnostic::new(code, span, message).with_help(help));
    }

    fn fields_of_types(&mut self, schema: &Node) {
        let (Some(map), Some(own)) = (schema.as_object(), schema.get_str("type")) else {
            return;
        };
        for (field, types) in FIELDS_OF_TYPES
            .iter()
            .filter(|(_, types)| !types.contains(&own))
        {
            let Some(entry) = map.entry(field) else {
                continue;
            };
            if entry.value.is_null() || entry.value.as_bool().is_some() {
                continue;
            }
            let message = format!("`{field}` has no effect beside `type: {own}`");
            let help = format!("remove it, or write `type: {}`", types[0]);
            self.push(Code::MisplacedField, entry.key_span, message, help);
        }
    }

    fn limits(&mut self, schema: &Node) {
        for (low, high) in PAIRS_OF_LIMITS {
            let (Some(low), Some(high)) = (self.limit(schema, low), self.limit(schema, high))
            else {
                continue;
            };
            let relation = if low.value > high.value {
                "is greater than"
            } else if low.value >= high.value && (low.is_exclusive || high.is_exclusive) {
                "leaves no value below"
            } else {
                continue;
            };
            let message = format!("{low} {relation} {high}");
            let span = low.span;
            let help = "swap or correct the limits";
            self.push(Code::ImpossibleLimits, span, message, help);
        }
    }

    fn limit(&self, schema: &Node, field: &'static str) -> Option<Limit<'a>> {
        let entry = schema.as_object()?.entry(field)?;
        let written = self.source.slice(entry.key_span);
        let written = written.trim_matches(['"', '\'']);
        Some(Limit {
            field: if written.ends_with("imum") {
                written
            } else {
                field
            },
            value: entry.value.as_f64()?,
            is_exclusive: match field {
                "minimum" => schema.flag("exclusiveMinimum"),
                "maximum" => schema.flag("exclusiveMaximum"),
                _ => false,
            },
            span: entry.value.span,
        })
    }

    fn multiple(&mut self, schema: &Node) {
        let Some(node) = schema.get("multipleOf") else {
            return;
        };
        if node.as_f64().is_some_and(|value| value <= 0.0) {
            let message = format!(
                "`multipleOf` must be greater than 0, found {}",
                describe(node)
            );
            let help = "correct or remove it; the client does not check it";
            self.push(Code::InvalidMultiple, node.span, message, help);
        }
    }

    /// Reports an array without `items`, which 3.0 requires.
    fn array_without_items(&mut self, visit: &Visit<'a>) {
        if visit.node.get_str("type") == Some("array") && visit.node.get("items").is_none() {
            let place = visit.node.get("type").map_or(visit.place, |node| node.span);
            let help = "add `items` with the schema of an item, or `items: {}`";
            self.push(
                Code::ArrayWithoutItems,
                place,
                "array without `items`",
                help,
            );
        }
    }

    fn nullable(&mut self, schema: &Node) {
        let Some(entry) = schema.as_object().and_then(|map| map.entry("nullable")) else {
            return;
        };
        // `nullable` beside a composition is the only way to make a reference nullable.
        let has_type = ["type", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.get(key).is_some());
        if entry.value.as_bool() == Some(true) && !has_type {
            let message = "`nullable` without `type`";
            let help = "add the `type`; null is allowed either way";
            self.push(Code::NullableWithoutType, entry.key_span, message, help);
        }
    }

    /// Reports a format that resembles a known one.
    fn format(&mut self, schema: &Node) {
        let (Some(kind), Some(format)) = (schema.get_str("type"), schema.get("format")) else {
            return;
        };
        let written = format.as_str().unwrap_or_default();
        let Some(meant) = hints::format(kind, written) else {
            return;
        };
        let message = format!("unknown format `{written}`, which has no effect");
        let help = format!("did you mean `{meant}`?");
        self.push(Code::UnknownFormat, format.span, message, help);
    }

    fn choices(&mut self, schema: &Node) {
        let choices = schema
            .get("enum")
            .and_then(Node::as_array)
            .unwrap_or_default();
        if let Some(entry) = schema.as_object().and_then(|map| map.entry("enum"))
            && entry.value.as_array().is_some_and(<[_]>::is_empty)
        {
            let message = "an empty `enum` allows no value";
            let help = "list the values, or remove the `enum`";
            self.push(Code::NoValidValue, entry.key_span, message, help);
        }
        let mut first: HashMap<String, Span> = HashMap::new();
        for choice in choices {
            if let Some(before) = first.insert(choice.to_json().to_string(), choice.span) {
                let message = format!("duplicate enum value: {}", describe(choice));
                self.found.push(
                    Diagnostic::new(Code::EnumDuplicate, choice.span, message)
                        .with_related(before, "first given here")
                        .with_help("remove or correct one of them"),
                );
            }
        }
        self.choices_fit(schema, choices);
    }

    fn choices_fit(&mut self, schema: &Node, choices: &[Node]) {
        let Some(own) = schema.get_str("type") else {
            return;
        };
        let nullable = schema.flag("nullable");
        for choice in choices {
            let (message, help) = if choice.is_null() && !nullable {
                let is_3_0 = self.walk.version == Version::V3_0;
                (
                    if is_3_0 {
                        "the enum contains null, but the schema is not nullable".to_owned()
                    } else {
                        "the enum contains null, but the `type` does not".to_owned()
                    },
                    if is_3_0 {
                        "add `nullable: true`, or quote or remove the value".to_owned()
                    } else {
                        format!("write `type: [{own}, \"null\"]`, or quote or remove the value")
                    },
                )
            } else if choice.is_null() || is_of_type(choice, own) {
                continue;
            } else {
                let written = self.source.slice(choice.span).trim();
                let help = if own == "string" && choice.as_array().is_none() {
                    format!("quote it: `\"{written}\"`")
                } else {
                    "correct the value or the `type`".to_owned()
                };
                let expected = with_article(own);
                let value = describe(choice);
                let message = format!("expected {expected} in the enum, found {value}");
                (message, help)
            };
            self.push(Code::EnumRejected, choice.span, message, help);
        }
    }

    /// Reports strings that YAML 1.1 reads as booleans.
    fn words(&mut self, schema: &Node) {
        let choices = schema.get("enum").into_iter().flat_map(Node::items);
        let named = schema.get("required").into_iter().flat_map(Node::items);
        let default = schema.get("default");
        let values = choices
            .chain(named)
            .chain(default)
            .filter_map(|node| Some((node.as_str()?, node.span)));
        let properties = schema.get("properties").into_iter().flat_map(Node::entries);
        let keys = properties.map(|(key, entry)| (key, entry.key_span));
        let words: Vec<_> = values.chain(keys).collect();
        for (word, span) in words {
            if is_boolean_in_yaml_1_1(word) && self.source.slice(span).trim() == word {
                let message = format!("YAML 1.1 reads `{word}` as a boolean");
                self.push(
                    Code::YamlBoolean,
                    span,
                    message,
                    format!("quote it: `\"{word}\"`"),
                );
            }
        }
    }

    fn discriminator(&mut self, visit: &Visit<'a>) {
        let discriminator = visit.node.get("discriminator");
        let mapping = discriminator.and_then(|node| node.get("mapping"));
        for (_, entry) in mapping.into_iter().flat_map(Node::entries) {
            if let Some(target) = entry.value.as_str() {
                self.mapping(visit.owner, target, entry.value.span);
            }
        }
        if self.walk.version >= Version::V3_2
            && let Some(default) = discriminator.and_then(|node| node.get("defaultMapping"))
            && let Some(target) = default.as_str()
        {
            self.mapping(visit.owner, target, default.span);
        }
    }

    /// Checks a value of a mapping, which is a reference or the name of a schema.
    fn mapping(&mut self, owner: Owner, target: &str, span: Span) {
        let pointer = mapping_target(target);
        let node = pointer.as_ref().and_then(|pointer| self.root.at(pointer));
        if let Some(node) = node {
            let used = self.walk.component_at(node);
            self.used_by_name.extend(used.map(|used| (owner, used)));
            return;
        }
        let name = target.rsplit('/').next().unwrap_or_default();
        let near = self
            .walk
            .suggestions
            .nearest(name, self.walk.names("schemas"));
        let near = near.map(|near| {
            if target.starts_with('#') {
                component_schema(near).to_reference()
            } else {
                near.to_owned()
            }
        });
        self.found.push(dangling(span, target, near));
    }

    /// Records each component that extends a schema with a discriminator, at any depth, as used by the schema in its `allOf`.
    fn subtypes(&mut self) {
        let mut extended_by: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut open = Vec::new();
        for visit in self.walk.of_kind(ObjectKind::Schema) {
            let Owner::Component(component) = visit.owner else {
                continue;
            };
            if has_discriminator(visit.node) {
                open.extend(self.walk.component_at(visit.node));
            }
            let parts = visit.node.get("allOf").into_iter().flat_map(Node::items);
            let targets = parts.filter_map(|part| Pointer::from_reference(part.reference()?));
            let parents =
                targets.filter_map(|target| self.walk.component_at(self.root.at(&target)?));
            for parent in parents {
                extended_by.entry(parent).or_default().push(component);
            }
        }
        while let Some(parent) = open.pop() {
            for subtype in extended_by.remove(&parent).into_iter().flatten() {
                self.used_by_name.push((Owner::Component(parent), subtype));
                open.push(subtype);
            }
        }
    }

    /// Reports required properties that are declared neither in the schema and its parts, nor in a schema that it is part of.
    fn required(&mut self) {
        let composed = self.composed_by();
        for visit in self.walk.of_kind(ObjectKind::Schema) {
            let required = visit
                .node
                .get("required")
                .and_then(Node::as_array)
                .unwrap_or_default();
            if required.is_empty() {
                continue;
            }
            let mut known = Declared::default();
            self.declared(visit.node, &mut known);
            if known.open
                || required
                    .iter()
                    .all(|name| name.as_str().is_none_or(|n| known.names.contains(n)))
            {
                continue;
            }
            let mut open = vec![visit.node];
            let mut seen = HashSet::new();
            while let Some(node) = open.pop() {
                for &by in composed.get(&ptr::from_ref(node)).into_iter().flatten() {
                    if seen.insert(ptr::from_ref(by)) {
                        self.declared(by, &mut known);
                        open.push(by);
                    }
                }
            }
            if known.open || self.steps == 0 {
                continue;
            }
            for node in required {
                let Some(name) = node.as_str().filter(|name| !known.names.contains(name)) else {
                    continue;
                };
                let mut names: Vec<_> = known.names.iter().copied().collect();
                names.sort_unstable();
                let help = match self.walk.suggestions.nearest(name, names) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        format!("add it to `properties`, as `{name}: {{}}` if any value is allowed")
                    }
                };
                let message = format!("required property `{name}` is not declared");
                self.push(Code::RequiredUndeclared, node.span, message, help);
            }
        }
    }

    /// Returns the schemas that are composed of a schema.
    fn composed_by(&self) -> HashMap<*const Node, Vec<&'a Node>> {
        let mut composed: HashMap<*const Node, Vec<&Node>> = HashMap::new();
        for visit in self.walk.of_kind(ObjectKind::Schema) {
            for (part, _) in parts(self.root, visit.node) {
                composed
                    .entry(ptr::from_ref(part))
                    .or_default()
                    .push(visit.node);
            }
            for part in conditional_parts(visit.node) {
                composed
                    .entry(ptr::from_ref(part))
                    .or_default()
                    .push(visit.node);
            }
        }
        for reference in self
            .walk
            .references
            .iter()
            .filter(|r| r.expected.kind == ObjectKind::Schema)
        {
            for (part, _) in parts(self.root, reference.node) {
                composed
                    .entry(ptr::from_ref(part))
                    .or_default()
                    .push(reference.node);
            }
        }
        composed
    }

    /// Adds the properties of a schema and its parts.
    fn declared(&mut self, schema: &'a Node, known: &mut Declared<'a>) {
        let mut open = vec![schema];
        while let Some(schema) = open.pop() {
            if self.steps == 0 || !known.seen.insert(ptr::from_ref(schema)) {
                continue;
            }
            self.steps -= 1;
            let properties = schema.get("properties").into_iter().flat_map(Node::entries);
            known.names.extend(properties.map(|(name, _)| name));
            known.open |= schema
                .get("additionalProperties")
                .is_some_and(|others| others.as_bool() != Some(false));
            open.extend(parts(self.root, schema).into_iter().map(|(part, _)| part));
        }
    }

    /// Compares examples and defaults with their schemas.
    fn examples(&mut self) {
        let walk = self.walk;
        for visit in &walk.visits {
            match visit.kind {
                ObjectKind::Schema => {
                    self.default(visit.node);
                    let examples = visit.node.get("examples").into_iter().flat_map(Node::items);
                    for example in visit.node.get("example").into_iter().chain(examples) {
                        self.example(visit.node, example);
                    }
                }
                ObjectKind::Parameter | ObjectKind::Header | ObjectKind::MediaType => {
                    self.shown(visit);
                }
                _ => {}
            }
        }
    }

    fn shown(&mut self, visit: &Visit<'a>) {
        let Some(schema) = visit.node.get("schema") else {
            return;
        };
        let is_json =
            visit.kind != ObjectKind::MediaType || self.source.slice(visit.place).contains("json");
        let named = visit
            .node
            .get("examples")
            .into_iter()
            .flat_map(Node::entries);
        let named = named.filter_map(|(_, entry)| {
            let example = resolve(self.root, &entry.value).ok()?;
            example_value(example, self.walk.version)
        });
        let examples: Vec<_> = visit.node.get("example").into_iter().chain(named).collect();
        for example in examples {
            // An example of another media type is a string with the serialized value.
            if is_json || example.as_str().is_none() {
                self.example(schema, example);
            }
        }
    }

    fn example(&mut self, schema: &Node, example: &Node) {
        if is_serialized(self.root, schema, example) {
            return;
        }
        let suggestions = &self.walk.suggestions;
        let rejections =
            instance::rejections(self.root, schema, example, suggestions, &mut self.steps);
        self.rejected(Code::ExampleRejected, "example", example, &rejections);
    }

    fn default(&mut self, schema: &Node) {
        let Some(default) = schema.get("default") else {
            return;
        };
        let suggestions = &self.walk.suggestions;
        let rejections =
            instance::rejections(self.root, schema, default, suggestions, &mut self.steps);
        self.rejected(Code::DefaultRejected, "default", default, &rejections);
    }

    fn rejected(&mut self, code: Code, what: &str, value: &Node, rejections: &[Rejection]) {
        let Some((first, more)) = rejections.split_first() else {
            return;
        };
        let place = if first.span == value.span {
            format!("invalid {what}")
        } else {
            format!("invalid value in the {what}")
        };
        let message = format!("{place}: {}", first.message);
        let help = match &first.near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("correct the {what} or its schema"),
        };
        let mut diagnostic = Diagnostic::new(code, first.span, message).with_help(help);
        match more.len() {
            0 => {}
            1 => diagnostic = diagnostic.with_note("the schema rejects it for 1 more reason"),
            more => {
                let note = format!("the schema rejects it for {more} more reasons");
                diagnostic = diagnostic.with_note(note);
            }
        }
        self.found.push(diagnostic);
    }
}

#[derive(Default)]
struct Declared<'a> {
    names: HashSet<&'a str>,
    seen: HashSet<*const Node>,
    /// Whether `additionalProperties` allows other properties.
    open: bool,
}

/// The schemas inside another that constrain the same value under a condition.
fn conditional_parts(schema: &Node) -> impl Iterator<Item = &Node> {
    let branches = ["if", "then", "else"].iter();
    let branches = branches.filter_map(|key| schema.get(key));
    let dependent = schema.get("dependentSchemas");
    let dependent = dependent.into_iter().flat_map(Node::entries);
    branches.chain(dependent.map(|(_, entry)| &entry.value))
}

/// Whether an example of an array or object is a string with the serialized value.
fn is_serialized(root: &Node, schema: &Node, example: &Node) -> bool {
    let Ok(schema) = resolve(root, schema) else {
        return false;
    };
    example.as_str().is_some() && matches!(schema.get_str("type"), Some("array" | "object"))
}

fn is_boolean_in_yaml_1_1(word: &str) -> bool {
    matches!(
        word,
        "y" | "Y"
            | "yes"
            | "Yes"
            | "YES"
            | "n"
            | "N"
            | "no"
            | "No"
            | "NO"
            | "on"
            | "On"
            | "ON"
            | "off"
            | "Off"
            | "OFF"
    )
}

/// Whether a schema has a discriminator, which a part of its `allOf` may state.
fn has_discriminator(schema: &Node) -> bool {
    let parts = schema.get("allOf").into_iter().flat_map(Node::items);
    std::iter::once(schema)
        .chain(parts)
        .any(|holder| holder.get("discriminator").is_some())
}
