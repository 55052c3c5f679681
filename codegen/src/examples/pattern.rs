//! Strings that match a regular expression.

use std::collections::HashMap;

use regex::Regex;
use regex_syntax::Parser;
use regex_syntax::hir::{Class, Hir, HirKind};

/// Constructs that the crate `regex` interprets differently than ECMA 262.
const INCOMPATIBLE: &[&str] = &["[]", "[^]", "[[", "&&", "--", "~~", "{,"];

/// The maximum length of a string in characters.
const MAX_LENGTH: usize = 4096;

/// The preferred characters of a class, best first.
const PREFERRED: &str = "abcdefghijklmnopqrstuvwxyz1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-_ .";

/// The additional repetitions to try where an expression allows more than its minimum.
const REPETITIONS: &[usize] = &[5, 3, 2, 1, 0, 8, 12, 16, 24, 32, 64, 128, 256];

/// The number of alternatives to try.
const ALTERNATIVES: usize = 4;

/// The compiled expressions of a document.
#[derive(Default)]
pub(super) struct Patterns(HashMap<String, Option<Pattern>>);

struct Pattern {
    regex: Regex,
    hir: Hir,
}

impl Patterns {
    /// Whether a text is known to match a pattern.
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> bool {
        let pattern = self.compiled(pattern);
        pattern.is_some_and(|pattern| pattern.regex.is_match(text))
    }

    /// A text that matches a pattern and that `accepts` allows. `nth` selects other texts for the items of a list.
    pub(super) fn text(
        &mut self,
        pattern: &str,
        nth: usize,
        accepts: impl Fn(&str) -> bool,
    ) -> Option<String> {
        let pattern = self.compiled(pattern)?;
        let attempts = (0..ALTERNATIVES)
            .flat_map(|choice| REPETITIONS.iter().map(move |repeated| (choice, *repeated)));
        attempts
            .filter_map(|(choice, repeated)| {
                let mut writer = Writer {
                    text: String::new(),
                    choice: choice + nth,
                    repeated,
                    written: nth,
                };
                writer.push(&pattern.hir)?;
                Some(writer.text)
            })
            .find(|text| accepts(text) && pattern.regex.is_match(text))
    }

    /// The compiled expression, if it can be checked.
    fn compiled(&mut self, pattern: &str) -> Option<&Pattern> {
        if !self.0.contains_key(pattern) {
            self.0.insert(pattern.to_owned(), compile(pattern));
        }
        self.0.get(pattern)?.as_ref()
    }
}

fn compile(pattern: &str) -> Option<Pattern> {
    if INCOMPATIBLE.iter().any(|it| pattern.contains(it)) {
        return None;
    }
    Some(Pattern {
        regex: Regex::new(pattern).ok()?,
        hir: Parser::new().parse(pattern).ok()?,
    })
}

/// Writes a text that matches.
struct Writer {
    text: String,
    /// The alternative to choose.
    choice: usize,
    /// The number of repetitions beyond the minimum.
    repeated: usize,
    /// The number of characters of classes so far, which varies the next one.
    written: usize,
}

impl Writer {
    fn push(&mut self, hir: &Hir) -> Option<()> {
        if self.text.len() > MAX_LENGTH {
            return None;
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => {}
            HirKind::Literal(literal) => self.text.push_str(str::from_utf8(&literal.0).ok()?),
            HirKind::Class(class) => {
                let next = character(class, self.written)?;
                self.text.push(next);
                self.written += 1;
            }
            HirKind::Repetition(repetition) => {
                let least = usize::try_from(repetition.min).ok()?;
                let most = repetition.max.map_or(MAX_LENGTH, |most| most as usize);
                for _ in 0..most.min(least.saturating_add(self.repeated)) {
                    self.push(&repetition.sub)?;
                }
            }
            HirKind::Capture(capture) => self.push(&capture.sub)?,
            HirKind::Concat(parts) => {
                for part in parts {
                    self.push(part)?;
                }
            }
            HirKind::Alternation(parts) => self.push(parts.get(self.choice % parts.len())?)?,
        }
        Some(())
    }
}

/// A character of a class: the preferred ones in turn, or else the first that is visible.
fn character(class: &Class, nth: usize) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let has = |c: &char| {
        class
            .iter()
            .any(|range| (range.start()..=range.end()).contains(c))
    };
    let kinds = [26, 10, 26, 4];
    let mut rest = PREFERRED;
    for length in kinds {
        let (kind, others) = rest.split_at_checked(length)?;
        let allowed: Vec<_> = kind.chars().filter(has).collect();
        if !allowed.is_empty() {
            return allowed.get(nth % allowed.len()).copied();
        }
        rest = others;
    }
    let mut ranges = class.iter();
    ranges.find_map(|range| {
        (range.start()..=range.end())
            .take(256)
            .find(|c| !c.is_control())
    })
}
