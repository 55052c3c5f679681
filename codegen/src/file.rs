//! A generated file.

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path inside the crate's folder, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub text: String,
}
