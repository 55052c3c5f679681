use std::fmt::Write as _;

use serde_json::json;
use unicode_width::UnicodeWidthChar;

use super::source::floor_char_boundary;
use super::{Annotation, Diagnostic, Severity, SourceMap, Span};
use crate::invisible::is_invisible;

/// The output format of diagnostics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For terminals: the message, the position, and an excerpt with a caret.
    #[default]
    Text,
    /// For programs: one JSON object per line.
    Json,
    /// For GitHub Actions: one workflow command per line, which annotates the file.
    Github,
}

/// Whether to color text with ANSI escape sequences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Never color text.
    #[default]
    Never,
    /// Always color text.
    Always,
}

const TAB_WIDTH: usize = 4;
/// The width of a terminal, which excerpts and their labels fit.
const WIDTH: usize = 80;
/// The number of columns to keep before the caret when a line is cut.
const LEAD: usize = 30;
const CUT: &str = "…";

pub(super) fn render(
    source: &SourceMap,
    diagnostics: &[Diagnostic],
    format: Format,
    color: ColorChoice,
) -> String {
    let mut out = String::new();
    match format {
        Format::Text => {
            for diagnostic in diagnostics {
                if !out.is_empty() {
                    out.push('\n');
                }
                text(&mut out, source, diagnostic, Paint(color));
            }
        }
        Format::Json => {
            for diagnostic in diagnostics {
                let _ = writeln!(out, "{}", json(source, diagnostic));
            }
        }
        Format::Github => {
            for diagnostic in diagnostics {
                let _ = writeln!(out, "{}", annotation(source, diagnostic));
            }
        }
    }
    out
}

#[derive(Clone, Copy)]
struct Paint(ColorChoice);

#[derive(Clone, Copy)]
enum Style {
    Strong,
    Frame,
    Severity(Severity),
}

impl Paint {
    fn paint(self, style: Style, text: &str) -> String {
        if self.0 == ColorChoice::Never || text.is_empty() {
            return text.to_owned();
        }
        let code = match style {
            Style::Strong => "1",
            Style::Frame => "1;34",
            Style::Severity(Severity::Error) => "1;31",
            Style::Severity(Severity::Warning) => "1;33",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }
}

fn text(out: &mut String, source: &SourceMap, diagnostic: &Diagnostic, paint: Paint) {
    let severity = diagnostic.severity();
    let spans =
        || std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|r| r.span));
    let gutter = spans()
        .map(|span| source.line_column(span.start).line.to_string().len())
        .max()
        .unwrap_or(1);
    let frame = |text: &str| paint.paint(Style::Frame, text);
    let margin = " ".repeat(gutter);

    let head = paint.paint(
        Style::Severity(severity),
        &format!("{severity}[{}]", diagnostic.code),
    );
    let message = paint.paint(
        Style::Strong,
        &format!(": {}", printable_line(&diagnostic.message)),
    );
    let _ = writeln!(out, "{head}{message}");
    let _ = writeln!(
        out,
        "{margin}{} {}:{}",
        frame("-->"),
        source.name_at(diagnostic.span.start),
        source.line_column(diagnostic.span.start)
    );
    let _ = writeln!(out, "{margin} {}", frame("|"));
    let label = diagnostic.label.as_deref().unwrap_or_default();
    excerpt(
        out,
        source,
        diagnostic.span,
        gutter,
        paint,
        ('^', label, Style::Severity(severity)),
    );
    for related in &diagnostic.related {
        let place = source.line_column(related.span.start);
        let name = source.name_at(related.span.start);
        let _ = writeln!(out, "{margin}{} {name}:{place}", frame(":::"));
        let _ = writeln!(out, "{margin} {}", frame("|"));
        excerpt(
            out,
            source,
            related.span,
            gutter,
            paint,
            ('-', &related.message, Style::Frame),
        );
    }
    let notes = diagnostic.notes.iter().map(|note| ("note", note));
    let help = diagnostic.help.iter().map(|help| ("help", help));
    for (kind, text) in notes.chain(help) {
        let kind = paint.paint(Style::Strong, kind);
        let indent = format!("\n{margin}         ");
        let text = printable(text).replace('\n', &indent);
        let _ = writeln!(out, "{margin} {} {kind}: {text}", frame("="));
    }
}

/// Writes the first line of a span and underlines the span.
fn excerpt(
    out: &mut String,
    source: &SourceMap,
    span: Span,
    gutter: usize,
    paint: Paint,
    (mark, label, style): (char, &str, Style),
) {
    let line = source.line_column(span.start).line;
    let line_span = source.line_span(span.start);
    let near = window(source, line_span, span);
    let before = columns(source.slice(Span::new(near.start, span.start.min(near.end))));
    let marked = source.slice(Span::new(span.start, span.end.min(near.end)));
    let marks = columns(marked.trim_end()).len().max(1);
    let cut_off = (near.start > line_span.start, near.end < line_span.end);
    let room = WIDTH.saturating_sub(gutter + " | ".len()).max(LEAD);
    let columns = columns(source.slice(near));
    let is_whole = columns.len() <= room && cut_off == (false, false);
    // Both ends can be cut.
    let width = if is_whole { room } else { room - 2 };
    let (shown, before, marks) = cut(&columns, before.len(), marks, width, cut_off);

    let bar = paint.paint(Style::Frame, "|");
    let number = paint.paint(Style::Frame, &format!("{line:>gutter$}"));
    let _ = writeln!(out, "{}", format!("{number} {bar} {shown}").trim_end());
    let marks_text = mark.to_string().repeat(marks);
    let label = printable_line(label);
    let mut row = |column: usize, text: &str| {
        let text = paint.paint(style, text.trim_end());
        let _ = writeln!(out, "{:gutter$} {bar} {:column$}{text}", "", "");
    };
    if before + marks + 1 + text_width(&label) <= room {
        return row(before, &format!("{marks_text} {label}"));
    }
    row(before, &marks_text);
    let lines = wrapped(&label, room);
    let widest = lines.iter().map(|line| text_width(line)).max().unwrap_or(0);
    for line in lines {
        row(before.min(room.saturating_sub(widest)), &line);
    }
}

