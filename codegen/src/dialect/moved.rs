//! Adjusts references to schemas that the rewriting has put in another place.

use std::collections::HashMap;

use super::walk::Place;
use crate::document::{Map, Node, Pointer, Value};

/// The schemas that are in another place now. Both places are inside the same schema.
#[derive(Default)]
pub(super) struct Moves {
    /// By the former pointer: the number of tokens of the outer schema, and the tokens in it.
    by_place: HashMap<Vec<String>, (usize, Vec<String>)>,
}

impl Moves {
    /// Records that a schema inside the one at `place` moves to another place inside it.
    pub(super) fn add(
        &mut self,
        place: &Place<'_>,
        from: impl IntoIterator<Item = impl Into<String>>,
        to: impl IntoIterator<Item = impl Into<String>>,
    ) {
        let from = from.into_iter().map(Into::into);
        let from = place.tokens.iter().cloned().chain(from).collect();
        let to = to.into_iter().map(Into::into).collect();
        self.by_place.insert(from, (place.tokens.len(), to));
    }

    /// Adjusts all references, and the mappings of discriminators.
    pub(super) fn apply(&self, root: &mut Node) {
        if !self.by_place.is_empty() {
            self.adjust(root);
        }
    }

    fn adjust(&self, node: &mut Node) {
        match &mut node.value {
            Value::Array(items) => items.iter_mut().for_each(|item| self.adjust(item)),
            Value::Object(map) => {
                if let Some(reference) = map.get_mut("$ref") {
                    self.adjust_one(reference);
                }
                let mapping = map.get_mut("mapping").and_then(Node::as_object_mut);
                for reference in mapping.into_iter().flat_map(Map::values_mut) {
                    self.adjust_one(reference);
                }
                map.values_mut().for_each(|value| self.adjust(value));
            }
            _ => {}
        }
    }

    fn adjust_one(&self, reference: &mut Node) {
        let pointer = reference.as_str().and_then(Pointer::from_reference);
        if let Some(to) = pointer.and_then(|pointer| self.adjusted(&pointer)) {
            *reference = Node::string(to.to_reference(), reference.span);
        }
    }

    fn adjusted(&self, pointer: &Pointer) -> Option<Pointer> {
        let tokens: Vec<_> = pointer.tokens().map(ToOwned::to_owned).collect();
        let mut out: Vec<String> = Vec::new();
        let mut lengths = vec![0];
        let mut is_moved = false;
        for (index, token) in tokens.iter().enumerate() {
            if let Some((outer, to)) = self.by_place.get(&tokens[..=index]) {
                out.truncate(lengths[*outer]);
                out.extend_from_slice(to);
                is_moved = true;
            } else {
                out.push(token.clone());
            }
            lengths.push(out.len());
        }
        is_moved.then(|| out.into_iter().collect())
    }
}
