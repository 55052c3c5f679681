//! Documentation comments, from the descriptions of the document or from the generator.

use super::markdown::{is_hidden, rustdoc, sentence_end};
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
        let Some(sentence) = sentence_of(words) else {
            return self;
        };
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

/// Words as a sentence, or `None` if there are none.
fn sentence_of(words: &str) -> Option<String> {
    let mut characters = words.chars();
    let first = characters.next()?;
    Some(format!("{}{}.", first.to_uppercase(), characters.as_str()))
}

/// A paragraph, which may be empty, with a sentence after it.
pub(super) fn paragraph_and_sentence(paragraph: &str, words: &str) -> String {
    match sentence_of(words) {
        None => paragraph.to_owned(),
        Some(sentence) if paragraph.is_empty() => sentence,
        // The last line may be the row of a table.
        Some(last) if paragraph.contains('\n') => format!("{paragraph}\n\n{last}"),
        Some(last) => format!("{} {last}", sentence(paragraph)),
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
    paragraph[..sentence_end(&paragraph)]
        .trim_end_matches(':')
        .to_owned()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_comment_has_no_characters_that_rustc_rejects() {
        let docs = DocComment::of("The value `a\u{202e}b`.").and_sentence("name `\u{1b}c`");
        assert_eq!(docs.text(), "The value `ab`. Name `c`.");
    }

    #[test]
    fn a_sentence_follows_a_paragraph() {
        for (paragraph, words, expected) in [
            (
                "The name",
                "at most 9 characters",
                "The name. At most 9 characters.",
            ),
            (
                "The name.",
                "not empty; 1 to 2",
                "The name. Not empty; 1 to 2.",
            ),
            ("The name", "", "The name"),
            ("", "not empty", "Not empty."),
            ("", "", ""),
            ("|a|\n|-|", "not empty", "|a|\n|-|\n\nNot empty."),
        ] {
            assert_eq!(paragraph_and_sentence(paragraph, words), expected);
        }
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
