//! Strings that match a regular expression.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use regex_syntax::Parser;
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::model::compatible_regex;

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

/// The index of the item, and the limits of the length in characters.
type TextKey = (usize, RangeInclusive<usize>);

struct Pattern {
    matcher: Matcher,
    syntax: Hir,
    /// The texts so far, and `None` where there is none.
    texts: Vec<(TextKey, Option<String>)>,
}

impl Pattern {
    fn text(&self, nth: usize, limits: &RangeInclusive<usize>) -> Option<String> {
        let attempts = (0..ALTERNATIVES)
            .flat_map(|choice| REPETITIONS.iter().map(move |repeated| (choice, *repeated)));
        let mut texts = attempts.filter_map(|(choice, repeated)| {
            let mut writer = Writer {
                text: String::new(),
                choice: choice + nth,
                repeated,
                written: nth,
            };
            writer.push(&self.syntax)?;
            Some(writer.text)
        });
        texts.find(|text| limits.contains(&text.chars().count()) && self.matcher.is_match(text))
    }
}

/// A compiled expression. `regex-lite` compiles faster, and `regex` knows more constructs.
enum Matcher {
    Lite(regex_lite::Regex),
    Full(regex::Regex),
}

impl Matcher {
    fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Lite(regex) => regex.is_match(text),
            Self::Full(regex) => regex.is_match(text),
        }
    }
}

impl Patterns {
    /// Whether a text is known to match a pattern.
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> bool {
        let pattern = self.compiled(pattern);
        pattern.is_some_and(|pattern| pattern.matcher.is_match(text))
    }

    /// Whether texts can be checked against a pattern.
    pub(super) fn is_known(&mut self, pattern: &str) -> bool {
        self.compiled(pattern).is_some()
    }

    /// A text that matches a pattern, and whose length in characters is within the limits. `nth` selects other texts for
    /// the items of a list.
    pub(super) fn text(
        &mut self,
        pattern: &str,
        nth: usize,
        limits: RangeInclusive<usize>,
    ) -> Option<String> {
        let pattern = self.compiled(pattern)?;
        let known = pattern.texts.iter();
        let mut known = known.filter(|(key, _)| *key == (nth, limits.clone()));
        if let Some((_, text)) = known.next() {
            return text.clone();
        }
        let text = pattern.text(nth, &limits);
        pattern.texts.push(((nth, limits), text.clone()));
        text
    }

    /// The compiled expression, if it can be checked.
    fn compiled(&mut self, pattern: &str) -> Option<&mut Pattern> {
        if !self.0.contains_key(pattern) {
            self.0.insert(pattern.to_owned(), compile(pattern));
        }
        self.0.get_mut(pattern)?.as_mut()
    }
}

fn compile(pattern: &str) -> Option<Pattern> {
    if INCOMPATIBLE.iter().any(|it| pattern.contains(it)) {
        return None;
    }
    Some(Pattern {
        matcher: matcher(pattern)?,
        syntax: Parser::new().parse(pattern).ok()?,
        texts: Vec::new(),
    })
}

fn matcher(pattern: &str) -> Option<Matcher> {
    let lite = compatible_regex(pattern).map(Matcher::Lite);
    lite.or_else(|| regex::Regex::new(pattern).ok().map(Matcher::Full))
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
