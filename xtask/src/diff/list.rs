//! Lists of operations and items.

use std::cmp::Reverse;

use codegen::diff::Finding;

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
    let mut items: Vec<_> = finding.rust.items.iter().collect();
    items.sort_by_key(|item| (Reverse(item.is_silent), Reverse(item.step)));
    items.into_iter().map(ToString::to_string).collect()
}
