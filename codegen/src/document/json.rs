//! A strict JSON parser (RFC 8259) that keeps positions.

use serde_json::Number;

use super::limit;
use super::map::{Entry, Map};
use super::node::{Node, Value};
use super::noted::duplicate_key;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

pub(super) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Parses a text of up to `max_nodes` values, and adds errors to `found`.
pub(super) fn read(text: &str, max_nodes: usize, found: &mut Diagnostics) -> Option<Node> {
    let mut reader = Reader {
        text,
        at: if text.starts_with(BYTE_ORDER_MARK) {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        },
        line: 0,
        content: 0,
        open: Vec::new(),
        outdented: None,
        nodes: 0,
        max_nodes,
        found,
    };
    match reader.document() {
        Ok(root) => Some(root),
        Err(mut error) => {
            // No JSON starts with a word, a comment or a dash.
            if text[..error.span.start]
                .trim_matches(BYTE_ORDER_MARK)
                .trim()
                .is_empty()
                && text[error.span.start..]
                    .starts_with(|c: char| c.is_alphabetic() || "#-%".contains(c))
            {
                error.help =
                    Some("if the text is YAML, name the file with `.yaml` at the end".to_owned());
            }
            found.push(*error);
            None
        }
    }
}

type Result<T> = std::result::Result<T, Box<Diagnostic>>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// The offset of the current line.
    line: usize,
    /// The offset of the first character of the current line that is not a space.
    content: usize,
    /// The offsets of the unclosed arrays and objects, outermost first.
    open: Vec<usize>,
    /// The offset of the first array or object whose closing bracket is indented less than its opening line. The bracket
    /// was probably meant for an outer one.
    outdented: Option<usize>,
    nodes: usize,
    max_nodes: usize,
    found: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn document(&mut self) -> Result<Node> {
        self.skip_space();
        let root = self.value()?;
        self.skip_space();
        match self.peek() {
            None => Ok(root),
            Some(_) => Err(self.unexpected("the end of the document")),
        }
    }

    fn value(&mut self) -> Result<Node> {
        let start = self.at;
        self.nodes += 1;
        if self.nodes > self.max_nodes {
            return Err(self.error(Code::Limit, "the document has too many values"));
        }
        let value = match self.peek() {
            Some(b'{') => Value::Object(self.nested(Self::object)?),
            Some(b'[') => Value::Array(self.nested(Self::array)?),
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b'a'..=b'z') => self.word()?,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node::new(value, Span::new(start, self.at)))
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let start = self.at;
        self.open.push(start);
        if self.open.len() > limit::DEPTH {
            return Err(self.error(Code::Limit, "the document is nested too deeply"));
        }
        let indentation = self.content - self.line;
        let value = read(self)?;
        self.open.pop();
        let is_first = self.at - 1 == self.content;
        if is_first && self.content - self.line < indentation {
            self.outdented = self.outdented.or(Some(start));
        }
        Ok(value)
    }

    fn object(&mut self) -> Result<Map> {
        let mut map = Map::new();
        self.at += 1;
        self.skip_space();
        if self.take(b'}') {
            return Ok(map);
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let start = self.at;
            let key = self.string()?;
            let key_span = Span::new(start, self.at);
            self.skip_space();
            if !self.take(b':') {
                return Err(self.unexpected("`:` after the key"));
            }
            self.skip_space();
            let entry = Entry::new(key_span, self.value()?);
            self.add(&mut map, key, entry);
            self.skip_space();
            if self.take(b'}') {
                map.shrink();
                return Ok(map);
            }
            self.comma(b'}')?;
        }
    }

    fn add(&mut self, map: &mut Map, key: String, entry: Entry) {
        let second = entry.key_span;
        if let Err((key, first)) = map.add(key, entry) {
            duplicate_key(self.found, &key, second, first);
        }
    }

    fn array(&mut self) -> Result<Vec<Node>> {
        let mut items = Vec::new();
        self.at += 1;
        self.skip_space();
        if self.take(b']') {
            return Ok(items);
        }
        loop {
            items.push(self.value()?);
            self.skip_space();
            if self.take(b']') {
                items.shrink_to_fit();
                return Ok(items);
            }
            self.comma(b']')?;
        }
    }

    /// Reads a comma, and rejects a trailing one.
    fn comma(&mut self, end: u8) -> Result<()> {
        let comma = Span::new(self.at, self.at + 1);
        if !self.take(b',') {
            return Err(self.unexpected(&format!("`,` or `{}`", char::from(end))));
        }
        self.skip_space();
        if self.peek() != Some(end) {
            return Ok(());
        }
        let error = syntax(comma, "trailing comma");
        Err(Box::new(error.with_help("remove the comma")))
    }

    fn string(&mut self) -> Result<String> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let plain = self
                .rest()
                .bytes()
                .position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f));
            let Some(length) = plain else {
                return Err(syntax(Span::new(start, start + 1), "unclosed string"));
            };
            text.push_str(&self.rest()[..length]);
            self.at += length;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(b'\n') => {
                    return Err(syntax(Span::new(start, self.at), "unclosed string"));
                }
                _ => {
                    let here = Span::new(self.at, self.at + 1);
                    return Err(syntax(here, "unescaped control character in a string"));
                }
            }
        }
    }

    /// Reads an escape sequence that starts at the current backslash.
    fn escape(&mut self) -> Result<char> {
        let start = self.at;
        let kind = self.rest().as_bytes().get(1).copied();
        self.at = self.text.len().min(start + 2);
        let c = match kind {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(start),
            _ => {
                let message = "unknown escape sequence";
                return Err(syntax(Span::new(start, start + 1), message));
            }
        };
        Ok(c)
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char> {
        let first = self.hex4();
        let code = match first {
            Some(high @ 0xd800..=0xdbff) if self.rest().starts_with("\\u") => {
                self.at += 2;
                self.hex4()
                    .filter(|low| (0xdc00..=0xdfff).contains(low))
                    .map(|low| 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
            }
            other => other,
        };
        code.and_then(char::from_u32).ok_or_else(|| {
            let span = Span::new(start, self.at);
            syntax(span, "escape sequence that is not a Unicode character")
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let code = u32::from_str_radix(digits, 16).ok();
        self.at += 4;
        code
    }

    fn number(&mut self) -> Result<Number> {
        let start = self.at;
        self.take(b'-');
        let integer = self.at;
        let mut valid = self.digits() > 0;
        valid &= self.at - integer == 1 || self.text.as_bytes()[integer] != b'0';
        if self.take(b'.') {
            valid &= self.digits() > 0;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            valid &= self.digits() > 0;
        }
        let span = Span::new(start, self.at);
        number(&self.text[start..self.at])
            .filter(|_| valid)
            .ok_or_else(|| syntax(span, "invalid number"))
    }

    fn digits(&mut self) -> usize {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        self.at += count;
        count
    }

    fn word(&mut self) -> Result<Value> {
        let length = self
            .rest()
            .bytes()
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let value = match &self.rest()[..length] {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => {
                let message = format!("expected a value, found `{word}`");
                let span = Span::new(self.at, self.at + length);
                return Err(syntax(span, &message));
            }
        };
        self.at += length;
        Ok(value)
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is = self.peek() == Some(byte);
        self.at += usize::from(is);
        is
    }

    fn skip_space(&mut self) {
        let before = self.line;
        while let Some(byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.peek() {
            self.at += 1;
            if byte == b'\n' {
                self.line = self.at;
            }
        }
        if self.line != before {
            self.content = self.at;
        }
    }

    fn unexpected(&self, expected: &str) -> Box<Diagnostic> {
        let found = self.rest().chars().next();
        if let Some(unclosed) = self.unclosed() {
            return unclosed;
        }
        let width = found.map_or(0, char::len_utf8);
        let message = match found {
            None => format!("expected {expected}, found the end of the document"),
            Some(c) => format!("expected {expected}, found `{c}`"),
        };
        let error = syntax(Span::new(self.at, self.at + width), &message);
        match found {
            Some('\'') => Box::new(error.with_help("use double quotes for strings in JSON")),
            Some('/' | '#') => {
                Box::new(error.with_help("remove the comment: JSON does not allow comments"))
            }
            _ => error,
        }
    }

    /// Returns the diagnostic of an unclosed array or object, if the parser is at the end of the text or at the wrong kind
    /// of bracket.
    fn unclosed(&self) -> Option<Box<Diagnostic>> {
        let &innermost = self.open.last()?;
        let is_object = self.text[innermost..].starts_with('{');
        let at = match self.peek() {
            None => self.outdented.unwrap_or(innermost),
            Some(b']') if is_object => innermost,
            Some(b'}') if !is_object => innermost,
            Some(_) => return None,
        };
        let (bracket, end) = if self.text[at..].starts_with('{') {
            ('{', '}')
        } else {
            ('[', ']')
        };
        let message = format!("unclosed `{bracket}`");
        let error = syntax(Span::new(at, at + 1), &message);
        Some(Box::new(
            error.with_help(format!("add the missing `{end}`")),
        ))
    }

    fn error(&self, code: Code, message: &str) -> Box<Diagnostic> {
        Box::new(Diagnostic::new(
            code,
            Span::new(self.at, self.at + 1),
            message,
        ))
    }
}

fn syntax(span: Span, message: &str) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(Code::Syntax, span, message))
}

/// Parses a decimal number: as an integer if it fits 64 bits, or else as a double. Returns `None` if it is not a finite
/// number.
pub(super) fn number(text: &str) -> Option<Number> {
    text.parse::<u64>()
        .map(Number::from)
        .or_else(|_| text.parse::<i64>().map(Number::from))
        .ok()
        .or_else(|| Number::from_f64(text.parse().ok()?))
}
