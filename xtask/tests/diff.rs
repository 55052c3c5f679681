//! Runs `cargo xtask diff` in git repositories in temporary folders.

#[path = "support/run.rs"]
mod run;
#[path = "../src/diff/test_markdown.rs"]
mod test_markdown;
#[path = "../src/diff/test_repository.rs"]
mod test_repository;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use run::Run;
use test_markdown::rendered;
use test_repository::{TestRepository, git, put};

const PETS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1.0' }
servers: [{ url: 'https://pets.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists the pets.
      parameters:
        - { name: kind, in: query, schema: { $ref: '#/components/schemas/Kind' } }
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: { type: array, items: { $ref: '#/components/schemas/Pet' } }
  /pets/{id}:
    put:
      operationId: updatePet
      summary: Updates a pet.
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer, format: int64 } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Pet' }
      responses:
        '204': { description: Done. }
components:
  schemas:
    Kind:
      description: The kind of a pet.
      type: string
      enum: [cat, dog]
    Pet:
      description: A pet.
      type: object
      required: [kind]
      properties:
        kind: { $ref: '#/components/schemas/Kind' }
        name: { type: string, maxLength: 80 }
";

const MANIFEST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";

/// Returns the document after an edit.
fn edited(from: &str, to: &str) -> String {
    let document = PETS.replace(from, to);
    assert_ne!(document, PETS, "{from} is not in the document");
    document
}

/// A value of a request is gone.
fn without_dogs() -> String {
    edited("[cat, dog]", "[cat]")
}

/// Returns a document and its edit, after which two arguments of `Pet::new` with the same type have swapped places.
fn with_swapped_arguments() -> (String, String) {
    let [first, last] =
        ["first", "last"].map(|name| format!("        {name}: {{ type: string }}\n"));
    let old = edited(
        "required: [kind]\n      properties:\n",
        &format!("required: [kind, first, last]\n      properties:\n{first}{last}"),
    );
    let new = old.replace(&format!("{first}{last}"), &format!("{last}{first}"));
    assert_ne!(old, new);
    (old, new)
}

/// Returns another document, with nothing in common.
fn shop() -> String {
    let lines = [
        "openapi: '3.0.0'",
        "info: { title: Shop, version: '2' }",
        "servers: [{ url: 'https://shop.example/v2' }]",
        "paths: { /items: { get: { operationId: listItems, summary: Lists., responses: { '204': { description: None. } } } } }",
    ];
    lines.map(|line| format!("{line}\n")).concat()
}

/// Creates a repository with one document on its branch `main`.
fn repository() -> TestRepository {
    let repository = TestRepository::new();
    repository.put("xtask/Cargo.toml", "");
    repository.put("Cargo.toml", MANIFEST);
    repository.put("spec/pets.yaml", PETS);
    repository.commit();
    repository
}

fn xtask(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).current_dir(folder);
    command.env("COLUMNS", "110");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null");
    command.env("GIT_CONFIG_NOSYSTEM", "1");
    // These are set while git runs a hook.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(variable);
    }
    command
}

fn diff_in(folder: &Path, arguments: &[&str]) -> Run {
    Run::of(&mut xtask(folder, &[&["diff"], arguments].concat()))
}

fn diff(repository: &TestRepository, arguments: &[&str]) -> Run {
    diff_in(&repository.path(""), arguments)
}

/// Returns the kinds of the findings with their documents.
#[track_caller]
fn kinds(repository: &TestRepository, arguments: &[&str]) -> Vec<String> {
    kinds_in(&repository.path(""), arguments)
}

#[track_caller]
fn kinds_in(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let report = json(folder, arguments);
    let findings = report["findings"].as_array().expect("an array");
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let kind = |it| format!("{} {}", text(it, "document"), text(it, "id"));
    findings.iter().map(kind).collect()
}

/// Returns the output as JSON, which conforms to the schema.
#[track_caller]
fn json(folder: &Path, arguments: &[&str]) -> Value {
    let run = diff_in(folder, &[arguments, &["--format", "json"]].concat()).exits_with(0);
    let value = serde_json::from_str(&run.stdout).expect("the output is JSON");
    let schema = serde_json::from_str(include_str!("diff.schema.json")).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is valid");
    let errors: Vec<_> = validator.iter_errors(&value).collect();
    assert!(errors.is_empty(), "{errors:?}");
    value
}

#[test]
fn an_edit_in_the_working_tree_is_compared_with_head_on_the_main_branch() {
    let repository = repository();
    repository.put("spec/pets.yaml", without_dogs());
    diff(&repository, &[])
        .exits_with(0)
        .prints("pets  breaking on the wire")
        .prints("`dog` was removed")
        .prints("spec/pets.yaml:35:19 (old)")
        .prints("The crate is 0.1.0; this asks for 0.2.0.\n");
    let removed = "pets enum-value-removed".to_owned();
    assert!(kinds(&repository, &[]).contains(&removed));
}

#[test]
fn a_clean_tree_is_one_line_within_a_second() {
    let repository = repository();
    let started = Instant::now();
    let run = diff(&repository, &[]).exits_with(0);
    assert!(started.elapsed() < Duration::from_secs(1));
    assert_eq!(run.stdout.lines().count(), 1, "{}", run.stdout);
    assert_eq!(run.stderr, "");
    run.prints("no change in 1 document since HEAD (");
}

