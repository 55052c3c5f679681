//! `x-retry`: when a request may be sent twice.

use super::Input;

#[derive(Clone, Debug)]
pub(crate) enum RetryRule {
    Always,
    Never,
    /// Unless one of these is set.
    Unless(Vec<Input>),
}
