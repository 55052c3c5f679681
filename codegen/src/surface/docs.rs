//! Documentation: the Markdown of the document, escaped for rustdoc.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::invisible::is_invisible;
use crate::model::Docs;

/// The maximum width of a line of documentation.
const LINE: usize = 100;

/// The documentation of an item, in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DocComment {
    paragraphs: Vec<String>,
}

impl DocComment {
    /// A comment written by the generator, in Markdown for rustdoc.
    pub(super) fn of(markdown: impl Into<String>) -> Self {
        Self {
            paragraphs: vec![markdown.into()],
        }
    }

    /// A comment from the document, or `fallback` if the document has none.
    pub(super) fn from_docs(docs: &Docs, fallback: impl FnOnce() -> String) -> Self {
        let texts = [docs.summary.as_deref(), docs.description.as_deref()];
        let mut paragraphs: Vec<_> = texts
            .into_iter()
            .flatten()
            .map(rustdoc)
            .filter(|text| !text.is_empty())
            .collect();
        if paragraphs.is_empty() {
            paragraphs.push(fallback());
        }
        paragraphs[0] = sentence(&paragraphs[0]);
        Self { paragraphs }
    }

    /// The first paragraph of a comment from the document.
    pub(super) fn brief(docs: &Docs, fallback: impl FnOnce() -> String) -> Self {
        let full = Self::from_docs(docs, fallback);
        let first = full.paragraphs[0].split("\n\n").next().unwrap_or_default();
        Self::of(
            first
                .strip_suffix(':')
                .map_or_else(|| first.to_owned(), |text| format!("{text}.")),
        )
    }

    pub(super) fn and(mut self, markdown: impl Into<String>) -> Self {
        self.paragraphs.push(markdown.into());
        self.paragraphs.retain(|paragraph| !paragraph.is_empty());
        self
    }

    /// Adds a sentence, on the same line if it fits.
    pub(super) fn and_sentence(mut self, words: &str) -> Self {
        let mut characters = words.chars();
        let Some(first) = characters.next() else {
            return self;
        };
        let sentence = format!("{}{}.", first.to_uppercase(), characters.as_str());
        match &mut self.paragraphs[..] {
            [only] if !only.contains('\n') && only.len() + sentence.len() < LINE => {
                only.push(' ');
                only.push_str(&sentence);
            }
            _ => self.paragraphs.push(sentence),
        }
        self
    }

    /// The text without comment markers, and without characters that rustc rejects.
    pub(crate) fn text(&self) -> String {
        let text = self.paragraphs.join("\n\n");
        text.replace(is_hidden, "")
    }
}

/// The first paragraph of a description, for rustdoc.
pub(super) fn first_paragraph(markdown: &str) -> String {
    let text = rustdoc(markdown);
    text.split("\n\n").next().unwrap_or_default().to_owned()
}

/// The first sentence of a description, for rustdoc.
pub(super) fn first_sentence(markdown: &str) -> String {
    let paragraph = first_paragraph(markdown).replace('\n', " ");
    let end = paragraph.find(". ").map_or(paragraph.len(), |end| end + 1);
    paragraph[..end].trim_end_matches(':').to_owned()
}

/// The text with a full stop after its first paragraph, if that lacks a final punctuation mark.
pub(super) fn sentence(text: &str) -> String {
    let (first, rest) = text.split_at(text.find("\n\n").unwrap_or(text.len()));
    let unquoted = first.trim_end_matches(['"', '\'', '”', '’']);
    let complete = unquoted.ends_with(['.', '!', '?', '…'])
        || first.ends_with([':', '`', ')', '|', '>', '*'])
        || first.contains('\n');
    format!("{first}{}{rest}", if complete { "" } else { "." })
}

/// Markdown for rustdoc. Plain text is escaped, so that it becomes no link, HTML tag or doctest.
fn rustdoc(markdown: &str) -> String {
    let markdown = markdown.trim().replace('\t', "    ").replace(is_hidden, "");
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut in_code_block = false;
    let mut in_link = false;
    for (event, range) in Parser::new_ext(&markdown, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code_block = true;
                edits.push(code_block(&markdown, range, &kind));
            }
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => in_link = true,
            Event::End(TagEnd::Link | TagEnd::Image) => in_link = false,
            Event::Text(_) if !in_code_block => escape_text(&markdown, range, in_link, &mut edits),
            Event::Html(_) | Event::InlineHtml(_) => {
                let escaped = markdown[range.clone()].replace('<', "\\<");
                edits.push((range, escaped));
            }
            _ => {}
        }
    }
    indent_continuations(&apply(&markdown, edits))
}

