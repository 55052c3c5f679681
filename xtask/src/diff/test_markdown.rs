//! Reads Markdown as GitHub renders it, for tests.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What a reader gets to see.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    /// The addresses of the links.
    pub(crate) links: Vec<String>,
    /// The numbers of cells of each row, without the heads of tables.
    pub(crate) rows: Vec<usize>,
    /// The values that are shown as code.
    pub(crate) code: Vec<String>,
}

/// Renders the Markdown of a report. `root` is the address that all links start with.
///
/// # Panics
///
/// Panics if something is in it that only a document can have brought in.
pub(crate) fn rendered(markdown: &str, root: &str) -> Rendered {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let options = options | Options::ENABLE_TASKLISTS | Options::ENABLE_MATH | Options::ENABLE_GFM;
    let mut rendered = Rendered::default();
    let (mut depth, mut is_head) = (0, false);
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with(root), "{dest_url}\n{markdown}");
                rendered.links.push(dest_url.into_string());
            }
            Event::Start(Tag::TableRow) => rendered.rows.push(0),
            Event::Start(Tag::TableHead) => is_head = true,
            Event::End(TagEnd::TableHead) => is_head = false,
            Event::Start(Tag::TableCell) if !is_head => {
                rendered.rows.last_mut().into_iter().for_each(|it| *it += 1);
            }
            Event::Start(
                Tag::Paragraph
                | Tag::List(None)
                | Tag::Item
                | Tag::Strong
                | Tag::Table(_)
                | Tag::TableCell
                | Tag::HtmlBlock,
            )
            | Event::End(_)
            | Event::SoftBreak => {}
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.trim_end();
                depth += html.matches("<details>").count();
                depth -= html.matches("</details>").count();
                assert!(is_ours(html), "{html}\n{markdown}");
            }
            Event::Code(code) => rendered.code.push(code.into_string()),
            Event::Text(text) => assert!(text.chars().all(is_harmless), "{text}\n{markdown}"),
            event => panic!("{event:?}\n{markdown}"),
        }
    }
    assert_eq!(depth, 0, "{markdown}");
    rendered
}

/// Returns whether a tag or a comment is one that reports contain.
fn is_ours(html: &str) -> bool {
    let summary = html
        .strip_prefix("<details><summary>")
        .and_then(|rest| rest.strip_suffix("</summary>"));
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | ',');
    let tags = [
        "<!-- cargo xtask diff -->",
        "</details>",
        "<br>",
        "<sub>",
        "</sub>",
    ];
    tags.contains(&html) || summary.is_some_and(|summary| summary.chars().all(is_word))
}

/// Returns whether a character outside code starts no mention, reference, address or emoji.
fn is_harmless(c: char) -> bool {
    c.is_ascii_alphanumeric() || " .,;:()'-·".contains(c)
}
