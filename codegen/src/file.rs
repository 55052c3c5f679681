//! A generated file.

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path in the crate's folder, with `/` as the separator.
    pub path: String,
    /// The text.
    pub text: String,
}
