//! Finds schemas that require themselves, so that a value would have no end.

use std::collections::HashMap;
use std::ptr;

use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, resolve};
use crate::openapi::objects::ObjectKind;

/// Reports each circle of required properties. Requires that the composition of schemas has no circle.
pub(super) fn check(root: &Node, walk: &mut Walk<'_>) {
    let mut search = Search {
        root,
        done: HashMap::new(),
        found: Vec::new(),
    };
    for schema in walk.of_kind(ObjectKind::Schema) {
        search.visit(schema.node, schema.place);
    }
    walk.found.append(&mut search.found);
}

struct Search<'a> {
    root: &'a Node,
    /// Whether the search has left a schema, for each that it has entered.
    done: HashMap<*const Node, bool>,
    found: Vec<Diagnostic>,
}

struct Step<'a> {
    schema: &'a Node,
    place: Span,
    needed: Vec<(&'a Node, Span)>,
    next: usize,
}

impl<'a> Search<'a> {
    /// Visits a schema and those that its values need. Not recursive, since the depth is not limited.
    fn visit(&mut self, schema: &'a Node, place: Span) {
        let mut open = Vec::new();
        self.enter(&mut open, schema, place);
        while let Some(step) = open.last_mut() {
            if let Some(&(schema, place)) = step.needed.get(step.next) {
                step.next += 1;
                self.enter(&mut open, schema, place);
            } else if let Some(step) = open.pop() {
                self.done.insert(ptr::from_ref(step.schema), true);
            }
        }
    }

    fn enter(&mut self, open: &mut Vec<Step<'a>>, schema: &'a Node, place: Span) {
        if schema.get("required").is_none() && schema.get("allOf").is_none() {
            return;
        }
        match self.done.get(&ptr::from_ref(schema)) {
            Some(true) => {}
            Some(false) => self.circle(open, schema, place),
            None => {
                let needed = needed(self.root, schema);
                self.done.insert(ptr::from_ref(schema), needed.is_empty());
                if !needed.is_empty() {
                    open.push(Step {
                        schema,
                        place,
                        needed,
                        next: 0,
                    });
                }
            }
        }
    }

    fn circle(&mut self, open: &[Step<'a>], schema: &Node, place: Span) {
        let circle = open.iter().skip_while(|step| !ptr::eq(step.schema, schema));
        let places: Vec<_> = circle.skip(1).map(|step| step.place).collect();
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
