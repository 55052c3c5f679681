use std::error::Error as StdError;
use std::fmt;

use crate::runtime::excerpt::shorten;

/// A page that leads back to one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatedCursor {
    pub(crate) operation: &'static str,
    pub(crate) cursor: String,
}

impl fmt::Display for RepeatedCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, cursor } = self;
        write!(
            f,
            "{operation}: the page {} came up as the next again",
            shorten(cursor)
        )
    }
}

impl StdError for RepeatedCursor {}