#[test]
fn what_others_added_to_the_main_branch_is_not_removed() {
    let repository = repository();
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    repository.put("spec/pets.yaml", edited("maxLength: 80", "maxLength: 100"));
    repository.commit();
    repository.git(&["checkout", "--quiet", "main"]);
    repository.put("spec/shop.yaml", shop());
    repository.put("spec/pets.yaml", edited("[cat, dog]", "[cat, dog, bird]"));
    repository.commit();
    repository.git(&["checkout", "--quiet", "topic"]);

    assert_eq!(kinds(&repository, &[]), ["pets limit-loosened"]);
    repository.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(kinds(&repository, &[]), ["pets limit-loosened"]);
    let with_tip = kinds(&repository, &["main"]);
    assert!(
        with_tip.contains(&"shop document-removed".to_owned()),
        "{with_tip:?}"
    );
}

#[test]
fn two_revisions_are_compared_without_the_working_tree() {
    let repository = repository();
    repository.put("spec/pets.yaml", without_dogs());
    repository.put("Cargo.toml", MANIFEST.replace("0.1.0", "0.2.0"));
    repository.commit();
    repository.put("spec/pets.yaml", "no longer a document");
    repository.put("Cargo.toml", "not a manifest");

    let forward = json(&repository.path(""), &["HEAD~1", "HEAD"]);
    let versions = serde_json::json!({ "base": "0.1.0", "head": "0.2.0", "needed": "0.2.0" });
    assert_eq!(forward["version"], versions);
    assert_eq!(forward["breaking"], true);
    let backward = json(&repository.path(""), &["HEAD", "HEAD~1"]);
    assert_eq!(backward["breaking"], false);
    diff(&repository, &["HEAD~1", "HEAD"])
        .prints("The crate is 0.2.0 (0.1.0 before), which is high enough.\n");
}

#[test]
fn new_removed_and_renamed_documents_are_told_as_such() {
    let repository = repository();
    repository.put("spec/shop.yaml", shop());
    diff(&repository, &[])
        .exits_with(0)
        .prints("shop  new document");
    assert_eq!(kinds(&repository, &[]), ["shop document-added"]);

    repository.commit();
    fs::remove_file(repository.path("spec/shop.yaml")).expect("the file can be removed");
    diff(&repository, &[])
        .exits_with(0)
        .prints("shop  removed document, breaking");
    assert_eq!(kinds(&repository, &[]), ["shop document-removed"]);

    repository.put("spec/shop.yaml", shop());
    repository.put("spec/animals.yaml", PETS);
    fs::remove_file(repository.path("spec/pets.yaml")).expect("the file can be removed");
    diff(&repository, &[])
        .exits_with(0)
        .prints("animals  renamed from pets");
    let found = kinds(&repository, &[]);
    assert_eq!(
        found.first().map(String::as_str),
        Some("animals document-renamed")
    );

    repository.put("spec/animals.yaml", edited("title: Pets", "title: Animals"));
    diff(&repository, &[])
        .exits_with(0)
        .prints("animals  probably renamed from pets");
}

#[test]
fn all_documents_can_be_removed() {
    let repository = repository();
    fs::remove_dir_all(repository.path("spec")).expect("the folder can be removed");
    assert_eq!(kinds(&repository, &[]), ["pets document-removed"]);
}

#[test]
fn the_files_of_a_document_are_read_at_their_revision() {
    let repository = repository();
    let document = edited(
        "$ref: '#/components/schemas/Kind' } }",
        "$ref: 'the parts/kind.yaml#/Kind' } }",
    );
    let part = "Kind: { type: string, enum: [cat, dog] }\n";
    repository.put("spec/pets.yaml", document);
    repository.put("spec/the parts/kind.yaml", part);
    repository.commit();
    assert!(kinds(&repository, &[]).is_empty());

    let changed = part.replace("[cat, dog]", "[cat]");
    repository.put("spec/the parts/kind.yaml", &changed);
    let report = json(&repository.path(""), &[]);
    assert_eq!(report["findings"][0]["id"], "enum-value-removed");
    let file = &report["findings"][0]["location"]["file"];
    assert_eq!(file, "spec/the parts/kind.yaml");

    repository.commit();
    repository.put("spec/the parts/kind.yaml", "Kind: [");
    let found = kinds(&repository, &["HEAD~1", "HEAD"]);
    assert_eq!(found, ["pets enum-value-removed"]);
}

#[test]
fn line_endings_are_no_change() {
    let repository = repository();
    let crlf = |text: &str| text.replace('\n', "\r\n");
    repository.put("spec/pets.yaml", crlf(PETS));
    diff(&repository, &[])
        .exits_with(0)
        .prints("no change in 1 document");
    repository.put("spec/pets.yaml", crlf(&without_dogs()));
    let report = json(&repository.path(""), &[]);
    assert_eq!(report["findings"][0]["location"]["line"], 35);
}

#[test]
fn a_folder_with_a_space_a_subfolder_and_a_worktree_work() {
    let repository = TestRepository::new();
    repository.put("a folder/xtask/Cargo.toml", "");
    repository.put("a folder/Cargo.toml", MANIFEST);
    repository.put("a folder/spec/my pets.yaml", PETS);
    repository.put("spec/other.yaml", shop());
    repository.commit();
    repository.git(&["worktree", "add", "--quiet", "-b", "topic", "be side"]);
    for root in ["a folder", "be side/a folder"] {
        repository.put(&format!("{root}/spec/my pets.yaml"), without_dogs());
        for below in ["", "spec", "xtask"] {
            let folder = repository.path(root).join(below);
            let report = json(&folder, &[]);
            let finding = &report["findings"][0];
            assert_eq!(finding["id"], "enum-value-removed", "{root}/{below}");
            assert_eq!(finding["location"]["file"], "spec/my pets.yaml");
            assert_eq!(report["version"]["base"], "0.1.0");
        }
    }
}

