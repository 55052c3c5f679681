//! A generated file.

use std::borrow::Cow;

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The path in the crate's folder, with `/` as the separator.
    pub path: String,
    /// The text. Most files of the runtime are the same in each crate, and are part of the program.
    pub text: Cow<'static, str>,
}
