//! Compares two versions of a document: what a change does to callers, on the wire and in Rust.
//!
//! The comparison answers one question: does a program that conforms to the old document keep working against a server
//! that conforms to the new one? Each change is a [`Finding`] with a [`Level`] and a place in the document.
//!
//! ```text
//! two documents ─contract─▶ operations with their effective parameters, bodies, responses and security
//!               ─wire─────▶ changes of the contracts, each once, with the operations that they affect
//! two surfaces  ─rust─────▶ changes of the public items
//!               ─join─────▶ findings: each change on the wire with the items that it changes in Rust
//! ```

mod change;
mod compare;
mod contract;
mod finding;
mod findings;
mod join;
mod kind;
mod nearest;
mod places;
mod rust;
mod same;
mod schema_view;
mod step;
mod subject;
mod text;
mod whole_document;
mod wire;

#[cfg(test)]
mod tests;

#[cfg(test)]
mod test_support;

pub use compare::{CompareError, Comparison, Options, Rejected, Rejection, Version, compare};
pub use finding::{Finding, FindingRust, Level, Location, Revision, Side};
pub use kind::Kind;
pub use rust::RustChange;
pub use step::Step;
pub use whole_document::{added, removed};
