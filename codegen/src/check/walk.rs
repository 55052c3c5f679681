//! Walks the document: compares it with the objects of the specification, and collects objects, references and
//! components.

use std::collections::HashMap;
use std::ptr;

use foldhash::fast::RandomState;

use super::extensions::{self, Unknown};
use super::hints;
use crate::diagnostic::{Code, Diagnostic, SourceMap, Span};
use crate::document::{self, Document, Entry, Map, Node, Value};
use crate::openapi::Version;
use crate::openapi::objects::{Field, ObjectKind, ObjectType, Presence, Shape};
use crate::suggestions::{Suggestions, nearest, nearest_word};

/// An object of the document with its kind in the specification.
#[derive(Clone, Copy)]
pub(super) struct Visit<'a> {
    pub(super) kind: ObjectKind,
    pub(super) node: &'a Node,
    /// The span that stands for the whole object: that of its key, if it has one.
    pub(super) place: Span,
    pub(super) owner: Owner,
}

/// A `$ref` in the document.
#[derive(Clone, Copy)]
pub(super) struct Reference<'a> {
    /// The object with the `$ref`.
    pub(super) node: &'a Node,
    pub(super) target: &'a str,
    pub(super) span: Span,
    pub(super) expected: &'static ObjectType,
    pub(super) owner: Owner,
}

impl<'a> Reference<'a> {
    /// Returns the reference as written in the document. It differs from `target` if that is in another file.
    pub(super) fn written(&self, source: &'a SourceMap) -> &'a str {
        let text = source.slice(self.span).trim_matches(['"', '\'']);
        let is_plain = !text.is_empty() && !text.contains(['\n', '\\']);
        let is_own = source.is_main(self.span.start) && text.starts_with('#');
        if is_plain && !is_own {
            text
        } else {
            self.target
        }
    }
}

/// The part of the document that contains an object: a component, by its index, or the rest of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    Document,
    Component(usize),
}

pub(super) struct Component<'a> {
    pub(super) section: &'static str,
    pub(super) name: &'a str,
    pub(super) key_span: Span,
}

