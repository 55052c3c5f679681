use std::collections::{HashSet, VecDeque};
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::calls::call::Call;
use crate::runtime::calls::operation::{ErrorOf, Operation};
use crate::runtime::calls::request::Options;
use crate::runtime::client::transport::Transport;
use crate::runtime::errors::error::{Error, RepeatedCursor};

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

/// A page, and where it stands.
pub struct Page<O: Paged> {
    /// The whole answer.
    pub value: O::Output,
    /// What names this page; none for the first.
    pub cursor: Option<O::Cursor>,
    /// What names the next page; none after the last.
    pub next: Option<O::Cursor>,
}

impl<O: Paged> Page<O> {
    /// The items of the page.
    pub fn into_items(self) -> Vec<O::Item> {
        O::items(self.value)
    }
}

impl<O: Paged<Output: Debug>> Debug for Page<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page")
            .field("value", &self.value)
            .field("cursor", &self.cursor)
            .field("next", &self.next)
            .finish()
    }
}

impl<O: Paged> Call<O> {
    /// The pages from the one that is asked for, each fetched when the stream is polled.
    pub fn pages(self) -> Pages<O> {
        Pages {
            operation: self.operation,
            transport: self.transport,
            options: self.options,
            seen: HashSet::new(),
            fetching: None,
            is_done: false,
        }
    }

    /// The items of all pages, from the one that is asked for. A page is fetched when the stream is
    /// polled and the items before it are gone.
    pub fn stream(self) -> ItemStream<O> {
        ItemStream {
            cursor: self.operation.cursor(),
            pages: self.pages(),
            items: VecDeque::new(),
        }
    }
}

type Fetching<O> =
    Pin<Box<dyn Future<Output = Result<<O as Operation>::Output, ErrorOf<O>>> + Send>>;

/// A stream of pages.
///
/// After an error it goes on from the page that failed when it is polled again, except after
/// [`Error::RepeatedCursor`], which ends it. It holds eight bytes for each page that it has seen.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<O: Paged> {
    operation: O,
    transport: Transport<O::Document>,
    options: Options,
    seen: HashSet<u64>,
    fetching: Option<Fetching<O>>,
    is_done: bool,
}

impl<O: Paged> Pages<O> {
    /// The next page, or nothing after the last.
    pub async fn next(&mut self) -> Option<Result<Page<O>, ErrorOf<O>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// What names the page that comes next, to go on from there with another call. None is the
    /// first page; see [`is_done`](Self::is_done) for the end.
    pub fn cursor(&self) -> Option<O::Cursor> {
        self.operation.cursor()
    }

    /// Whether there is nothing more to come.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    fn fetch(&self) -> Fetching<O> {
        let call = Call {
            operation: self.operation.clone(),
            transport: self.transport.clone(),
            options: self.options.clone(),
            source: (),
        };
        Box::pin(call.send())
    }

    fn advance(&mut self, value: O::Output) -> Result<Page<O>, ErrorOf<O>> {
        let cursor = self.operation.cursor();
        let next = self.operation.next(&value);
        self.seen.extend(cursor.as_ref().map(fingerprint));
        match &next {
            Some(next) if self.seen.contains(&fingerprint(next)) => {
                self.is_done = true;
                return Err(Error::RepeatedCursor(RepeatedCursor {
                    operation: O::ENDPOINT.id,
                    cursor: format!("{next:?}"),
                }));
            }
            Some(next) => self.operation.set_cursor(next.clone()),
            None => self.is_done = true,
        }
        Ok(Page {
            value,
            cursor,
            next,
        })
    }
}

/// Stands for a cursor, so that any number of pages takes little memory.
fn fingerprint(cursor: &impl Hash) -> u64 {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    cursor.hash(&mut hasher);
    hasher.finish()
}

impl<O: Paged> Unpin for Pages<O> {}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<Page<O>, ErrorOf<O>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        let mut fetching = self.fetching.take().unwrap_or_else(|| self.fetch());
        let Poll::Ready(answer) = fetching.as_mut().poll(context) else {
            self.fetching = Some(fetching);
            return Poll::Pending;
        };
        Poll::Ready(Some(answer.and_then(|value| self.advance(value))))
    }
}

impl<O: Paged> Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("operation", &self.operation)
            .field("is_done", &self.is_done)
            .finish_non_exhaustive()
    }
}

/// A stream of the items of all pages.
///
/// After an error it goes on from the page that failed when it is polled again, except after
/// [`Error::RepeatedCursor`], which ends it.
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<O: Paged> {
    pages: Pages<O>,
    cursor: Option<O::Cursor>,
    items: VecDeque<O::Item>,
}

impl<O: Paged> ItemStream<O> {
    /// The next item, or nothing after the last.
    pub async fn next(&mut self) -> Option<Result<O::Item, ErrorOf<O>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// What names the page from which another call has to start so as not to miss an item; those
    /// of that page that this stream gave already come again. None is the first page.
    pub fn cursor(&self) -> Option<O::Cursor> {
        if self.items.is_empty() {
            self.pages.cursor()
        } else {
            self.cursor.clone()
        }
    }

    /// Whether there is nothing more to come.
    pub fn is_done(&self) -> bool {
        self.items.is_empty() && self.pages.is_done()
    }
}

impl<O: Paged> Unpin for ItemStream<O> {}

impl<O: Paged> Stream for ItemStream<O> {
    type Item = Result<O::Item, ErrorOf<O>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    self.cursor.clone_from(&page.cursor);
                    self.items = page.into_items().into();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<O: Paged> Debug for ItemStream<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("pages", &self.pages)
            .field("items", &self.items.len())
            .finish_non_exhaustive()
    }
}

/// The offset of the next page, for pages that are asked for by the number of items before them.
/// A page without items is the last; so is one of fewer than `limit`, where the request has a limit.
pub fn next_offset(offset: Option<i64>, items: usize, limit: Option<i64>) -> Option<i64> {
    let items = i64::try_from(items).ok()?;
    let is_last = items == 0 || limit.is_some_and(|limit| items < limit);
    if is_last {
        None
    } else {
        offset.unwrap_or(0).checked_add(items)
    }
}

/// The number of the next page, for pages that are counted from `first`. A page without items is
/// the last; so is one of fewer than `size`, where the request has a size.
pub fn next_number(
    number: Option<i64>,
    first: i64,
    items: usize,
    size: Option<i64>,
) -> Option<i64> {
    let items = i64::try_from(items).ok()?;
    let is_last = items == 0 || size.is_some_and(|size| items < size);
    if is_last {
        None
    } else {
        number.unwrap_or(first).checked_add(1)
    }
}
