use std::fmt::Debug;
use std::hash::Hash;

use crate::runtime::calls::operation::Operation;

/// An operation that answers in pages.
pub trait Paged: Operation {
    /// What the pages are of.
    type Item: Send + 'static;
    /// What names a page: an opaque cursor, an offset or a number.
    type Cursor: Clone + Debug + Eq + Hash + Send + Sync + 'static;

    /// The page that this request is for; none for the first.
    fn cursor(&self) -> Option<Self::Cursor>;

    /// Asks for this page.
    fn set_cursor(&mut self, cursor: Self::Cursor);

    /// The page that follows the answer to this request; none after the last.
    fn next(&self, page: &Self::Output) -> Option<Self::Cursor>;

    /// The items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}
