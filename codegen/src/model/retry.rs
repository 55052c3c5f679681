//! `x-retry`: whether a request may be sent twice.

use super::Input;

#[derive(Clone, Debug)]
pub(crate) enum RetryRule {
    Always,
    Never,
    /// Retries are safe unless one of these inputs is set.
    Unless(Vec<Input>),
}
