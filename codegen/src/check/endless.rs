//! Finds schemas that require themselves, so that a value would have no end.

use super::search::{Known, Purpose, Step, search};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, resolve};
use crate::openapi::objects::ObjectKind;

/// Reports each circle of required properties. Requires that the composition of schemas has no circle.
pub(super) fn check(root: &Node, walk: &mut Walk<'_>) {
    let schemas = walk.of_kind(ObjectKind::Schema);
    let mut circles = Circles {
        root,
        found: Vec::new(),
    };
    search(schemas.map(|it| (it.node, it.place)), &mut circles);
    walk.found.append(&mut circles.found);
}

struct Circles<'a> {
    root: &'a Node,
    found: Vec<Diagnostic>,
}

impl<'a> Purpose<'a> for Circles<'a> {
    type Result = ();

    fn targets(&self, schema: &'a Node) -> Option<Vec<(&'a Node, Span)>> {
        if schema.get("required").is_none() && schema.get("allOf").is_none() {
            return None;
        }
        Some(needed(self.root, schema))
    }

    fn leave(&mut self, _step: &Step<'a>, _known: &Known<()>) {}

    fn circle(&mut self, steps: &[Step<'a>], place: Span) {
        let places: Vec<_> = steps.iter().skip(1).map(|step| step.place).collect();
        let is_around =
            |outer: Span, inner: Span| outer.start <= inner.start && inner.end <= outer.end;
        let next = places.iter().skip(1).copied().chain([place]);
        // A property and the reference in it are one place.
        let through = places
            .iter()
            .zip(next)
            .filter(|(at, next)| !is_around(**at, *next));
        let message = "the schema requires itself, so no value satisfies it";
        let help = "make a property optional or nullable, or a list";
        let diagnostic = Diagnostic::new(Code::NoValidValue, place, message).with_help(help);
        let through = through.map(|(at, _)| *at).take(4);
        self.found
            .push(through.fold(diagnostic, |diagnostic, span| {
                diagnostic.with_related(span, "through this schema")
            }));
    }
}

/// The schemas that every value of a schema needs: those of the required properties, and the parts of the `allOf`. A schema
/// with alternatives needs none of them.
fn needed<'a>(root: &'a Node, schema: &'a Node) -> Vec<(&'a Node, Span)> {
    if has_other_values(schema) {
        return Vec::new();
    }
    let parts = schema.get("allOf").into_iter().flat_map(Node::items);
    let names = schema.get("required").into_iter().flat_map(Node::items);
    let properties = schema.get("properties");
    let properties = names.filter_map(|name| properties?.get(name.as_str()?));
    parts
        .chain(properties)
        .filter(|it| !has_other_values(it))
        .filter_map(|it| match it.get("$ref") {
            Some(target) => Some((resolve(root, it).ok()?, target.span)),
            None => Some((it, it.span)),
        })
        .collect()
}

/// Whether a value of a schema need not be an object with its properties, or not in requests or in responses.
fn has_other_values(schema: &Node) -> bool {
    let is_object = match schema.get("type") {
        Some(kind) => kind.as_str() == Some("object"),
        None => true,
    };
    !is_object
        || schema.flag("nullable")
        || schema.flag("readOnly")
        || schema.flag("writeOnly")
        || ["enum", "const", "oneOf", "anyOf"]
            .iter()
            .any(|key| schema.get(key).is_some())
}
