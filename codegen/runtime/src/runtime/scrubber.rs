//! Removal of credentials from what a server sends.

use std::borrow::Cow;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;

use crate::runtime::excerpt::{MAX_BYTES, shorten};

/// Shorter secrets are not replaced, since they may be common words.
const MIN_LENGTH: usize = 4;
/// The number of encodings around each other that are recognized, such as JSON in JSON in a URL.
const MAX_DEPTH: u8 = 3;
/// The length of the longest escape, such as `&#x1f600;` in JSON.
const MAX_ESCAPE: usize = 24;
const REPLACEMENT: &str = "[secret]";

/// Replaces secrets in texts from a server by `[secret]`.
///
/// Each character of a secret may be plain, percent-encoded, escaped as in JSON, a character
/// reference as in HTML, or several of these around each other.
#[derive(Clone, Default)]
pub(crate) struct Scrubber {
    secrets: Vec<String>,
}

impl Scrubber {
    /// Adds a secret.
    pub(crate) fn add(&mut self, secret: &str) {
        let secret = secret.trim();
        if secret.len() >= MIN_LENGTH && !self.secrets.iter().any(|known| known == secret) {
            self.secrets.push(secret.to_owned());
        }
    }

    /// Returns the first 64 KiB of a text, without secrets.
    pub(crate) fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.replace(text.as_bytes(), false)).into_owned()
    }

    /// Returns an excerpt of a text, without secrets.
    pub(crate) fn excerpt(&self, text: &str) -> String {
        shorten(&self.text(text))
    }

    /// Returns the first 64 KiB of a body, without secrets. The end of a body that did not arrive
    /// completely may be the beginning of a secret.
    pub(crate) fn body(&self, body: &[u8], is_complete: bool) -> Bytes {
        Bytes::copy_from_slice(&self.replace(body, !is_complete))
    }

    /// Returns a URL without secrets, also those that were converted to lowercase.
    pub(crate) fn url(&self, url: &str) -> String {
        self.to_lowercase().text(&self.text(url))
    }

    /// Returns headers without secrets. A header whose name contains one is left out.
    pub(crate) fn headers(&self, mut headers: HeaderMap) -> HeaderMap {
        let lowercase = self.to_lowercase();
        let has_secret = |name: &&HeaderName| lowercase.text(name.as_str()) != name.as_str();
        let names: Vec<_> = headers.keys().filter(has_secret).cloned().collect();
        for name in names {
            headers.remove(name);
        }
        for value in headers.values_mut() {
            let scrubbed = self.replace(value.as_bytes(), false);
            if *scrubbed != *value.as_bytes() {
                *value = HeaderValue::from_bytes(&scrubbed)
                    .unwrap_or_else(|_| HeaderValue::from_static(REPLACEMENT));
            }
        }
        headers
    }

    /// Removes the secrets from JSON.
    #[allow(dead_code, reason = "a document may have no jobs")]
    pub(crate) fn value(&self, value: Value) -> Value {
        match value {
            Value::String(text) => self.text(&text).into(),
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::Object(properties) => properties
                .into_iter()
                .map(|(name, value)| (self.text(&name), self.value(value)))
                .collect(),
            other => other,
        }
    }

    fn to_lowercase(&self) -> Self {
        Self {
            secrets: self
                .secrets
                .iter()
                .map(|secret| secret.to_lowercase())
                .collect(),
        }
    }

    /// Returns the first 64 KiB of `text` with each secret replaced. With `is_cut`, the text may end
    /// within a secret.
    fn replace<'a>(&self, text: &'a [u8], is_cut: bool) -> Cow<'a, [u8]> {
        let longest = self.secrets.iter().map(String::len).max();
        let read = text
            .len()
            .min(MAX_BYTES + MAX_ESCAPE * longest.unwrap_or_default());
        let mut search = Search {
            secrets: &self.secrets,
            is_cut: is_cut || read < text.len(),
            found: Vec::new(),
        };
        search.run(&Decoded::plain(&text[..read]), MAX_DEPTH);
        let kept = read.min(MAX_BYTES);
        if search.found.is_empty() {
            return Cow::Borrowed(&text[..kept]);
        }
        search.found.sort_unstable();
        let mut scrubbed = Vec::with_capacity(kept);
        let mut end = 0;
        for range in search.found {
            if range.0 >= kept {
                break;
            }
            if range.0 >= end {
                scrubbed.extend_from_slice(&text[end..range.0]);
                scrubbed.extend_from_slice(REPLACEMENT.as_bytes());
            }
            end = end.max(range.1);
        }
        scrubbed.extend_from_slice(text.get(end..kept).unwrap_or_default());
        scrubbed.truncate(MAX_BYTES);
        Cow::Owned(scrubbed)
    }
}

/// A search for secrets in a text and in what it decodes to.
struct Search<'a> {
    secrets: &'a [String],
    is_cut: bool,
    /// The start and the end of each secret in the text.
    found: Vec<(usize, usize)>,
}

impl Search<'_> {
    fn run(&mut self, text: &Decoded<'_>, depth: u8) {
        for secret in self.secrets {
            let secret = secret.as_bytes();
            for at in 0..text.bytes.len() {
                if text.bytes[at..].starts_with(secret) {
                    self.found.push(text.source(at, secret.len()));
                }
            }
            if self.is_cut {
                self.found.extend(text.start_at_end(secret));
            }
        }
        if depth == 0 {
            return;
        }
        for escape in ESCAPES {
            if let Some(decoded) = text.decode(escape) {
                self.run(&decoded, depth - 1);
            }
        }
    }
}

