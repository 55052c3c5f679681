//! Checks of `pattern`, for documents that use it.

use regex_lite::Regex;

use super::check::Check;
use super::texts::Text;
use crate::runtime::excerpt::shorten;

/// A compiled `pattern` of a document.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    /// `None` if the pattern is not a supported regex. Every text then matches.
    regex: Option<Regex>,
}

impl Pattern {
    /// Compiles a pattern.
    pub fn new(source: &'static str) -> Self {
        Self {
            source,
            regex: Regex::new(source).ok(),
        }
    }

    fn is_violated_by(&self, text: &str) -> bool {
        self.regex
            .as_ref()
            .is_some_and(|regex| !regex.is_match(text))
    }
}

impl Check {
    /// Checks that a text contains a match of the pattern.
    pub fn pattern(&mut self, name: &str, value: &(impl Text + ?Sized), pattern: &Pattern) {
        if let Some(text) = value.text().filter(|text| pattern.is_violated_by(text)) {
            let (text, source) = (shorten(text), pattern.source);
            let expected = format_args!("it must match `{source}`");
            self.add_unexpected(name, format_args!("`{text}`"), expected);
        }
    }
}

/// Returns a [`Pattern`] that is compiled on first use.
#[allow(unused_macros, reason = "only the constraints of a document use it")]
macro_rules! regex {
    ($source:literal) => {{
        static PATTERN: std::sync::LazyLock<$crate::runtime::internal::Pattern> =
            std::sync::LazyLock::new(|| $crate::runtime::internal::Pattern::new($source));
        &*PATTERN
    }};
}

#[allow(unused_imports, reason = "only the constraints of a document use it")]
pub(crate) use regex;
