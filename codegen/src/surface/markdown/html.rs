//! Markdown in place of HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser};

use super::{Edits, apply, code, is_escaped};

/// The text with Markdown in place of common HTML, and with other HTML escaped. What was inside a block of HTML is then
/// Markdown, which may have HTML again.
pub(super) fn without_html(mut markdown: String) -> String {
    while markdown.contains('<') {
        let edits = html_edits(&markdown);
        if edits.is_empty() {
            break;
        }
        markdown = apply(&markdown, edits);
        while markdown.contains("\n\n\n") {
            markdown = markdown.replace("\n\n\n", "\n\n");
        }
    }
    markdown
}

/// Markdown for each tag of HTML that has the same meaning, and a backslash before each other `<` of HTML.
fn html_edits(markdown: &str) -> Edits {
    let mut edits = Edits::new();
    let mut open: Vec<HtmlTag<'_>> = Vec::new();
    let mut rows = Rows::of(markdown);
    for start in html_starts(markdown) {
        let escape = (start..start, "\\".to_owned());
        let Some(tag) = HtmlTag::at(markdown, start) else {
            edits.push(escape);
            continue;
        };
        if let Some((range, text)) = tag.alone(markdown, rows.is_inside(start)) {
            edits.push((range, text));
        } else if let Some(last) = open.pop_if(|last| tag.closes(last)) {
            match last.pair(&tag, markdown) {
                Some(pair) => edits.extend(pair),
                None => edits.extend([
                    (last.range.start..last.range.start, "\\".to_owned()),
                    escape,
                ]),
            }
        } else if !tag.is_end && open.len() < DEPTH && INLINE.contains(&tag.name.as_str()) {
            open.push(tag);
        } else {
            edits.push(escape);
        }
    }
    let unclosed = open.into_iter().map(|tag| tag.range.start);
    edits.extend(unclosed.map(|start| (start..start, "\\".to_owned())));
    edits.sort_by_key(|(range, _)| range.start);
    edits
}

/// The position of each `<` of HTML.
fn html_starts(markdown: &str) -> Vec<usize> {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter();
    let html = events.filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let starts = html.flat_map(|(_, range)| {
        let starts = markdown[range.clone()].match_indices('<');
        starts.map(move |(at, _)| range.start + at)
    });
    starts
        .filter(|start| !is_escaped(markdown, *start))
        .collect()
}

/// The elements inside a line that Markdown has too.
const INLINE: &[&str] = &["a", "b", "code", "em", "i", "strong"];

/// The maximum depth of elements inside a line. Deeper ones stay HTML.
const DEPTH: usize = 16;

/// Whether positions are inside the row of a table, behind its first cell.
struct Rows<'a> {
    markdown: &'a str,
    position: usize,
    has_bar: bool,
}

impl<'a> Rows<'a> {
    fn of(markdown: &'a str) -> Self {
        Self {
            markdown,
            position: 0,
            has_bar: false,
        }
    }

    /// Whether a position is behind a `|` in its line. Positions are in ascending order.
    fn is_inside(&mut self, position: usize) -> bool {
        for byte in self.markdown[self.position..position].bytes() {
            self.has_bar = byte == b'|' || (self.has_bar && byte != b'\n');
        }
        self.position = position;
        self.has_bar
    }
}

/// A tag of HTML.
struct HtmlTag<'a> {
    /// The name in lower case.
    name: String,
    is_end: bool,
    attributes: &'a str,
    range: Range<usize>,
}

impl<'a> HtmlTag<'a> {
    fn at(markdown: &'a str, start: usize) -> Option<Self> {
        let inside = &markdown[start + 1..];
        let inside = &inside[..inside.find(['<', '>'])?];
        let end = start + 1 + inside.len();
        if !markdown[end..].starts_with('>') {
            return None;
        }
        let text = inside.strip_prefix('/');
        let name = text.unwrap_or(inside).trim_end_matches('/');
        let (name, attributes) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
        Some(Self {
            name: name.to_ascii_lowercase(),
            is_end: text.is_some(),
            attributes,
            range: start..end + 1,
        })
    }

