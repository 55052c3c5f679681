//! Regular expressions that mean the same in ECMA 262, which OpenAPI refers to, and in `regex-lite`.

/// White space of ECMA 262 outside ASCII, for a character class.
const OTHER_SPACE: &str =
    r"\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}\u{feff}";

/// Constructs that `regex-lite` interprets differently: empty and nested classes, a repetition without a minimum, `\S`,
/// and flags.
const INCOMPATIBLE: &[&str] = &[
    "[]", "[^]", "[[", "&&", "--", "~~", "{,", r"\S", "(?i", "(?m", "(?s", "(?x", "(?u", "(?U",
    "(?-", "(?R",
];

/// The expression for `regex-lite`, if it means the same there.
pub(super) fn compatible(pattern: &str) -> Option<String> {
    compatible_regex(pattern).map(|regex| regex.as_str().to_owned())
}

/// Why an expression that is not compatible is not checked.
pub(super) fn why_not_checked(pattern: &str) -> String {
    let has = |construct: &str| pattern.contains(construct);
    let has_reference = || {
        let mut rest = pattern;
        std::iter::from_fn(|| {
            let at = rest.find('\\')?;
            let escaped = rest[at + 1..].chars().next()?;
            rest = &rest[at + 1 + escaped.len_utf8()..];
            Some(escaped)
        })
        .any(|escaped| ('1'..='9').contains(&escaped) || escaped == 'k')
    };
    let construct = INCOMPATIBLE.iter().find(|construct| has(construct));
    if ["(?=", "(?!", "(?<=", "(?<!"].into_iter().any(has) {
        "the client's regular expressions have no lookahead and no lookbehind".to_owned()
    } else if has(r"\p{") || has(r"\P{") {
        r"the client's regular expressions have no classes such as `\p{L}`".to_owned()
    } else if has_reference() {
        "the client's regular expressions have no references to groups".to_owned()
    } else if let Some(construct) = construct {
        format!("`{construct}` has another meaning in the client's regular expressions")
    } else {
        let error = regex_lite::Regex::new(&with_all_space(pattern)).err();
        let error = error.map(|error| format!(": {error}")).unwrap_or_default();
        format!("the client's regular expressions cannot read it{error}")
    }
}

/// The compiled expression, if it means the same in `regex-lite`.
pub(crate) fn compatible_regex(pattern: &str) -> Option<regex_lite::Regex> {
    if INCOMPATIBLE
        .iter()
        .any(|construct| pattern.contains(construct))
    {
        return None;
    }
    regex_lite::Regex::new(&with_all_space(pattern)).ok()
}

/// The expression with `\s` in the meaning of ECMA 262.
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
    use super::{compatible, why_not_checked};

    #[test]
    fn an_expression_with_the_same_meaning_is_unchanged() {
        for pattern in [
            "^a+$",
            r"^\d{3}-\d{4}$",
            "^[A-Za-z0-9_.-]+$",
            r"^(?:a|b)\.c$",
            r"^\/x",
        ] {
            assert_eq!(compatible(pattern).as_deref(), Some(pattern));
        }
    }

    #[test]
    fn an_expression_with_another_meaning_is_rejected() {
        for pattern in [
            r"^(?!x)",
            r"(a)\1",
            r"^\p{L}+$",
            "[",
            r"^\S+$",
            "a{,3}",
            "[a&&b]",
        ] {
            assert_eq!(compatible(pattern), None, "of {pattern}");
        }
    }

    #[test]
    fn the_reason_names_what_is_missing() {
        let cases = [
            (r"^(?!x)", "lookahead"),
            (r"(?<=x)a", "lookbehind"),
            (r"^\p{L}+$", r"`\p{L}`"),
            (r"(a)\1", "references to groups"),
            (r"\\1[", "cannot read it: found unclosed character class"),
            ("(a", "cannot read it: found open group without closing ')'"),
            (r"^\S+$", r"`\S` has another meaning"),
        ];
        for (pattern, expected) in cases {
            let reason = why_not_checked(pattern);
            assert!(reason.contains(expected), "{pattern}: {reason}");
        }
    }

    #[test]
    fn white_space_is_that_of_ecma_262() {
        for pattern in [r"^a\sb$", r"^a[\s]b$", r"^a[^\\\sx]?\sb$"] {
            let regex = compatible(pattern).and_then(|it| regex_lite::Regex::new(&it).ok());
            let regex = regex.expect("the expression is compatible");
            for space in [" ", "\t", "\u{a0}", "\u{3000}", "\u{feff}"] {
                assert!(
                    regex.is_match(&format!("a{space}b")),
                    "{pattern} and {space:?}"
                );
            }
        }
    }
}
