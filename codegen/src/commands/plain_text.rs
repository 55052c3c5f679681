//! Markdown as plain text for a terminal.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::invisible::is_invisible;

/// The text of a description: paragraphs without line breaks, and list items on lines of their own.
pub(super) fn plain_text(markdown: &str) -> String {
    let markdown = markdown.replace('\t', "    ");
    let mut text = PlainText::default();
    for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES) {
        text.add(event);
    }
    let lines = text.out.lines().map(str::trim_end);
    let text = lines.collect::<Vec<_>>().join("\n");
    text.replace(is_hidden, "").trim().to_owned()
}

/// The first paragraph of a description, with the list that it announces.
pub(super) fn first_block(markdown: &str) -> String {
    let text = plain_text(markdown);
    let first = text.split("\n\n").next().unwrap_or_default();
    sentence(first)
}

/// The text with a full stop, if it lacks a final punctuation mark.
pub(super) fn sentence(text: &str) -> String {
    let is_complete = text.is_empty()
        || text.ends_with(['.', ':', '!', '?', '`', ')', '…'])
        || text.contains('\n');
    format!("{text}{}", if is_complete { "" } else { "." })
}

fn is_hidden(c: char) -> bool {
    c != '\n' && is_invisible(c)
}

#[derive(Default)]
struct PlainText {
    out: String,
    /// The number of the next item of each open list, `None` for a list without numbers.
    lists: Vec<Option<u64>>,
    in_code_block: bool,
}

impl PlainText {
    fn add(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code_block => {
                let indent = self.indent();
                let lines = text.lines().map(|line| format!("{indent}  {line}\n"));
                self.out.extend(lines);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.out.push_str(&text);
            }
            Event::Code(code) => self.out.push_str(&format!("`{code}`")),
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => self.line(),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock if self.out.ends_with(' ') => {}
            Tag::Paragraph | Tag::Heading { .. } | Tag::HtmlBlock | Tag::Table(_) => self.block(),
            Tag::CodeBlock(_) => {
                self.block();
                self.in_code_block = true;
            }
            Tag::List(first) => {
                // A list belongs to the sentence that announces it.
                let is_announced = self.out.trim_end().ends_with(':');
                if self.lists.is_empty() && !is_announced {
                    self.block();
                }
                self.lists.push(*first);
            }
            Tag::Item => self.item(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::CodeBlock => self.in_code_block = false,
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::TableCell => self.out.push_str("  "),
            TagEnd::TableHead | TagEnd::TableRow => self.line(),
            _ => {}
        }
    }

    fn item(&mut self) {
        // The first item of a list may follow a blank line.
        if !self.out.ends_with("\n\n") {
            self.line();
        }
        let indent = self.indent();
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        // The text of an item follows its marker on the same line.
        self.out.push_str(&format!("{indent}{marker}"));
    }

    /// The indentation of an item of the innermost list.
    fn indent(&self) -> String {
        "  ".repeat(self.lists.len().saturating_sub(1))
    }

    /// Ends the line.
    fn line(&mut self) {
        self.out.truncate(self.out.trim_end().len());
        if !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Starts a block after a blank line, or a line in a list.
    fn block(&mut self) {
        self.line();
        if !self.lists.is_empty() {
            self.out.push_str(&"  ".repeat(self.lists.len()));
        } else if !self.out.is_empty() {
            self.out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{first_block, plain_text};

    #[test]
    fn markdown_becomes_the_text_that_a_terminal_shows() {
        let cases = [
            ("One\nsentence.", "One sentence."),
            ("One.\n\nTwo.", "One.\n\nTwo."),
            ("With *emphasis* and `code`.", "With emphasis and `code`."),
            ("See [the docs](https://example.com).", "See the docs."),
            ("An \\[escaped\\] <id>.", "An [escaped] <id>."),
            (
                "Either:\n\n- `a`: one\n  more\n- `b`\n\nThen.",
                "Either:\n- `a`: one more\n- `b`\n\nThen.",
            ),
            ("Steps.\n\n1. a\n2. b", "Steps.\n\n1. a\n2. b"),
            ("- a\n  - b\n- c", "- a\n  - b\n- c"),
            ("- a\n\n  more\n\n- b", "- a\n  more\n- b"),
            ("# Title\n\nText.", "Title\n\nText."),
            (
                "Run:\n\n```sh\na\nb\n```\n\nDone.",
                "Run:\n\n  a\n  b\n\nDone.",
            ),
            ("| a | b |\n|---|---|\n| 1 | 2 |", "a  b\n1  2"),
            ("a\u{1b}[31m\u{202e}b", "a[31mb"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(plain_text(markdown), expected, "{markdown:?}");
        }
    }

    #[test]
    fn the_first_block_has_the_list_that_it_announces() {
        let cases = [
            ("", ""),
            ("New status", "New status."),
            ("One.\n\nTwo.", "One."),
            ("Either:\n\n- a\n- b\n\nThen.", "Either:\n- a\n- b"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(first_block(markdown), expected, "{markdown:?}");
        }
    }
}
