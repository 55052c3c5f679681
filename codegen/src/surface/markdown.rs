//! The Markdown of the document, escaped for rustdoc.

mod html;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, RefDefs, Tag, TagEnd};

use crate::invisible::is_invisible;
use html::without_html;

/// Replacements of parts of a text, by position.
type Edits = Vec<(Range<usize>, String)>;

/// Markdown for rustdoc. Plain text is escaped, so that it becomes no link, HTML tag or doctest. A link that rustdoc would
/// take for the path of an item becomes its text.
pub(crate) fn rustdoc(markdown: &str) -> String {
    let markdown = markdown.trim().replace('\t', "    ").replace(is_hidden, "");
    let markdown = without_html(markdown);
    let mut edits = Edits::new();
    let mut in_code_block = false;
    let mut links: Vec<OpenLink> = Vec::new();
    let mut events = Parser::new_ext(&markdown, Options::ENABLE_TABLES).into_offset_iter();
    edits.extend(definitions(events.reference_definitions()));
    while let Some((event, range)) = events.next() {
        if let Some(link) = links.last_mut().filter(|link| link.range != range) {
            link.text_end = range.end;
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code_block = true;
                edits.push(code_block(&markdown, range, &kind));
            }
            Event::End(TagEnd::CodeBlock) => in_code_block = false,
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                id,
                ..
            }) => {
                let definition = events.reference_definitions().get(&id);
                let definition = definition.map(|it| destination(&markdown[it.span.clone()]));
                links.push(OpenLink::new(range, link_type, &dest_url, definition));
            }
            Event::End(TagEnd::Link) => {
                if let Some(link) = links.pop() {
                    edits.extend(link.edits(&markdown));
                }
            }
            Event::Text(_) if !in_code_block => {
                let in_link = links.iter().any(|link| link.is_kept);
                escape_text(&markdown, range, in_link, &mut edits);
            }
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    indent_continuations(&apply(&markdown, edits))
}

/// A text as a code span, with more backticks than the text has in a row.
pub(super) fn code(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let fence = "`".repeat(runs.max().unwrap_or_default() + 1);
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{text}{space}{fence}")
}

/// The end of the first sentence of a paragraph. A link or a code span is not divided.
pub(super) fn sentence_end(paragraph: &str) -> usize {
    let ends = paragraph.match_indices(". ").map(|(end, _)| end);
    let mut ends = ends.filter(|end| !is_inside_sentence(paragraph, *end));
    let Some(first) = ends.next() else {
        return paragraph.len();
    };
    if !paragraph[..first].contains(['`', '[', '<']) {
        return first + 1;
    }
    let whole = Parser::new_ext(paragraph, Options::ENABLE_TABLES).into_offset_iter();
    let whole = whole.filter(|(event, _)| {
        matches!(
            event,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::Code(_)
        )
    });
    let whole: Vec<_> = whole.map(|(_, range)| range).collect();
    let mut ends = std::iter::once(first).chain(ends);
    let end = ends.find(|end| !whole.iter().any(|range| range.contains(end)));
    end.map_or(paragraph.len(), |end| end + 1)
}

/// Whether a full stop is that of an abbreviation.
fn is_inside_sentence(paragraph: &str, at: usize) -> bool {
    let (before, after) = (&paragraph[..at], paragraph[at + 1..].trim_start());
    let is_lowercase = after.starts_with(char::is_lowercase);
    is_lowercase || ["e.g", "i.e"].iter().any(|it| before.ends_with(it))
}

/// Whether documentation must not have a character. rustc rejects some of these characters.
pub(super) fn is_hidden(c: char) -> bool {
    c != '\n' && is_invisible(c)
}

