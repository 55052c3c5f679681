//! Sealing of the traits that only this crate implements.

/// A type of this crate. Traits that only this crate implements have it as a supertrait.
pub trait Sealed {}