fn text_width(text: &str) -> usize {
    columns(text).len()
}

/// Divides a text into lines of at most `width` columns, at spaces. A longer word is a line of its own.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(line) + 1 + text_width(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Returns the terminal columns of a line, one item per column. Tabs become spaces, and control characters become
/// visible. A wide character is followed by empty columns.
fn columns(line: &str) -> Vec<String> {
    let mut columns = Vec::with_capacity(line.len());
    for c in line.chars() {
        match c.width() {
            _ if c == '\t' => {
                let width = TAB_WIDTH - columns.len() % TAB_WIDTH;
                columns.extend(std::iter::repeat_n(" ".to_owned(), width));
            }
            None => columns.push(visible(c).to_string()),
            Some(0) => match columns.last_mut() {
                Some(last) => last.push(c),
                None => columns.push(c.to_string()),
            },
            Some(width) => {
                columns.push(c.to_string());
                columns.extend(std::iter::repeat_n(String::new(), width - 1));
            }
        }
    }
    columns
}

/// Returns the part of a line that could be shown, since a line can be as long as the document.
fn window(source: &SourceMap, line: Span, span: Span) -> Span {
    // More than the columns that are shown, since a character can have several bytes.
    const BYTES: usize = 8 * WIDTH;
    let text = source.slice(line);
    let at = span.start.clamp(line.start, line.end) - line.start;
    let start = floor_char_boundary(text, at.saturating_sub(BYTES));
    let end = floor_char_boundary(text, at.saturating_add(BYTES));
    Span::new(line.start + start, line.start + end)
}

/// Cuts columns to `width` around the marks, and marks both cut ends. `cut_off` says which ends are cut already. Returns
/// the text, the column where the marks start, and their number.
fn cut(
    columns: &[String],
    before: usize,
    marks: usize,
    width: usize,
    cut_off: (bool, bool),
) -> (String, usize, usize) {
    // The second column of a wide character is empty, and both belong together.
    let is_inside = |at: usize| columns.get(at).is_some_and(String::is_empty);
    let fits = before + marks <= width;
    let mut start = if fits { 0 } else { before.saturating_sub(LEAD) };
    while is_inside(start) {
        start += 1;
    }
    let mut end = (start + width).min(columns.len());
    while is_inside(end) {
        end -= 1;
    }
    let head = if start > 0 || cut_off.0 { CUT } else { "" };
    let tail = if end < columns.len() || cut_off.1 {
        CUT
    } else {
        ""
    };
    let shown = format!("{head}{}{tail}", columns[start..end].concat());
    let before = before - start;
    let marks = marks.min(width.saturating_sub(before).max(1));
    (shown, before + head.chars().count(), marks)
}

/// Replaces invisible characters except line breaks, since they could change the terminal's output.
pub(super) fn printable(text: &str) -> String {
    let keep = |c: char| c == '\n' || !is_invisible(c);
    text.chars()
        .map(|c| if keep(c) { c } else { visible(c) })
        .collect()
}

/// Replaces invisible characters in a text that is a single line, such as a message with a name from the document.
fn printable_line(text: &str) -> String {
    printable(text).replace('\n', "␊")
}

fn visible(c: char) -> char {
    u32::from(c)
        .checked_add(0x2400)
        .filter(|_| c < ' ')
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn json(source: &SourceMap, diagnostic: &Diagnostic) -> serde_json::Value {
    let place = |span: Span| {
        let start = source.line_column(span.start);
        let end = source.line_column(span.end);
        json!({
            "file": source.name_at(span.start),
            "line": start.line,
            "column": start.column,
            "end_line": end.line,
            "end_column": end.column,
        })
    };
    let related: Vec<_> = diagnostic
        .related
        .iter()
        .map(|related| json!({ "place": place(related.span), "message": related.message }))
        .collect();
    json!({
        "code": diagnostic.code.id(),
        "severity": diagnostic.severity().as_str(),
        "message": diagnostic.message,
        "place": place(diagnostic.span),
        "label": diagnostic.label,
        "notes": diagnostic.notes,
        "help": diagnostic.help,
        "related": related,
    })
}

fn annotation(source: &SourceMap, diagnostic: &Diagnostic) -> Annotation {
    let mut message = diagnostic.message.clone();
    for text in diagnostic.notes.iter().chain(&diagnostic.help) {
        message.push('\n');
        message.push_str(text);
    }
    Annotation {
        level: diagnostic.severity().into(),
        file: Some(source.name_at(diagnostic.span.start).to_owned()),
        start: Some(source.line_column(diagnostic.span.start)),
        end: Some(source.line_column(diagnostic.span.end)),
        title: format!("{}: {}", diagnostic.code, diagnostic.code.title()),
        message,
    }
}
