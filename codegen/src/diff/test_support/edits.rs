//! The edits of the table in `edits.txt`.
//!
//! An edit has this form. The text after `-` occurs once in `pets.yaml`, and the text after `+` replaces it:
//!
//! ```text
//! # an enum value is removed
//! - open, closed, asleep
//! + open, closed
//! > major types::Status::Asleep was removed
//! < minor types::Status::Asleep was added
//! ~ major
//! = let _ = types::Status::Asleep;
//! ```
//!
//! `>` is a change in Rust and `<` is one of the reverse edit. An edit without `>` changes nothing.
//!
//! `~` is the step that cargo-semver-checks 0.51.0 requires for the two crates. It was run by hand.
//!
//! `=` is a line of a consumer's program. An edit has one if its changes are above the step after `~`. For a major
//! change, the program is statements that compile before the edit and not after it. For a silent change, it is an
//! expression of the type `String` that compiles before and after the edit and has two different values.

/// The document before an edit.
pub(crate) const PETS: &str = include_str!("pets.yaml");

const EDITS: &str = include_str!("edits.txt");

/// An edit of the document, and its changes in Rust.
#[derive(Default)]
pub(crate) struct Edit<'a> {
    pub(crate) name: &'a str,
    /// The replaced texts with their replacements.
    replacements: Vec<(String, String)>,
    pub(crate) forward: Vec<&'a str>,
    pub(crate) backward: Vec<&'a str>,
    /// The step that cargo-semver-checks requires.
    pub(crate) other_step: &'a str,
    /// The lines of the consumer's program.
    pub(crate) program: Vec<&'a str>,
}

/// Returns the edits of the table.
pub(crate) fn edits() -> Vec<Edit<'static>> {
    let mut edits: Vec<Edit<'static>> = Vec::new();
    let mut last = ' ';
    for line in EDITS.lines().filter(|line| !line.is_empty()) {
        let sign = line.chars().next().unwrap_or_default();
        let text = line[1..].strip_prefix(' ').unwrap_or(&line[1..]);
        if sign == '#' {
            edits.push(Edit {
                name: text,
                ..Edit::default()
            });
        }
        let edit = edits.last_mut().expect("an edit starts with its name");
        match sign {
            '-' if last == '-' => add_line(&mut edit.replacements, |it| &mut it.0, text),
            '-' => edit.replacements.push((text.to_owned(), String::new())),
            '+' if last == '+' => add_line(&mut edit.replacements, |it| &mut it.1, text),
            '+' => add_first(&mut edit.replacements, text),
            '>' => edit.forward.push(text),
            '<' => edit.backward.push(text),
            '~' => edit.other_step = text,
            '=' => edit.program.push(text),
            _ => {}
        }
        last = sign;
    }
    edits
}

fn add_first(replacements: &mut [(String, String)], text: &str) {
    let last = replacements.last_mut().expect("`-` precedes `+`");
    text.clone_into(&mut last.1);
}

fn add_line(
    replacements: &mut [(String, String)],
    side: fn(&mut (String, String)) -> &mut String,
    text: &str,
) {
    let last = replacements.last_mut().expect("the text has a first line");
    side(last).push('\n');
    side(last).push_str(text);
}

impl Edit<'_> {
    /// Whether a program that still compiles has another result after the edit.
    pub(crate) fn is_silent(&self) -> bool {
        self.forward.iter().any(|line| line.starts_with("silent "))
    }

    /// Returns the document after the edit.
    pub(crate) fn apply(&self) -> String {
        self.apply_to(PETS)
            .unwrap_or_else(|| panic!("{}: the text does not occur once", self.name))
    }

    /// Returns another document after the edit, or `None` if the document has no such text.
    pub(crate) fn apply_to(&self, text: &str) -> Option<String> {
        let mut text = text.to_owned();
        for (from, to) in &self.replacements {
            if text.matches(from).count() != 1 {
                return None;
            }
            text = text.replacen(from, to, 1);
        }
        Some(text)
    }
}
