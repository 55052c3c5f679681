//! Resolves the `$ref`s of a tree.

use super::node::Node;
use super::pointer::{fragment, tokens};

/// The error of a `$ref` that cannot be resolved.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unresolved<'a> {
    /// The target does not exist.
    #[error("unresolved reference `{reference}`")]
    Dangling {
        /// The object with the reference.
        node: &'a Node,
        /// The reference.
        reference: &'a str,
    },
    /// The target is in another document.
    #[error("the target of `{reference}` is in another document")]
    External {
        /// The object with the reference.
        node: &'a Node,
        /// The reference.
        reference: &'a str,
    },
    /// The reference is circular, or the chain has more than 64 references.
    #[error("circular reference `{reference}`")]
    Cycle {
        /// The object with the reference.
        node: &'a Node,
        /// The reference.
        reference: &'a str,
    },
}

const MAX_HOPS: usize = 64;

/// Follows the `$ref` of a node, and those of its targets, within `root` to a node without `$ref`. Returns the node
/// itself if it has no `$ref`.
///
/// # Errors
///
/// Returns an error if a reference cannot be resolved.
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