#[test]
fn a_shallow_clone_names_the_command_that_brings_the_history() {
    let remote = repository();
    remote.git(&["branch", "topic"]);
    let folder = TestRepository::new();
    let url = format!("file://{}", remote.path("").display());
    let clone = ["clone", "--quiet", "--depth", "1", "--branch", "topic"];
    folder.git(&[&clone[..], &[&url, "clone"]].concat());
    let clone = folder.path("clone");
    git(&clone, &["checkout", "--quiet", "--detach"]);
    diff_in(&clone, &[])
        .exits_with(1)
        .prints("this clone is shallow")
        .prints("= help: run `git fetch --unshallow origin ");
    put(&clone.join("spec/pets.yaml"), without_dogs());
    let found = kinds_in(&clone, &["HEAD"]);
    assert!(found.contains(&"pets enum-value-removed".to_owned()));
}

#[test]
fn what_git_cannot_do_is_an_error_with_help() {
    let repository = repository();
    let outside = tempfile::tempdir().expect("a temporary folder can be created");
    put(&outside.path().join("xtask/Cargo.toml"), "");
    put(&outside.path().join("spec/pets.yaml"), PETS);
    let root = repository.path("");
    let path = std::env::var("PATH").unwrap_or_default();
    let files = "`cargo xtask diff --old FILE --new FILE`";
    let revisions = "pass a branch, a tag or a commit";
    let cases: [(&Path, &str, &[&str], &str, &str); 4] = [
        (&root, "", &[], "git is not installed", files),
        (
            outside.path(),
            &path,
            &[],
            "git does not find a repository in ",
            files,
        ),
        (
            &root,
            &path,
            &["gone"],
            "`gone` is not a revision of this repository",
            revisions,
        ),
        (
            &root,
            &path,
            &["HEAD", "\u{1b}[31mgone"],
            "`␛[31mgone` is not a revision",
            revisions,
        ),
    ];
    for (folder, path, arguments, message, help) in cases {
        let arguments = [&["diff"], arguments].concat();
        let run = Run::of(xtask(folder, &arguments).env("PATH", path))
            .exits_with(1)
            .prints(message);
        assert_eq!(run.stdout, "");
        run.prints("= help: ").prints(help);
    }
}

#[test]
fn two_files_are_compared_without_git_and_outside_the_repository() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    put(&folder.path().join("old.yaml"), PETS);
    put(
        &folder.path().join("new one.yaml"),
        PETS.replace('\'', "\""),
    );
    put(&folder.path().join("changed.yaml"), without_dogs());
    let compare = |new: &str| {
        let arguments = [
            "diff", "--old", "old.yaml", "--new", new, "--format", "json",
        ];
        let run = Run::of(xtask(folder.path(), &arguments).env("PATH", "")).exits_with(0);
        serde_json::from_str::<Value>(&run.stdout).expect("the output is JSON")
    };
    assert_eq!(compare("old.yaml")["verdict"], "none");
    assert_eq!(compare("new one.yaml")["findings"], serde_json::json!([]));
    let report = compare("changed.yaml");
    assert_eq!(report["verdict"], "major");
    assert_eq!(report["findings"][0]["document"], "changed");
    assert_eq!(report["findings"][0]["location"]["file"], "old.yaml");
    let versions = serde_json::json!({ "base": null, "head": null, "needed": null });
    assert_eq!(report["version"], versions);
}

#[test]
fn a_document_that_is_not_openapi_exits_with_2_and_its_diagnostics() {
    let repository = repository();
    repository.put("spec/shop.yaml", "swagger: '2.0'\n");
    repository.put("spec/pets.yaml", without_dogs());
    let run = diff(&repository, &["--fail-on", "any"]).exits_with(2);
    let run = run
        .prints("error[E011]")
        .prints("--> spec/shop.yaml:1:1")
        .prints("cannot compare spec/shop.yaml: the new version is not an OpenAPI document")
        .prints("`dog` was removed");
    assert!(
        run.stdout.ends_with(". 1 document cannot be compared.\n"),
        "{}",
        run.stdout
    );
    let run = diff(&repository, &["--format", "json"]).exits_with(2);
    assert_eq!(run.stdout, "");

    repository.commit();
    repository.put("spec/shop.yaml", shop());
    diff(&repository, &[])
        .exits_with(2)
        .prints("the old version is not an OpenAPI document");
    repository.put("spec/shop.yaml", b"openapi: 3.0.3\n\xff");
    diff(&repository, &[])
        .exits_with(2)
        .prints("cannot read spec/shop.yaml: line 2 is not UTF-8 text");
}