/// Indents the continuation lines of list items, which Markdown accepts without indentation.
fn indent_continuations(markdown: &str) -> String {
    let mut width = None;
    let mut in_fence = false;
    let lines = markdown.lines().map(|line| {
        let text = line.trim_start();
        in_fence ^= text.starts_with("```") || text.starts_with("~~~");
        let indent = line.len() - text.len();
        match (marker_width(text), width) {
            (Some(marker), _) if !in_fence => width = Some(indent + marker),
            _ if text.is_empty() || in_fence || text.starts_with('#') => width = None,
            (_, Some(width)) if indent < width => return format!("{}{text}", " ".repeat(width)),
            _ => {}
        }
        line.to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The width of a list item's marker and the space after it.
fn marker_width(text: &str) -> Option<usize> {
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let marker = match text[digits..].chars().next()? {
        '-' | '*' | '+' if digits == 0 => 1,
        '.' | ')' if digits > 0 => digits + 1,
        _ => return None,
    };
    text[marker..].starts_with(' ').then_some(marker + 1)
}

/// Whether documentation must not have a character. rustc rejects some of these characters.
fn is_hidden(c: char) -> bool {
    c != '\n' && is_invisible(c)
}

/// A code block whose language is `text` if rustdoc would run it as a doctest otherwise.
fn code_block(
    markdown: &str,
    range: Range<usize>,
    kind: &CodeBlockKind<'_>,
) -> (Range<usize>, String) {
    let source = &markdown[range.clone()];
    match kind {
        CodeBlockKind::Indented => {
            let body: Vec<_> = source.lines().map(str::trim_start).collect();
            let start = markdown[..range.start]
                .rfind('\n')
                .map_or(0, |newline| newline + 1);
            (
                start..range.end,
                format!("```text\n{}\n```\n", body.join("\n")),
            )
        }
        CodeBlockKind::Fenced(info) => {
            let language = info.split([' ', ',']).next().unwrap_or_default();
            let plain = matches!(
                language,
                "" | "rust" | "rs" | "no_run" | "ignore" | "should_panic" | "compile_fail"
            );
            let mut text = source.to_owned();
            if plain {
                let fence = source
                    .find(|c| c != '`' && c != '~')
                    .unwrap_or(source.len());
                let line_end = source.find('\n').unwrap_or(source.len());
                text.replace_range(fence..line_end, "text");
            }
            let fence: String = source
                .chars()
                .take_while(|c| *c == '`' || *c == '~')
                .collect();
            if !source[fence.len()..].contains(&fence) {
                text = format!("{}\n{fence}", text.trim_end());
            }
            (range, text)
        }
    }
}

fn escape_text(
    markdown: &str,
    range: Range<usize>,
    in_link: bool,
    edits: &mut Vec<(Range<usize>, String)>,
) {
    let source = &markdown[range.clone()];
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let start = range.start + at;
        if !in_link && (rest.starts_with("http://") || rest.starts_with("https://")) {
            let end = rest
                .find(|c: char| c.is_whitespace() || "<>\"'`()[]|".contains(c))
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            edits.push((start..start + url.len(), format!("<{url}>")));
            at += url.len();
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        let escaped = start > 0 && markdown.as_bytes()[start - 1] == b'\\';
        if !escaped && matches!(&rest[..first], "[" | "]" | "<") {
            edits.push((start..start + first, format!("\\{}", &rest[..first])));
        }
        at += first;
    }
}

/// Applies the edits, which are sorted by position. An edit inside another is skipped.
fn apply(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut done = 0;
    for (range, replacement) in edits {
        if range.start < done {
            continue;
        }
        out.push_str(&text[done..range.start]);
        out.push_str(&replacement);
        done = range.end;
    }
    out.push_str(&text[done..]);
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_escaped_for_rustdoc() {
        let cases = [
            ("plain words", "plain words"),
            ("a [bracket] here", "a \\[bracket\\] here"),
            ("a <string> tag", "a \\<string> tag"),
            ("`[code]` stays", "`[code]` stays"),
            (
                "a [link](https://a.example/b) stays",
                "a [link](https://a.example/b) stays",
            ),
            ("see https://a.example/b.", "see <https://a.example/b>."),
            ("see <https://a.example/b>", "see <https://a.example/b>"),
            ("list:\n\n- a\n- `b`", "list:\n\n- a\n- `b`"),
            ("x:\n\n    let y = 1;", "x:\n\n```text\nlet y = 1;\n```"),
            ("```\nlet y = 1;\n```", "```text\nlet y = 1;\n```"),
            ("```rust\nlet y = 1;\n```", "```text\nlet y = 1;\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("```\nunclosed", "```text\nunclosed\n```"),
            ("x < y", "x \\< y"),
            ("- a\nb", "- a\n  b"),
            ("- a\n\nb", "- a\n\nb"),
            ("1. a\nb", "1. a\n   b"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(rustdoc(markdown), expected, "of {markdown:?}");
        }
    }

    #[test]
    fn a_name_in_a_comment_has_no_characters_that_rustc_rejects() {
        let docs = DocComment::of("The value `a\u{202e}b`.").and_sentence("name `\u{1b}c`");
        assert_eq!(docs.text(), "The value `ab`. Name `c`.");
    }

    #[test]
    fn the_first_paragraph_ends_as_a_sentence() {
        for (text, expected) in [
            ("List conversations\n\nMore", "List conversations.\n\nMore"),
            ("Done.", "Done."),
            ("See \"More.\"", "See \"More.\""),
            ("Sends \"text\"", "Sends \"text\"."),
        ] {
            assert_eq!(sentence(text), expected);
        }
    }
}
