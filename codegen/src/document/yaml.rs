//! A parser of YAML 1.2 with the core schema, limited to values that JSON can represent.

mod flow;
mod indentation;

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Tag};
use serde_json::Number;

use super::json::number;
use super::limit;
use super::map::{Entry, Map};
use super::node::{Node, Value};
use super::noted::{duplicate_key, note};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

/// Parses a text of up to `max_nodes` values, and adds errors to `found`.
pub(super) fn read(text: &str, max_nodes: usize, found: &mut Diagnostics) -> Option<Node> {
    // The parser treats this character as the end of the text.
    if let Some(at) = text.find('\0') {
        let span = Span::new(at, at + 1);
        found.push(Diagnostic::new(
            Code::Syntax,
            span,
            "unexpected NUL character",
        ));
        return None;
    }
    let mut reader = Reader {
        text,
        offsets: Offsets::new(text),
        open: Vec::new(),
        root: None,
        documents: 0,
        anchors: HashMap::new(),
        nodes: 0,
        max_nodes,
        anchored: 0,
        found,
    };
    match reader.events() {
        Ok(root) => Some(root),
        Err(error) => {
            found.push(*error);
            None
        }
    }
}

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

struct Reader<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    /// The unclosed arrays and objects, outermost first.
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    max_nodes: usize,
    anchored: usize,
    found: &'a mut Diagnostics,
}

struct Open {
    content: Content,
    start: usize,
    anchor: usize,
    /// The end of its content so far.
    end: usize,
}

enum Content {
    Array(Vec<Node>),
    Object {
        map: Map,
        key: Option<(Key, Span)>,
        merged: Vec<Node>,
    },
}

enum Key {
    Name(String),
    Merge,
}

/// The anchor number of a value without an anchor.
const NO_ANCHOR: usize = 0;

