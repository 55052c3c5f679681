//! JSON with shortened texts.

use std::ops::Range;

use crate::runtime::excerpt::MAX_BYTES;

/// Returns a copy of JSON in which each text ends after 64 KiB, or `None` if there is no longer
/// text. The length of the copy is at most that of the JSON.
pub(crate) fn with_short_texts(json: &[u8]) -> Option<Vec<u8>> {
    if !may_have_long_text(json) {
        return None;
    }
    let ends = ends_of_long_texts(json);
    if ends.is_empty() {
        return None;
    }
    let removed: usize = ends.iter().map(Range::len).sum();
    let mut copy = Vec::with_capacity(json.len() - removed);
    let mut from = 0;
    for end in ends {
        copy.extend_from_slice(&json[from..end.start]);
        from = end.end;
    }
    copy.extend_from_slice(&json[from..]);
    Some(copy)
}

/// Returns `false` if quotes are so close together that no text is longer than 64 KiB. Reads few of the
/// bytes.
fn may_have_long_text(mut json: &[u8]) -> bool {
    while json.len() > MAX_BYTES {
        // A quote that no backslash precedes begins or ends a text.
        let quote = json[..=MAX_BYTES]
            .windows(2)
            .rposition(|pair| pair[0] != b'\\' && pair[1] == b'"');
        let Some(before_quote) = quote else {
            return true;
        };
        json = &json[before_quote + 2..];
    }
    false
}

/// Returns the part after 64 KiB of each longer text.
fn ends_of_long_texts(json: &[u8]) -> Vec<Range<usize>> {
    let mut ends = Vec::new();
    let mut from = 0;
    while json.len() - from > MAX_BYTES
        && let Some(quote) = json[from..].iter().position(|byte| *byte == b'"')
    {
        let start = from + quote + 1;
        let Some(length) = length(&json[start..]) else {
            break;
        };
        let text = &json[start..start + length];
        if length > MAX_BYTES {
            ends.push(start + prefix_length(text)..start + length);
        }
        from = start + length + 1;
    }
    ends
}

/// Returns the length of the text that ends at the first quote that is not escaped.
pub(crate) fn length(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Returns the length of the longest prefix of at most 64 KiB that ends between characters.
fn prefix_length(text: &[u8]) -> usize {
    let mut length = 0;
    loop {
        let next = length + character_length(&text[length..]);
        if next > MAX_BYTES {
            return length;
        }
        length = next;
    }
}

/// Returns the length of the first character. Two escapes may be the surrogates of one character.
fn character_length(text: &[u8]) -> usize {
    match text {
        [
            b'\\',
            b'u',
            b'd' | b'D',
            b'8' | b'9' | b'a' | b'b' | b'A' | b'B',
            ..,
        ] => 12,
        [b'\\', b'u', ..] => 6,
        [b'\\' | 0xC0..=0xDF, ..] => 2,
        [0xE0..=0xEF, ..] => 3,
        [0xF0..=0xFF, ..] => 4,
        _ => 1,
    }
}
