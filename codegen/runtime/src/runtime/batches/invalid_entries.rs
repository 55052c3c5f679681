//! Entries that violate constraints of the document.

use std::collections::BTreeMap;

use super::batched::{Batched, OutcomeOf};
use super::outcome::{Failed, Outcome};
use crate::runtime::calls::operation::ErrorOf;
use crate::runtime::checks::check::{Check, Scope, Violation};
use crate::runtime::errors::error::Error;
use crate::runtime::errors::invalid::InvalidRequest;

/// The entries that are not sent, since they or the whole request violate constraints.
pub(crate) struct InvalidEntries<O: Batched> {
    pub(crate) outcome: OutcomeOf<O>,
    /// Whether every request of the call violates constraints.
    pub(crate) is_every_request_invalid: bool,
}

/// Removes the entries that cannot be sent from the operation. `positions` are the positions of the
/// entries among all entries of the call.
pub(crate) fn remove_invalid_entries<O: Batched>(
    operation: &mut O,
    positions: Vec<usize>,
) -> InvalidEntries<O> {
    let mut check = Check::of_entries(operation.entries(), positions);
    operation.check(&mut check);
    let violations = check.into_scoped_violations();
    let is_every_request_invalid = violations.iter().any(|(scope, _)| *scope == Scope::Request);
    let entries = std::mem::take(operation.entries());
    let mut outcome = Outcome::default();
    if violations
        .iter()
        .all(|(scope, _)| matches!(scope, Scope::Entry(_)))
    {
        let mut by_entry = by_entry(violations);
        for (index, entry) in entries.into_iter().enumerate() {
            match by_entry.remove(&index) {
                Some(violations) => outcome.failed.push(Failed {
                    ids: vec![O::id(&entry)],
                    error: error::<O>(violations),
                }),
                None => operation.entries().push(entry),
            }
        }
    } else {
        let violations = violations.into_iter().map(|(_, violation)| violation);
        outcome.failed.push(Failed {
            ids: entries.iter().map(O::id).collect(),
            error: error::<O>(violations.collect()),
        });
    }
    InvalidEntries {
        outcome,
        is_every_request_invalid,
    }
}

fn by_entry(violations: Vec<(Scope, Violation)>) -> BTreeMap<usize, Vec<Violation>> {
    let mut by_entry: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (scope, violation) in violations {
        if let Scope::Entry(index) = scope {
            by_entry.entry(index).or_default().push(violation);
        }
    }
    by_entry
}

fn error<O: Batched>(violations: Vec<Violation>) -> ErrorOf<O> {
    Error::Invalid(InvalidRequest::Constraints {
        operation: O::ENDPOINT.id,
        violations,
    })
}