impl Reader<'_> {
    fn events(&mut self) -> Result<Node> {
        let mut parser = Parser::new_from_str(self.text);
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.syntax(&error))?;
            let span = self.span(span);
            self.event(event, span)?;
        }
        self.root
            .take()
            .ok_or_else(|| error(Code::Syntax, Span::default(), "empty document"))
    }

    fn event(&mut self, event: Event<'_>, span: Span) -> Result<()> {
        let span = self.content(&event, span);
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                if self.expects_key() {
                    self.key(text, style, anchor, span);
                    return Ok(());
                }
                let span = if text.is_empty() {
                    self.of_value(span)
                } else {
                    span
                };
                let value = self.scalar(text, style, tag.as_deref(), span)?;
                self.value(Node::new(value, span), anchor)
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::SequenceStart(anchor, tag) => {
                self.open(Content::Array(Vec::new()), anchor, tag.as_deref(), span)
            }
            Event::MappingStart(anchor, tag) => {
                let content = Content::Object {
                    map: Map::new(),
                    key: None,
                    merged: Vec::new(),
                };
                self.open(content, anchor, tag.as_deref(), span)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(error(
                        Code::NotJson,
                        span,
                        "expected one document in the file, found a second",
                    ));
                }
                Ok(())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    /// Returns the span of a value, without the anchor and tag before it, and without the comment that the parser includes
    /// after a quoted scalar.
    fn content(&self, event: &Event<'_>, span: Span) -> Span {
        let (anchor, has_tag, style) = match event {
            Event::Scalar(_, style, anchor, tag) => (*anchor, tag.is_some(), Some(*style)),
            Event::SequenceStart(anchor, tag) | Event::MappingStart(anchor, tag) => {
                (*anchor, tag.is_some(), None)
            }
            _ => return span,
        };
        let start = if anchor != NO_ANCHOR || has_tag {
            skip_properties(self.text, span.start)
        } else {
            span.start
        };
        let end = match style {
            Some(ScalarStyle::DoubleQuoted | ScalarStyle::SingleQuoted) => {
                quoted_end(self.text, start)
            }
            _ => None,
        };
        Span::new(start, end.unwrap_or(span.end).max(start))
    }

    /// Returns the span of a value, or that of its key if the value is omitted.
    fn of_value(&self, span: Span) -> Span {
        match self.open.last().map(|open| &open.content) {
            Some(Content::Object {
                key: Some((_, key)),
                ..
            }) if span.start == span.end => *key,
            _ => span,
        }
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                content: Content::Object { key: None, .. },
                ..
            })
        )
    }

    fn open(
        &mut self,
        content: Content,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<()> {
        if self.expects_key() {
            return Err(error(
                Code::NotJson,
                span,
                "expected a scalar as key, found an array or an object",
            ));
        }
        if self.open.len() >= limit::DEPTH {
            return Err(error(
                Code::Limit,
                span,
                "the document is nested too deeply",
            ));
        }
        let expected = match content {
            Content::Array(_) => "seq",
            Content::Object { .. } => "map",
        };
        if let Some(tag) = tag
            && !(tag.is_yaml_core_schema() && tag.suffix == expected)
        {
            self.ignored_tag(tag, span);
        }
        self.open.push(Open {
            content,
            start: span.start,
            anchor,
            end: span.end,
        });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<()> {
        let open = self
            .open
            .pop()
            .ok_or_else(|| error(Code::Syntax, span, "unexpected end of a collection"))?;
        // A flow collection ends at its bracket, and a block collection at the end of its content.
        let end = span.end.max(open.end);
        let end = if span.start < span.end { end } else { open.end };
        let value = match open.content {
            Content::Array(mut items) => {
                items.shrink_to_fit();
                Value::Array(items)
            }
            Content::Object {
                mut map, merged, ..
            } => {
                for node in merged {
                    merge(&mut map, node);
                }
                map.shrink();
                Value::Object(map)
            }
        };
        self.value(Node::new(value, Span::new(open.start, end)), open.anchor)
    }

    fn key(&mut self, text: Cow<'_, str>, style: ScalarStyle, anchor: usize, span: Span) {
        let key = if style == ScalarStyle::Plain && text == "<<" {
            let message = "the merge key `<<` is not part of YAML 1.2";
            let diagnostic = Diagnostic::new(Code::MergeKey, span, message)
                .with_help("copy the entries, or use `$ref` or `allOf`");
            note(self.found, diagnostic);
            Key::Merge
        } else {
            Key::Name(text.into_owned())
        };
        if anchor != NO_ANCHOR
            && let Key::Name(name) = &key
        {
            self.anchors
                .insert(anchor, Node::string(name.clone(), span));
        }
        self.set_key(key, span);
    }

    fn set_key(&mut self, new: Key, span: Span) {
        if let Some(Open {
            content: Content::Object { key, .. },
            ..
        }) = self.open.last_mut()
        {
            *key = Some((new, span));
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<()> {
        let Some(node) = self.anchors.get(&anchor) else {
            return Err(error(Code::NotJson, span, "recursive alias"));
        };
        if self.expects_key() {
            let Some(name) = node.as_str().map(str::to_owned) else {
                return Err(error(
                    Code::NotJson,
                    span,
                    "expected a string as key, found an alias of another value",
                ));
            };
            self.set_key(Key::Name(name), span);
            return Ok(());
        }
        let node = node.clone();
        self.count_anchored(&node, span)?;
        self.add(node, span.end)
    }

    fn value(&mut self, node: Node, anchor: usize) -> Result<()> {
        self.nodes += 1;
        if self.nodes > self.max_nodes {
            return Err(error(
                Code::Limit,
                node.span,
                "the document has too many values",
            ));
        }
        if anchor != NO_ANCHOR {
            self.count_anchored(&node, node.span)?;
            self.anchors.insert(anchor, node.clone());
        }
        let end = node.span.end;
        self.add(node, end)
    }

    fn count_anchored(&mut self, node: &Node, span: Span) -> Result<()> {
        self.anchored += node.count();
        if self.anchored > limit::ALIASED_NODES {
            let message = "the aliases expand to too many values";
            return Err(error(Code::Limit, span, message));
        }
        Ok(())
    }

    /// Adds a value to the innermost unclosed collection, and extends that to `end`.
    fn add(&mut self, node: Node, end: usize) -> Result<()> {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        open.end = open.end.max(end);
        match &mut open.content {
            Content::Array(items) => items.push(node),
            Content::Object { map, key, merged } => match key.take() {
                Some((Key::Name(key), span)) => {
                    open.end = open.end.max(span.end);
                    if let Err((key, first)) = map.add(key, Entry::new(span, node)) {
                        duplicate_key(self.found, &key, span, first);
                    }
                }
                Some((Key::Merge, _)) => match node.value {
                    Value::Object(_) => merged.push(node),
                    Value::Array(items) if items.iter().all(|item| item.as_object().is_some()) => {
                        merged.extend(items);
                    }
                    _ => {
                        return Err(error(
                            Code::NotJson,
                            node.span,
                            "expected an object or an array of objects for `<<`",
                        ));
                    }
                },
                None => return Err(error(Code::Syntax, node.span, "a value without a key")),
            },
        }
        Ok(())
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&Tag>,
        span: Span,
    ) -> Result<Value> {
        let plain = style == ScalarStyle::Plain;
        let value = match tag {
            None if plain => plain_scalar(&text),
            None => None,
            Some(tag) if tag.is_yaml_core_schema() => match tag.suffix.as_str() {
                "str" => None,
                "null" | "bool" | "int" | "float" => plain_scalar(&text),
                _ => {
                    self.ignored_tag(tag, span);
                    None
                }
            },
            Some(tag) if tag.handle.is_empty() && tag.suffix == "!" => None,
            Some(tag) => {
                self.ignored_tag(tag, span);
                plain_scalar(&text).filter(|_| plain)
            }
        };
        match value {
            None => Ok(Value::String(text.into_owned())),
            Some(Scalar::Value(value)) => Ok(value),
            Some(Scalar::NotFinite) => {
                let message = format!("JSON cannot represent the number `{text}`");
                Err(error(Code::NotJson, span, message))
            }
        }
    }

    fn ignored_tag(&mut self, tag: &Tag, span: Span) {
        let message = format!("the tag `{tag}` is ignored");
        let diagnostic = Diagnostic::new(Code::YamlTag, span, message);
        note(self.found, diagnostic.with_help("remove the tag"));
    }

    fn span(&mut self, span: saphyr_parser::Span) -> Span {
        let start = self.offsets.byte(span.start.index());
        let end = self.offsets.byte(span.end.index()).max(start);
        let written = self.text[start..end].trim_end();
        Span::new(start, start + written.len())
    }

    fn syntax(&mut self, scan_error: &ScanError) -> Box<Diagnostic> {
        let at = self.offsets.byte(scan_error.marker().index());
        if let Some(tab) = indenting_tab(self.text, at) {
            let diagnostic =
                Diagnostic::new(Code::Tab, Span::new(tab, tab + 1), "tab in indentation");
            return Box::new(diagnostic.with_help("indent with spaces"));
        }
        let info = scan_error.info();
        if info.contains("recursion limit") {
            return error(
                Code::Limit,
                Span::new(at, at),
                "the document is nested too deeply",
            );
        }
        if let Some(diagnostic) = unclosed(self.text, at) {
            return Box::new(diagnostic);
        }
        if STRUCTURE.iter().any(|message| info.contains(message))
            && let Some(diagnostic) = indentation::mistake(self.text, at)
        {
            return Box::new(diagnostic);
        }
        let (message, help) = explain(info).unwrap_or((info, ""));
        let mut end = at + self.text[at..].chars().next().map_or(0, char::len_utf8);
        if self.text[at..end].trim().is_empty() {
            end = at;
        }
        let diagnostic = Diagnostic::new(Code::Syntax, Span::new(at, end), message);
        Box::new(diagnostic.with_help_if_some(Some(help).filter(|help| !help.is_empty())))
    }
}

fn error(code: Code, span: Span, message: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(code, span, message))
}

/// Returns the offset after anchors and tags.
fn skip_properties(text: &str, at: usize) -> usize {
    let mut rest = &text[at..];
    loop {
        rest = rest.trim_start();
        let skipped = if rest.starts_with(['&', '!']) {
            rest.find([' ', '\t', '\n', '\r'])
        } else if rest.starts_with('#') {
            rest.find('\n')
        } else {
            return text.len() - rest.len();
        };
        match skipped {
            Some(length) => rest = &rest[length..],
            None => return at,
        }
    }
}

/// Returns the end of the quoted scalar that starts at `at`.
fn quoted_end(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(at).filter(|byte| matches!(byte, b'"' | b'\''))?;
    let mut end = at + 1;
    loop {
        match *bytes.get(end)? {
            b'\\' if quote == b'"' => end += 2,
            byte if byte != quote => end += 1,
            _ if quote == b'\'' && bytes.get(end + 1) == Some(&quote) => end += 2,
            _ => return Some(end + 1),
        }
    }
}

/// Returns the offset of a tab in the indentation of the line at `at`, or of the line before or after it.
fn indenting_tab(text: &str, at: usize) -> Option<usize> {
    let line_start = |at: usize| {
        text[..at]
            .rfind('\n')
            .map_or(0, |line_break| line_break + 1)
    };
    let this = line_start(at);
    let before = this.checked_sub(1).map(line_start);
    let after = text[at..].find('\n').map(|line_break| at + line_break + 1);
    std::iter::once(this)
        .chain(before)
        .chain(after)
        .find_map(|start| {
            let line = text[start..].split('\n').next()?;
            let content = line.find(|c| c != ' ' && c != '\t')?;
            line[..content].find('\t').map(|tab| start + tab)
        })
}

/// Returns the diagnostic of an unclosed bracket, if that is why the parser stopped at `at`: at the end of the text, at
/// the wrong kind of bracket, or in a line that is not indented more than the line of the bracket.
fn unclosed(text: &str, at: usize) -> Option<Diagnostic> {
    let open = flow::unclosed(&text[..at])?;
    let rest = &text[at..];
    let (line, column) = indentation(text, open.at);
    let (own, _) = indentation(text, at);
    let (bracket, end, other) = if text[open.at..].starts_with('{') {
        ('{', '}', ']')
    } else {
        ('[', ']', '}')
    };
    let is_left = own < line || (own == line && column > line);
    let is_below = text[open.at..at].contains('\n') && is_left;
    if !(is_below || rest.trim().is_empty() || rest.starts_with(other)) {
        return None;
    }
    let span = Span::new(open.at, open.at + 1);
    let Some(comment) = open.comment else {
        let message = format!("unclosed `{bracket}`");
        let help = format!("add the missing `{end}`");
        return Some(Diagnostic::new(Code::Syntax, span, message).with_help(help));
    };
    let length = text[comment..].find([' ', ',', '}', ']', '\r', '\n']);
    let word = &text[comment..comment + length.unwrap_or(text.len() - comment)];
    let message = format!("unclosed `{bracket}`: the rest of the line is a comment");
    let help = if word == "#" {
        format!("put the `{end}` before the comment")
    } else {
        format!("quote the value that starts with `#`: `\"{word}\"`")
    };
    let place = Span::new(comment, comment + word.len());
    Some(
        Diagnostic::new(Code::Syntax, place, message)
            .with_related(span, "unclosed")
            .with_help(help),
    )
}

/// Returns the indentation of the line at `at`, and the column of `at` counted from 0.
fn indentation(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let line = &text[start..];
    (line.len() - line.trim_start_matches(' ').len(), at - start)
}

/// Returns our message and help for a message of the parser.
fn explain(info: &str) -> Option<(&'static str, &'static str)> {
    EXPLANATIONS
        .iter()
        .find(|(key, ..)| info.contains(key))
        .map(|&(_, message, help)| (message, help))
}

/// The parser's messages about the structure of lines, which a wrong indentation can cause.
const STRUCTURE: &[&str] = &[
    "did not find expected key",
    "mapping values are not allowed",
    "simple key expect",
];

const EXPLANATIONS: &[(&str, &str, &str)] = &[
    (
        "did not find expected key",
        "expected the next key of the object, or its end",
        "align the line with the keys above, or check the end of the line above",
    ),
    (
        "mapping values are not allowed",
        "unexpected `:`",
        "quote a value that contains `: `, or check the indentation",
    ),
    (
        "simple key expect",
        "expected a key with `:` or an item with `-`",
        "add the missing `:`, or indent the line to continue the value above",
    ),
    (
        "did not find expected '-' indicator",
        "expected an item that starts with `-`",
        "align the line with the items above, or with their key",
    ),
    (
        "block sequence entries are not allowed",
        "unexpected list item",
        "move the list to the line below its key",
    ),
    (
        "invalid indentation in quoted scalar",
        "unclosed quoted string",
        "add the closing quote, or indent the lines that belong to the string",
    ),
    (
        "invalid indentation in flow construct",
        "unindented line inside `{}` or `[]`",
        "indent the line, or close the list or object before it",
    ),
    (
        "misplaced bracket",
        "unmatched closing bracket",
        "remove it, or add the missing opening bracket",
    ),
    (
        "found unexpected end of stream",
        "unclosed quoted string",
        "add the closing quote",
    ),
    (
        "invalid trailing content after double-quoted scalar",
        "unexpected text after a quoted string",
        "quote the whole value, or escape the quotes inside it",
    ),
    (
        "found unknown escape character",
        "unknown escape sequence",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "unknown anchor",
        "undefined alias",
        "define the anchor with `&name` before the alias, or quote a value that starts with `*`",
    ),
    (
        "expected ',' or ']'",
        "expected `,` or `]`",
        "close the list, or quote an item that contains one of `,[]{}`",
    ),
    (
        "expected ',' or '}'",
        "expected `,` or `}`",
        "close the object, or quote a value that contains one of `,[]{}`",
    ),
    (
        "unexpected character",
        "unexpected character at the start of a value",
        "quote a value that starts with `@`, `` ` `` or `%`",
    ),
    (
        "did not find expected node content",
        "expected a value",
        "write a value, or quote one that starts with a special character",
    ),
];

fn merge(map: &mut Map, node: Node) {
    if let Value::Object(merged) = node.value {
        for (key, entry) in merged {
            if !map.contains_key(&key) {
                map.insert(key, entry);
            }
        }
    }
}

enum Scalar {
    Value(Value),
    NotFinite,
}

/// Parses a plain scalar by the core schema. Returns `None` for a string.
fn plain_scalar(text: &str) -> Option<Scalar> {
    let value = match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => return plain_number(text),
    };
    Some(Scalar::Value(value))
}

fn plain_number(text: &str) -> Option<Scalar> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Scalar::NotFinite);
    }
    let radix = |prefix, radix| {
        text.strip_prefix(prefix)
            .and_then(|digits| digits.starts_with(|c: char| c != '+').then_some(digits))
            .and_then(|digits| u64::from_str_radix(digits, radix).ok())
            .map(Number::from)
    };
    let read = radix("0o", 8).or_else(|| radix("0x", 16));
    if let Some(number) = read {
        return Some(Scalar::Value(Value::Number(number)));
    }
    is_decimal(unsigned).then(|| match number(text) {
        Some(number) => Scalar::Value(Value::Number(number)),
        None => Scalar::NotFinite,
    })
}

/// Returns whether a text matches `(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
fn is_decimal(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_is_one = exponent.is_none_or(|exponent| {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    });
    digits(whole)
        && digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent_is_one
}

/// Converts the parser's character offsets to byte offsets.
struct Offsets<'a> {
    text: &'a str,
    /// The byte offset of every 64th character. Empty if the text is ASCII, where both offsets are equal.
    marks: Vec<usize>,
}

impl<'a> Offsets<'a> {
    const STRIDE: usize = 64;

    fn new(text: &'a str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(Self::STRIDE)
                .map(|(at, _)| at)
                .collect()
        };
        Self { text, marks }
    }

    fn byte(&self, index: usize) -> usize {
        if self.marks.is_empty() {
            return index.min(self.text.len());
        }
        let Some(&mark) = self.marks.get(index / Self::STRIDE) else {
            return self.text.len();
        };
        self.text[mark..]
            .char_indices()
            .nth(index % Self::STRIDE)
            .map_or(self.text.len(), |(at, _)| mark + at)
    }
}
