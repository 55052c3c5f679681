//! Compares the properties of objects.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::matching::unique_pairs;
use super::schema::{Direction, PairComparison};
use super::verdicts::{READ_BEFORE, REJECTED, SENT_BEFORE, UNREADABLE, WITHOUT_IT};
use crate::diff::change::{Change, Verdict};
use crate::diff::{Kind, Level};
use crate::document::{Map, Node};

/// The properties of a version by name.
type Properties<'a> = IndexMap<&'a str, Property<'a>>;

#[derive(Clone)]
struct Property<'a> {
    name: &'a str,
    schemas: Vec<&'a Node>,
    /// The item of `required`.
    required: Option<&'a Node>,
    read_only: Option<&'a Node>,
    write_only: Option<&'a Node>,
}

/// What an object allows besides its properties.
enum Additional<'a> {
    Any,
    None(&'a Node),
    Schemas(Vec<&'a Node>),
}

const NOT_SENT: Verdict = (Level::Breaking, "callers that read it no longer receive it");
const OLD_NAME: Verdict = (Level::Breaking, "servers ignore or reject the old name");
const IGNORED: Verdict = (
    Level::Warning,
    "servers may ignore or reject requests that contain it",
);

impl<'a> PairComparison<'_, 'a> {
    pub(super) fn object(&mut self) {
        let (old, new) = (self.properties(true), self.properties(false));
        let mut gone: Vec<_> = old
            .values()
            .filter(|it| !new.contains_key(it.name))
            .cloned()
            .collect();
        let mut fresh: Vec<_> = new
            .values()
            .filter(|it| !old.contains_key(it.name))
            .cloned()
            .collect();
        self.renamed_properties(&mut gone, &mut fresh);
        for property in &gone {
            self.property_removed(property);
        }
        let required = self.old.required();
        for property in &fresh {
            self.property_added(property, required.contains_key(property.name));
        }
        for (name, before) in &old {
            if let Some(after) = new.get(name) {
                self.property(before, after);
            }
        }
        self.undeclared_required(&old, &new);
        self.property_order(&old, &new);
        self.additional();
    }

    fn properties(&mut self, is_old: bool) -> Properties<'a> {
        let view = if is_old { &self.old } else { &self.new };
        let revision = if is_old {
            &mut self.comparer.old
        } else {
            &mut self.comparer.new
        };
        let required = view.required();
        let properties = view.properties().into_iter();
        properties
            .map(|(name, schemas)| {
                let id = revision.schemas.id(&schemas);
                let schema = revision.schemas.view(id);
                let property = Property {
                    name,
                    schemas,
                    required: required.get(name).copied(),
                    read_only: schema.flag("readOnly"),
                    write_only: schema.flag("writeOnly"),
                };
                (name, property)
            })
            .collect()
    }

    /// Whether a property is not part of the contract in this direction.
    fn is_hidden(&self, property: &Property<'_>) -> bool {
        match self.direction() {
            Direction::Request => property.read_only.is_some(),
            Direction::Response | Direction::Payload => property.write_only.is_some(),
            Direction::Unused => false,
        }
    }

    fn property_added(&mut self, property: &Property<'a>, was_required: bool) {
        let node = property.node();
        let is_required = property.required.is_some();
        let text = if is_required {
            format!("required property `{}` was added", property.name)
        } else {
            format!("`{}` was added", property.name)
        };
        let request = match (was_required, is_required) {
            (true, _) => (
                Level::Breaking,
                "requests in which it has another type are rejected",
            ),
            (false, true) => WITHOUT_IT,
            (false, false) => (Level::Compatible, "it is optional"),
        };
        let response = (Level::Compatible, "the crate ignores unknown properties");
        let change = Change::new(Kind::PropertyAdded, None, node, text);
        self.add_shown(change, property, request, response);
    }

    /// Adds the change of a property, without judgements if the property is hidden in this direction.
    fn add_shown(
        &mut self,
        change: Change<'a>,
        property: &Property<'a>,
        request: Verdict,
        response: Verdict,
    ) {
        let is_shown = !self.is_hidden(property);
        self.add(
            change,
            is_shown.then_some(request),
            is_shown.then_some(response),
        );
    }

    fn property_removed(&mut self, property: &Property<'a>) {
        let text = format!("`{}` was removed", property.name);
        let request = match self.additional_of(false) {
            Additional::None(_) => REJECTED,
            _ => IGNORED,
        };
        let change = Change::new(Kind::PropertyRemoved, property.node(), None, text);
        self.add_shown(change, property, request, NOT_SENT);
    }

    /// Replaces a removed and an added property by one rename if the pair is the only one that is alike.
    fn renamed_properties(&mut self, gone: &mut Vec<Property<'a>>, fresh: &mut Vec<Property<'a>>) {
        if self.comparer.trial.is_some() || self.is_in_other_object() {
            return;
        }
        let direction = match self.direction() {
            // No change of an unused schema matters, so all of them would be alike.
            Direction::Unused => Direction::Response,
            used => used,
        };
        let in_base = |property: &Property<'a>| self.is_in_other_base(&property.schemas);
        let names: HashSet<_> = gone
            .iter()
            .chain(&*fresh)
            .filter(|it| in_base(it))
            .map(|it| it.name)
            .collect();
        let comparer = &mut *self.comparer;
        let pairs = unique_pairs(gone, fresh, |old, new| {
            let is_in_base = names.contains(old.name) || names.contains(new.name);
            if is_in_base || old.required.is_some() != new.required.is_some() {
                return false;
            }
            let pair = comparer.pair(&old.schemas, &new.schemas, direction);
            comparer.is_alike(pair)
        });
        let pairs: Vec<_> = pairs
            .into_iter()
            .map(|(old, new)| (gone[old].clone(), fresh[new].clone()))
            .collect();
        for (old, new) in pairs {
            let is_hidden = self.is_hidden(&old) || self.is_hidden(&new);
            let (request, response) = if is_hidden {
                (None, None)
            } else if new.required.is_some() {
                (Some(WITHOUT_IT), Some(NOT_SENT))
            } else {
                (Some(OLD_NAME), Some(NOT_SENT))
            };
            let text = format!("`{}` was probably renamed to `{}`", old.name, new.name);
            let change = Change::new(Kind::PropertyRenamed, old.node(), new.node(), text);
            self.add(change, request, response);
            gone.retain(|it| it.name != old.name);
            fresh.retain(|it| it.name != new.name);
            self.child(&old.schemas, &new.schemas);
        }
    }

    /// Compares a property that is in both versions.
    fn property(&mut self, old: &Property<'a>, new: &Property<'a>) {
        self.direction_flags(old, new);
        if self.is_hidden(old) || self.is_hidden(new) {
            if self.is_hidden(old) && self.is_hidden(new) {
                // The schema still decides the type in Rust.
                let direction = Direction::Unused;
                let pair = self.comparer.pair(&old.schemas, &new.schemas, direction);
                self.compared.children.push(pair);
            }
            return;
        }
        self.requirement(old, new);
        let is_optional = new.required.is_none();
        self.child_of(&old.schemas, &new.schemas, is_optional);
    }

    /// Compares `readOnly` and `writeOnly`.
    fn direction_flags(&mut self, old: &Property<'a>, new: &Property<'a>) {
        match (old.read_only, new.read_only) {
            (None, Some(node)) => {
                let request = if old.required.is_some() {
                    (
                        Level::Breaking,
                        "callers always send it, and servers may reject it",
                    )
                } else {
                    (Level::Warning, "it can no longer be set")
                };
                let text = format!("`{}` is now read-only", new.name);
                let change = Change::new(Kind::ReadOnlyAdded, old.node(), Some(node), text);
                self.add(change, Some(request), None);
            }
            (Some(node), None) => {
                let request = if new.required.is_some() {
                    WITHOUT_IT
                } else {
                    (Level::Compatible, "it can be set now")
                };
                let text = format!("`{}` is no longer read-only", new.name);
                let change = Change::new(Kind::ReadOnlyRemoved, Some(node), new.node(), text);
                self.add(change, Some(request), None);
            }
            _ => {}
        }
        match (old.write_only, new.write_only) {
            (None, Some(node)) => {
                let text = format!("`{}` is now write-only", new.name);
                let change = Change::new(Kind::WriteOnlyAdded, old.node(), Some(node), text);
                self.add(change, None, Some(NOT_SENT));
            }
            (Some(node), None) => {
                let text = format!("`{}` is no longer write-only", new.name);
                let change = Change::new(Kind::WriteOnlyRemoved, Some(node), new.node(), text);
                self.add(
                    change,
                    None,
                    Some((Level::Compatible, "the crate ignores unknown properties")),
                );
            }
            _ => {}
        }
    }

    fn requirement(&mut self, old: &Property<'a>, new: &Property<'a>) {
        match (old.required, new.required) {
            (None, Some(_)) => {
                let text = format!("`{}` is now required", new.name);
                let request = WITHOUT_IT;
                let nodes = (old.node(), new.required);
                self.keyword(
                    Kind::PropertyBecameRequired,
                    nodes,
                    text,
                    request,
                    READ_BEFORE,
                );
            }
            (Some(_), None) => {
                let text = format!("`{}` is now optional", new.name);
                let nodes = (old.required, new.node());
                let response = (Level::Breaking, "responses may omit it");
                self.keyword(
                    Kind::PropertyBecameOptional,
                    nodes,
                    text,
                    SENT_BEFORE,
                    response,
                );
            }
            _ => {}
        }
    }

    /// Compares the required names that are not declared as properties.
    fn undeclared_required(&mut self, old: &Properties<'a>, new: &Properties<'a>) {
        let is_declared = |name: &str| old.contains_key(name) || new.contains_key(name);
        let (before, after) = (self.old.required(), self.new.required());
        for (name, node) in &after {
            if !is_declared(name) && !before.contains_key(name) {
                let text = format!("`{name}`, which is not declared, is now required");
                let request = WITHOUT_IT;
                let nodes = (None, Some(*node));
                self.keyword(
                    Kind::PropertyBecameRequired,
                    nodes,
                    text,
                    request,
                    READ_BEFORE,
                );
            }
        }
        for (name, node) in &before {
            if !is_declared(name) && !after.contains_key(name) {
                let text = format!("`{name}`, which is not declared, is now optional");
                let nodes = (Some(*node), None);
                let response = (Level::Breaking, "responses may omit it");
                self.keyword(
                    Kind::PropertyBecameOptional,
                    nodes,
                    text,
                    SENT_BEFORE,
                    response,
                );
            }
        }
    }

    /// Constructors take the required properties in the document's order.
    fn property_order(&mut self, old: &Properties<'a>, new: &Properties<'a>) {
        let old_order: Vec<_> = old.keys().filter(|name| new.contains_key(*name)).collect();
        let new_order: Vec<_> = new.keys().filter(|name| old.contains_key(*name)).collect();
        if old_order != new_order {
            let nodes = (self.old.first("properties"), self.new.first("properties"));
            let text = "the order of properties changed";
            self.add_judged(Change::new(
                Kind::PropertyOrderChanged,
                nodes.0,
                nodes.1,
                text,
            ));
        }
    }

    fn additional_of(&self, is_old: bool) -> Additional<'a> {
        let view = if is_old { &self.old } else { &self.new };
        let mut schemas = Vec::new();
        for node in view.all("additionalProperties") {
            match node.as_bool() {
                Some(false) => return Additional::None(node),
                Some(true) => {}
                None if node.as_object().is_some_and(Map::is_empty) => {}
                None => schemas.push(node),
            }
        }
        if schemas.is_empty() {
            Additional::Any
        } else {
            Additional::Schemas(schemas)
        }
    }

    fn additional(&mut self) {
        const OTHERS: Verdict = (Level::Compatible, "the crate accepts unknown properties");
        let nodes = (
            self.old.first("additionalProperties"),
            self.new.first("additionalProperties"),
        );
        let (old, new) = (self.additional_of(true), self.additional_of(false));
        let (kind, nodes, text, request, response) = match (&old, &new) {
            (Additional::Any, Additional::Any) => {
                // It means the same, but the crate has the other properties if the document names them.
                if nodes.0.is_some() != nodes.1.is_some() {
                    let text = super::rest::text("additionalProperties", nodes.0, nodes.1);
                    self.add_judged(Change::new(Kind::OtherChanged, nodes.0, nodes.1, text));
                }
                return;
            }
            (Additional::None(_), Additional::None(_)) => return,
            (Additional::Schemas(old), Additional::Schemas(new)) => return self.child(old, new),
            (_, Additional::None(node)) => (
                Kind::AdditionalPropertiesClosed,
                (nodes.0, Some(*node)),
                "other properties are no longer allowed",
                REJECTED,
                READ_BEFORE,
            ),
            (Additional::None(node), _) => (
                Kind::AdditionalPropertiesOpened,
                (Some(*node), nodes.1),
                "other properties are now allowed",
                SENT_BEFORE,
                OTHERS,
            ),
            (Additional::Any, Additional::Schemas(_)) => (
                Kind::AdditionalPropertiesConstrained,
                nodes,
                "other properties now have a schema",
                REJECTED,
                READ_BEFORE,
            ),
            (Additional::Schemas(_), Additional::Any) => (
                Kind::AdditionalPropertiesUnconstrained,
                nodes,
                "other properties no longer have a schema",
                SENT_BEFORE,
                UNREADABLE,
            ),
        };
        self.keyword(kind, nodes, text.to_owned(), request, response);
    }
}

impl<'a> Property<'a> {
    fn node(&self) -> Option<&'a Node> {
        self.schemas.first().copied()
    }
}
