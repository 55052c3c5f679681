use bytes::Bytes;

/// The number of bytes of a segment.
const SEGMENT_BYTES: usize = 64 * 1024;

/// The part of a response body that has arrived so far.
///
/// Its memory grows with the bytes that arrive, not with the length that the server announces. A body in
/// segments does not move while it grows, so that it never needs more than twice its length.
#[derive(Debug, Default)]
pub(crate) struct Body {
    segments: Vec<Vec<u8>>,
    length: usize,
}

impl Body {
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn push(&mut self, mut chunk: &[u8]) {
        self.length += chunk.len();
        while !chunk.is_empty() {
            let mut segment = match self.segments.pop_if(|last| last.len() < SEGMENT_BYTES) {
                Some(segment) => segment,
                None if self.segments.is_empty() => Vec::new(),
                None => Vec::with_capacity(SEGMENT_BYTES),
            };
            let (fits, rest) = chunk.split_at(chunk.len().min(SEGMENT_BYTES - segment.len()));
            segment.extend_from_slice(fits);
            self.segments.push(segment);
            chunk = rest;
        }
    }

    /// Returns the body in one piece.
    pub(crate) fn into_bytes(mut self) -> Bytes {
        if self.segments.len() <= 1 {
            return self.segments.pop().unwrap_or_default().into();
        }
        let mut body = Vec::with_capacity(self.length);
        for segment in self.segments {
            body.extend_from_slice(&segment);
        }
        body.into()
    }
}
