//! Compares which requests the methods of the client send.

use std::collections::{HashMap, HashSet};

use super::renames::constant_parts;
use super::{Comparer, Item, Origin, RustChange};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::diff::contract::{Contract, Operation};
use crate::document::Document;
use crate::openapi::path::split_fragment;
use crate::surface::{OperationSurface, Surface};

/// An HTTP method, and a path without the names of its parameters.
type Request<'a> = (&'a str, Vec<&'a str>);

/// Where an operation sends its request.
struct Endpoint<'a> {
    method: &'a str,
    /// The path that is sent.
    path: &'a str,
    origin: Option<Span>,
}

/// The requests of both versions.
pub(super) struct Requests<'a> {
    old: HashSet<Request<'a>>,
    new: HashSet<Request<'a>>,
}

impl<'a> Requests<'a> {
    pub(super) fn of(old: &'a Surface, new: &'a Surface) -> Self {
        let [old, new] = [old, new].map(|it| it.operations.iter().map(Endpoint::of_surface));
        Self::of_endpoints(old, new)
    }

    fn of_endpoints(
        old: impl Iterator<Item = Endpoint<'a>>,
        new: impl Iterator<Item = Endpoint<'a>>,
    ) -> Self {
        Self {
            old: old.map(|it| it.request()).collect(),
            new: new.map(|it| it.request()).collect(),
        }
    }

    /// What changed about an operation that sends another request, and where. A moved operation is a change on the wire
    /// alone.
    fn change(&self, old: &Endpoint<'_>, new: &Endpoint<'_>) -> Option<(Origin, String)> {
        let (before, after) = (old.request(), new.request());
        if before == after || self.is_move(&before, &after) {
            return None;
        }
        // The ID changed at the operation that is left: the one that had it, or else the one that has it.
        let origin = if !self.new.contains(&before) && self.old.contains(&after) {
            Origin::new(new.origin)
        } else {
            Origin::old(old.origin)
        };
        let change = format!("sends `{}` instead of `{}`", new.words(), old.words());
        Some((origin, change))
    }

    /// Whether the server only moved an operation, so that a method sends a request to the same operation.
    fn is_move(&self, old: &Request<'_>, new: &Request<'_>) -> bool {
        let is_alike = old.0 == new.0 || old.1 == new.1;
        is_alike && !self.new.contains(old) && !self.old.contains(new)
    }
}

impl<'a> Endpoint<'a> {
    fn of_surface(operation: &'a OperationSurface) -> Self {
        Self {
            method: &operation.http_method,
            path: split_fragment(&operation.path).0,
            origin: operation.origin,
        }
    }

    fn of_operation(operation: &Operation<'a>) -> Self {
        Self {
            method: operation.method,
            path: split_fragment(operation.path).0,
            origin: Some(operation.node.span),
        }
    }

    fn request(&self) -> Request<'a> {
        (self.method, constant_parts(self.path).collect())
    }

    fn words(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl Comparer<'_> {
    /// Compares what the method of an operation sends.
    pub(super) fn request(
        &mut self,
        item: &Item,
        (old, new): (&OperationSurface, &OperationSurface),
        requests: &Requests<'_>,
    ) {
        let endpoints = (Endpoint::of_surface(old), Endpoint::of_surface(new));
        if let Some((origin, change)) = requests.change(&endpoints.0, &endpoints.1) {
            self.silent(&item.from(origin), change);
        }
    }
}

/// Returns the methods that send another request because an ID moved, as far as documents without surfaces tell.
pub(in crate::diff) fn moved_ids(old: &Document, new: &Document) -> Vec<RustChange> {
    let (old, new) = (Contract::of(old.root()), Contract::of(new.root()));
    let endpoints = [&old, &new].map(|it| it.operations.iter().map(Endpoint::of_operation));
    let [before, after] = endpoints;
    let requests = Requests::of_endpoints(before, after);
    let (before, after) = (by_id(&old), by_id(&new));
    let both = new.operations.iter().filter_map(|operation| {
        let id = operation.id()?;
        let endpoint = |operations: &HashMap<_, _>| operations.get(id).copied();
        let (old, new) = (endpoint(&before)?, endpoint(&after)?);
        Some((id, Endpoint::of_operation(old), Endpoint::of_operation(new)))
    });
    let changes = both.filter_map(|(id, old, new)| {
        let (origin, change) = requests.change(&old, &new)?;
        Some(RustChange {
            is_silent: true,
            old: origin.old,
            new: origin.new,
            owner: Origin::of(old.origin, new.origin),
            ..RustChange::new(format!("the method of `{id}`"), change, Step::Major)
        })
    });
    changes.collect()
}

/// The operations by their IDs. An ID of several operations names no method.
fn by_id<'c, 'a>(contract: &'c Contract<'a>) -> HashMap<&'a str, &'c Operation<'a>> {
    let mut operations: HashMap<_, Vec<_>> = HashMap::new();
    for operation in &contract.operations {
        if let Some(id) = operation.id() {
            operations.entry(id).or_default().push(operation);
        }
    }
    let operations = operations.into_iter();
    let only = operations.filter_map(|(id, operations)| match operations[..] {
        [only] => Some((id, only)),
        _ => None,
    });
    only.collect()
}
