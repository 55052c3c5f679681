//! What keeps the traits of operations and documents to this crate.

/// A type of this crate, which may implement its traits.
pub trait Sealed {}
