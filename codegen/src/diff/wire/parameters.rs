//! Compares the parameters of an operation.

use super::Comparer;
use super::matching::unique_pairs;
use super::schema::Direction;
use super::verdicts::WITHOUT_IT;
use crate::diff::change::{Change, Verdict};
use crate::diff::contract::{Operation, ParameterKey, template};
use crate::diff::text::quoted;
use crate::diff::{Kind, Level, Side};
use crate::document::Node;

const HANDLED: &[&str] = &[
    "allowEmptyValue",
    "allowReserved",
    "content",
    "deprecated",
    "explode",
    "in",
    "name",
    "required",
    "schema",
    "style",
];

const OTHER_BYTES: Verdict = (
    Level::Breaking,
    "requests of the old crate have another form",
);

impl<'a> Comparer<'a> {
    pub(super) fn parameters(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let places = self.swapped_places(old, new);
        let mut gone: Vec<&'a Node> = Vec::new();
        for (key, parameter) in &old.parameters {
            let key = match (key, &places) {
                (ParameterKey::Path(place), Some(places)) => &ParameterKey::Path(places[*place]),
                _ => key,
            };
            match new.parameters.get(key) {
                Some(other) => self.parameter(parameter, other),
                None => gone.push(parameter),
            }
        }
        let fresh = new
            .parameters
            .iter()
            .filter(|(key, _)| !old.parameters.contains_key(*key));
        let mut fresh: Vec<&'a Node> = fresh.map(|(_, parameter)| *parameter).collect();
        self.relocated(&mut gone, &mut fresh);
        self.renamed(&mut gone, &mut fresh);
        for parameter in gone {
            self.parameter_removed(parameter);
        }
        for parameter in fresh {
            self.parameter_added(parameter);
        }
        self.parameter_order(old, new);
    }

    /// Finds the parameters of a path that swap places. Returns the new place of each, if there are such.
    fn swapped_places(&mut self, old: &Operation<'a>, new: &Operation<'a>) -> Option<Vec<usize>> {
        let (_, before) = template(old.path);
        let (_, after) = template(new.path);
        if before == after || before.len() != after.len() || old.template != new.template {
            return None;
        }
        let places: Option<Vec<_>> = before
            .iter()
            .map(|name| after.iter().position(|it| it == name))
            .collect();
        let places = places?;
        let (from, to) = (old.path, new.path);
        let change = Change::new(
            Kind::ParameterOrderChanged,
            Some(old.item),
            Some(new.item),
            format!("the parameters of the path swapped places: `{from}` became `{to}`"),
        );
        let effect = "calls of the old crate go to another address";
        self.add(change.with(Side::Structure, (Level::Breaking, effect)));
        Some(places)
    }

    fn parameter_added(&mut self, parameter: &'a Node) {
        let (text, verdict) = if parameter.flag("required") {
            (
                format!("required {} was added", label(parameter)),
                WITHOUT_IT,
            )
        } else {
            (
                format!("{} was added", label(parameter)),
                (Level::Compatible, "it is optional"),
            )
        };
        let change = Change::new(Kind::ParameterAdded, None, Some(parameter), text);
        self.add(change.with(Side::Request, verdict));
    }

    fn parameter_removed(&mut self, parameter: &'a Node) {
        let verdict = if parameter.flag("required") {
            (
                Level::Breaking,
                "callers always send it, and servers may reject it",
            )
        } else {
            (
                Level::Warning,
                "servers may ignore or reject it; an ignored filter gives other results",
            )
        };
        let text = format!("{} was removed", label(parameter));
        let change = Change::new(Kind::ParameterRemoved, Some(parameter), None, text);
        self.add(change.with(Side::Request, verdict));
    }

    /// Finds parameters that have another `in`.
    fn relocated(&mut self, gone: &mut Vec<&'a Node>, fresh: &mut Vec<&'a Node>) {
        let pairs = unique_pairs(gone, fresh, |old, new| {
            old.get_str("name") == new.get_str("name")
        });
        for (old, new) in take(gone, fresh, &pairs) {
            let text = format!(
                "moved from {} to {}",
                old.get_str("in").unwrap_or_default(),
                new.get_str("in").unwrap_or_default()
            );
            let nodes = (old.get("in").unwrap_or(old), new.get("in").unwrap_or(new));
            let change = Change::of_subject(
                Kind::ParameterLocationChanged,
                Some(nodes.0),
                Some(nodes.1),
                text,
            );
            let change = change.with(Side::Request, OTHER_BYTES);
            self.add(change.held_by(Some(new)));
            self.parameter(old, new);
        }
    }