#[test]
fn a_file_that_is_not_openapi_is_named() {
    let folder = tempfile::tempdir().expect("a temporary folder can be created");
    put(&folder.path().join("good.yaml"), PETS);
    put(&folder.path().join("bad.yaml"), "swagger: '2.0'\n");
    let cases = [
        (
            "bad.yaml",
            "good.yaml",
            "cannot compare bad.yaml: the old version",
        ),
        (
            "good.yaml",
            "bad.yaml",
            "cannot compare bad.yaml: the new version",
        ),
        (
            "none.yaml",
            "good.yaml",
            "cannot read none.yaml: no such file",
        ),
        ("good.yaml", ".", "cannot read .: it is a folder"),
    ];
    for (old, new, message) in cases {
        let run = diff_in(folder.path(), &["--old", old, "--new", new]);
        run.exits_with(2).prints(message).prints("= help: ");
    }
}

#[test]
fn a_document_that_is_not_openapi_and_did_not_change_is_not_compared() {
    let repository = repository();
    repository.put("spec/shop.yaml", "swagger: '2.0'\n");
    repository.commit();
    diff(&repository, &[])
        .exits_with(0)
        .prints("no change in 2 documents");
}

#[test]
fn a_document_that_the_generator_rejects_is_compared_on_the_wire() {
    let repository = repository();
    let rejected = edited(
        "name: { type: string, maxLength: 80 }",
        "name: { $ref: '#/components/schemas/Gone' }",
    );
    repository.put("spec/pets.yaml", rejected.replace("[cat, dog]", "[cat]"));
    let report = json(&repository.path(""), &[]);
    assert_eq!(report["wire"], "breaking");
    assert!(report["rust"]["skipped"].is_string(), "{report}");
    diff(&repository, &[])
        .exits_with(0)
        .prints("Rust was not compared: ");
}

#[test]
fn a_change_after_which_the_generator_rejects_a_document_asks_for_no_version() {
    let rejected = edited("openapi: 3.0.3\n", "openapi: 3.0.3\nx-parts: true\n");
    let repository = repository();
    repository.put("spec/pets.yaml", &rejected);
    let report = json(&repository.path(""), &[]);
    assert_eq!(report["verdict"], Value::Null);
    assert_eq!(report["version"]["needed"], Value::Null);
    assert_eq!(report["rust"]["verdict"], Value::Null);
    for (format, first) in [
        ("text", "pets  rejected by the generator, "),
        ("markdown", "**Rejected by the generator, "),
        ("github", "::error title=Rejected by the generator::pets: "),
    ] {
        let run = diff(&repository, &["--format", format]).exits_with(0);
        let mut lines = run.stdout.lines().filter(|line| !line.starts_with("<!--"));
        let head = lines.next().unwrap_or_default();
        assert!(head.starts_with(first), "{}", run.stdout);
        assert!(!run.stdout.contains("0.1.1"), "{}", run.stdout);
    }
    for fail_on in ["breaking", "warning", "major", "any"] {
        diff(&repository, &["--fail-on", fail_on]).exits_with(1);
    }
    diff(&repository, &["--check-version"])
        .exits_with(1)
        .prints("the version cannot be checked: the generator rejects `pets`: ");

    // The correction of the document loses no client.
    repository.commit();
    repository.put("spec/pets.yaml", PETS);
    diff(&repository, &["--fail-on", "breaking"])
        .exits_with(0)
        .prints("pets  not compared in Rust, ");
    repository.put("Cargo.toml", MANIFEST.replace("0.1.0", "0.1.1"));
    diff(&repository, &["--check-version"]).exits_with(0);
}

#[test]
fn fail_on_decides_the_exit_status() {
    let breaking = without_dogs();
    let warning = edited("maxLength: 80", "maxLength: 80, pattern: '^[a-z]+$'");
    let warning_changed = warning.replace("^[a-z]+$", "^[a-z0-9]+$");
    // With a property of type `number`, `Pet` is no longer `Eq` and `Hash`.
    let rust = PETS.replace(
        "maxLength: 80 }",
        "maxLength: 80 }\n        age: { type: number }",
    );
    let (two, swapped) = with_swapped_arguments();
    let compatible = edited("maxLength: 80", "maxLength: 90");
    let wording = edited("A pet.", "A pet with a name.");
    let cases: [(&str, &str, [i32; 4]); 7] = [
        (PETS, PETS, [0, 0, 0, 0]),
        (PETS, &wording, [0, 0, 0, 1]),
        (PETS, &compatible, [0, 0, 0, 1]),
        (&warning, &warning_changed, [0, 1, 0, 1]),
        (PETS, &breaking, [1, 1, 1, 1]),
        (PETS, &rust, [0, 0, 1, 1]),
        (&two, &swapped, [1, 1, 1, 1]),
    ];
    for (index, (old, new, codes)) in cases.into_iter().enumerate() {
        let repository = repository();
        repository.put("spec/pets.yaml", old);
        repository.commit();
        repository.put("spec/pets.yaml", new);
        diff(&repository, &[]).exits_with(0);
        for (fail_on, code) in ["breaking", "warning", "major", "any"]
            .into_iter()
            .zip(codes)
        {
            let run = diff(&repository, &["--fail-on", fail_on]);
            let output = format!("{}{}", run.stdout, run.stderr);
            assert_eq!(run.code, Some(code), "case {index}, {fail_on}:\n{output}");
        }
    }
}

