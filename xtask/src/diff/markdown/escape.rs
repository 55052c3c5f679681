//! Escapes text of documents in Markdown as GitHub renders it.
//!
//! Only plain English words are written as they are. Everything else becomes code: in code, GitHub makes no markup, HTML,
//! link, mention, reference or emoji.

use crate::diff::cut::cut;
use crate::printable::printable;

/// The largest number of characters of a value.
const MAX_VALUE: usize = 80;

/// The largest number of characters of a text.
const MAX_TEXT: usize = 300;

/// The smallest number of hexadecimal digits that GitHub takes for the ID of a commit.
const COMMIT_DIGITS: usize = 7;

/// Returns a value as code.
pub(super) fn code(value: &str) -> String {
    let value = visible(value, MAX_VALUE);
    let value = match value.as_str() {
        "" => "\"\"",
        value => value,
    };
    // A fence ends at a run of backticks with the same length.
    let runs = value.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or(0) + 1);
    let touches_fence = value.starts_with('`') || value.ends_with('`');
    let is_between_spaces = value.starts_with(' ') && value.ends_with(' ');
    // One space is removed at both ends, unless there are only spaces.
    let is_padded = touches_fence || is_between_spaces && !value.trim().is_empty();
    let space = if is_padded { " " } else { "" };
    format!("{fence}{space}{value}{space}{fence}")
}

/// Returns a sentence. The parts in backticks, and the words that are not plain, become code.
pub(super) fn text(text: &str) -> String {
    let text = visible(text, MAX_TEXT);
    let mut escaped = String::new();
    for (index, part) in text.split('`').enumerate() {
        if index % 2 == 1 {
            push_code(&mut escaped, part);
        } else {
            push_words(&mut escaped, part);
        }
    }
    escaped
}

/// Returns a name, which can have parts in backticks. All parts become code.
pub(super) fn name(name: &str) -> String {
    let name = visible(name, MAX_TEXT);
    let mut escaped = String::new();
    let parts = name.split('`').map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        push_code(&mut escaped, part);
    }
    escaped
}

/// Returns Markdown as the content of a table's cell.
pub(super) fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

fn push_words(escaped: &mut String, text: &str) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 && !escaped.ends_with(' ') {
            escaped.push(' ');
        }
        let follows_code = index == 0 && escaped.ends_with('`');
        if word.is_empty() || is_plain(word) || follows_code && is_punctuation(word) {
            escaped.push_str(word);
        } else {
            let (word, end) = split_end(word);
            push_code(escaped, word);
            escaped.push_str(end);
        }
    }
}

/// Adds a value as code. Two values without a space between them would become one.
fn push_code(escaped: &mut String, value: &str) {
    if escaped.ends_with('`') {
        escaped.push(' ');
    }
    escaped.push_str(&code(value));
}

fn is_punctuation(word: &str) -> bool {
    matches!(word, "," | ";" | "." | ":" | ")")
}

/// Splits a punctuation mark from the end of a word that becomes code.
fn split_end(word: &str) -> (&str, &str) {
    let end = word.strip_suffix([',', ';', '.']);
    match end.filter(|rest| !rest.is_empty()) {
        Some(rest) => word.split_at(rest.len()),
        None => (word, ""),
    }
}

/// Returns whether a word has no meaning in Markdown or to GitHub: a few digits, or letters with punctuation around them.
fn is_plain(word: &str) -> bool {
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if digits(word) {
        return word.len() < COMMIT_DIGITS;
    }
    let word = word.strip_prefix('(').unwrap_or(word);
    let word = word.strip_suffix([',', '.', ';', ':']).unwrap_or(word);
    let word = word.strip_suffix(')').unwrap_or(word);
    let is_commit = word.len() >= COMMIT_DIGITS && word.bytes().all(|it| it.is_ascii_hexdigit());
    // A dash can lead to a number, as in `GH-1`.
    let mut parts = word.split(['\'', '-']);
    let is_word = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_alphabetic());
    !is_commit && parts.all(is_word)
}

/// Returns the first characters of a text. Characters that are invisible become visible.
fn visible(text: &str, max: usize) -> String {
    printable(&cut(text, max)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{cell, code, name, text};

    #[test]
    fn values_become_code_with_a_fence_that_they_do_not_end() {
        let long = "ä".repeat(81);
        let cut = format!("`{}…`", "ä".repeat(79));
        let cases = [
            ("dog", "`dog`"),
            ("", "`\"\"`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("``a`", "``` ``a` ```"),
            (" ", "` `"),
            (" a ", "`  a  `"),
            ("a\nb\u{202e}\u{200b}\u{1b}", "`a␊b��␛`"),
            ("\\", "`\\`"),
            ("<b>@team</b>", "`<b>@team</b>`"),
            (&long[..160], &format!("`{}`", "ä".repeat(80))),
            (&long, &cut),
        ];
        for (value, expected) in cases {
            assert_eq!(code(value), expected, "{value}");
        }
    }

    #[test]
    fn only_plain_words_are_text() {
        let cases = [
            ("`snoozed` was removed", "`snoozed` was removed"),
            ("read-only, it's (gone).", "read-only, it's (gone)."),
            ("200 becomes 204", "200 becomes 204"),
            (
                "types::Kind::Dog, was renamed",
                "`types::Kind::Dog`, was renamed",
            ),
            ("@team", "`@team`"),
            ("#1 GH-1 a/b#1", "`#1` `GH-1` `a/b#1`"),
            ("deadbeef 1234567", "`deadbeef` `1234567`"),
            ("https://evil.example", "`https://evil.example`"),
            (
                "www.evil.example a@b.example",
                "`www.evil.example` `a@b.example`",
            ),
            (":smile: **b** _i_ ~s~", "`:smile:` `**b**` `_i_` `~s~`"),
            ("<b> &amp; a|b $x$", "`<b>` `&amp`; `a|b` `$x$`"),
            ("- + > # 1.", "`-` `+` `>` `#` `1`."),
            ("![a](b) [c]", "`![a](b)` `[c]`"),
            ("a\nb", "`a␊b`"),
            ("the value ` is open", "the value ` is open`"),
            ("`a``b`", "`a` `b`"),
            ("``", "`\"\"`"),
            ("a\\", "`a\\`"),
            ("größer", "`größer`"),
            ("", ""),
        ];
        for (plain, expected) in cases {
            assert_eq!(text(plain), expected, "{plain}");
        }
        let long = text(&"a ".repeat(1000));
        assert_eq!(long.chars().count(), 302, "{long}");
    }

    #[test]
    fn all_parts_of_a_name_become_code() {
        let cases = [
            ("Conversation.status", "`Conversation.status`"),
            ("PUT /pets `limit`", "`PUT /pets` `limit`"),
            ("a `", "`a`"),
            ("", ""),
        ];
        for (plain, expected) in cases {
            assert_eq!(name(plain), expected, "{plain}");
        }
    }

    #[test]
    fn a_pipe_does_not_end_a_cell() {
        assert_eq!(cell(&code("a|b\\|c")), "`a\\|b\\\\|c`");
    }
}
