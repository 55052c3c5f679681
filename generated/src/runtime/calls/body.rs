use std::mem;

use bytes::Bytes;

/// The maximum number of bytes for which there is room when the second chunk arrives.
const MAX_FIRST_BYTES: usize = 256 * 1024;
/// The minimum and the maximum number of bytes of each further segment.
const MIN_SEGMENT_BYTES: usize = 8 * 1024;
const MAX_SEGMENT_BYTES: usize = 64 * 1024;

/// The part of a response body that has arrived so far.
///
/// A body that arrives in one chunk is not copied. The chunks of other bodies are copied, since a chunk may
/// hold a read buffer that is much longer than it is. Beyond 256 KiB, the memory grows with the bytes that
/// arrive, not with the length that the server announces. A body in segments does not move while it
/// grows, so that it never needs more than twice its length.
#[derive(Debug)]
pub(crate) struct Body {
    announced: usize,
    only_chunk: Bytes,
    segments: Vec<Vec<u8>>,
    length: usize,
}

impl Body {
    /// Creates an empty body, for which the server announces this length.
    pub(crate) fn new(announced: Option<usize>) -> Self {
        Self {
            announced: announced.unwrap_or_default(),
            only_chunk: Bytes::new(),
            segments: Vec::new(),
            length: 0,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn push(&mut self, chunk: Bytes) {
        let arrived = self.length + chunk.len();
        if self.length == 0 {
            self.only_chunk = chunk;
        } else {
            if self.segments.is_empty() {
                let capacity = self.announced.min(MAX_FIRST_BYTES).max(arrived);
                self.segments.push(Vec::with_capacity(capacity));
                let first = mem::take(&mut self.only_chunk);
                self.copy(&first);
            }
            self.copy(&chunk);
        }
        self.length = arrived;
    }

    fn copy(&mut self, mut chunk: &[u8]) {
        if let Some(last) = self.segments.last_mut() {
            let room = last.capacity() - last.len();
            let (fits, rest) = chunk.split_at(chunk.len().min(room));
            last.extend_from_slice(fits);
            chunk = rest;
        }
        if !chunk.is_empty() {
            let capacity = self.length.clamp(MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
            let mut segment = Vec::with_capacity(capacity.max(chunk.len()));
            segment.extend_from_slice(chunk);
            self.segments.push(segment);
        }
    }

    /// Returns the body in one piece.
    pub(crate) fn into_bytes(mut self) -> Bytes {
        if self.segments.len() <= 1 {
            return match self.segments.pop() {
                Some(segment) => segment.into(),
                None => self.only_chunk,
            };
        }
        let mut body = Vec::with_capacity(self.length);
        for segment in self.segments {
            body.extend_from_slice(&segment);
        }
        body.into()
    }
}
