//! A depth-first search of schemas that finds circles.

use std::collections::HashMap;
use std::ptr;

use crate::diagnostic::Span;
use crate::document::Node;

/// A purpose of a search.
pub(super) trait Purpose<'a> {
    /// What is known of a schema after the search has left it.
    type Result: Copy;

    /// Returns the schemas to which a schema leads, each with the place that does. Returns `None` if the schema is not
    /// searched.
    fn targets(&self, schema: &'a Node) -> Option<Vec<(&'a Node, Span)>>;

    /// Returns the result of a schema. Its targets have theirs, except those that are in a circle with it.
    fn leave(&mut self, step: &Step<'a>, known: &Known<Self::Result>) -> Self::Result;

    /// Visits a circle: its steps, and the place that leads from the last to the first.
    fn circle(&mut self, steps: &[Step<'a>], place: Span);
}

/// A schema on the way from the start of the search to the current schema.
pub(super) struct Step<'a> {
    pub schema: &'a Node,
    /// The place that leads to it.
    pub place: Span,
    pub targets: Vec<(&'a Node, Span)>,
    next: usize,
}

/// The results of schemas, by address.
pub(super) struct Known<T>(HashMap<*const Node, Option<T>>);

impl<T: Copy> Known<T> {
    /// Returns the result of a schema, if the search has left it.
    pub(super) fn of(&self, schema: &Node) -> Option<T> {
        self.0.get(&ptr::from_ref(schema)).copied().flatten()
    }
}

/// Searches each schema of a list once, with those to which it leads. Not recursive, since the depth is not limited.
pub(super) fn search<'a, P: Purpose<'a>>(
    schemas: impl IntoIterator<Item = (&'a Node, Span)>,
    purpose: &mut P,
) {
    let mut known = Known(HashMap::new());
    let mut open = Vec::new();
    for (schema, place) in schemas {
        enter(&mut open, &mut known, purpose, schema, place);
        while let Some(step) = open.last_mut() {
            if let Some(&(schema, place)) = step.targets.get(step.next) {
                step.next += 1;
                enter(&mut open, &mut known, purpose, schema, place);
            } else if let Some(step) = open.pop() {
                let result = purpose.leave(&step, &known);
                known.0.insert(ptr::from_ref(step.schema), Some(result));
            }
        }
    }
}

fn enter<'a, P: Purpose<'a>>(
    open: &mut Vec<Step<'a>>,
    known: &mut Known<P::Result>,
    purpose: &mut P,
    schema: &'a Node,
    place: Span,
) {
    match known.0.get(&ptr::from_ref(schema)) {
        Some(Some(_)) => {}
        Some(None) => {
            let start = open.iter().position(|step| ptr::eq(step.schema, schema));
            purpose.circle(&open[start.unwrap_or_default()..], place);
        }
        None => {
            let Some(targets) = purpose.targets(schema) else {
                return;
            };
            let step = Step {
                schema,
                place,
                targets,
                next: 0,
            };
            if step.targets.is_empty() {
                let result = purpose.leave(&step, known);
                known.0.insert(ptr::from_ref(schema), Some(result));
            } else {
                known.0.insert(ptr::from_ref(schema), None);
                open.push(step);
            }
        }
    }
}