#[test]
fn what_compiles_and_behaves_differently_is_first() {
    let (old, new) = with_swapped_arguments();
    let repository = repository();
    repository.put("spec/pets.yaml", old);
    repository.commit();
    repository.put("spec/pets.yaml", new.replace("[cat, dog]", "[cat]"));
    let run = diff(&repository, &[]).exits_with(0);
    let lines: Vec<_> = run.stdout.lines().collect();
    let expected = [
        "pets  breaking on the wire and in Rust, in part without a compiler error → 0.2.0",
        "",
        "  These compile and behave differently:",
    ];
    assert_eq!(lines[..3], expected, "{}", run.stdout);
    let position = |text: &str| run.stdout.find(text).expect("the text is printed");
    assert!(position("Rust code behaves differently: ") < position("`dog` was removed"));
}

#[test]
fn names_in_a_hostile_document_do_not_reach_the_terminal() {
    let repository = repository();
    let name = r#""\e[31m\u202egone\r\n""#;
    let with_name = edited(
        "        name: {",
        &format!("        {name}: {{ type: string }}\n        name: {{"),
    );
    repository.put("spec/pets.yaml", with_name);
    let run = diff(&repository, &["--all"]).exits_with(0);
    let harmful = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert!(!run.stdout.contains(harmful), "{:?}", run.stdout);
    run.prints("␛[31m�gone");
    json(&repository.path(""), &[]);
}

#[test]
fn nothing_is_written() {
    let repository = repository();
    repository.put("spec/pets.yaml", without_dogs());
    repository.put("spec/new.yaml", shop());
    let status = || repository.git(&["status", "--porcelain", "--untracked-files=all"]);
    let index = || fs::read(repository.path(".git/index")).expect("there is an index");
    let before = (status(), index());
    diff(&repository, &[]).exits_with(0);
    assert_eq!((status(), index()), before);
}

#[test]
fn contradictory_arguments_are_usage_errors() {
    let repository = repository();
    for arguments in [
        &["--old", "spec/pets.yaml"][..],
        &["--new", "spec/pets.yaml"],
        &["HEAD", "--old", "spec/pets.yaml", "--new", "spec/pets.yaml"],
        &["HEAD", "HEAD", "HEAD"],
        &["--format", "xml"],
        &["--fail-on", "docs"],
    ] {
        diff(&repository, arguments).exits_with(2).prints("error: ");
    }
    diff(&repository, &["--old", "spec/pets.yaml"])
        .exits_with(2)
        .prints("cargo xtask diff [OPTIONS] --old <FILE> --new <FILE>\n");
}

#[test]
fn regen_ends_with_the_verdict_of_each_changed_document() {
    let repository = repository();
    let regen = || Run::of(&mut xtask(&repository.path(""), &["regen"])).exits_with(0);
    assert!(!regen().stdout.contains("since"), "nothing changed");
    repository.commit();
    repository.put("spec/pets.yaml", without_dogs());
    let output = regen().stdout;
    let last = output.lines().last().unwrap_or_default();
    assert!(last.starts_with("pets since HEAD ("), "{output}");
    assert!(last.contains("): breaking on the wire"), "{output}");
    assert!(last.ends_with(" → 0.2.0"), "{output}");
}

#[test]
fn regen_says_nothing_if_git_cannot_tell() {
    let repository = repository();
    repository.put("spec/pets.yaml", without_dogs());
    let without_git =
        Run::of(xtask(&repository.path(""), &["regen"]).env("PATH", "")).exits_with(0);
    assert!(
        !without_git.stdout.contains("since"),
        "{}",
        without_git.stdout
    );
    assert_eq!(without_git.stderr, "");

    repository.git(&["branch", "--move", "topic"]);
    let without_base = Run::of(&mut xtask(&repository.path(""), &["regen"])).exits_with(0);
    assert!(
        !without_base.stdout.contains("since"),
        "{}",
        without_base.stdout
    );
}

/// Returns the fingerprint of the only finding of a kind.
#[track_caller]
fn fingerprint(repository: &TestRepository, kind: &str) -> String {
    let report = json(&repository.path(""), &[]);
    let findings = report["findings"].as_array().expect("an array");
    let mut of_kind = findings.iter().filter(|finding| finding["id"] == kind);
    let finding = of_kind.next().expect("there is a finding of the kind");
    assert!(of_kind.next().is_none(), "several findings of the kind");
    finding["fingerprint"].as_str().expect("a text").to_owned()
}

/// Creates a repository whose branch `topic` has commits after those of `main`.
fn topic(edits: &[&str]) -> TestRepository {
    let repository = repository();
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    for document in edits {
        repository.put("spec/pets.yaml", document);
        repository.commit();
    }
    repository
}

#[track_caller]
fn accept(repository: &TestRepository, kind: &str, reason: &str) {
    let fingerprint = fingerprint(repository, kind);
    diff(repository, &["--accept", &fingerprint, "--reason", reason]).exits_with(0);
    repository.commit();
}

fn merge(repository: &TestRepository) {
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["merge", "--quiet", "--ff-only", "topic"]);
    repository.git(&["checkout", "--quiet", "topic"]);
}

const FAIL_ON_ANY: [&str; 2] = ["--fail-on", "any"];

