//! Equality of the values of a key in both versions.

use crate::document::Node;

/// Whether a key has equal values in both versions, or is in neither.
pub(super) fn is_same(nodes: (Option<&Node>, Option<&Node>)) -> bool {
    match nodes {
        (Some(old), Some(new)) => old.is_same(new),
        (old, new) => old.is_none() && new.is_none(),
    }
}
