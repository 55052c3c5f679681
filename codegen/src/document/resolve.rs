//! Follows the `$ref`s of a tree.

use super::node::Node;
use super::pointer::{fragment, tokens};

/// Why a `$ref` cannot be followed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unresolved<'a> {
    /// The reference leads nowhere.
    #[error("`{reference}` leads nowhere")]
    Dangling {
        /// The object with the reference.
        node: &'a Node,
        /// The reference.
        reference: &'a str,
    },
    /// The reference leads to another document.
    #[error("`{reference}` leads to another document")]
    External {
        /// The object with the reference.
        node: &'a Node,
        /// The reference.
        reference: &'a str,
    },
    /// The reference leads back to itself, or on and on through more than 64 references.
    #[error("`{reference}` leads back to itself")]
    Cycle {
        /// The object with the reference.
        node: &'a Node,
        /// The reference.
        reference: &'a str,
    },
}

const MAX_HOPS: usize = 64;

/// Follows the `$ref` of a node, and that of what it leads to, within `root`, until something else is reached. A node
/// without `$ref` is returned itself.
///
/// # Errors
///
/// Why the reference cannot be followed.
pub fn resolve<'a>(root: &'a Node, node: &'a Node) -> Result<&'a Node, Unresolved<'a>> {
    let mut node = node;
    let mut hops = 0;
    while let Some(reference) = node.reference() {
        hops += 1;
        if hops > MAX_HOPS {
            return Err(Unresolved::Cycle { node, reference });
        }
        if !reference.starts_with('#') {
            return Err(Unresolved::External { node, reference });
        }
        node = target(root, reference).ok_or(Unresolved::Dangling { node, reference })?;
    }
    Ok(node)
}

fn target<'a>(root: &'a Node, reference: &str) -> Option<&'a Node> {
    tokens(&fragment(reference)?)?.try_fold(root, |node, token| node.child(&token))
}
