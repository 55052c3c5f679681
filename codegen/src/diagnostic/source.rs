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

    /// Returns the span as much further on.
    #[must_use]
    pub(crate) fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }
}

/// A place in a text as people and editors count it, from 1.
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
/// The texts stand one after another, so that an offset tells the file as well as the place in it: first the document
/// itself, then the files that were added, each with a byte between it and the one before.
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
    /// How many lines are before it.
    lines: usize,
}

impl SourceMap {
    /// Creates a source of one file. The name is shown to people, so it is best a path relative to where they are.
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

    /// Adds a file. Returns the offset at which its text starts.
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

    /// Returns the name of the document itself.
    pub fn name(&self) -> &str {
        &self.files[0].name
    }

    /// Returns the name of the file that an offset is in.
    pub fn name_at(&self, offset: usize) -> &str {
        &self.file_at(offset).name
    }

    /// Returns whether an offset is in the document itself, not in a file that was added.
    pub fn is_main(&self, offset: usize) -> bool {
        self.file_at(offset).start == 0
    }

    fn file_at(&self, offset: usize) -> &MappedFile {
        let after = self.files.partition_point(|file| file.start <= offset);
        &self.files[after - 1]
    }

    /// Returns the texts, one after another.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the text of a span, cut to what exists.
    pub fn slice(&self, span: Span) -> &str {
        let start = floor_char_boundary(&self.text, span.start);
        let end = floor_char_boundary(&self.text, span.end).max(start);
        &self.text[start..end]
    }

    /// Returns the line of a byte offset in its file, without the column, which takes longer to find in a long line.
    pub(crate) fn line(&self, offset: usize) -> usize {
        self.line_at(offset).0 - self.file_at(offset).lines
    }

    /// Returns the line and column of a byte offset in its file; an offset beyond the end counts as the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = floor_char_boundary(&self.text, offset);
        let (line, start) = self.line_at(offset);
        LineColumn {
            line: line - self.file_at(offset).lines,
            column: self.text[start..offset].chars().count() + 1,
        }
    }

    /// Returns the span of the line that an offset is in, without its line break.
    pub fn line_span(&self, offset: usize) -> Span {
        let (line, start) = self.line_at(floor_char_boundary(&self.text, offset));
        let next = self.line_starts.get(line).copied();
        let end = next.unwrap_or(self.text.len());
        let trimmed = self.text[start..end].trim_end_matches(['\n', '\r']);
        Span::new(start, start + trimmed.len())
    }

    /// Returns the number of the line that an offset is in, over all files and from 1, and where that line starts.
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
