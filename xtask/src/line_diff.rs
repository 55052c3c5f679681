//! Diffs of lines, for people.

use similar::TextDiff;

use crate::console::Paint;
use crate::count::count;

/// The largest number of lines that are shown of one file's diff.
const MAX_LINES: usize = 40;

/// Returns the first [`MAX_LINES`] lines of the unified diff from `old` to `new`.
pub(crate) fn unified(old: &str, new: &str, paint: Paint) -> String {
    let diff = TextDiff::from_lines(old, new)
        .unified_diff()
        .header("on disk", "from the documents")
        .to_string();
    let mut lines: Vec<_> = diff
        .lines()
        .take(MAX_LINES)
        .map(|line| paint_line(line, paint))
        .collect();
    let more = diff.lines().count() - lines.len();
    if more > 0 {
        lines.push(format!("… {}", count(more, "more line")));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn paint_line(line: &str, paint: Paint) -> String {
    match line.as_bytes().first() {
        Some(b'+') => paint.added(line),
        Some(b'-') => paint.removed(line),
        Some(b'@') => paint.place(line),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_LINES, unified};
    use crate::console::Paint;

    #[test]
    fn a_diff_shows_changed_lines_with_context() {
        let diff = unified("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\n", Paint::PLAIN);
        insta::assert_snapshot!(diff, @r"
        --- on disk
        +++ from the documents
        @@ -2,5 +2,5 @@
         b
         c
         d
        -e
        +E
         f
        ");
    }

    #[test]
    fn a_long_diff_is_cut_and_ends_with_the_number_of_omitted_lines() {
        let new: String = "line\n".repeat(100);
        let diff = unified("", &new, Paint::PLAIN);
        assert_eq!(diff.lines().count(), MAX_LINES + 1);
        assert_eq!(diff.lines().last(), Some("… 63 more lines"));
    }
}
