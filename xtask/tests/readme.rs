//! Compares the output in the README with that of the commands.

#[path = "support/root.rs"]
mod root;
#[path = "support/run.rs"]
mod run;
#[path = "../src/diff/test_repository.rs"]
mod test_repository;

use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::{Options, Source};
use tempfile::TempDir;

use root::root;
use run::Run;
use test_repository::TestRepository;

/// The documents in the output in the README.
const DOCUMENTS: [&str; 3] = ["bird", "fernand", "kustomer"];

/// The width of the output in the README.
const COLUMNS: &str = "110";

/// Returns the code blocks in a language, in order.
fn blocks<'a>(section: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("```{language}\n");
    let blocks = section.split(start.as_str()).skip(1);
    blocks
        .map(|block| block.split("```").next().unwrap_or_default())
        .collect()
}

/// Returns the lines of a diff that do not start with `other`, without their first character.
fn side(diff: &str, other: char) -> String {
    let lines = diff.lines().filter(|line| !line.starts_with(other));
    lines.map(|line| format!("{}\n", &line[1..])).collect()
}

/// Replaces the schema that has the name of `schema`. A schema ends at an empty line.
fn with_schema(document: &str, schema: &str) -> String {
    let name = schema.split_inclusive('\n').next().unwrap_or_default();
    let (before, rest) = document
        .split_once(name)
        .expect("the document has the schema");
    let (_, after) = rest
        .split_once("\n\n")
        .expect("an empty line follows the schema");
    format!("{before}{schema}\n{after}")
}

/// Removes numbers and alignment, which differ between runs and between versions of the documents.
fn masked(text: &str) -> String {
    let text = text.replace("operations,", "operation,");
    let words = |line: &str| {
        let words = line.split_whitespace().filter(|word| *word != "|");
        let words: Vec<_> = words.map(|word| word.trim_matches('^')).collect();
        words.join(" ")
    };
    let is_digit = |c: char| c.is_ascii_digit();
    let number = |line: String| {
        line.split(is_digit)
            .filter(|part| !part.is_empty())
            .collect()
    };
    let lines: Vec<String> = text.lines().map(words).map(number).collect();
    lines.join("\n").trim().to_owned()
}

/// A temporary folder with a copy of the documents and a recorded request for each operation.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(TempDir::new().expect("a temporary folder can be created"));
        repository.put("xtask/Cargo.toml", "");
        for name in DOCUMENTS {
            let path = format!("spec/{name}.yaml");
            let text = fs::read_to_string(root().join(&path)).expect("the file is text");
            repository.put(&path, &text);
            let source = Source { name, text: &text };
            let module = codegen::generate(&source, &Options::default());
            let module = module.expect("the document is valid");
            for operation in module.surface.operation_names() {
                repository.put(&format!("tests/requests/{name}/{operation}.http"), "");
            }
        }
        repository
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("the path has a parent"))
            .expect("the folder can be created");
        fs::write(path, text).expect("the file can be written");
    }

    fn run(&self, command: &str) -> String {
        run(self.0.path(), command)
    }
}

/// Runs a command from the README, and returns the command with its output.
fn run(folder: &Path, command: &str) -> String {
    let arguments = command
        .strip_prefix("$ cargo xtask ")
        .expect("the command is `cargo xtask`");
    let arguments: Vec<_> = arguments.split(' ').collect();
    format!("{command}\n{}", xtask(folder, &arguments))
}

/// Runs xtask, and returns its output.
fn xtask(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder);
    let Run { stdout, stderr, .. } = Run::of(command.env("COLUMNS", COLUMNS));
    stdout + &stderr
}

/// Returns a section of the README, which ends at the next one.
fn section<'a>(readme: &'a str, title: &str) -> &'a str {
    let (_, section) = readme
        .split_once(&format!("\n## {title}\n"))
        .expect("the README has the section");
    section.split("\n## ").next().unwrap_or_default()
}

