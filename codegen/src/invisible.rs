//! Characters that readers do not see.

/// Returns whether a character is a control character or changes the direction of text. These could change the output of a
/// terminal, and rustc rejects some of them in source code.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
