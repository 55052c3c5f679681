//! Refining: from what progenitor wrote to what the surface is made of.
//!
//! Each pass says one thing that progenitor cannot, on the syntax tree.

mod paths;
mod request;
mod types;

pub(crate) use request::Request;
pub(crate) use types::{Field, Presence, Struct, Types, inner};

use indexmap::IndexMap;

use crate::api::Api;
use crate::wire::Wire;

/// The wire layer, ready for the surface.
pub(crate) struct Refined {
    pub types: Types,
    /// By operation name.
    pub requests: IndexMap<String, Request>,
}

/// Refines progenitor's output for `api`.
pub(crate) fn refine(api: &Api, wire: Wire) -> Refined {
    let requests = api
        .operations
        .iter()
        .map(|operation| {
            let method = &wire.methods[&operation.name];
            (operation.name.clone(), Request::of(operation, method))
        })
        .collect();
    Refined {
        types: Types::of(api, wire.types),
        requests,
    }
}
