//! Truncation of outside text for error messages.

/// The maximum number of characters of an excerpt.
const MAX_CHARS: usize = 60;

/// Returns the first 60 characters of `text` as one line, followed by `…` if the text is longer.
pub(crate) fn shorten(text: &str) -> String {
    let line = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = line.clone().take(MAX_CHARS).collect();
    if line.count() > MAX_CHARS {
        short.push('…');
    }
    short
}
