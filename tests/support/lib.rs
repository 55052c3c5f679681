//! What the tests share: where things are, the documents, a server that notes what it is asked, and crates that a
//! test writes.

mod files;
mod recorder;
mod scratch;

pub use files::{Document, documents, fixtures, root};
pub use recorder::{Answer, Recorded, Recorder};
pub use scratch::Scratch;
