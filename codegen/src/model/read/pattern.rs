//! Regular expressions: what ECMA 262, which OpenAPI refers to, and `regex-lite` both mean.

/// White space in ECMA 262 beyond that of ASCII, as it stands inside a class.
const OTHER_SPACE: &str =
    r"\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// Constructs that mean something else to `regex-lite`: empty classes and sets of classes, a count without its least, all that is
/// no space, and flags.
const OTHERWISE: &[&str] = &[
    "[]", "[^]", "[[", "&&", "--", "~~", "{,", r"\S", "(?i", "(?m", "(?s", "(?x", "(?u", "(?U",
    "(?-", "(?R",
];

/// The expression as `regex-lite` reads it, if it means the same there.
pub(super) fn readable(pattern: &str) -> Option<String> {
    if OTHERWISE.iter().any(|other| pattern.contains(other)) {
        return None;
    }
    let pattern = with_all_space(pattern);
    regex_lite::Regex::new(&pattern).ok().map(|_| pattern)
}

/// The expression with `\s` as ECMA 262 means it.
fn with_all_space(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('s') if in_class => out.push_str(&format!(r"\s{OTHER_SPACE}")),
                Some('s') => out.push_str(&format!(r"[\s{OTHER_SPACE}]")),
                escaped => {
                    out.push('\\');
                    out.extend(escaped);
                }
            },
            '[' | ']' => {
                in_class = character == '[';
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn an_expression_that_means_the_same_is_kept() {
        for pattern in [
            "^a+$",
            r"^\d{3}-\d{4}$",
            "^[A-Za-z0-9_.-]+$",
            r"^(?:a|b)\.c$",
            r"^\/x",
        ] {
            assert_eq!(readable(pattern).as_deref(), Some(pattern));
        }
    }

    #[test]
    fn an_expression_that_regex_lite_does_not_read_is_not() {
        for pattern in [
            r"^(?!x)",
            r"(a)\1",
            r"^\p{L}+$",
            "[",
            r"^\S+$",
            "a{,3}",
            "[a&&b]",
        ] {
            assert_eq!(readable(pattern), None, "of {pattern}");
        }
    }

    #[test]
    fn white_space_is_that_of_ecma_262() {
        for pattern in [r"^a\sb$", r"^a[\s]b$", r"^a[^\\\sx]?\sb$"] {
            let regex = readable(pattern).and_then(|it| regex_lite::Regex::new(&it).ok());
            let regex = regex.expect("the expression is readable");
            for space in [" ", "\t", "\u{a0}", "\u{3000}", "\u{feff}"] {
                assert!(
                    regex.is_match(&format!("a{space}b")),
                    "{pattern} and {space:?}"
                );
            }
        }
    }
}