/// A text after decoding, with the places in the original text from which its bytes come.
struct Decoded<'a> {
    bytes: Cow<'a, [u8]>,
    /// `None` if this is the original text.
    sources: Option<Vec<(usize, usize)>>,
}

/// A kind of escape.
struct Escape {
    /// A text without this byte has no such escape, or only those that another kind decodes too.
    byte: u8,
    /// Appends what an escape at the start of a text decodes to, and returns the length of the escape.
    decode: fn(&[u8], &mut Vec<u8>) -> Option<usize>,
}

const ESCAPES: &[Escape] = &[
    Escape {
        byte: b'\\',
        decode: decode_backslash,
    },
    Escape {
        byte: b'%',
        decode: decode_percent,
    },
    Escape {
        byte: b'+',
        decode: decode_form,
    },
    Escape {
        byte: b'&',
        decode: decode_reference,
    },
];

impl<'a> Decoded<'a> {
    fn plain(text: &'a [u8]) -> Self {
        Self {
            bytes: Cow::Borrowed(text),
            sources: None,
        }
    }

    /// Decodes all escapes of one kind. Returns `None` if there are none.
    fn decode(&self, escape: &Escape) -> Option<Decoded<'static>> {
        if !self.bytes.contains(&escape.byte) {
            return None;
        }
        let (mut bytes, mut sources) = (Vec::new(), Vec::new());
        let mut at = 0;
        while at < self.bytes.len() {
            let length = (escape.decode)(&self.bytes[at..], &mut bytes).unwrap_or_else(|| {
                bytes.push(self.bytes[at]);
                1
            });
            let source = self.source(at, length);
            sources.resize(bytes.len(), source);
            at += length;
        }
        (*bytes != *self.bytes).then_some(Decoded {
            bytes: Cow::Owned(bytes),
            sources: Some(sources),
        })
    }

    /// Returns the place in the original text of `length` bytes at `at`.
    fn source(&self, at: usize, length: usize) -> (usize, usize) {
        match &self.sources {
            None => (at, at + length),
            Some(sources) => (sources[at].0, sources[at + length - 1].1),
        }
    }

    /// Returns the place of the beginning of `secret` with which the text ends. The last escape may
    /// be incomplete.
    fn start_at_end(&self, secret: &[u8]) -> Option<(usize, usize)> {
        let length = self.bytes.len();
        let is_escape = |at: &usize| matches!(self.bytes[*at], b'%' | b'\\' | b'&');
        let ends = (length.saturating_sub(MAX_ESCAPE)..length).filter(is_escape);
        let starts = ends.chain([length]).filter_map(|end| {
            let longest = secret.len().min(end);
            let is_start = |length: &usize| self.bytes[..end].ends_with(&secret[..*length]);
            let length = (MIN_LENGTH..=longest).rev().find(is_start)?;
            Some(self.source(end - length, length).0)
        });
        Some((starts.min()?, self.source(length - 1, 1).1))
    }
}

/// Decodes an escape with a backslash, as in JSON and in Rust.
fn decode_backslash(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let (b'\\', [kind, rest @ ..]) = text.split_first()? else {
        return None;
    };
    let short = match kind {
        b'b' => 0x8,
        b'f' => 0xc,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' if rest.first() == Some(&b'{') => {
            let digits = rest[1..].iter().take(7).position(|byte| *byte == b'}')?;
            push(hex(rest, 1, digits)?, out)?;
            return Some(digits + 4);
        }
        b'u' => return decode_utf16(text, out),
        b'x' => {
            push(hex(rest, 0, 2)?, out)?;
            return Some(4);
        }
        punctuation if punctuation.is_ascii_punctuation() => *punctuation,
        _ => return None,
    };
    out.push(short);
    Some(2)
}

/// Decodes `\u002f`, or a surrogate pair such as `\ud83d\ude00`.
fn decode_utf16(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    let high = hex(text, 2, 4)?;
    if !(0xd800..0xdc00).contains(&high) {
        push(high, out)?;
        return Some(6);
    }
    let low = text.get(6..8).filter(|start| *start == b"\\u");
    let low = low
        .and_then(|_| hex(text, 8, 4))
        .filter(|low| (0xdc00..0xe000).contains(low))?;
    push(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), out)?;
    Some(12)
}

/// Decodes `%2f`.
fn decode_percent(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    if text.first() != Some(&b'%') {
        return None;
    }
    out.push(u8::try_from(hex(text, 1, 2)?).ok()?);
    Some(3)
}

/// Decodes `%2f`, and `+` as a space.
fn decode_form(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    if text.first() == Some(&b'+') {
        out.push(b' ');
        return Some(1);
    }
    decode_percent(text, out)
}

/// Decodes a character reference of HTML, as `&amp;`, `&#38;` or `&#x26;`.
fn decode_reference(text: &[u8], out: &mut Vec<u8>) -> Option<usize> {
    const LONGEST: usize = 10;
    if text.first() != Some(&b'&') {
        return None;
    }
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let code = match &text[1..end] {
        b"amp" => u32::from('&'),
        b"lt" => u32::from('<'),
        b"gt" => u32::from('>'),
        b"quot" => u32::from('"'),
        b"apos" => u32::from('\''),
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
        [b'#', digits @ ..] => number(digits, 10)?,
        _ => return None,
    };
    push(code, out)?;
    Some(end + 1)
}

fn push(code: u32, out: &mut Vec<u8>) -> Option<()> {
    let character = char::from_u32(code)?;
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    Some(())
}

fn hex(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    number(text.get(at..at + digits)?, 16)
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok()
}
