//! Mistakes in the indentation of YAML, found where the parser stopped.

use crate::diagnostic::{Code, Diagnostic, Span};

/// The number of lines between an unindented block of text and the line where the parser stops.
const MAX_LINES: usize = 20;

/// The keys of an OpenAPI document, which can follow an empty block of text.
const DOCUMENT_KEYS: &[&str] = &[
    "openapi",
    "info",
    "jsonSchemaDialect",
    "servers",
    "paths",
    "webhooks",
    "components",
    "security",
    "tags",
    "externalDocs",
];

/// A line of the text that is neither empty nor a comment.
#[derive(Clone, Copy)]
struct Line<'a> {
    number: usize,
    /// The offset of the content.
    start: usize,
    indent: usize,
    /// The line without its indentation and without spaces at its end.
    content: &'a str,
}

impl<'a> Line<'a> {
    /// Returns the key of an item as a line of its own, such as `name: x` for `- name: x`.
    fn without_dash(self) -> Self {
        let Some(rest) = self.content.strip_prefix("- ") else {
            return self;
        };
        let content = rest.trim_start_matches(' ');
        let skipped = self.content.len() - content.len();
        let inner = Line {
            start: self.start + skipped,
            indent: self.indent + skipped,
            content,
            ..self
        };
        inner.key().map_or(self, |_| inner)
    }

    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.content.len())
    }

    /// Returns the key at the start of the line. An unquoted key with spaces is rather a sentence.
    fn key(&self) -> Option<&'a str> {
        let end = self.content.find(": ").or_else(|| {
            let end = self.content.len().checked_sub(1)?;
            self.content.ends_with(':').then_some(end)
        })?;
        let key = &self.content[..end];
        let is_quoted = key.starts_with(['"', '\'']);
        (!key.is_empty() && (is_quoted || !key.contains(' '))).then_some(key)
    }

    fn is_item(&self) -> bool {
        self.content == "-" || self.content.starts_with("- ")
    }

    /// Whether a value follows the key in the same line.
    fn has_value(&self) -> bool {
        self.key().is_some() && !self.content.ends_with(':')
    }

    /// Whether the line starts a block of text: its value is `|` or `>`, perhaps with indicators, after an anchor or a tag,
    /// and before a comment.
    fn starts_block(&self) -> bool {
        let value = match self.key() {
            Some(key) => &self.content[key.len() + 1..],
            None => self.content.strip_prefix("- ").unwrap_or_default(),
        };
        let value = value.split(" #").next().unwrap_or_default();
        let mut words = value.split_whitespace();
        let header = words.find(|word| !word.starts_with(['&', '!']));
        let indicators = header.and_then(|word| word.strip_prefix(['|', '>']));
        let is_indicator = |c: char| matches!(c, '+' | '-') || c.is_ascii_digit();
        indicators.is_some_and(|rest| rest.chars().all(is_indicator)) && words.next().is_none()
    }
}

/// Returns the lines up to the line at `at`, the last one first.
fn lines_up_to(text: &str, at: usize) -> Vec<Line<'_>> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut start = 0;
    let mut lines = Vec::new();
    for (index, line) in text[..end].split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let trimmed = content.trim();
        if !trimmed.is_empty() && !trimmed.starts_with('#') {
            let line = Line {
                number: index + 1,
                start: start + indent,
                indent,
                content: trimmed,
            };
            lines.push(line.without_dash());
        }
        start += line.len();
    }
    lines.reverse();
    lines
}

/// Returns the diagnostic of a mistake in the indentation, if that is why the parser stopped at `at`.
pub(super) fn mistake(text: &str, at: usize) -> Option<Diagnostic> {
    let lines = lines_up_to(text, at);
    unindented_block(&lines).or_else(|| misaligned(&lines, at))
}

/// A block of text whose first line is not indented more than its key.
fn unindented_block(lines: &[Line<'_>]) -> Option<Diagnostic> {
    let mut pairs = lines.iter().zip(lines.iter().skip(1)).take(MAX_LINES);
    let (first, header) = pairs.find(|(line, above)| {
        above.starts_block()
            && line.indent <= above.indent
            && match line.key() {
                Some(key) => {
                    let is_known = DOCUMENT_KEYS.contains(&key) || key.starts_with("x-");
                    line.indent == 0 && above.indent > 0 && !is_known
                }
                None => !line.is_item() || line.indent < above.indent,
            }
    })?;
    let owner = header.key().unwrap_or("-");
    let message = "a line of a block of text is not indented";
    let help = format!(
        "indent the lines of the block by more than the {} of `{owner}`",
        spaces(header.indent)
    );
    Some(
        Diagnostic::new(Code::Syntax, first.span(), message)
            .with_related(header.span(), "the block starts here")
            .with_help(help),
    )
}

/// A key that is indented more than a complete line above it, or as much as none of the keys above it.
fn misaligned(lines: &[Line<'_>], at: usize) -> Option<Diagnostic> {
    let [line, above, ..] = lines else {
        return None;
    };
    let key = line.key().filter(|key| at <= line.start + key.len())?;
    let is_too_deep = line.indent > above.indent && above.has_value() && !above.starts_block();
    let sibling = if is_too_deep {
        Some(*above)
    } else {
        nearest(lines)
    }?;
    let message = if is_too_deep {
        format!("`{key}` is indented more than the line above, which has a value already")
    } else {
        format!("the indentation of `{key}` matches no key above")
    };
    let (number, indent) = (sibling.number, spaces(sibling.indent));
    let help =
        format!("indent it by {indent}, like line {number}, if it belongs to the same object");
    let span = Span::new(line.start, line.start + key.len());
    Some(Diagnostic::new(Code::Syntax, span, message).with_help(help))
}

/// Returns the line of an object around the first line whose indentation is nearest. Returns `None` if a line has the same
/// indentation.
fn nearest<'a>(lines: &[Line<'a>]) -> Option<Line<'a>> {
    let (line, above) = lines.split_first()?;
    let mut open: Vec<Line<'a>> = Vec::new();
    for other in above.iter().filter(|other| other.key().is_some()) {
        if open.last().is_none_or(|inner| other.indent < inner.indent) {
            open.push(*other);
        }
    }
    if open.iter().any(|other| other.indent == line.indent) {
        return None;
    }
    open.into_iter()
        .min_by_key(|other| other.indent.abs_diff(line.indent))
}

fn spaces(count: usize) -> String {
    match count {
        1 => "1 space".to_owned(),
        count => format!("{count} spaces"),
    }
}