/// The results of the walk.
pub(super) struct Walk<'a> {
    pub(super) source: &'a SourceMap,
    pub(super) version: Version,
    owner: Owner,
    /// The key whose value is being walked, with the span of the value.
    key: Option<(&'a str, Span)>,
    pub(super) found: Vec<Diagnostic>,
    pub(super) visits: Vec<Visit<'a>>,
    pub(super) references: Vec<Reference<'a>>,
    pub(super) components: Vec<Component<'a>>,
    pub(super) suggestions: Suggestions,
    unknown_extensions: Unknown<'a>,
    kinds: HashMap<*const Node, ObjectKind, RandomState>,
    by_name: HashMap<(&'static str, &'a str), usize, RandomState>,
    by_node: HashMap<*const Node, usize, RandomState>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            source: document.source(),
            version: document.version(),
            owner: Owner::Document,
            key: None,
            found: Vec::new(),
            visits: Vec::new(),
            references: Vec::new(),
            components: Vec::new(),
            suggestions: Suggestions::new(),
            unknown_extensions: Unknown::default(),
            kinds: HashMap::default(),
            by_name: HashMap::default(),
            by_node: HashMap::default(),
        }
    }

    /// Returns the kind of object that a node was walked as.
    pub(super) fn kind_of(&self, node: &Node) -> Option<ObjectKind> {
        self.kinds.get(&ptr::from_ref(node)).copied()
    }

    /// Returns the index of a component by its name.
    pub(super) fn component(&self, section: &'static str, name: &str) -> Option<usize> {
        self.by_name.get(&(section, name)).copied()
    }

    /// Returns the index of the component at a node.
    pub(super) fn component_at(&self, node: &Node) -> Option<usize> {
        self.by_node.get(&ptr::from_ref(node)).copied()
    }

    /// Returns the names of the components of a section.
    pub(super) fn names<'s>(&'s self, section: &'s str) -> impl Iterator<Item = &'a str> + 's {
        let components = self.components.iter();
        components
            .filter(move |component| component.section == section)
            .map(|component| component.name)
    }

    /// Returns the objects of a kind, in the order of the walk.
    pub(super) fn of_kind(&self, kind: ObjectKind) -> impl Iterator<Item = Visit<'a>> + '_ {
        self.visits
            .iter()
            .copied()
            .filter(move |visit| visit.kind == kind)
    }

    /// Walks the target of a reference that is not in the usual place for such objects.
    pub(super) fn target(
        &mut self,
        node: &'a Node,
        object_type: &'static ObjectType,
        owner: Owner,
    ) {
        let before = std::mem::replace(&mut self.owner, owner);
        self.object_or_reference(node, object_type, node.span);
        self.owner = before;
    }

    pub(super) fn object(&mut self, node: &'a Node, object_type: &'static ObjectType, place: Span) {
        let Some(map) = node.as_object() else {
            self.wrong_kind(node, object_type.name, place);
            return;
        };
        let is_elsewhere = |target: &str| map.len() == 1 && !target.starts_with('#');
        if object_type.field("$ref", self.version).is_none()
            && node.reference().is_some_and(is_elsewhere)
        {
            // The error was reported when the files were bundled.
            return;
        }
        self.kinds.insert(ptr::from_ref(node), object_type.kind);
        self.visits.push(Visit {
            kind: object_type.kind,
            node,
            place,
            owner: self.owner,
        });
        if object_type.kind == ObjectKind::PathItem {
            self.path_item_reference(node, object_type);
        }
        for (key, entry) in map.iter() {
            self.entry(object_type, map, key, entry);
        }
        for field in object_type.fields(self.version) {
            if field.presence != Presence::Optional && map.get(field.name).is_none_or(Node::is_null)
            {
                self.missing(object_type, field, place);
            }
        }
    }

    fn entry(
        &mut self,
        object_type: &'static ObjectType,
        map: &'a Map,
        key: &'a str,
        entry: &'a Entry,
    ) {
        if let Some(field) = object_type.field(key, self.version) {
            self.field(object_type, map, field, entry);
        } else if object_type.extensible && key.starts_with("x-") {
            let (kind, name) = (object_type.kind, object_type.name);
            let unknown = &mut self.unknown_extensions;
            extensions::check_place(kind, name, map, (key, entry), unknown, &mut self.found);
        } else if let Some(shape) = &object_type.others {
            self.named(key, entry, shape);
        } else {
            self.unknown(object_type, map, key, entry);
        }
    }

    fn field(
        &mut self,
        object_type: &ObjectType,
        map: &'a Map,
        field: &'static Field,
        entry: &'a Entry,
    ) {
        if entry.value.is_null() && !matches!(field.shape, Shape::Any) {
            if field.presence == Presence::Optional {
                let message = format!("`{}` has no value", field.name);
                let unquoted = hints::unquoted_reference(entry, self.source);
                self.found.push(
                    Diagnostic::new(Code::EmptyField, entry.key_span, message)
                        .with_help("remove the field, or give it a value")
                        .with_help_if_some(unquoted.filter(|_| field.name == "$ref")),
                );
            }
            return;
        }
        if let Some((code, help)) =
            hints::kind(object_type.kind, field.name, &entry.value, self.version)
        {
            let at = format!(" for `{}`", field.name);
            let message = mismatch(&field.shape, &at, &entry.value);
            let diagnostic = Diagnostic::new(code, entry.value.span, message);
            self.found.push(diagnostic.with_help(help));
            return;
        }
        if let Shape::Section(item) = field.shape
            && entry.value.as_object().is_some()
        {
            self.section(field.name, &entry.value, item);
            return;
        }
        let before = self.found.len();
        self.named(field.name, entry, &field.shape);
        if self.found.len() > before {
            self.hint(before, object_type.kind, map, field, entry);
        }
    }

    /// Sets the help of the diagnostics from `before` on, if it depends on the object or the field.
    fn hint(&mut self, before: usize, kind: ObjectKind, map: &Map, field: &Field, entry: &Entry) {
        let (name, value) = (field.name, &entry.value);
        let mut helps = Vec::new();
        if let Some(word) = value.as_str() {
            let help = hints::word_of(kind, name, word);
            helps.extend(help.map(|help| (value.span, help.to_owned())));
        }
        if kind == ObjectKind::Schema && value.as_object().is_some() {
            let help = hints::outdented_property(map, name, value);
            helps.extend(help.map(|help| (value.span, help)));
        }
        if kind == ObjectKind::Schema && matches!(name, "oneOf" | "anyOf") {
            let alternatives = value.items().filter_map(Node::as_object);
            let types = alternatives.filter_map(|alternative| alternative.entry("type"));
            helps.extend(types.filter_map(|entry| {
                let is_null = entry.value.is_null() || entry.value.as_str() == Some("null");
                let place = if entry.value.is_null() {
                    entry.key_span
                } else {
                    entry.value.span
                };
                is_null.then(|| (place, hints::null_alternative(name)))
            }));
        }
        if helps.is_empty() {
            return;
        }
        let helps: HashMap<Span, String> = helps.into_iter().rev().collect();
        for diagnostic in &mut self.found[before..] {
            if let Some(help) = helps.get(&diagnostic.span) {
                diagnostic.help = Some(help.clone());
            }
        }
    }

    /// Walks the value of a key. Messages about the value name the key.
    fn named(&mut self, key: &'a str, entry: &'a Entry, shape: &'static Shape) {
        let outer = self.key.replace((key, entry.value.span));
        self.value(&entry.value, shape, entry.key_span);
        self.key = outer;
    }

    /// Returns the position of a value for messages: for a key, or inside the value of a key.
    fn at(&self, value: &Node) -> String {
        match self.key {
            Some((key, span)) if span == value.span => format!(" for `{key}`"),
            Some((key, _)) => format!(" in `{key}`"),
            None => String::new(),
        }
    }

    fn value(&mut self, node: &'a Node, shape: &'static Shape, place: Span) {
        match shape {
            Shape::Any => {}
            Shape::Text if node.as_str().is_some() => {}
            Shape::Boolean | Shape::BooleanOr(_) if node.as_bool().is_some() => {}
            Shape::Number if node.as_number().is_some() => {}
            Shape::Count if as_count(node).is_some() => {}
            Shape::Word(words) if node.as_str().is_some() => self.word(node, words),
            Shape::List(item) if node.as_array().is_some() => {
                for node in node.items() {
                    self.value(node, item, node.span);
                }
            }
            Shape::Map(item) if node.as_object().is_some() => {
                for (_, entry) in node.entries() {
                    self.value(&entry.value, item, entry.key_span);
                }
            }
            Shape::Object(object_type) => self.object(node, object_type, place),
            Shape::Reference(object_type) | Shape::BooleanOr(object_type)
                if node.as_object().is_some() =>
            {
                self.object_or_reference(node, object_type, place);
            }
            _ => {
                let message = mismatch(shape, &self.at(node), node);
                let diagnostic = Diagnostic::new(Code::WrongKind, node.span, message);
                let help = hints::scalar(shape, node, self.source);
                self.found.push(diagnostic.with_help_if_some(help));
            }
        }
    }

    fn section(&mut self, section: &'static str, node: &'a Node, item: &'static Shape) {
        for (name, entry) in node.entries() {
            let index = self.components.len();
            self.owner = Owner::Component(index);
            self.by_name.insert((section, name), index);
            self.by_node.insert(ptr::from_ref(&entry.value), index);
            self.components.push(Component {
                section,
                name,
                key_span: entry.key_span,
            });
            self.named(name, entry, item);
        }
        self.owner = Owner::Document;
    }

    fn object_or_reference(
        &mut self,
        node: &'a Node,
        object_type: &'static ObjectType,
        place: Span,
    ) {
        let Some(entry) = node.as_object().and_then(|map| map.entry("$ref")) else {
            self.object(node, object_type, place);
            return;
        };
        self.kinds.insert(ptr::from_ref(node), object_type.kind);
        let Some(target) = entry.value.as_str() else {
            let message = mismatch(&Shape::Text, " for `$ref`", &entry.value);
            let diagnostic = Diagnostic::new(Code::WrongKind, entry.value.span, message);
            let help = hints::unquoted_reference(entry, self.source);
            let help = help.unwrap_or_else(|| hints::reference(object_type.kind));
            self.found.push(diagnostic.with_help(help));
            return;
        };
        self.references.push(Reference {
            node,
            target,
            span: entry.value.span,
            expected: object_type,
            owner: self.owner,
        });
        self.siblings(node, object_type.kind);
    }

    /// Records the `$ref` of a path item, which may have other fields as well.
    fn path_item_reference(&mut self, node: &'a Node, object_type: &'static ObjectType) {
        let reference = node
            .get("$ref")
            .and_then(|reference| Some((reference.as_str()?, reference.span)));
        if let Some((target, span)) = reference {
            self.references.push(Reference {
                node,
                target,
                span,
                expected: object_type,
                owner: self.owner,
            });
        }
    }

    fn siblings(&mut self, node: &Node, kind: ObjectKind) {
        let counts = |key: &str| {
            key == "$ref"
                || self.version > Version::V3_0 && matches!(key, "summary" | "description")
        };
        let siblings: Vec<_> = node.entries().filter(|(key, _)| !counts(key)).collect();
        let Some((_, first)) = siblings.first() else {
            return;
        };
        let names: Vec<_> = siblings.iter().map(|(key, _)| format!("`{key}`")).collect();
        let (verb, it) = if names.len() == 1 {
            ("is", "it")
        } else {
            ("are", "them")
        };
        let message = format!("{} beside `$ref` {verb} ignored", names.join(", "));
        let help = if kind == ObjectKind::Schema {
            format!("write `allOf: [{{ $ref: … }}]` to keep {it}, or remove {it}")
        } else {
            format!("remove {it}, or inline the object")
        };
        self.found
            .push(Diagnostic::new(Code::ReferenceSibling, first.key_span, message).with_help(help));
    }

    fn word(&mut self, node: &Node, words: &[&str]) {
        let Some(word) = node.as_str().filter(|word| !words.contains(word)) else {
            return;
        };
        let help = match hints::word(word).or_else(|| nearest_word(word, words.iter().copied())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "use one of the expected values".to_owned(),
        };
        let message = format!("unknown value `{word}`{}", self.at(node));
        self.found.push(
            Diagnostic::new(Code::InvalidValue, node.span, message)
                .with_note(format!("expected one of {}", list(words)))
                .with_help(help),
        );
    }

    fn unknown(&mut self, object_type: &ObjectType, map: &Map, key: &str, entry: &Entry) {
        if object_type.kind == ObjectKind::Parameter && hints::is_body_of_2_0(map) {
            // The parameter has to be replaced by an object with other fields.
            return;
        }
        let newer = hints::newer(object_type, key, self.version);
        let candidates = object_type
            .fields(self.version)
            .map(|field| field.name)
            .filter(|name| !map.contains_key(name));
        let near = nearest(key, candidates);
        let property = (object_type.kind == ObjectKind::Schema)
            .then(|| hints::outdented_property(map, key, &entry.value))
            .flatten();
        let help = match (newer, property, near) {
            (Some(newer), ..) => Some(newer),
            (None, Some(property), None) => Some(property),
            (None, Some(property), Some(near)) => {
                Some(format!("did you mean `{near}`? {property}"))
            }
            (None, None, Some(near)) => Some(format!("did you mean `{near}`?")),
            (None, None, None) => hints::misplaced(object_type.kind, key).map(str::to_owned),
        };
        let message = format!("unknown field `{key}` in {}", object_type.name);
        self.found.push(
            Diagnostic::new(Code::UnknownField, entry.key_span, message)
                .with_label("ignored")
                .with_help_if_some(help),
        );
    }

    fn missing(&mut self, object_type: &ObjectType, field: &Field, place: Span) {
        let code = match field.presence {
            Presence::Required => Code::MissingField,
            Presence::Expected | Presence::Optional => Code::ExpectedField,
        };
        let message = format!("missing field `{}` in {}", field.name, object_type.name);
        let diagnostic = Diagnostic::new(code, place, message);
        let help = hints::missing(object_type.kind, field.name);
        self.found.push(diagnostic.with_help_if_some(help));
    }

    fn wrong_kind(&mut self, node: &Node, expected: &str, place: Span) {
        if node.is_null() {
            let message = format!("expected an object for {expected}, found null");
            self.found.push(
                Diagnostic::new(Code::WrongKind, place, message)
                    .with_help("write `{}` for an empty object"),
            );
            return;
        }
        let message = format!("expected an object for {expected}, found {}", node.kind());
        self.found
            .push(Diagnostic::new(Code::WrongKind, node.span, message));
    }
}