/// Whether an odd number of backslashes is before a position.
fn is_escaped(markdown: &str, at: usize) -> bool {
    let before = markdown[..at].bytes().rev();
    before.take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The removal of the definitions of links. Each link has its destination of its own instead, since a comment may have only a
/// part of the text.
fn definitions(definitions: &RefDefs<'_>) -> Edits {
    let spans = definitions.iter().map(|(_, it)| it.span.clone());
    spans.map(|span| (span, String::new())).collect()
}

/// The destination and the title in the source of a definition: `/a "b"` in `[x]: /a "b"`.
fn destination(definition: &str) -> String {
    let destination = definition.split_once("]:").map_or("", |(_, it)| it);
    destination.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A link whose text is being read.
struct OpenLink {
    range: Range<usize>,
    text_end: usize,
    /// What follows the text in place of the source, for a link that is not written with its destination.
    end: Option<String>,
    is_collapsed: bool,
    is_kept: bool,
}

impl OpenLink {
    fn new(
        range: Range<usize>,
        link_type: LinkType,
        url: &str,
        definition: Option<String>,
    ) -> Self {
        let is_automatic = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let is_inline = link_type == LinkType::Inline;
        let definition = definition.filter(|_| !is_automatic && !is_inline);
        Self {
            text_end: range.start + 1,
            range,
            end: definition.map(|definition| format!("]({definition})")),
            is_collapsed: link_type == LinkType::Collapsed,
            is_kept: is_automatic || is_url(url),
        }
    }

    fn edits(self, markdown: &str) -> Edits {
        let start = self.range.start;
        // The range of `[text][]` is that of `[text]`.
        let brackets = if self.is_collapsed && markdown[self.range.end..].starts_with("[]") {
            "[]"
        } else {
            ""
        };
        let end = self.text_end..self.range.end + brackets.len();
        match self.end {
            _ if !self.is_kept => vec![(start..start + 1, String::new()), (end, String::new())],
            Some(text) => vec![(end, text)],
            None => Vec::new(),
        }
    }
}

/// Whether a destination is a URL. rustdoc looks for an item with the name of any other, also of `tel:1`.
fn is_url(destination: &str) -> bool {
    let has_scheme = || {
        let scheme = destination.split(':').next().unwrap_or_default();
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.len() < destination.len()
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        is_scheme && destination[scheme.len()..].contains(['/', '.'])
    };
    destination.starts_with(['/', '#']) || has_scheme()
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
            let mut text = source.to_owned();
            if is_rust(info) {
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

/// Whether rustdoc reads a block with this information as Rust, or warns of a word that it may be meant as.
fn is_rust(info: &str) -> bool {
    const WORDS: &[&str] = &[
        "rs",
        "norun",
        "shouldpanic",
        "compilefail",
        "testharness",
        "standalone",
        "standalonecrate",
    ];
    const STARTS: &[&str] = &["{", "rust", "ignore", "edition"];
    let mut words = info.split([' ', ',']).map(|word| {
        let word = word.to_ascii_lowercase();
        word.replace(['-', '_'], "")
    });
    let is_rust =
        |word: &str| WORDS.contains(&word) || STARTS.iter().any(|start| word.starts_with(start));
    info.is_empty() || words.any(|word| is_rust(&word))
}

fn escape_text(markdown: &str, range: Range<usize>, in_link: bool, edits: &mut Edits) {
    let source = &markdown[range.clone()];
    let mut at = 0;
    while at < source.len() {
        let rest = &source[at..];
        let start = range.start + at;
        let escaped = is_escaped(markdown, start);
        if !in_link && (rest.starts_with("http://") || rest.starts_with("https://")) {
            let end = rest
                .find(|c: char| c.is_whitespace() || "<>\"'`()[]|".contains(c))
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            // A backslash before a letter is text. It would escape the `<`.
            let backslash = if escaped { "\\" } else { "" };
            edits.push((start..start + url.len(), format!("{backslash}<{url}>")));
            at += url.len();
            continue;
        }
        let first = rest.chars().next().map_or(1, char::len_utf8);
        if !escaped && matches!(&rest[..first], "[" | "]" | "<") {
            edits.push((start..start + first, format!("\\{}", &rest[..first])));
        }
        at += first;
    }
}

/// Applies the edits, which are sorted by position. An edit inside another is skipped.
fn apply(text: &str, edits: Edits) -> String {
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
    out.trim().to_owned()
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
    fn a_link_that_rustdoc_takes_for_a_path_becomes_its_text() {
        let cases = [
            ("a [`Disk`](a::b::Disk).", "a `Disk`."),
            ("a [*big* disk](Disk)", "a *big* disk"),
            ("[a [b]](Disk) [c](Disk)", "a \\[b\\] c"),
            ("a [page](guide.html) and [call](tel:1)", "a page and call"),
            ("see [https://a.example](Disk)", "see <https://a.example>"),
            (
                "a [part](#part) and [page](/page)",
                "a [part](#part) and [page](/page)",
            ),
            ("[mail](mailto:a@b.example)", "[mail](mailto:a@b.example)"),
            ("<tel:1> <a@b.example>", "<tel:1> <a@b.example>"),
            ("![text](image.png)", "![text](image.png)"),
            ("[![text](/image.png) x](Disk)", "![text](/image.png) x"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(rustdoc(markdown), expected, "of {markdown:?}");
        }
    }

    #[test]
    fn a_link_has_its_destination_without_its_definition() {
        let cases = [
            (
                "a [text][1] b\n\n[1]: https://a.example 'x'",
                "a [text](https://a.example 'x') b",
            ),
            (
                "[one][] and [two]\n\n[one]: /1\n[two]: <Disk>",
                "[one](/1) and two",
            ),
            ("[one]: /1\n\nthen [one]", "then [one](/1)"),
            ("[^1]\n\n[^1]: https://a.example", "[^1](https://a.example)"),
            ("a [text][none]", "a \\[text\\]\\[none\\]"),
        ];
        for (markdown, expected) in cases {
            assert_eq!(rustdoc(markdown), expected, "of {markdown:?}");
        }
    }

    #[test]
    fn a_code_block_that_rustdoc_would_run_is_text() {
        for info in [
            "edition2021",
            "ignore-x86",
            "json rust",
            "norun",
            "{.rust}",
            "compile-fail",
            "Rust",
        ] {
            let markdown = format!("```{info}\nx(\n```");
            assert_eq!(rustdoc(&markdown), "```text\nx(\n```", "of {info}");
        }
        assert_eq!(rustdoc("```json title=x\n```"), "```json title=x\n```");
    }

    #[test]
    fn a_sentence_ends_outside_links_and_code() {
        for (text, expected) in [
            ("One. Two.", "One."),
            ("[One. Two](/a). Three.", "[One. Two](/a)."),
            ("`a [b]. c`. Three.", "`a [b]. c`."),
            ("[One](/a \"b. c\") two. Three.", "[One](/a \"b. c\") two."),
            ("One `a. b`", "One `a. b`"),
            ("One (e.g. Two). Three.", "One (e.g. Two)."),
            ("One, two etc. and three. Four.", "One, two etc. and three."),
        ] {
            assert_eq!(&text[..sentence_end(text)], expected);
        }
    }

    /// What rustdoc reads in its input: links, images and their destinations, URLs outside links, and HTML.
    fn warned_of(markdown: &str) -> Vec<String> {
        let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
        let mut links = 0;
        let mut in_code_block = false;
        let mut found = Vec::new();
        let broken = |link: pulldown_cmark::BrokenLink<'_>| {
            Some((format!("broken {}", link.reference).into(), "".into()))
        };
        for event in Parser::new_with_broken_link_callback(markdown, options, Some(broken)) {
            match event {
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    ..
                }) => {
                    links += 1;
                    let is_automatic = matches!(link_type, LinkType::Autolink | LinkType::Email);
                    let is_path = |c: char| c.is_alphanumeric() || ":_<>, !*&;@()`#".contains(c);
                    let text = dest_url.trim();
                    if !is_automatic
                        && !text.is_empty()
                        && !text.starts_with('#')
                        && text.chars().all(is_path)
                    {
                        found.push(format!("link to {dest_url}"));
                    }
                }
                Event::End(TagEnd::Link) => links -= 1,
                Event::Start(Tag::CodeBlock(_)) => in_code_block = true,
                Event::End(TagEnd::CodeBlock) => in_code_block = false,
                Event::Text(text) if links == 0 && !in_code_block && text.contains("https://a") => {
                    found.push(format!("URL in {text}"));
                }
                Event::Html(html) | Event::InlineHtml(html) => found.push(html.to_string()),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn rustdoc_finds_nothing_to_warn_of() {
        const PIECES: &[&str] = &[
            "[",
            "]",
            "(",
            ")",
            "](",
            "][",
            "]: ",
            "!",
            "`",
            "``",
            "\\",
            "<",
            ">",
            "<b>",
            "</b>",
            "<code>",
            "</code>",
            "<a href=\"https://a.example\">",
            "</a>",
            "<br>",
            "<li>",
            "<!-- ",
            "<p>\n",
            "word ",
            "Disk",
            "a::b",
            "https://a.example/b",
            "<https://a.example>",
            "\n",
            "\n\n",
            "\n    ",
            "- ",
            "1. ",
            "*",
            "**",
            "_",
            "> ",
            "# ",
            "|",
            "\n|-|-|\n",
            "[a](Disk)",
            "[a][b]",
            "\n\n[b]: Disk\n\n",
            "[^1]",
            "\n\n[^1]: x\n\n",
            "&lt;",
            "é",
            ". ",
        ];
        for seed in 0..20_000 {
            let mut random = fastrand::Rng::with_seed(seed);
            let length = random.usize(1..12);
            let pieces = (0..length).map(|_| PIECES[random.usize(..PIECES.len())]);
            let markdown: String = pieces.collect();
            let escaped = rustdoc(&markdown);
            assert_eq!(
                warned_of(&escaped),
                [""; 0],
                "{seed}: {markdown:?} became {escaped:?}"
            );
        }
    }
}
