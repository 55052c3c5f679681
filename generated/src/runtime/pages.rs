use std::collections::{HashSet, VecDeque};
use std::fmt::{self, Debug};
use std::future::poll_fn;
use std::hash::Hash;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::runtime::calls::call::Call;
use crate::runtime::calls::operation::{ErrorOf, Operation};
use crate::runtime::calls::request::{Options, scrubber};
use crate::runtime::client::transport::Transport;
use crate::runtime::errors::error::{Error, RepeatedCursor};

/// An operation whose results are split into pages.
pub trait Paged: Operation {
    /// The type of the items on a page.
    type Item: Send + 'static;
    /// The type that identifies a page: an opaque cursor, an offset or a page number.
    type Cursor: Clone + Debug + Eq + Hash + Send + Sync + 'static;

    /// Returns the cursor of the page that this request asks for, or `None` for the first page.
    fn cursor(&self) -> Option<Self::Cursor>;

    /// Sets the cursor of the page that this request asks for.
    fn set_cursor(&mut self, cursor: Self::Cursor);

    /// Returns the cursor of the page after `page`, which is the response to this request, or
    /// `None` if `page` is the last.
    fn next(&self, page: &Self::Output) -> Option<Self::Cursor>;

    /// Returns the items of a page.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

/// A page of results, with its cursor and that of the next page.
pub struct Page<O: Paged> {
    /// The whole response body.
    pub value: O::Output,
    /// The cursor of this page. `None` for the first page, unless the call asked for it by a
    /// cursor.
    pub cursor: Option<O::Cursor>,
    /// The cursor of the next page. `None` if this page is the last.
    pub next: Option<O::Cursor>,
}

impl<O: Paged> Page<O> {
    /// Returns the items of the page.
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
    /// Returns a stream of pages, starting with the page that this call asks for. Each page is
    /// fetched when the stream is polled for it.
    pub fn pages(self) -> Pages<O> {
        Pages {
            operation: self.operation,
            transport: self.transport,
            options: self.options,
            seen: HashSet::new(),
            in_flight: None,
            is_done: false,
        }
    }

    /// Returns a stream of the items of all pages, starting with the page that this call asks for.
    /// A page is fetched when all items before it have been taken from the stream.
    pub fn stream(self) -> ItemStream<O> {
        ItemStream {
            cursor: self.operation.cursor(),
            pages: self.pages(),
            items: VecDeque::new(),
        }
    }
}

type PageFuture<O> =
    Pin<Box<dyn Future<Output = Result<<O as Operation>::Output, ErrorOf<O>>> + Send>>;

/// A stream of pages, created by [`Call::pages`].
///
/// The stream owns the request in flight. Dropping the future of [`next`](Self::next), for example
/// in `tokio::select!` or after a timeout, loses nothing: the next call continues with the same
/// request. Dropping the stream cancels the request.
///
/// Polling the stream again after an error fetches the failed page again. The exception is
/// [`Error::RepeatedCursor`], which ends the stream.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<O: Paged> {
    operation: O,
    transport: Transport<O::Document>,
    options: Options,
    seen: HashSet<u64>,
    in_flight: Option<PageFuture<O>>,
    is_done: bool,
}

impl<O: Paged> Pages<O> {
    /// Fetches the next page. Returns `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<O>, ErrorOf<O>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the cursor of the page that the stream fetches next. Another call can resume from
    /// it. `None` stands for the first page; [`is_done`](Self::is_done) tells whether the stream
    /// has ended.
    pub fn cursor(&self) -> Option<O::Cursor> {
        self.operation.cursor()
    }

    /// Returns whether the stream has ended.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    fn fetch(&self) -> PageFuture<O> {
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
        self.seen.extend(cursor.as_ref().map(hash_of));
        match &next {
            Some(next) if self.seen.contains(&hash_of(next)) => {
                self.is_done = true;
                return Err(Error::RepeatedCursor(RepeatedCursor {
                    operation: O::ENDPOINT.id,
                    cursor: scrubber(self.transport.core(), &self.options)
                        .excerpt(&format!("{next:?}")),
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

/// Hashes a cursor. The stream keeps hashes instead of cursors to save memory.
fn hash_of(cursor: &impl Hash) -> u64 {
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
        let mut in_flight = self.in_flight.take().unwrap_or_else(|| self.fetch());
        let Poll::Ready(answer) = in_flight.as_mut().poll(context) else {
            self.in_flight = Some(in_flight);
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

/// A stream of the items of all pages, created by [`Call::stream`].
///
/// The stream owns the request in flight and the items that it has not returned yet. Dropping the
/// future of [`next`](Self::next), for example in `tokio::select!` or after a timeout, loses nothing:
/// the next call continues with the same request. Dropping the stream cancels the request;
/// [`cursor`](Self::cursor) tells where another call can resume.
///
/// Polling the stream again after an error fetches the failed page again. The exception is
/// [`Error::RepeatedCursor`], which ends the stream.
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<O: Paged> {
    pages: Pages<O>,
    cursor: Option<O::Cursor>,
    items: VecDeque<O::Item>,
}

impl<O: Paged> ItemStream<O> {
    /// Returns the next item, fetching a page if necessary. Returns `None` after the last.
    pub async fn next(&mut self) -> Option<Result<O::Item, ErrorOf<O>>> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }

    /// Returns the cursor from which another call can resume without missing an item. The items of
    /// that page which this stream has already returned come again. `None` stands for the first
    /// page.
    pub fn cursor(&self) -> Option<O::Cursor> {
        if self.items.is_empty() {
            self.pages.cursor()
        } else {
            self.cursor.clone()
        }
    }

    /// Returns whether the stream has ended.
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

/// Returns the offset of the next page, for an operation whose pages are identified by the number
/// of items before them. A page without items is the last. So is a page with fewer items than
/// `limit`, if the request has a limit.
pub fn next_offset(offset: Option<i64>, items: usize, limit: Option<i64>) -> Option<i64> {
    let items = i64::try_from(items).ok()?;
    let is_last = items == 0 || limit.is_some_and(|limit| items < limit);
    if is_last {
        None
    } else {
        offset.unwrap_or(0).checked_add(items)
    }
}

/// Returns the number of the next page, for an operation whose pages are numbered from `first`. A
/// page without items is the last. So is a page with fewer items than `size`, if the request has a
/// page size.
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
