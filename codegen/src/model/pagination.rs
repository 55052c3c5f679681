//! `x-pagination`: how an operation answers in pages.

use super::{AnswerPath, Input, Type};

#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub style: PageStyle,
    /// The parameter or field that names the page.
    pub request: Input,
    /// Where the items are in the answer.
    pub items: AnswerPath,
    pub item: Type,
}

#[derive(Clone, Debug)]
pub(crate) enum PageStyle {
    /// Where the answer names the next page.
    Cursor {
        response: AnswerPath,
    },
    /// The parameter that bounds a page, if there is one.
    Offset {
        limit: Option<Input>,
    },
    Number {
        first: i64,
        size: Option<Input>,
    },
}