#[test]
fn the_readme_shows_the_actual_output() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the file is text");
    let section = section(&readme, "Editing a document");
    let [diff] = blocks(section, "diff")[..] else {
        panic!("the section should show one edit");
    };
    let repository = Repository::new();
    let fernand = fs::read_to_string(root().join("spec/fernand.yaml")).expect("the file is text");
    let edit = |schema: &str| repository.put("spec/fernand.yaml", &with_schema(&fernand, schema));
    edit(&side(diff, '+'));
    repository.run("$ cargo xtask regen --accept");

    let mistaken = side(diff, '-');
    let corrected = mistaken.replace("ARCHIVE:", "ARCHIVED:");
    assert_ne!(mistaken, corrected, "the edit should have a mistake");
    let edits = [&mistaken, &corrected, &corrected];

    let shown = blocks(section, "console");
    assert_eq!(
        shown.len(),
        edits.len(),
        "the section should show a run for each edit and one that accepts the changes"
    );
    for (shown, schema) in shown.into_iter().zip(edits) {
        edit(schema);
        let command = shown.lines().next().unwrap_or_default();
        let printed = repository.run(command);
        assert_shown(shown, &printed);
    }
}

#[test]
fn the_readme_shows_the_actual_diff() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the file is text");
    let section = section(&readme, "Reviewing a change of a document");
    let repository = TestRepository::new();
    repository.put("xtask/Cargo.toml", "");
    let manifest = fs::read(root().join("Cargo.toml")).expect("the file is readable");
    repository.put("Cargo.toml", manifest);
    for name in DOCUMENTS {
        let path = format!("spec/{name}.yaml");
        let text = fs::read(root().join(&path)).expect("the file is readable");
        repository.put(&path, text);
    }
    repository.commit();

    let path = "spec/fernand.yaml";
    let mut fernand = fs::read_to_string(root().join(path)).expect("the file is text");
    for diff in blocks(section, "diff") {
        let (old, new) = (side(diff, '+'), side(diff, '-'));
        assert!(fernand.contains(&old), "the document does not have:\n{old}");
        fernand = fernand.replacen(&old, &new, 1);
    }
    repository.put(path, fernand);

    let folder = repository.path("");
    let [shown] = blocks(section, "console")[..] else {
        panic!("the section should show one run");
    };
    let command = shown.lines().next().unwrap_or_default();
    assert_shown(shown, &run(&folder, command));

    let markdown = run(&folder, "$ cargo xtask diff --format markdown");
    // The marker and the line with the commit are not shown.
    let lines = markdown.lines().skip(2);
    let lines = lines.filter(|line| !line.starts_with("<sub>"));
    let comment = lines.map(|line| format!("{line}\n")).collect::<String>();
    assert_shown(quoted(section).trim_end(), comment.trim_end());

    let [accept] = blocks(section, "sh")[..] else {
        panic!("the section should accept a break");
    };
    let (accept, reason) = accept
        .trim_end()
        .split_once(" \"")
        .expect("there is a reason");
    let accept = accept
        .strip_prefix("cargo xtask ")
        .expect("the command is `cargo xtask`");
    let mut accept: Vec<_> = accept.split(' ').collect();
    accept.push(reason.trim_end_matches('"'));
    assert!(xtask(&folder, &accept).starts_with("accepted: fernand: ConversationStatus"));
}

/// Returns the lines of a block quote.
fn quoted(section: &str) -> String {
    let lines = section.lines().filter_map(|line| line.strip_prefix('>'));
    let lines = lines.map(|line| format!("{}\n", line.strip_prefix(' ').unwrap_or(line)));
    lines.collect()
}

#[track_caller]
fn assert_shown(shown: &str, printed: &str) {
    assert_eq!(
        masked(shown),
        masked(printed),
        "README.md should show:\n{printed}"
    );
}

/// A document that refers to a schema that it does not have.
const SHOP: &str = r##"openapi: 3.0.3
info: { title: Shop, version: 1.0.0 }
paths:
  /items:
    get:
      responses:
        "200":
          description: The items.
          content:
            application/json: { schema: { $ref: "#/components/schemas/Item" } }
"##;

#[test]
fn the_readme_shows_the_actual_output_of_try() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the file is text");
    let section = section(&readme, "Other documents");
    let shown = blocks(section, "console");
    let shown = shown.first().expect("the section shows a run");
    let repository = Repository::new();
    repository.put("shop.yaml", SHOP);
    let command = shown.lines().next().unwrap_or_default();
    let printed = repository.run(command);
    assert_shown(shown, &printed);
}
