//! Limits on the size of a document.

/// The bytes of a document together with the files that it references.
pub(crate) const BYTES: usize = 32 << 20;
pub(crate) const FILES: usize = 10_000;
pub(super) const DEPTH: usize = 128;
/// The values of a document, and separately those of all files that it references.
pub(crate) const NODES: usize = 2_000_000;
pub(super) const ALIASED_NODES: usize = 200_000;
