//! Differences for people: unified, coloured and short.

use similar::TextDiff;

use crate::console::Paint;
use crate::count::count;

/// Lines of one file's diff that are shown.
const LIMIT: usize = 40;

/// Returns the unified diff from `old` to `new`, its first [`LIMIT`] lines at most.
pub(crate) fn unified(old: &str, new: &str, paint: Paint) -> String {
    let diff = TextDiff::from_lines(old, new)
        .unified_diff()
        .header("what is there", "what the documents give")
        .to_string();
    let mut lines: Vec<_> = diff
        .lines()
        .take(LIMIT)
        .map(|line| painted(line, paint))
        .collect();
    let more = diff.lines().count() - lines.len();
    if more > 0 {
        lines.push(format!("… {} more", count(more, "line")));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn painted(line: &str, paint: Paint) -> String {
    match line.as_bytes().first() {
        Some(b'+') => paint.added(line),
        Some(b'-') => paint.removed(line),
        Some(b'@') => paint.place(line),
        _ => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, unified};
    use crate::console::Paint;

    #[test]
    fn shows_what_changed_with_some_lines_around_it() {
        let diff = unified("a\nb\nc\nd\ne\nf\n", "a\nb\nc\nd\nE\nf\n", Paint::PLAIN);
        insta::assert_snapshot!(diff, @r"
        --- what is there
        +++ what the documents give
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
    fn a_long_diff_is_cut_and_says_so() {
        let new: String = "line\n".repeat(100);
        let diff = unified("", &new, Paint::PLAIN);
        assert_eq!(diff.lines().count(), LIMIT + 1);
        assert_eq!(diff.lines().last(), Some("… 63 lines more"));
    }
}