    /// Finds parameters that have another name.
    fn renamed(&mut self, gone: &mut Vec<&'a Node>, fresh: &mut Vec<&'a Node>) {
        let pairs = unique_pairs(gone, fresh, |old, new| {
            old.get_str("in") == new.get_str("in")
                && old.get_str("in") != Some("path")
                && old.flag("required") == new.flag("required")
                && self.parameters_are_alike(old, new)
        });
        for (old, new) in take(gone, fresh, &pairs) {
            let text = format!(
                "{} was probably renamed to `{}`",
                label(old),
                new.get_str("name").unwrap_or_default()
            );
            let verdict = if new.flag("required") {
                WITHOUT_IT
            } else {
                (Level::Breaking, "servers ignore or reject the old name")
            };
            let change = Change::new(Kind::ParameterRenamed, Some(old), Some(new), text);
            self.add(change.with(Side::Request, verdict));
            self.parameter(old, new);
        }
    }

    fn parameters_are_alike(&mut self, old: &'a Node, new: &'a Node) -> bool {
        self.finds_nothing(|comparer| comparer.parameter(old, new))
    }

    /// Compares a parameter with its counterpart.
    fn parameter(&mut self, old: &'a Node, new: &'a Node) {
        if std::ptr::eq(old, new) {
            return;
        }
        self.requirement(old, new);
        if old.get_str("in") == new.get_str("in") {
            self.serialization(old, new);
        }
        self.deprecation(old, new, Side::Request);
        match (old.get("schema"), new.get("schema")) {
            (Some(before), Some(after)) => self.schema(before, after, Direction::Request),
            (None, None) => self.parameter_content(old, new),
            _ => {
                let change = super::content::form_change(old, new);
                self.add(change.with(Side::Request, OTHER_BYTES));
            }
        }
        self.rest(old, new, HANDLED, Side::Request);
    }

    fn requirement(&mut self, old: &'a Node, new: &'a Node) {
        let is_in_path = new.get_str("in") == Some("path");
        let (kind, text, verdict) = match (old.flag("required"), new.flag("required")) {
            (true, true) | (false, false) => return,
            // A path has all its parameters, whatever they declare.
            _ if is_in_path => (
                Kind::WordingChanged,
                "`required` changed",
                (Level::Docs, ""),
            ),
            (false, true) => (
                Kind::ParameterBecameRequired,
                "the parameter is now required",
                WITHOUT_IT,
            ),
            (true, false) => (
                Kind::ParameterBecameOptional,
                "the parameter is now optional",
                (Level::Compatible, "requests with it are still accepted"),
            ),
        };
        let nodes = (
            old.get("required").unwrap_or(old),
            new.get("required").unwrap_or(new),
        );
        let change = Change::new(kind, Some(nodes.0), Some(nodes.1), text);
        self.add(change.with(Side::Request, verdict).held_by(Some(new)));
    }

    /// Compares how a value is written. A default that is written out has no effect.
    fn serialization(&mut self, old: &'a Node, new: &'a Node) {
        let (before, after) = (style(old), style(new));
        if before != after {
            let text = format!("`style` changed from `{before}` to `{after}`");
            self.attribute_change(Kind::StyleChanged, "style", (old, new), text, OTHER_BYTES);
        }
        let (before, after) = (explode(old), explode(new));
        if before != after && !self.is_single_value(old, new) {
            let text = format!("`explode` changed from `{before}` to `{after}`");
            self.attribute_change(
                Kind::ExplodeChanged,
                "explode",
                (old, new),
                text,
                OTHER_BYTES,
            );
        }
        if old.flag("allowReserved") != new.flag("allowReserved") {
            let text = format!("`allowReserved` is now `{}`", new.flag("allowReserved"));
            self.attribute_change(
                Kind::AllowReservedChanged,
                "allowReserved",
                (old, new),
                text,
                OTHER_BYTES,
            );
        }
        let (kind, text, verdict) = match (old.flag("allowEmptyValue"), new.flag("allowEmptyValue"))
        {
            (false, true) => (
                Kind::AllowEmptyValueAdded,
                "an empty value is now allowed",
                (Level::Compatible, "other requests are still accepted"),
            ),
            (true, false) => (
                Kind::AllowEmptyValueRemoved,
                "an empty value is no longer allowed",
                (Level::Breaking, "requests with an empty value are rejected"),
            ),
            _ => return,
        };
        self.attribute_change(
            kind,
            "allowEmptyValue",
            (old, new),
            text.to_owned(),
            verdict,
        );
    }

