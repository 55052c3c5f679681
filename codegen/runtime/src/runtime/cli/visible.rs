//! Text of a server on a terminal. A control character could move the cursor, change colors or the
//! title, or hide what was printed before, so that it is never written to a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Returns `text` in one line, with control characters replaced by visible ones. Line breaks and tabs
/// become spaces.
pub(crate) fn visible_line(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", " ");
    Cow::Owned(text.chars().fold(String::new(), |mut line, c| {
        match c {
            '\n' | '\r' | '\t' => line.push(' '),
            c => push_visible(&mut line, c),
        }
        line
    }))
}

/// Returns `text` with control characters other than line breaks and tabs replaced by visible ones.
pub(crate) fn visible_text(text: &str) -> Cow<'_, str> {
    let text = if text.contains("\r\n") {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    };
    if !text.contains(|c| is_unsafe(c) && !matches!(c, '\n' | '\t')) {
        return text;
    }
    Cow::Owned(text.chars().fold(String::new(), |mut visible, c| {
        match c {
            '\n' | '\t' => visible.push(c),
            c => push_visible(&mut visible, c),
        }
        visible
    }))
}

/// Returns JSON with the control characters in its strings escaped. JSON itself requires this only of
/// those below U+0020, and the value stays the same.
pub(crate) fn visible_json(json: &str) -> Cow<'_, str> {
    if !json.contains(|c| is_unsafe(c) && c != '\n') {
        return Cow::Borrowed(json);
    }
    Cow::Owned(json.chars().fold(String::new(), |mut escaped, c| {
        if is_unsafe(c) && c != '\n' {
            // All of them are in the basic plane, so that an escape has four digits.
            let _infallible = write!(escaped, "\\u{:04x}", u32::from(c));
        } else {
            escaped.push(c);
        }
        escaped
    }))
}

/// Returns whether a terminal may take the character for a command, or for a change of the direction
/// of the text around it.
fn is_unsafe(c: char) -> bool {
    let is_direction = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || is_direction || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Appends the character, or its symbol or escape if it is unsafe.
fn push_visible(text: &mut String, c: char) {
    match c {
        '\0'..='\u{1f}' => text.extend(char::from_u32(0x2400 + u32::from(c))),
        '\u{7f}' => text.push('␡'),
        c if is_unsafe(c) => text.extend(c.escape_unicode()),
        c => text.push(c),
    }
}
