use std::fmt;

/// A part of the text of a [`SourceMap`], as byte offsets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl Span {
    /// Creates the span from `start` up to, not including, `end`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the span moved forward by `by` bytes.
    #[must_use]
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

/// A position in a text as editors show it. Lines and columns start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

impl fmt::Display for LineColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The names and the texts of a document's files.
///
/// The texts are concatenated, so that an offset identifies both the file and the position in it. The document is the
/// first file. One byte separates each file from the one before.
#[derive(Clone)]
pub struct SourceMap {
    files: Vec<MappedFile>,
    text: String,
    line_starts: Vec<usize>,
}

/// A file within a [`SourceMap`].
#[derive(Clone)]
struct MappedFile {
    name: String,
    start: usize,
    /// The number of lines before it.
    lines: usize,
}

impl SourceMap {
    /// Creates a source map of one file. Diagnostics show the name, so a relative path is best.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut source = Self {
            files: Vec::new(),
            text: text.into(),
            line_starts: Vec::new(),
        };
        source.begin(name.into(), 0);
        source
    }

    /// Adds a file and returns the offset where its text starts.
    pub(crate) fn add(&mut self, name: impl Into<String>, text: &str) -> usize {
        self.text.push('\n');
        let start = self.text.len();
        self.text.push_str(text);
        self.begin(name.into(), start);
        start
    }

    fn begin(&mut self, name: String, start: usize) {
        let lines = self.line_starts.len();
        self.files.push(MappedFile { name, start, lines });
        let breaks = self.text[start..].match_indices('\n');
        let starts = breaks.map(|(at, _)| start + at + 1);
        self.line_starts.push(start);
        self.line_starts.extend(starts);
    }

    /// Returns the name of the document.
    pub fn name(&self) -> &str {
        &self.files[0].name
    }

    /// Returns the name of the file that contains an offset.
    pub fn name_at(&self, offset: usize) -> &str {
        &self.file_at(offset).name
    }

    /// Returns whether an offset is in the document, not in an added file.
    pub fn is_main(&self, offset: usize) -> bool {
        self.file_at(offset).start == 0
    }

    fn file_at(&self, offset: usize) -> &MappedFile {
        let after = self.files.partition_point(|file| file.start <= offset);
        &self.files[after - 1]
    }

    /// Returns the concatenated texts.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text of a span. The part of the span that is out of bounds is ignored.
    pub fn slice(&self, span: Span) -> &str {
        let start = floor_char_boundary(&self.text, span.start);
        let end = floor_char_boundary(&self.text, span.end).max(start);
        &self.text[start..end]
    }

    /// Returns the line of a byte offset in its file. In long lines, this is faster than [`line_column`](Self::line_column).
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_at(offset).0 - self.file_at(offset).lines
    }

    /// Returns the line and column of a byte offset in its file. An offset out of bounds counts as the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = floor_char_boundary(&self.text, offset);
        let (line, start) = self.line_at(offset);
        LineColumn {
            line: line - self.file_at(offset).lines,
            column: self.text[start..offset].chars().count() + 1,
        }
    }

    /// Returns the span of the line that contains an offset, without its line break.
    pub fn line_span(&self, offset: usize) -> Span {
        let (line, start) = self.line_at(floor_char_boundary(&self.text, offset));
        let next = self.line_starts.get(line).copied();
        let end = next.unwrap_or(self.text.len());
        let trimmed = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start, start + trimmed.len())
    }

    /// Returns the number of the line that contains an offset, counted from 1 over all files, and where the line starts.
    fn line_at(&self, offset: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|&start| start <= offset);
        (line, self.line_starts[line - 1])
    }
}

/// Returns the last character boundary that is not after `offset`.
pub(super) fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

impl fmt::Debug for SourceMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SourceMap")
            .field("name", &self.name())
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}
