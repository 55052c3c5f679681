//! Compares the top level of the documents.

use super::extensions::HELPER;
use super::renamed_tags::{described, renamed_tags, tags};
use super::{Comparer, Revision, rest};
use crate::diff::change::{Change, Owner};
use crate::diff::same::is_same;
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::{Node, Pointer};
use crate::lower::SHARE_TYPES;
use crate::parts::{FEATURE, Parts};
use crate::{keep_types, names, parts};

/// The keys of the document that have rules.
const HANDLED: &[&str] = &[
    "components",
    "info",
    "openapi",
    "paths",
    "security",
    "servers",
    "tags",
    "webhooks",
    "x-path-items",
    "x-rate-limit",
];

/// The extensions that change the crate, but neither requests nor responses.
const GENERATION: &[&str] = &[keep_types::KEY, parts::KEY, SHARE_TYPES];

/// The sections of components, which are compared where they are used.
const SECTIONS: &[&str] = &[
    "callbacks",
    "examples",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

impl<'a> Comparer<'a> {
    /// Compares the documents, except for schemas, which are compared later.
    pub(super) fn document(&mut self) {
        let (old, new) = (self.old.root(), self.new.root());
        self.owner = Owner::Document;
        self.info(old, new);
        if self.has_parts() {
            self.renamed_tags = renamed_tags(&self.old, &self.new);
        }
        self.tags(old, new);
        self.operations();
        self.webhooks();
        self.owner = Owner::Document;
        self.rate_limits();
        self.security_schemes();
        self.generation(old, new);
        self.rest(old, new, &[HANDLED, GENERATION].concat(), Side::Structure);
        let sections = [old, new].map(|root| root.get("components"));
        if let [Some(old), Some(new)] = sections {
            self.rest(old, new, SECTIONS, Side::Structure);
        }
        if let [Some(old), Some(new)] = [old, new].map(|root| root.get("paths")) {
            self.extension_keys(old, new, Side::Structure);
        }
    }

    fn info(&mut self, old: &'a Node, new: &'a Node) {
        let (Some(old), Some(new)) = (old.get("info"), new.get("info")) else {
            return;
        };
        self.rest(old, new, &["version"], Side::Structure);
        let versions = (old.get("version"), new.get("version"));
        let (Some(before), Some(after)) = versions else {
            if versions.0.is_some() || versions.1.is_some() {
                let text = "the document's version was added or removed";
                let change = Change::new(Kind::VersionChanged, versions.0, versions.1, text);
                self.add(change.with(Side::Structure, (Level::Docs, "")));
            }
            return;
        };
        if before.is_same(after) {
            return;
        }
        let text = format!(
            "the document's version changed from {} to {}",
            quoted(before),
            quoted(after)
        );
        let change = if is_lower(after, before) {
            Change::new(Kind::VersionLowered, Some(before), Some(after), text).with(
                Side::Structure,
                (Level::Warning, "a version is expected to increase"),
            )
        } else {
            Change::new(Kind::VersionChanged, Some(before), Some(after), text)
                .with(Side::Structure, (Level::Docs, ""))
        };
        self.add(change);
    }

    fn generation(&mut self, old: &'a Node, new: &'a Node) {
        for key in GENERATION {
            let (before, after) = (old.get(key), new.get(key));
            if !is_same((before, after)) {
                let text = rest::text(key, before, after);
                let change = Change::new(Kind::GenerationChanged, before, after, text);
                self.add(change.with(Side::Structure, HELPER));
            }
        }
    }

    /// Whether tags are parts of the crate in one of the documents.
    pub(super) fn has_parts(&self) -> bool {
        let roots = [self.old.root(), self.new.root()];
        roots.iter().any(|root| Parts::Document.are_tags(root))
    }

    fn tags(&mut self, old: &'a Node, new: &'a Node) {
        let named = |root: &'a Node| {
            let tags = root.get("tags").into_iter().flat_map(Node::items);
            tags.map(|tag| (tag.get_str("name").unwrap_or_default(), tag))
                .collect::<Vec<_>>()
        };
        let (old, new) = (named(old), named(new));
        let wording = |kind_text: String, old, new| {
            Change::new(Kind::WordingChanged, old, new, kind_text)
                .with(Side::Structure, (Level::Docs, ""))
        };
        for (from, to) in self.renamed_tags.clone() {
            self.renamed_tag(from, to);
        }
        for &(name, tag) in &old {
            let renamed = self.renamed_tags.get(name).copied();
            let wanted = renamed.unwrap_or(name);
            match new.iter().find(|(other, _)| *other == wanted) {
                Some((_, other)) => {
                    self.rest(tag, other, &["name", FEATURE], Side::Structure);
                    self.part(FEATURE, (tag, other));
                }
                None if renamed.is_some() => {}
                None => self.add(wording(
                    format!("tag `{name}` was removed"),
                    Some(tag),
                    None,
                )),
            }
        }
        for &(name, tag) in &new {
            let is_renamed = self.renamed_tags.values().any(|to| *to == name);
            if !is_renamed && !old.iter().any(|(other, _)| *other == name) {
                self.add(wording(format!("tag `{name}` was added"), None, Some(tag)));
            }
        }
        let order = |tags: &[(&'a str, &'a Node)], others: &[(&'a str, &'a Node)]| {
            let names = tags.iter().map(|(name, _)| *name);
            let is_common = |name: &&str| others.iter().any(|(other, _)| other == name);
            names.filter(is_common).collect::<Vec<_>>()
        };
        if order(&old, &new) != order(&new, &old) {
            let nodes = (self.old.root().get("tags"), self.new.root().get("tags"));
            self.add(wording(
                "the order of tags changed".to_owned(),
                nodes.0,
                nodes.1,
            ));
        }
    }

    /// Adds the change of a tag that was renamed, with what keeps the name of its part.
    fn renamed_tag(&mut self, from: &str, to: &str) {
        let (old, new) = (tag_node(&self.old, from), tag_node(&self.new, to));
        let part = |node: Option<&Node>, name: &str| {
            let part = node.and_then(|tag| tag.get_str(FEATURE));
            names::part_name(part.unwrap_or(name))
        };
        let (before, after) = (part(old, from), part(new, to));
        let mut text = format!("tag `{from}` was renamed to `{to}`");
        if before != after {
            text.push_str(&format!("; `{FEATURE}: {before}` keeps the feature"));
        }
        let change = Change::new(Kind::PartChanged, old, new, text);
        let root = self.new.root();
        self.add(change.held_by(Some(root)).with(Side::Structure, HELPER));
    }

    /// Finds the component schemas that were renamed, added or removed. This has no effect on the wire.
    pub(super) fn renamed_schemas(&mut self) {
        let schemas = Pointer::from_iter(["components", "schemas"]);
        let (old, new) = (self.old.root().at(&schemas), self.new.root().at(&schemas));
        let gone: Vec<_> = only_in(old, new);
        let fresh: Vec<_> = only_in(new, old);
        let pairs = super::matching::unique_pairs(&gone, &fresh, |(_, old), (_, new)| {
            self.are_alike(old, new, super::schema::Direction::Response)
                && self.are_alike(old, new, super::schema::Direction::Request)
        });
        for &(a, b) in &pairs {
            let ((from, old), (to, new)) = (gone[a], fresh[b]);
            let text = format!("schema `{from}` was renamed to `{to}`");
            self.add(Change::new(Kind::SchemaRenamed, Some(old), Some(new), text));
        }
        for (index, (name, node)) in gone.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.0 == index) {
                let text = format!("schema `{name}` was removed");
                self.add(Change::new(Kind::SchemaRemoved, Some(*node), None, text));
            }
        }
        for (index, (name, node)) in fresh.iter().enumerate() {
            if !pairs.iter().any(|pair| pair.1 == index) {
                let text = format!("schema `{name}` was added");
                self.add(Change::new(Kind::SchemaAdded, None, Some(*node), text));
            }
        }
    }
}

