//! Cuts text at a number of characters.

use std::borrow::Cow;

/// Returns a text, cut to `max` characters if it is longer. The last character of a cut text is `…`.
pub(super) fn cut(text: &str, max: usize) -> Cow<'_, str> {
    let mut rest = text.char_indices().skip(max.saturating_sub(1));
    match (rest.next(), rest.next()) {
        (Some((end, _)), Some(_)) => Cow::Owned(format!("{}…", &text[..end])),
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn only_longer_text_is_cut() {
        for (text, expected) in [
            ("", ""),
            ("äb", "äb"),
            ("äbc", "äbc"),
            ("äbcd", "äb…"),
            ("👍👍👍👍", "👍👍…"),
        ] {
            assert_eq!(cut(text, 3), expected);
        }
    }
}