#[test]
fn an_accepted_break_does_not_fail_and_still_moves_the_version() {
    let repository = topic(&[&without_dogs()]);
    diff(&repository, &FAIL_ON_ANY)
        .exits_with(1)
        .prints("To accept a break, run `cargo xtask diff --accept FINGERPRINT --reason \"…\"`.\n");
    let fingerprint = fingerprint(&repository, "enum-value-removed");
    diff(&repository, &["--accept", &fingerprint, "--reason", "Dogs are \"gone\"."])
        .exits_with(0)
        .prints("accepted: pets: Kind: `dog` was removed\nwrote spec/accepted.toml, which the reviewer sees\n");
    let run = diff(&repository, &FAIL_ON_ANY).exits_with(0);
    assert!(!run.stdout.contains("--accept"), "{}", run.stdout);
    run.prints("  accepted  Kind: `dog` was removed")
        .prints("Dogs are \"gone\".\n")
        .prints("this asks for 0.2.0.\n");
    diff(&repository, &["--check-version"]).exits_with(1);
    diff(
        &repository,
        &["--accept", &fingerprint, "--reason", "again"],
    )
    .exits_with(0)
    .prints("already accepted: pets: Kind: `dog` was removed (Dogs are \"gone\".)\n");
    let entries = fs::read_to_string(repository.path("spec/accepted.toml")).expect("it is there");
    assert_eq!(entries.matches("[[accepted]]").count(), 1, "{entries}");
}

#[test]
fn a_rebase_keeps_the_acceptance_of_a_break() {
    let repository = topic(&[&without_dogs()]);
    accept(&repository, "enum-value-removed", "Dogs are gone.");
    repository.git(&["checkout", "--quiet", "main"]);
    let moved = edited("paths:\n", "paths:\n  # Moves all lines.\n  # And again.\n");
    repository.put("spec/pets.yaml", moved);
    repository.commit();
    repository.git(&["checkout", "--quiet", "topic"]);
    repository.git(&["rebase", "--quiet", "main"]);
    diff(&repository, &FAIL_ON_ANY)
        .exits_with(0)
        .prints("pets.yaml:37:19 (old)");
}

#[test]
fn an_entry_of_an_older_change_does_not_accept_a_new_break() {
    let repository = topic(&[&without_dogs()]);
    accept(&repository, "enum-value-removed", "Dogs are gone.");
    repository.put("spec/pets.yaml", PETS);
    repository.commit();
    merge(&repository);
    repository.put("spec/pets.yaml", without_dogs());
    repository.commit();
    let run = diff(&repository, &FAIL_ON_ANY).exits_with(1);
    assert!(!run.stdout.contains("Dogs are gone."), "{}", run.stdout);
    accept(&repository, "enum-value-removed", "Dogs are gone again.");
    diff(&repository, &FAIL_ON_ANY)
        .exits_with(0)
        .prints("Dogs are gone again.");
}

#[test]
fn an_entry_that_accepts_nothing_is_told() {
    let repository = topic(&[&without_dogs()]);
    accept(&repository, "enum-value-removed", "Dogs are gone.");
    let fingerprint = fingerprint(&repository, "enum-value-removed");
    let told = format!(
        "spec/accepted.toml accepts a change that is not there: pets: Kind: `dog` was removed ({fingerprint})\n"
    );
    repository.put("spec/pets.yaml", edited("maxLength: 80", "maxLength: 100"));
    diff(&repository, &[]).exits_with(0).prints(&told);
    repository.put("spec/pets.yaml", PETS);
    diff(&repository, &[]).exits_with(0).prints(&told);
}

#[test]
fn a_change_is_accepted_by_its_fingerprint_and_a_reason() {
    let repository = topic(&[&without_dogs()]);
    let fingerprint = fingerprint(&repository, "enum-value-removed");
    let cases: [(&[&str], i32, &str); 5] = [
        (
            &["--accept", "0123", "--reason", "why"],
            1,
            "no change has the fingerprint `0123`",
        ),
        (
            &["--accept", &fingerprint, "--accept", "0", "--reason", "why"],
            1,
            "no change has the fingerprint `0`",
        ),
        (
            &["--accept", &fingerprint, "--reason", " \n"],
            1,
            "the reason is empty",
        ),
        (&["--accept", &fingerprint], 2, "--reason <TEXT>"),
        (
            &["main", "HEAD", "--accept", &fingerprint, "--reason", "why"],
            2,
            "cannot be used with",
        ),
    ];
    for (arguments, code, message) in cases {
        diff(&repository, arguments)
            .exits_with(code)
            .prints(message);
        assert!(
            !repository.path("spec/accepted.toml").exists(),
            "{arguments:?}"
        );
    }
    repository.put("spec/accepted.toml", "[[accepted]]\nid = 1\n");
    diff(&repository, &[])
        .exits_with(1)
        .prints("error: cannot read spec/accepted.toml: ");
}

/// Commits a version of the crate.
fn put_version(repository: &TestRepository, version: &str) {
    repository.put("Cargo.toml", MANIFEST.replace("0.1.0", version));
    repository.commit();
}

#[test]
fn the_version_is_checked_against_the_changes_since_the_base() {
    let added = edited("[cat, dog]", "[cat, dog, bird]");
    let removed = without_dogs();
    let cases = [
        (PETS, "0.1.0", "is high enough: no change since"),
        (
            &added,
            "0.1.0",
            "the crate's version is 0.1.0, but the changes since",
        ),
        (
            &added,
            "0.1.1",
            "version 0.1.1 is high enough: the changes since",
        ),
        (
            &removed,
            "0.1.0",
            "ask for 0.2.0\n  = help: set `version = \"0.2.0\"` in Cargo.toml, then run `cargo xtask regen`\n",
        ),
        (&removed, "0.1.1", "ask for 0.2.0\n"),
        (
            &removed,
            "0.2.0",
            "version 0.2.0 is high enough: the changes since",
        ),
        (&removed, "0.3.0", "ask for 0.2.0\n"),
        (&removed, "1.0.0", "ask for 0.2.0\n"),
        (&removed, "0.0.9", "ask for 0.2.0\n"),
    ];
    for (document, version, message) in cases {
        let repository = topic(&[document]);
        put_version(&repository, version);
        let is_low = matches!(version, "0.1.0" | "0.0.9") && document != PETS
            || version == "0.1.1" && document == removed;
        diff(&repository, &["--check-version"])
            .exits_with(i32::from(is_low))
            .prints(message);
    }
}

