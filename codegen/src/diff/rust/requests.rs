//! Compares which requests the methods of the client send.

use std::collections::HashSet;

use super::renames::constant_parts;
use super::{Comparer, Item, Origin};
use crate::openapi::path::split_fragment;
use crate::surface::{OperationSurface, Surface};

/// An HTTP method, and a path without the names of its parameters.
type Request<'a> = (&'a str, Vec<&'a str>);

/// The requests of both versions.
pub(super) struct Requests<'a> {
    old: HashSet<Request<'a>>,
    new: HashSet<Request<'a>>,
}

impl<'a> Requests<'a> {
    pub(super) fn of(old: &'a Surface, new: &'a Surface) -> Self {
        let all = |surface: &'a Surface| surface.operations.iter().map(request).collect();
        Self {
            old: all(old),
            new: all(new),
        }
    }

    /// Whether the server only moved an operation, so that a method sends a request to the same operation.
    fn is_move(&self, old: &Request<'_>, new: &Request<'_>) -> bool {
        let is_alike = old.0 == new.0 || old.1 == new.1;
        is_alike && !self.new.contains(old) && !self.old.contains(new)
    }
}

impl Comparer<'_> {
    /// Compares what the method of an operation sends. A moved operation is a change on the wire alone.
    pub(super) fn request(
        &mut self,
        item: &Item,
        (old, new): (&OperationSurface, &OperationSurface),
        requests: &Requests<'_>,
    ) {
        let (before, after) = (request(old), request(new));
        if before == after || requests.is_move(&before, &after) {
            return;
        }
        // The ID changed at the operation that is left: the one that had it, or else the one that has it.
        let origin = if !requests.new.contains(&before) && requests.old.contains(&after) {
            Origin::new(new.origin)
        } else {
            Origin::old(old.origin)
        };
        let change = format!("sends `{}` instead of `{}`", words(new), words(old));
        self.silent(&item.from(origin), change);
    }
}

fn request(operation: &OperationSurface) -> Request<'_> {
    let parts = constant_parts(path(operation));
    (&operation.http_method, parts.collect())
}

fn words(operation: &OperationSurface) -> String {
    format!("{} {}", operation.http_method, path(operation))
}

/// The path that is sent.
fn path(operation: &OperationSurface) -> &str {
    split_fragment(&operation.path).0
}
