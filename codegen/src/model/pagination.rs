//! `x-pagination`: an operation that returns pages.

use super::{Input, ResponsePath, Type};
use crate::diagnostic::Span;

#[derive(Clone, Debug)]
pub(crate) struct Pagination {
    pub style: PageStyle,
    /// The parameter or field that selects the page.
    pub request: Input,
    /// The list of items in the response.
    pub items: ResponsePath,
    pub item: Type,
    /// The key in the document, or the value if it has no key.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum PageStyle {
    /// The response contains the cursor of the next page.
    Cursor {
        response: ResponsePath,
    },
    /// The page is selected by an offset. `limit` is the parameter for the page size.
    Offset {
        limit: Option<Input>,
    },
    Number {
        first: i64,
        size: Option<Input>,
    },
}
