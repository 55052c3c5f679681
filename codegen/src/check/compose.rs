//! Checks the composition of schemas: circles, depth and size.
//!
//! A schema is *composed* of the schemas that apply to the same value: those of its `$ref`, `allOf`, `oneOf`, `anyOf` and
//! `not`. The schemas of its properties and items apply to other values, and may be circular.

use super::search::{Known, Purpose, Step, search};
use super::walk::Walk;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, Pointer};
use crate::openapi::objects::ObjectKind;

/// The maximum levels of composition, and of inline nesting.
const MAX_DEPTH: usize = 64;
/// The maximum number of schemas that a schema is composed of, each counted as often as it occurs.
const MAX_SIZE: usize = 20_000;
/// The maximum number of combinations of alternatives. An `allOf` of several `oneOf` multiplies them.
const MAX_ALTERNATIVES: usize = 2_000;

/// Returns the schemas that a schema is directly composed of, with their spans in it.
pub(super) fn parts<'a>(root: &'a Node, schema: &'a Node) -> Vec<(&'a Node, Span)> {
    if let Some(target) = schema.get("$ref") {
        let reference = target.as_str().and_then(Pointer::from_reference);
        let part = reference.and_then(|pointer| root.at(&pointer));
        return part.map(|part| (part, target.span)).into_iter().collect();
    }
    let lists = ["allOf", "oneOf", "anyOf"]
        .into_iter()
        .filter_map(|key| schema.get(key));
    let mut parts: Vec<_> = lists
        .flat_map(Node::items)
        .map(|part| (part, part.span))
        .collect();
    parts.extend(schema.get("not").map(|part| (part, part.span)));
    parts
}

/// Reports circles and exceeded limits. Returns whether there are any.
pub(super) fn check(root: &Node, walk: &mut Walk<'_>) -> bool {
    let before = walk.found.len();
    let mut compositions = Compositions {
        root,
        found: Vec::new(),
    };
    let schemas: Vec<_> = walk.of_kind(ObjectKind::Schema).collect();
    let starts = schemas.iter().map(|it| (it.node, it.place));
    search(starts, &mut compositions);
    walk.found.append(&mut compositions.found);
    let deep = schemas
        .iter()
        .find(|schema| nesting(schema.node) > MAX_DEPTH);
    if let Some(schema) = deep {
        let message = format!("schemas are nested more than {MAX_DEPTH} levels deep");
        walk.found.push(
            Diagnostic::new(Code::TooDeep, schema.place, message)
                .with_help("move inner schemas to `components.schemas`"),
        );
    }
    walk.found.len() > before
}

/// The measures of a schema's composition.
#[derive(Clone, Copy)]
struct Composition {
    depth: usize,
    size: usize,
    alternatives: usize,
}

impl Composition {
    const SIMPLE: Self = Self {
        depth: 1,
        size: 1,
        alternatives: 1,
    };
}

struct Compositions<'a> {
    root: &'a Node,
    found: Vec<Diagnostic>,
}

impl<'a> Purpose<'a> for Compositions<'a> {
    type Result = Composition;

    fn targets(&self, schema: &'a Node) -> Option<Vec<(&'a Node, Span)>> {
        Some(parts(self.root, schema))
    }

    fn leave(&mut self, step: &Step<'a>, known: &Known<Composition>) -> Composition {
        let composition = compose(step, known);
        self.limits(composition, step.place);
        composition
    }

    fn circle(&mut self, steps: &[Step<'a>], place: Span) {
        if steps.iter().all(|step| step.schema.reference().is_some()) {
            // Circles of references alone are reported separately.
            return;
        }
        let diagnostic = Diagnostic::new(Code::SchemaCycle, place, "the schema contains itself")
            .with_help("move it into a property or `items`, or remove it");
        let through = steps
            .iter()
            .skip(1)
            .map(|step| step.place)
            .filter(|span| *span != place);
        self.found
            .push(through.take(4).fold(diagnostic, |diagnostic, span| {
                diagnostic.with_related(span, "through this schema")
            }));
    }
}

impl Compositions<'_> {
    fn limits(&mut self, composition: Composition, place: Span) {
        let message = if composition.depth > MAX_DEPTH {
            format!("the schema is composed of more than {MAX_DEPTH} levels")
        } else if composition.size > MAX_SIZE {
            format!("the schema is composed of more than {MAX_SIZE} schemas")
        } else if composition.alternatives > MAX_ALTERNATIVES {
            format!("the schema allows more than {MAX_ALTERNATIVES} combinations of alternatives")
        } else {
            return;
        };
        if self.found.iter().any(|found| found.code == Code::TooDeep) {
            // Schemas that are composed of this one exceed the limits as well.
            return;
        }
        self.found.push(
            Diagnostic::new(Code::TooDeep, place, message)
                .with_help("simplify the composition, or use fewer alternatives"),
        );
    }
}

fn compose(step: &Step<'_>, known: &Known<Composition>) -> Composition {
    let of = |part: &Node| known.of(part).unwrap_or(Composition::SIMPLE);
    let mut composition = Composition::SIMPLE;
    for (part, _) in &step.targets {
        let part = of(part);
        composition.depth = composition.depth.max(part.depth.saturating_add(1));
        composition.size = composition.size.saturating_add(part.size);
    }
    if let Some((target, _)) = step.targets.first()
        && step.schema.reference().is_some()
    {
        composition.alternatives = of(target).alternatives;
        return composition;
    }
    let list = |key: &str| step.schema.get(key).map(Node::items);
    let all = list("allOf").into_iter().flatten();
    let mut alternatives = all.fold(1, |product: usize, part| {
        product.saturating_mul(of(part).alternatives)
    });
    for choice in ["oneOf", "anyOf"].into_iter().filter_map(list) {
        let sum = choice.fold(0, |sum: usize, part| {
            sum.saturating_add(of(part).alternatives)
        });
        alternatives = alternatives.saturating_mul(sum.max(1));
    }
    composition.alternatives = alternatives;
    composition
}

/// Returns the depth of inline schemas. The depth of a document is limited, and so is that of this recursion.
fn nesting(schema: &Node) -> usize {
    let lists = ["allOf", "oneOf", "anyOf", "prefixItems"]
        .into_iter()
        .filter_map(|key| schema.get(key));
    let single = ["not", "items", "additionalProperties"]
        .into_iter()
        .filter_map(|key| schema.get(key));
    let properties = schema.get("properties").into_iter().flat_map(Node::entries);
    let deepest = lists
        .flat_map(Node::items)
        .chain(single)
        .chain(properties.map(|(_, entry)| &entry.value))
        .filter(|node| node.as_object().is_some())
        .map(nesting)
        .max();
    1 + deepest.unwrap_or(0)
}
