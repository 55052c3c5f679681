//! Folds text to a number of columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A space that no line ends at, the no-break space. [`fold`] replaces it with a space.
pub(super) const UNBROKEN: &str = "\u{a0}";

/// Returns the number of columns of a text.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// Splits a text into lines of at most `columns` columns, between words where possible.
pub(super) fn fold(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        let mut start = 0;
        loop {
            let end = start + fitting(&line[start..], columns);
            if end == line.len() {
                break;
            }
            lines.push(line[start..end].to_owned());
            start = end;
        }
        line.drain(..start);
    }
    lines.push(line);
    let lines = lines.iter();
    lines.map(|line| line.replace(UNBROKEN, " ")).collect()
}

/// Returns a text folded to the width, each line with spaces before it.
pub(super) fn indented(text: &str, indent: usize, columns: usize) -> String {
    let lines = fold(text, columns.saturating_sub(indent));
    let spaces = " ".repeat(indent);
    let lines = lines.iter().map(|line| format!("{spaces}{line}\n"));
    lines.collect()
}

/// Returns the first columns of a text with `…` if it is longer.
pub(super) fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let end = fitting(text, columns.saturating_sub(1));
    format!("{}…", &text[..end])
}

/// Returns a text with spaces at its end, so that it has this number of columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// Returns the length of the longest start of a text that fits, and at least one character.
fn fitting(text: &str, columns: usize) -> usize {
    let mut used = 0;
    let too_wide = text.char_indices().skip_while(|(_, c)| {
        used += c.width().unwrap_or(0);
        used <= columns
    });
    let end = too_wide.map(|(index, _)| index).next();
    let first = text.chars().next().map_or(0, char::len_utf8);
    end.unwrap_or(text.len()).max(first)
}

#[cfg(test)]
mod tests {
    use super::{cut, fold, pad};

    #[test]
    fn text_is_folded_between_words() {
        let cases: [(&str, usize, &[&str]); 9] = [
            ("one two three", 7, &["one two", "three"]),
            ("one two three", 80, &["one two three"]),
            ("", 10, &[""]),
            ("abcdefgh ij", 3, &["abc", "def", "gh", "ij"]),
            ("ab abcdefgh", 5, &["ab", "abcde", "fgh"]),
            ("漢字漢字", 5, &["漢字", "漢字"]),
            ("漢字", 1, &["漢", "字"]),
            ("a  b", 10, &["a  b"]),
            ("GET\u{a0}/a, GET\u{a0}/b", 8, &["GET /a,", "GET /b"]),
        ];
        for (text, columns, expected) in cases {
            assert_eq!(fold(text, columns), expected, "{text} in {columns}");
        }
    }

    #[test]
    fn text_is_cut_and_padded_by_columns() {
        assert_eq!(cut("abcdef", 4), "abc…");
        assert_eq!(cut("漢字漢字", 6), "漢字…");
        assert_eq!(cut("abcd", 4), "abcd");
        assert_eq!(pad("漢", 4), "漢  ");
    }
}
