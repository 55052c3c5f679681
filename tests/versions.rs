//! Checks that the version of OpenAPI in which a document is written does not matter: the documents in `spec/`, moved to 3.1
//! or 3.2 as a person would move them, generate the same files, and `diff` finds no difference.

use codegen::diff::{self, Version};
use codegen::folder::OnDisk;
use codegen::{Options, Source, generate_in};
use tests::{DocumentFile, documents};

/// Takes the place of a line that is removed.
const REMOVED: &str = "\0";

/// The text of a document of 3.0 in a later version.
fn moved(text: &str, version: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    for index in 0..lines.len() {
        let line = lines[index].clone();
        let text = line.trim_start();
        if text.starts_with("openapi: ") {
            lines[index] = format!("openapi: {version}");
        } else if text == "nullable: true" {
            move_null(&mut lines, index);
        } else if let Some(value) = text.strip_prefix("example: ")
            && siblings(&lines, index)
                .any(|line| is_key(&lines[line], "type") || is_key(&lines[line], "allOf"))
        {
            let own = indentation(&line);
            lines[index] = format!("{own}examples:\n{own}  - {value}");
        } else if text == "allOf:"
            && let Some(reference) = only_reference(&lines, index)
        {
            lines[index] = format!("{}{reference}", indentation(&line));
            REMOVED.clone_into(&mut lines[index + 1]);
        }
    }
    lines.retain(|line| line != REMOVED);
    lines.join("\n") + "\n"
}

/// Replaces `nullable: true` by the type `null`.
fn move_null(lines: &mut [String], nullable: usize) {
    let mut siblings = siblings(lines, nullable);
    let kind = siblings.find(|line| is_key(&lines[*line], "type"));
    let kind = kind.unwrap_or_else(|| panic!("no type beside line {}", nullable + 1));
    drop(siblings);
    let (key, name) = lines[kind].split_once(": ").expect("the line has a value");
    lines[kind] = format!("{key}: [{name}, \"null\"]");
    REMOVED.clone_into(&mut lines[nullable]);
}

/// The `$ref` that is the only part of an `allOf`.
fn only_reference(lines: &[String], all_of: usize) -> Option<String> {
    let reference = lines[all_of + 1].trim_start().strip_prefix("- $ref: ")?;
    let is_last = !lines[all_of + 2].trim_start().starts_with("- ");
    is_last.then(|| format!("$ref: {reference}"))
}

/// The other lines with keys of the same mapping.
fn siblings(lines: &[String], index: usize) -> impl Iterator<Item = usize> + '_ {
    let own = indentation(&lines[index]);
    let is_inside = move |line: &usize| {
        let line = &lines[*line];
        line.is_empty() || line == REMOVED || line.starts_with(own)
    };
    let before = (0..index).rev().take_while(is_inside);
    let after = (index + 1..lines.len()).take_while(is_inside);
    before
        .chain(after)
        .filter(move |line| indentation(&lines[*line]) == own)
}

fn indentation(line: &str) -> &str {
    &line[..line.len() - line.trim_start().len()]
}

fn is_key(line: &str, key: &str) -> bool {
    line.trim_start()
        .strip_prefix(key)
        .is_some_and(|rest| rest.starts_with(':'))
}

fn files(document: &DocumentFile, text: &str) -> Vec<(String, String)> {
    let source = Source {
        name: &document.name,
        text,
    };
    let options = Options {
        crate_name: "conversations_client".to_owned(),
        cli: true,
        ..Options::default()
    };
    let module = generate_in(&source, &OnDisk::of(&document.path()), &options);
    let module = module.unwrap_or_else(|found| panic!("{found}\n{text}"));
    assert_eq!(module.warnings.iter().count(), 0, "{:?}", module.warnings);
    let files = module.files.into_iter();
    files
        .map(|file| (file.path, file.text.into_owned()))
        .collect()
}

#[test]
fn a_document_that_moves_to_a_later_version_generates_the_same_files() {
    for document in documents().unwrap() {
        let expected = files(&document, &document.text);
        for version in ["3.1.1", "3.2.0"] {
            let text = moved(&document.text, version);
            assert!(!text.contains("nullable: true"), "{text}");
            for (file, expected) in files(&document, &text).iter().zip(&expected) {
                assert_eq!(file, expected, "{} in {version}", document.name);
            }
        }
    }
}

#[test]
fn a_document_that_moves_to_a_later_version_does_not_differ() {
    for document in documents().unwrap() {
        let folder = OnDisk::of(&document.path());
        let text = moved(&document.text, "3.2.0");
        let version = |text| Version {
            source: Source {
                name: &document.name,
                text,
            },
            folder: &folder,
        };
        let options = diff::Options {
            crate_name: "conversations_client".to_owned(),
            is_renamed: false,
            compare_rust: true,
        };
        for (old, new) in [(&document.text, &text), (&text, &document.text)] {
            let compared = diff::compare(&version(old), &version(new), &options).unwrap();
            let findings = compared.findings;
            assert!(findings.is_empty(), "{}: {findings:#?}", document.name);
        }
    }
}
