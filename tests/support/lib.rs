//! Support for the tests: the documents, a server that records requests, and temporary crates.

mod files;
mod recorder;
mod scratch;

pub use files::{DocumentFile, documents, fixtures, root};
pub use recorder::{Answer, Recorded, Recorder};
pub use scratch::ScratchCrate;
