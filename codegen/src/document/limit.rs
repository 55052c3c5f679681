//! Bounds of what is read.

/// Of a document and all that it refers to.
pub(crate) const BYTES: usize = 32 << 20;
pub(crate) const FILES: usize = 10_000;
pub(super) const DEPTH: usize = 128;
/// Of a document and all that it refers to.
pub(crate) const NODES: usize = 2_000_000;
pub(super) const ALIASED_NODES: usize = 200_000;