    /// Whether a parameter is a string, a number or a boolean in both versions, which `explode` does not affect.
    fn is_single_value(&mut self, old: &'a Node, new: &'a Node) -> bool {
        let (Some(old), Some(new)) = (old.get("schema"), new.get("schema")) else {
            return false;
        };
        let (before, after) = (self.old.schemas.id(&[old]), self.new.schemas.id(&[new]));
        let views = [self.old.schemas.view(before), self.new.schemas.view(after)];
        views.iter().all(|view| {
            matches!(
                view.kind(),
                Some("string" | "integer" | "number" | "boolean")
            )
        })
    }

    fn attribute_change(
        &mut self,
        kind: Kind,
        key: &str,
        (old, new): (&'a Node, &'a Node),
        text: String,
        verdict: Verdict,
    ) {
        let nodes = (old.get(key).unwrap_or(old), new.get(key).unwrap_or(new));
        let change = Change::new(kind, Some(nodes.0), Some(nodes.1), text);
        self.add(change.with(Side::Request, verdict).held_by(Some(new)));
    }

    fn parameter_content(&mut self, old: &'a Node, new: &'a Node) {
        let first = |node: &'a Node| crate::media_type::of_parameter(node);
        let (Some((old_type, before)), Some((new_type, after))) = (first(old), first(new)) else {
            return;
        };
        if crate::media_type::essence(old_type) != crate::media_type::essence(new_type) {
            let text = format!("media type changed from `{old_type}` to `{new_type}`");
            let change = Change::new(
                Kind::ParameterContentChanged,
                Some(before),
                Some(after),
                text,
            );
            self.add(change.with(Side::Request, OTHER_BYTES).held_by(Some(new)));
        }
        let before = self.old.schemas.resolve(before);
        let after = self.new.schemas.resolve(after);
        self.media_type(before, after, Direction::Request);
    }

    /// The order of required parameters is the order of arguments.
    fn parameter_order(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let order = |a: &Operation<'a>, b: &Operation<'a>| {
            let common = a
                .parameters
                .iter()
                .filter(|(key, _)| b.parameters.contains_key(*key));
            common.map(|(key, _)| key.clone()).collect::<Vec<_>>()
        };
        if order(old, new) != order(new, old) {
            let places = |operation: &Operation<'a>| {
                let own = operation.node.get("parameters");
                own.or(operation.item.get("parameters"))
            };
            let text = "the order of parameters changed";
            self.add(Change::new(
                Kind::ParameterOrderChanged,
                places(old),
                places(new),
                text,
            ));
        }
    }
}

/// Removes the parameters of the pairs from the lists, and returns them.
fn take<'a>(
    gone: &mut Vec<&'a Node>,
    fresh: &mut Vec<&'a Node>,
    pairs: &[(usize, usize)],
) -> Vec<(&'a Node, &'a Node)> {
    let taken: Vec<_> = pairs.iter().map(|&(a, b)| (gone[a], fresh[b])).collect();
    gone.retain(|node| !taken.iter().any(|(old, _)| std::ptr::eq(*old, *node)));
    fresh.retain(|node| !taken.iter().any(|(_, new)| std::ptr::eq(*new, *node)));
    taken
}

/// The name of a parameter in messages.
fn label(parameter: &Node) -> String {
    let name = parameter.get("name").map_or_else(String::new, quoted);
    match parameter.get_str("in") {
        Some("query") | None => format!("parameter {name}"),
        Some(location) => format!("{location} parameter {name}"),
    }
}

fn style(parameter: &Node) -> &str {
    parameter
        .get_str("style")
        .unwrap_or(match parameter.get_str("in") {
            Some("query" | "cookie") => "form",
            _ => "simple",
        })
}

fn explode(parameter: &Node) -> bool {
    let stated = parameter.get("explode").and_then(Node::as_bool);
    stated.unwrap_or_else(|| style(parameter) == "form")
}
