//! The accepted changes: `spec/accepted.toml`.

use std::collections::HashMap;

use codegen::diff::Finding;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// The path of the file, relative to the workspace.
pub(super) const PATH: &str = "spec/accepted.toml";

const HEADER: &str = "\
# The changes of documents that were accepted although they break callers. `cargo xtask diff --accept` adds an entry.
# An entry counts in the pull request that adds it. After the next release, it can be removed.
";

/// An entry of the file: a change, and why it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acceptance {
    /// The kind of the change, such as `enum-value-removed`.
    pub(super) id: String,
    /// The document and what changed in it.
    pub(super) place: String,
    pub(super) reason: String,
    pub(super) fingerprint: String,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Acceptance>,
}

impl Acceptance {
    pub(super) fn of(finding: &Finding, reason: &str) -> Self {
        Self {
            id: finding.kind.as_str().to_owned(),
            place: format!("{}: {}", finding.document, finding.title()),
            reason: reason.to_owned(),
            fingerprint: finding.fingerprint.clone(),
        }
    }
}

/// Reads the entries of the file. `name` is the name of the file in messages.
pub(super) fn parse(text: &str, name: &str) -> Result<Vec<Acceptance>, Error> {
    let file: Result<File, _> = basic_toml::from_str(text);
    let file = file.map_err(|error| Error::Accepted {
        name: name.to_owned(),
        message: error.to_string(),
    })?;
    Ok(file.accepted)
}

/// Returns the entries that the base does not have.
///
/// Entries are compared by their fingerprints: another reason does not make an entry new. If a change was accepted, undone
/// and made again, its second entry is new.
pub(super) fn new_entries(base: &[Acceptance], head: Vec<Acceptance>) -> Vec<Acceptance> {
    let mut old = HashMap::new();
    for entry in base {
        *old.entry(entry.fingerprint.as_str()).or_insert(0_usize) += 1;
    }
    let is_new = |entry: &Acceptance| match old.get_mut(entry.fingerprint.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    let mut entries = head;
    entries.retain(is_new);
    entries
}

/// Returns the text of the file with entries added at its end.
pub(super) fn appended(text: &str, entries: Vec<Acceptance>) -> Result<String, Error> {
    let mut appended = if text.trim().is_empty() {
        HEADER.to_owned()
    } else {
        text.trim_end().to_owned() + "\n"
    };
    for entry in entries {
        let file = File {
            accepted: vec![entry],
        };
        let entry = basic_toml::to_string(&file).map_err(|error| Error::Accepted {
            name: PATH.to_owned(),
            message: error.to_string(),
        })?;
        appended.push('\n');
        appended.push_str(&entry);
    }
    Ok(appended)
}

#[cfg(test)]
mod tests {
    use super::{Acceptance, appended, new_entries, parse};

    fn entry(fingerprint: &str, reason: &str) -> Acceptance {
        Acceptance {
            id: "enum-value-removed".to_owned(),
            place: "pets: Kind: `dog` was removed".to_owned(),
            reason: reason.to_owned(),
            fingerprint: fingerprint.to_owned(),
        }
    }

    #[test]
    fn an_entry_counts_only_where_the_base_does_not_have_it() {
        let [a, b] = ["a", "b"].map(|fingerprint| entry(fingerprint, "why"));
        let reworded = entry("a", "another reason");
        let cases: [(&[&Acceptance], &[&Acceptance], &[&Acceptance]); 7] = [
            (&[], &[], &[]),
            (&[], &[&a, &b], &[&a, &b]),
            (&[&a], &[&a, &b], &[&b]),
            (&[&a], &[&reworded], &[]),
            (&[&a], &[&a, &reworded], &[&reworded]),
            (&[&a, &b], &[], &[]),
            (&[&a, &a], &[&a, &a, &a], &[&a]),
        ];
        for (base, head, expected) in cases {
            let [base, head, expected] = [base, head, expected]
                .map(|entries| entries.iter().copied().cloned().collect::<Vec<_>>());
            assert_eq!(
                new_entries(&base, head.clone()),
                expected,
                "{base:?} {head:?}"
            );
        }
    }

    #[test]
    fn entries_are_added_at_the_end() {
        let first = appended("", vec![entry("a", "why")]).expect("it can be written");
        insta::assert_snapshot!(first, @r#"
        # The changes of documents that were accepted although they break callers. `cargo xtask diff --accept` adds an entry.
        # An entry counts in the pull request that adds it. After the next release, it can be removed.

        [[accepted]]
        id = "enum-value-removed"
        place = "pets: Kind: `dog` was removed"
        reason = "why"
        fingerprint = "a"
        "#);
        let second = appended(&first, vec![entry("b", "c"), entry("d", "e")]);
        let second = second.expect("it can be written");
        assert!(second.starts_with(&first), "{second}");
        let entries = [entry("a", "why"), entry("b", "c"), entry("d", "e")];
        assert_eq!(parse(&second, "").expect("it is valid"), entries);
    }

    #[test]
    fn every_text_is_read_as_it_was_written() {
        let reasons = [
            "a \"b\" \\ c",
            "two\nlines\r\n",
            "tab\t\u{7f}\u{0}",
            "''' ü 👍",
            "[[accepted]]",
            "# no",
            "",
        ];
        let entries = reasons.map(|reason| entry("a", reason));
        let text = appended("", entries.to_vec()).expect("it can be written");
        assert_eq!(parse(&text, "").expect("it is valid"), entries, "{text}");
    }

    #[test]
    fn a_mistake_in_the_file_is_told_with_its_line() {
        let cases = [
            (
                "[[accepted]]\nid = 1\n",
                "invalid type: integer `1`, expected a string for key `accepted.id` at line 2",
            ),
            ("[[accepted]]\nid = 'a'\n", "missing field `place`"),
            (
                "accept = []\n",
                "unknown field `accept`, expected `accepted`",
            ),
            ("[[accepted\n", "expected a right bracket"),
        ];
        for (text, expected) in cases {
            let error = parse(text, "spec/accepted.toml").expect_err("it is a mistake");
            let message = error.to_string();
            assert!(
                message.starts_with("cannot read spec/accepted.toml: "),
                "{message}"
            );
            assert!(message.contains(expected), "{message}");
        }
    }
}