/// The description of a tag, or the tags of the first operation that has it.
fn tag_node<'a>(revision: &Revision<'a>, name: &str) -> Option<&'a Node> {
    let described = described(revision).find(|(other, _)| *other == name);
    described.map(|(_, tag)| tag).or_else(|| {
        let mut operations = revision.contract.operations.iter();
        let operation = operations.find(|it| tags(it.node).any(|tag| tag == name))?;
        operation.node.get("tags")
    })
}

/// Returns the entries of `a` that are not in `b`.
pub(super) fn only_in<'a>(a: Option<&'a Node>, b: Option<&'a Node>) -> Vec<(&'a str, &'a Node)> {
    let entries = a.into_iter().flat_map(Node::entries);
    let is_missing = |key: &str| b.is_none_or(|b| b.get(key).is_none());
    entries
        .filter(|(key, _)| is_missing(key))
        .map(|(key, entry)| (key, &entry.value))
        .collect()
}

/// Whether a version such as `1.2.3` is lower than another. Other texts are not compared.
fn is_lower(a: &Node, b: &Node) -> bool {
    let numbers = |node: &Node| {
        let parts = node.as_str()?.trim_start_matches('v').split('.');
        parts
            .map(|part| part.parse::<u64>().ok())
            .collect::<Option<Vec<_>>>()
    };
    match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) => a < b,
        _ => false,
    }
}