/// Returns the value of a non-negative integer, which may be written with a fraction of zero.
pub(super) fn as_count(node: &Node) -> Option<u64> {
    node.as_u64().or_else(|| {
        let whole = node
            .as_f64()
            .filter(|n| n.fract() == 0.0 && (0.0..1e15).contains(n))?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an integer in range"
        )]
        Some(whole as u64)
    })
}

/// Returns the message about a value of the wrong shape. `at` is a key with a preposition, or empty.
fn mismatch(shape: &Shape, at: &str, node: &Node) -> String {
    let expected = match shape {
        Shape::Any => "a value",
        Shape::Text | Shape::Word(_) => "a string",
        Shape::Boolean => "`true` or `false`",
        Shape::Number => "a number",
        Shape::Count => "a non-negative integer",
        Shape::List(_) => "an array",
        Shape::Map(_) | Shape::Section(_) | Shape::Object(_) | Shape::Reference(_) => "an object",
        Shape::BooleanOr(_) => "a boolean or an object",
    };
    format!("expected {expected}{at}, found {}", describe(node))
}

/// Describes a value for messages: a short scalar by its kind and value, and any other value by its kind.
pub(super) fn describe(node: &Node) -> String {
    const SHORT: usize = 40;
    match &node.value {
        Value::String(text) if text.len() <= SHORT => format!("the string `{text}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::Bool(value) => format!("`{value}`"),
        _ => document::Node::kind(node).to_string(),
    }
}

pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