#[test]
fn several_breaks_between_two_releases_ask_for_one_step() {
    let repository = topic(&[PETS]);
    repository.git(&["tag", "v0.1.0"]);
    repository.git(&["tag", "--annotate", "--message", "Next", "v0.2.0-rc.1"]);
    repository.put("spec/pets.yaml", without_dogs());
    put_version(&repository, "0.2.0");
    merge(&repository);
    repository.put(
        "spec/pets.yaml",
        without_dogs().replace("/pets/{id}", "/animals/{id}"),
    );
    repository.commit();
    diff(&repository, &["--check-version"])
        .exits_with(0)
        .prints("The crate is 0.2.0 (0.1.0 before), which is high enough.\n")
        .prints("version 0.2.0 is high enough: the changes since v0.1.0 (");

    repository.git(&["tag", "v0.2.0"]);
    merge(&repository);
    repository.put("spec/pets.yaml", PETS);
    diff(&repository, &["--check-version"])
        .exits_with(1)
        .prints("but the changes since v0.2.0 (");
    put_version(&repository, "0.2.1");
    diff(&repository, &["--check-version"])
        .exits_with(1)
        .prints("ask for 0.3.0\n");
}

#[test]
fn a_small_change_after_a_break_does_not_hide_that_the_version_is_too_low() {
    let repository = topic(&[&without_dogs()]);
    repository.git(&["tag", "v0.1.0", "main"]);
    merge(&repository);
    repository.put(
        "spec/pets.yaml",
        without_dogs().replace("maxLength: 80", "maxLength: 100"),
    );
    put_version(&repository, "0.1.1");
    diff(&repository, &["--check-version"])
        .exits_with(1)
        .prints("the crate's version is 0.1.1, but the changes since v0.1.0 (");
}

#[test]
fn the_changelog_has_the_changes_since_the_release_with_the_reasons_of_accepted_breaks() {
    let repository = topic(&[&without_dogs()]);
    repository.git(&["tag", "v0.1.0", "main"]);
    accept(&repository, "enum-value-removed", "Dogs are gone.");
    merge(&repository);
    repository.put(
        "spec/pets.yaml",
        without_dogs().replace("maxLength: 80", "maxLength: 100"),
    );
    let run = diff(&repository, &["--changelog"]).exits_with(0);
    assert_eq!(
        run.stdout,
        "\
- Breaking, `pets`: Kind: `dog` was removed; requests with this value are rejected. In Rust, types::Kind::Dog was
  removed. Dogs are gone.
- `pets`: Pet.name: `maxLength` was raised from `80` to `100`.
"
    );
    assert_eq!(run.stderr, "");
    diff(&repository, &["--changelog", "--format", "json"]).exits_with(2);
    repository.put("spec/shop.yaml", "swagger: '2.0'\n");
    let run = diff(&repository, &["--changelog"])
        .exits_with(2)
        .prints("error[E011]");
    assert_eq!(run.stdout, "");
}

const LINKS: &str = "https://github.com/owner/repo";

#[test]
fn a_comment_links_to_the_lines_of_both_commits() {
    let repository = TestRepository::new();
    repository.put("a folder/xtask/Cargo.toml", "");
    repository.put("a folder/Cargo.toml", MANIFEST);
    repository.put("a folder/spec/my pets.yaml", PETS);
    repository.commit();
    repository.put(
        "a folder/spec/my pets.yaml",
        without_dogs().replace("maxLength: 80", "maxLength: 90"),
    );
    repository.commit();
    let folder = repository.path("a folder/spec");
    let arguments = ["HEAD~1", "HEAD", "--format", "markdown"];
    let with_links = [&arguments[..], &["--links", LINKS]].concat();
    let run = diff_in(&folder, &with_links).exits_with(0);
    let [old, new] = ["HEAD~1", "HEAD"].map(|revision| repository.git(&["rev-parse", revision]));
    let line =
        |commit, line| format!("{LINKS}/blob/{commit}/a%20folder/spec/my%20pets.yaml#L{line}");
    let links = rendered(&run.stdout, LINKS).links;
    assert_eq!(links, [line(&old, 35), line(&new, 42)], "{}", run.stdout);
    assert!(
        run.stdout.starts_with(
            "<!-- cargo xtask diff -->\n**Breaks callers** · asks for 0.2.0, is 0.1.0\n"
        )
    );

    let without = diff_in(&folder, &arguments).exits_with(0);
    assert!(rendered(&without.stdout, LINKS).links.is_empty());
    let same = diff_in(&folder, &["HEAD", "HEAD", "--format", "markdown"]).exits_with(0);
    let expected = "<!-- cargo xtask diff -->\n**No change** in 1 document.\n";
    assert_eq!(same.stdout, expected);
    for links in [
        "http://github.com/o/r",
        "https://github.com",
        "javascript:x",
    ] {
        let arguments = [&arguments[..], &["--links", links]].concat();
        diff_in(&folder, &arguments)
            .exits_with(2)
            .prints("it is not the address of a repository");
    }
}

