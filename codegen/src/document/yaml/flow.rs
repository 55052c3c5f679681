//! Finds an unclosed bracket of a flow collection, which the parser may only notice some lines later.

use super::quoted_end;

/// An unclosed `{` or `[`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unclosed {
    /// The offset of the bracket.
    pub(super) at: usize,
    /// The offset of a comment that contains a closing bracket, if there is one.
    pub(super) comment: Option<usize>,
}

/// Returns the innermost unclosed bracket in a text that ends where the parser stopped.
pub(super) fn unclosed(text: &str) -> Option<Unclosed> {
    let mut scan = Scan {
        text,
        at: 0,
        line: 0,
        parent: 0,
        token: 0,
        starts: true,
        open: Vec::new(),
    };
    while scan.step() {}
    scan.open.pop()
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    /// The offset of the current line.
    line: usize,
    /// The column of the key or dash before the next value.
    parent: usize,
    /// The column of the last scalar, which could be a key.
    token: usize,
    /// Whether a node can start here.
    starts: bool,
    open: Vec<Unclosed>,
}

impl Scan<'_> {
    /// Reads one token. Returns `false` at the end and at a closing bracket of the wrong kind.
    fn step(&mut self) -> bool {
        let Some(c) = self.text[self.at..].chars().next() else {
            return false;
        };
        match c {
            '\n' => {
                self.at += 1;
                self.line = self.at;
                self.starts = true;
                return true;
            }
            ' ' | '\t' | '\r' => {}
            '#' if self.is_after_space() => return self.comment(),
            '"' | '\'' if self.starts => return self.quoted(),
            '{' | '[' if self.starts || self.is_flow() => {
                let comment = None;
                self.open.push(Unclosed {
                    at: self.at,
                    comment,
                });
                self.starts = true;
            }
            '}' | ']' if self.is_flow() => return self.close(c),
            ',' if self.is_flow() => self.starts = true,
            ':' if self.is_before_space() || (self.is_flow() && self.is_after_quote()) => {
                self.parent = self.token;
                self.starts = true;
            }
            '-' | '?' if self.starts && !self.is_flow() && self.is_before_space() => {
                self.parent = self.at - self.line;
            }
            '|' | '>' if self.starts && !self.is_flow() => return self.block_scalar(),
            '&' | '!' if self.starts => {
                let rest = &self.text[self.at..];
                self.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
                return true;
            }
            _ if self.starts => {
                self.token = self.at - self.line;
                self.starts = false;
            }
            _ => {}
        }
        self.at += c.len_utf8();
        true
    }

    fn is_flow(&self) -> bool {
        !self.open.is_empty()
    }

    fn is_after_space(&self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        before.is_none_or(char::is_whitespace)
    }

    fn is_before_space(&self) -> bool {
        let after = self.text[self.at + 1..].chars().next();
        after.is_none_or(|c| c.is_whitespace() || (self.is_flow() && ",[]{}".contains(c)))
    }

    fn is_after_quote(&self) -> bool {
        self.text[..self.at].ends_with(['"', '\''])
    }

    fn comment(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let end = rest.find('\n').unwrap_or(rest.len());
        if let Some(open) = self.open.last_mut()
            && rest[..end].contains(['}', ']'])
        {
            open.comment = open.comment.or(Some(self.at));
        }
        self.at += end;
        true
    }

    fn quoted(&mut self) -> bool {
        self.token = self.at - self.line;
        self.starts = false;
        let Some(end) = quoted_end(self.text, self.at) else {
            return false;
        };
        if let Some(line_break) = self.text[self.at..end].rfind('\n') {
            self.line = self.at + line_break + 1;
        }
        self.at = end;
        true
    }

    fn close(&mut self, bracket: char) -> bool {
        let open = self.open.last().map(|open| &self.text[open.at..]);
        let matches = open.is_some_and(|open| open.starts_with('{') == (bracket == '}'));
        if matches {
            self.open.pop();
            self.at += 1;
            self.starts = false;
        }
        matches
    }

    /// Skips the lines of a block scalar, which are indented more than its key or dash.
    fn block_scalar(&mut self) -> bool {
        let mut lines = self.text[self.at..].split_inclusive('\n');
        self.at += lines.next().map_or(0, str::len);
        for line in lines {
            let indentation = line.len() - line.trim_start_matches(' ').len();
            if !line.trim().is_empty() && indentation <= self.parent {
                break;
            }
            self.at += line.len();
        }
        self.line = self.at;
        self.starts = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::unclosed;

    #[test]
    fn the_innermost_unclosed_bracket_is_found() {
        let cases = [
            ("a: { b: 1", Some("{ b: 1")),
            ("a: [{ b: [1] }, 2\nc: 3", Some("[{ b: [1] }, 2\nc: 3")),
            ("a: [{ b: 1 ]", Some("{ b: 1 ]")),
            ("a: { b: 1 }\nc: [1", Some("[1")),
            ("- { 'b': \"}\"", Some("{ 'b': \"}\"")),
            ("a: b { c\nd: e [", None),
            ("a: it's {\nb: 'it''s {'\nc: \"\\\"{\"", None),
            ("a: |\n  { b\n\n  [ c\nd: 1", None),
            ("- a: >-\n    {\n  b: [1", Some("[1")),
            ("- |\n  {\n- 1", None),
            ("a: 1 # {\nb: 2", None),
            ("a: &x !y { b", Some("{ b")),
            ("a: { b: c#{ d }", Some("{ b: c#{ d }")),
        ];
        for (text, expected) in cases {
            let found = unclosed(text).map(|it| &text[it.at..]);
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_comment_with_the_closing_bracket_is_found() {
        let text = "a: { b: { $ref: #/c } }\nd: 1";
        let found = unclosed(text).and_then(|it| it.comment);
        assert_eq!(found.map(|at| &text[at..]), Some("#/c } }\nd: 1"));
        let text = "a: { b: 1, # why\n";
        assert_eq!(unclosed(text).and_then(|it| it.comment), None);
    }
}