    /// The Markdown for a tag that needs no other one.
    fn alone(&self, markdown: &str, is_in_row: bool) -> Option<(Range<usize>, String)> {
        let text = match (self.name.as_str(), self.is_end) {
            ("br", _) => "\n",
            ("p" | "ul" | "ol", _) => "\n\n",
            ("li", false) => "\n- ",
            ("li", true) => "",
            _ => return None,
        };
        // The row of a table is one line.
        let text = if is_in_row { " " } else { text };
        let before = &markdown[..self.range.start];
        let after = &markdown[self.range.end..];
        let spaces = after.len() - after.trim_start_matches(' ').len();
        let kept = before.trim_end_matches(' ').len();
        Some((kept..self.range.end + spaces, text.to_owned()))
    }

    fn closes(&self, start: &Self) -> bool {
        self.is_end && self.name == start.name
    }

    /// The Markdown for a start tag and its end tag, if there is one for what they contain.
    fn pair(&self, end: &Self, markdown: &str) -> Option<Edits> {
        let inside = &markdown[self.range.end..end.range.start];
        let is_one_text = !inside.trim().is_empty() && inside.trim() == inside;
        if !is_one_text || inside.contains("\n\n") {
            return None;
        }
        let around = |before: String, after: String| {
            vec![(self.range.clone(), before), (end.range.clone(), after)]
        };
        Some(match self.name.as_str() {
            "code" if inside.contains(['<', '`', '\n', '&', '|']) => return None,
            "code" => vec![(self.range.start..end.range.end, code(inside))],
            "b" | "strong" => around("**".to_owned(), "**".to_owned()),
            "i" | "em" => around("*".to_owned(), "*".to_owned()),
            _ => match self.target() {
                Some(url) => around("[".to_owned(), format!("]({url})")),
                None => around(String::new(), String::new()),
            },
        })
    }

    /// The URL of a link. A path is that of another site.
    fn target(&self) -> Option<&'a str> {
        let (_, value) = self.attributes.split_once("href=")?;
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let url = value[1..].split(quote).next()?;
        let is_plain = !url.contains(|c: char| c.is_whitespace() || "()<>\\".contains(c));
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        (is_plain && is_web).then_some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::super::rustdoc;
    use super::DEPTH;

    #[test]
    fn html_is_markdown_or_text_whose_inside_is_escaped_too() {
        let cases = [
            ("<p>a [b]</p>", "a \\[b\\]"),
            ("<p>a</p>\n\n<p>b</p>\nc", "a\n\nb\n\nc"),
            (
                "<p>a <a href=\"https://a.example\">b</a></p>",
                "a [b](https://a.example)",
            ),
            ("<a href='/b'>c <code>d</code></a>", "c `d`"),
            ("<a href='javascript://b'>c</a>", "c"),
            ("<b>a</b> and <em>b</em>", "**a** and *b*"),
            ("<b>a <i>b</i></b>", "**a *b***"),
            ("<code>a_b</code>", "`a_b`"),
            ("<code>&lt;a&gt;</code>", "\\<code>&lt;a&gt;\\</code>"),
            ("<B> a</B>", "\\<B> a\\</B>"),
            ("<b>a", "\\<b>a"),
            ("a</b>", "a\\</b>"),
            ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
            ("a <br> b<br/>c", "a\nb\nc"),
            ("|a|\n|-|\n|b<br>c|", "|a|\n|-|\n|b c|"),
            ("a `<br>`", "a `<br>`"),
            ("<div>a</div>", "\\<div>a\\</div>"),
            ("<div><b>a</b></div>", "\\<div>**a**\\</div>"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(rustdoc(markdown), expected, "of {markdown:?}");
        }
    }

    #[test]
    fn a_line_of_many_tags_takes_time_in_proportion() {
        let line = "<br> a ".repeat(100_000);
        assert_eq!(rustdoc(&line).lines().count(), 100_000);
        let nested = "<b>".repeat(10_000) + "a" + &"</b>".repeat(10_000);
        assert!(rustdoc(&nested).starts_with(&("**".repeat(DEPTH) + "\\<b>")));
    }
}