#[test]
fn what_was_removed_is_annotated_at_the_nearest_line_that_is_left() {
    let repository = repository();
    repository.put("spec/pets.yaml", without_dogs());
    repository.put("spec/shop.yaml", "swagger: '2.0'\n");
    let run = diff(&repository, &["--format", "github"]).exits_with(2);
    let lines: Vec<_> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with("::error file=spec/shop.yaml,line=1,col=1,title=Cannot be compared::"),
        "{}",
        run.stdout
    );
    assert!(
        lines[1].starts_with("::error file=spec/pets.yaml,line=35,col=7,title=Breaks callers::"),
        "{}",
        run.stdout
    );
    // A runner of GitHub reads commands from both outputs.
    assert_eq!(run.stderr, "");

    let markdown = diff(&repository, &["--format", "markdown"]).exits_with(2);
    let headline = "**Breaks callers** · 1 document cannot be compared\n";
    markdown
        .prints(headline)
        .prints("- cannot compare `spec/shop.yaml`: ");
}

#[test]
fn accepted_changes_are_marked_in_every_format() {
    let repository = repository();
    repository.put("spec/pets.yaml", without_dogs());
    let report = json(&repository.path(""), &[]);
    assert_eq!(report["findings"][0]["accepted"], Value::Null);
    let fingerprint = report["findings"][0]["fingerprint"].as_str();
    let fingerprint = fingerprint.expect("a fingerprint");
    let accept = ["--accept", fingerprint, "--reason", "nobody has one"];
    diff(&repository, &accept).exits_with(0);

    let report = json(&repository.path(""), &[]);
    assert_eq!(report["findings"][0]["accepted"], "nobody has one");
    diff(&repository, &["--format", "github"])
        .exits_with(0)
        .prints("::notice file=spec/pets.yaml,line=35,col=7,title=Accepted::")
        .prints("%0AAccepted: nobody has one\n");
    diff(&repository, &["--format", "markdown"])
        .exits_with(0)
        .prints("**Breaks callers** (accepted) · asks for 0.2.0, is 0.1.0\n")
        .prints("<summary>1 accepted change</summary>");
}

/// Returns a document with hostile names and values, before and after a change of each.
fn hostile(text: &str) -> [String; 2] {
    let name = serde_json::to_string(text).expect("a string can be written as JSON");
    let path = serde_json::to_string(&format!("/{text}")).expect("it can be written");
    let with = |values: &str, kind: &str, pattern: &str| {
        let properties = format!(
            "      properties:\n        {name}: {{ type: {kind} }}\n        enum: {{ type: string, enum: {values} }}\n        \
             text: {{ type: string, description: {name}{pattern} }}\n"
        );
        let paths = format!(
            "paths:\n  {path}:\n    get:\n      responses:\n        '200':\n          description: {name}\n          \
             content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }}\n"
        );
        PETS.replace("      properties:\n", &properties)
            .replace("paths:\n", &paths)
    };
    [
        with(&format!("[a, {name}]"), "string", ""),
        with("[a]", "integer", &format!(", pattern: {name}")),
    ]
}

#[test]
fn a_hostile_document_has_no_effect_in_a_comment_or_in_annotations() {
    for text in [
        "\u{1b}[31m\u{202e}gone\r\n::error::x\n\n# x",
        "</details><img src=x onerror=alert(1)><!-- x",
        "a|b\\|c\\\\|`d`` | e",
        "@team #1 GH-1 owner/repo#1 https://evil.example www.evil.example e@evil.example :tada:",
        "[a](https://evil.example) ![b](https://evil.example/b.png) deadbeefdeadbeef",
        "`",
        &"<b>long|name`".repeat(40),
    ] {
        let [old, new] = hostile(text);
        let repository = repository();
        repository.put("spec/pets.yaml", old);
        repository.commit();
        repository.put("spec/pets.yaml", new);
        repository.commit();
        let arguments = ["HEAD~1", "HEAD", "--links", LINKS, "--format"];
        let run = |format| diff(&repository, &[&arguments[..], &[format]].concat()).exits_with(0);
        let comment = run("markdown");
        let rendered = rendered(&comment.stdout, LINKS);
        let report = json(&repository.path(""), &["HEAD~1", "HEAD"]);
        let findings = report["findings"].as_array().expect("an array");
        assert!(findings.len() >= 3, "{report}");
        assert_eq!(rendered.rows, vec![3; findings.len()], "{}", comment.stdout);
        assert_eq!(rendered.links.len(), findings.len(), "{}", comment.stdout);
        let longest = rendered.code.iter().map(|code| code.chars().count()).max();
        assert!(longest <= Some(80), "{longest:?}");

        let annotations = run("github");
        let is_command = |line: &str| {
            let levels = ["::error file=", "::warning file=", "::notice file="];
            levels.iter().any(|level| line.starts_with(level))
        };
        assert!(
            annotations.stdout.lines().all(is_command),
            "{}",
            annotations.stdout
        );
        let harmful = |c: char| c != '\n' && c.is_control();
        assert!(
            !annotations.stdout.contains(harmful),
            "{:?}",
            annotations.stdout
        );
        assert_eq!(annotations.stderr, "");
    }
}
