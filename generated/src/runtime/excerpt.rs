//! Truncation of outside text for error messages.

/// The maximum number of bytes of a text or of a body that an error holds.
pub(crate) const MAX_BYTES: usize = 64 * 1024;
/// The maximum number of characters of an excerpt.
const MAX_CHARS: usize = 60;

/// Returns the longest prefix of `text` that has at most `max` bytes and ends between characters.
pub(crate) fn prefix(text: &str, max: usize) -> &str {
    let mut end = text.len().min(max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Returns the first 60 characters of `text` as one line, followed by `…` if the text is longer.
pub(crate) fn shorten(text: &str) -> String {
    shorten_to(MAX_CHARS, text)
}

/// Returns the first `max_chars` characters of `text` as one line, followed by `…` if the text is
/// longer.
pub(crate) fn shorten_to(max_chars: usize, text: &str) -> String {
    let mut line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = line.clone().take(max_chars).collect();
    if line.nth(max_chars).is_some() {
        short.push('…');
    }
    short
}
