//! Makes text from documents and from git harmless for terminals.

use std::borrow::Cow;

/// Replaces the characters that could change the output of a terminal: control characters, including line breaks, and
/// characters that change the direction of text or are invisible.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(is_harmful) {
        let visible = |c| if is_harmful(c) { visible(c) } else { c };
        Cow::Owned(text.chars().map(visible).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns whether a character is a control character, changes the direction of text, or is invisible.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}'
                | '\u{34F}'
                | '\u{61C}'
                | '\u{115F}'..='\u{1160}'
                | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'..='\u{206F}'
                | '\u{3164}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF0}'..='\u{FFFB}'
                | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Returns the picture of a control character, such as `␛`, or `�`.
fn visible(c: char) -> char {
    let picture = u32::from(c).checked_add(0x2400);
    picture
        .filter(|_| c < ' ')
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn control_characters_and_invisible_characters_become_visible() {
        let cases = [
            ("plain ünïcode 漢字 👍", "plain ünïcode 漢字 👍"),
            ("\u{1b}[31mred\u{1b}[0m", "␛[31mred␛[0m"),
            (
                "\u{1b}]8;;https://evil.example\u{7}",
                "␛]8;;https://evil.example␇",
            ),
            ("a\nb\r\tc", "a␊b␍␉c"),
            ("\u{9b}31m\u{7f}", "�31m�"),
            ("\u{202e}txet\u{2066}\u{200f}", "�txet��"),
            ("zero\u{200b}width\u{feff}", "zero�width�"),
            ("hangul\u{3164}filler\u{115f}", "hangul�filler�"),
            ("tags\u{e0041}\u{e0101}", "tags��"),
        ];
        for (text, expected) in cases {
            assert_eq!(printable(text), expected);
        }
    }
}
