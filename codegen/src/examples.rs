//! Computes an example of each type of the model.
//!
//! An example has the values of the document's examples where they fit the schema, and otherwise values that satisfy the
//! schema's constraints. Its size is bounded, and it depends only on the document. Each example has been read and
//! written in the same way as its type does it, so that the type accepts it.

mod build;
mod fits;
mod hints;
mod least;
mod numbers;
mod pattern;
#[path = "../runtime/src/runtime/values/preserved.rs"]
mod preserved;
mod samples;
mod scalars;
mod schemas;
mod written;

#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::document::Node;
use crate::model::{Model, Shape, TypeId};
use build::{Builder, Mode};
pub(crate) use samples::Samples;
use schemas::Schemas;

/// The example of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Example {
    /// The value in JSON. A file is a string with its content.
    pub value: Value,
    /// Whether the value is known to satisfy the schema. There may be no such value.
    pub is_valid: bool,
}

/// The examples of the types of a model.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    /// By the index of the type. A type without a finite value has no example.
    by_type: Vec<Option<Example>>,
}

impl Examples {
    /// Computes the examples of all types of `model`, which was read from the lowered document `root`.
    pub(crate) fn of(root: &Node, model: &Model) -> Self {
        let schemas = Schemas::of(root, model);
        let hints = hints::hints(&schemas);
        let least = least::least(&schemas);
        let mut builder = Builder::new(&schemas, &hints, &least);
        let ids = (0..model.types.len()).map(TypeId);
        Self {
            by_type: ids.map(|id| example(&mut builder, id)).collect(),
        }
    }

    /// The example of the type with this ID.
    pub(crate) fn get(&self, id: TypeId) -> Option<&Example> {
        self.by_type.get(id.0)?.as_ref()
    }
}

/// The first example that is valid, or else the first that the type can read.
fn example(builder: &mut Builder<'_>, id: TypeId) -> Option<Example> {
    if let Shape::Responses(_) = builder.schemas.model.named(id).shape {
        return builder.response(id);
    }
    let mut readable = None;
    for mode in Mode::ALL {
        let Some(example) = builder.example(id, mode) else {
            continue;
        };
        if example.is_valid {
            return Some(example);
        }
        readable.get_or_insert(example);
    }
    readable
}
