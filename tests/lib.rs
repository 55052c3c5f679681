//! What the tests share: where things are, the documents, and a server that notes what it is asked.

mod files;
mod recorder;

pub use files::{Document, documents, fixtures, root};
pub use recorder::{Answer, Recorded, Recorder};
