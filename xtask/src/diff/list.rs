//! Lists of operations and items.

use std::cmp::Reverse;

use codegen::diff::{Finding, Step};

/// The largest number of operations or items that are listed in full.
pub(super) const MAX_LISTED: usize = 3;

/// The number of operations or items that are listed of more.
const LISTED: usize = 2;

/// Returns the first elements of a list, and the number of the others.
pub(super) fn first<T>(list: &[T]) -> (&[T], usize) {
    if list.len() <= MAX_LISTED {
        return (list, 0);
    }
    let (shown, others) = list.split_at(LISTED);
    (shown, others.len())
}

/// Returns the items that a change affects, the worst first.
pub(super) fn items(finding: &Finding) -> Vec<String> {
    items_by_effect(finding).concat()
}

/// Returns the items that a change affects in three lists: those that compile and behave differently, those that break
/// programs, and the others. Each list is sorted by the size of the change, largest first.
pub(super) fn items_by_effect(finding: &Finding) -> [Vec<String>; 3] {
    let mut items: Vec<_> = finding.rust.items.iter().collect();
    items.sort_by_key(|item| Reverse(item.step));
    let mut by_effect = [const { Vec::new() }; 3];
    for item in items {
        let effect = match item.step {
            _ if item.is_silent => 0,
            Step::Major => 1,
            _ => 2,
        };
        by_effect[effect].push(item.to_string());
    }
    by_effect
}
