//! Runs the commands in temporary repositories.

#[path = "support/run.rs"]
mod run;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};
use std::{fs, io};

use tempfile::TempDir;

use run::Run;

const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1.0' }
servers: [{ url: 'https://pets.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      summary: Lists the pets.
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: { type: array, items: { type: string } }
";

const BROKEN: &str = "openapi: 3.0.3\ninfo: [\n";

/// A temporary folder with the structure of this repository.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(TempDir::new().expect("a temporary folder can be created"));
        repository.put("xtask/Cargo.toml", "");
        repository
    }

    /// Creates a repository with one document, and writes its `generated/`.
    fn generated() -> Self {
        let repository = Self::new();
        repository.put("spec/pets.yaml", DOCUMENT);
        repository.run(&["regen"]).succeeds();
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("the path has a parent"))
            .expect("the folder can be created");
        fs::write(path, text).expect("the file can be written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.args(arguments).current_dir(self.0.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&mut self.command(arguments))
    }

    /// Returns every file of `generated/` with its contents and its modification time.
    fn snapshot(&self) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        walk(&self.path("generated"), &mut |path| {
            let changed = path.metadata().and_then(|metadata| metadata.modified());
            let text = fs::read(path).expect("the file is readable");
            files.insert(
                path.to_owned(),
                (
                    text,
                    changed.expect("the file system stores modification times"),
                ),
            );
        });
        files
    }

    /// Returns the accepted surface of a module.
    fn surface(&self, module: &str) -> Option<String> {
        fs::read_to_string(self.path(&format!("tests/surface/{module}.txt"))).ok()
    }

    /// Returns the path of the largest file in `generated/src`.
    fn source_file(&self) -> PathBuf {
        let sources = self.path("generated/src");
        let files = self.snapshot().into_iter();
        let sources = files.filter(|(path, _)| path.starts_with(&sources));
        let largest = sources.max_by_key(|(_, (text, _))| text.len());
        largest.expect("the document has source files").0
    }
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("the folder is readable") {
        let path = entry.expect("the entry is readable").path();
        if path.is_dir() {
            walk(&path, visit);
        } else {
            visit(&path);
        }
    }
}

impl Run {
    #[track_caller]
    fn succeeds(self) -> Self {
        self.exits_with(0)
    }

    #[track_caller]
    fn does_not_print(self, text: &str) -> Self {
        assert!(!self.stdout.contains(text), "{}", self.stdout);
        self
    }
}

#[test]
fn regen_does_not_write_unchanged_files() {
    let repository = Repository::generated();
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in repository.snapshot().keys() {
        let file = fs::File::options()
            .append(true)
            .open(path)
            .expect("the file is writable");
        file.set_modified(long_ago)
            .expect("the modification time can be set");
    }
    let before = repository.snapshot();

    let run = repository.run(&["regen"]).succeeds();

    run.prints("generated/ is up to date\n");
    assert_eq!(repository.snapshot(), before);
}

#[test]
fn regen_prints_a_row_for_each_document_and_the_written_files() {
    let repository = Repository::new();
    repository.put("spec/pets.yaml", DOCUMENT);
    repository.put("spec/more.json", json_document());
    repository.put("spec/notes.txt", "not a document");

    let run = repository.run(&["regen"]).succeeds();

    let lines: Vec<_> = run.stdout.lines().collect();
    assert!(
        lines[0].starts_with("more    1 operation, "),
        "{}",
        run.stdout
    );
    assert!(
        lines[1].starts_with("pets    1 operation, "),
        "{}",
        run.stdout
    );
    assert!(
        lines[2].starts_with("crate   files of no document"),
        "{}",
        run.stdout
    );
    assert_eq!(run.stderr, "");
    run.prints("\nwrote ");
}

fn json_document() -> &'static str {
    r#"{
        "openapi": "3.0.3",
        "info": { "title": "More", "version": "1" },
        "servers": [{ "url": "https://more.example" }],
        "paths": { "/": { "get": {
            "operationId": "ping",
            "summary": "Does nothing.",
            "responses": { "204": { "description": "Nothing." } }
        } } }
    }"#
}

#[test]
fn regen_works_in_a_subfolder() {
    let repository = Repository::generated();
    let below = repository.path("xtask");
    Run::of(repository.command(&["regen", "--check"]).current_dir(below)).succeeds();
}

#[test]
fn regen_rewrites_damaged_files_and_removes_stray_files() {
    let repository = Repository::generated();
    let before: Vec<_> = contents(&repository);
    let source = repository.source_file();
    fs::write(&source, "fn {{{").expect("the file is writable");
    repository.put("generated/src/stray/stray.rs", "stray");

    let run = repository.run(&["regen"]).succeeds();

    assert_eq!(contents(&repository), before);
    assert!(!repository.path("generated/src/stray").exists());
    run.prints("wrote 1 file, removed 1\n");
}

fn contents(repository: &Repository) -> Vec<(PathBuf, Vec<u8>)> {
    let files = repository.snapshot().into_iter();
    files.map(|(path, (text, _))| (path, text)).collect()
}

#[cfg(unix)]
#[test]
fn regen_removes_links_without_following_them() {
    let repository = Repository::generated();
    repository.put("elsewhere/kept.rs", "kept");
    let link = repository.path("generated/src/link");
    std::os::unix::fs::symlink(repository.path("elsewhere"), &link)
        .expect("the link can be created");

    repository.run(&["regen"]).succeeds();

    assert!(link.symlink_metadata().is_err(), "the link still exists");
    assert!(repository.path("elsewhere/kept.rs").is_file());
}

#[test]
fn concurrent_runs_of_regen_do_not_interfere() {
    let repository = Repository::generated();
    let before = contents(&repository);
    fs::remove_dir_all(repository.path("generated")).expect("the folder can be removed");

    let start = || {
        repository
            .command(&["regen"])
            .stdout(Stdio::null())
            .spawn()
            .expect("xtask starts")
    };
    for mut child in [start(), start(), start()] {
        assert!(child.wait().expect("the process was started").success());
    }

    assert_eq!(contents(&repository), before);
}

#[test]
fn regen_check_succeeds_if_generated_is_up_to_date() {
    let run = Repository::generated()
        .run(&["regen", "--check"])
        .succeeds();
    assert!(
        run.stdout.ends_with("generated/ is up to date\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn regen_check_shows_outdated_files_and_writes_nothing() {
    let repository = Repository::generated();
    let source = repository.source_file();
    let text = fs::read_to_string(&source).expect("the file is text");
    fs::write(&source, format!("// by hand\n{text}")).expect("the file is writable");
    repository.put("generated/src/stray.rs", "stray");
    let before = repository.snapshot();

    repository
        .run(&["regen", "--check"])
        .exits_with(1)
        .prints(" is out of date:\n--- on disk\n")
        .prints("\n-// by hand\n")
        .prints("generated/src/stray.rs is not generated from any document\n")
        .prints("generated/ is out of date in 2 files")
        .prints("run `cargo xtask regen`");

    assert_eq!(repository.snapshot(), before);
}

#[test]
fn changes_for_callers_are_shown_until_they_are_accepted() {
    let repository = Repository::generated();
    repository.run(&["regen", "--accept"]).succeeds();
    let page = DOCUMENT.replace(
        "schema: { type: array, items: { type: string } }",
        "schema: { type: object, properties: { names: { type: string } } }",
    );
    repository.put("spec/pets.yaml", &page);
    repository.run(&["regen"]).succeeds();
    repository.run(&["regen", "--accept"]).succeeds();
    let accepted = repository.surface("pets");
    let property = page.replace("names: {", "next: { type: string }, names: {");
    assert_ne!(property, page);
    repository.put("spec/pets.yaml", property);

    let shown = "
changes for callers of pets: 1 line added
      struct types::ListPetsResponse
  +     next: Option<String>

left to do:
  accept the changes for callers: `cargo xtask regen --accept`
";
    repository.run(&["regen"]).succeeds().prints(shown);
    repository.run(&["regen"]).succeeds().prints(shown);
    assert_eq!(repository.surface("pets"), accepted);
    repository
        .run(&["regen", "--accept"])
        .succeeds()
        .prints("accepted tests/surface/pets.txt: 1 line added\n");
    let text = repository.surface("pets").expect("the surface was written");
    assert!(text.contains("\n    next: Option<String>\n"), "{text}");
    repository
        .run(&["regen", "--accept"])
        .succeeds()
        .does_not_print("accepted");
}

#[test]
fn a_new_and_a_removed_document_are_reported_and_accepted() {
    let repository = Repository::generated();
    repository.run(&["regen"]).prints("pets is a new module: ");
    repository.run(&["regen", "--accept"]).succeeds();
    let old = repository.path("spec/pets.yaml");
    fs::rename(old, repository.path("spec/animals.yaml")).expect("the file can be moved");

    repository
        .run(&["regen"])
        .succeeds()
        .prints("animals is a new module: ")
        .prints("pets is no longer a module: ");
    repository.run(&["regen", "--accept"]).succeeds();

    assert!(repository.surface("animals").is_some());
    assert_eq!(repository.surface("pets"), None);
}

#[test]
fn nothing_is_accepted_while_a_document_is_broken() {
    let repository = Repository::generated();
    repository.put("spec/broken.yaml", BROKEN);
    repository.run(&["regen", "--accept"]).exits_with(1);
    assert_eq!(repository.surface("pets"), None);
}

#[test]
fn a_surface_that_cannot_be_written_is_an_error() {
    let repository = Repository::generated();
    repository.put("tests/surface", "a file");
    for arguments in [&["regen"][..], &["regen", "--accept"]] {
        repository
            .run(arguments)
            .exits_with(1)
            .prints("tests/surface")
            .prints("= help: ");
    }
}

#[test]
fn operations_without_a_test_are_left_to_do() {
    let repository = Repository::generated();
    let manifest = "[dev-dependencies]\nconversations-client = { features = [\"gone\"] }\n";
    repository.put("tests/Cargo.toml", manifest);
    repository.put("tests/requests/gone/get_it.http", "");
    repository.run(&["regen", "--accept"]).succeeds().prints(
        "
left to do:
  remove the feature `gone` from tests/Cargo.toml, because Cargo rejects features that do not exist
  add the feature `pets` of conversations-client to tests/Cargo.toml
  record the requests of these operations: add calls to tests/requests.rs, and run
  `cargo test -p tests --test requests`:
    pets: list_pets
  these operations no longer exist; remove them from tests/requests.rs and tests/requests/:
    gone: get_it
",
    );

    fs::remove_dir_all(repository.path("tests/requests/gone")).expect("the folder can be removed");
    repository.put("tests/requests/pets/list_pets.http", "");
    repository
        .run(&["regen"])
        .succeeds()
        .prints("\ndone: all changes are accepted, and every operation has a recorded request\n");
}

#[test]
fn a_broken_document_leaves_generated_unchanged() {
    let repository = Repository::generated();
    repository.put("spec/broken.yaml", BROKEN);
    let before = repository.snapshot();

    let run = repository
        .run(&["regen"])
        .exits_with(1)
        .prints("spec/broken.yaml:")
        .prints("1 of 2 documents cannot be used; generated/ is unchanged");

    assert_eq!(repository.snapshot(), before);
    assert!(
        !run.stderr.contains('\x1b'),
        "colour in a pipe: {}",
        run.stderr
    );
}

#[test]
fn an_unusable_spec_folder_is_an_error() {
    type Arrange = fn(&Repository);
    let cases: [(Arrange, &str); 6] = [
        (|_| {}, "the folder spec/ does not exist"),
        (
            |it| it.put("spec/README.md", ""),
            "spec/ contains no .yaml, .yml or .json file",
        ),
        (|it| it.put("spec", ""), "cannot read spec/: "),
        (
            |it| {
                it.put("spec/pets.yaml", DOCUMENT);
                it.put("spec/pets.json", "{}");
            },
            "spec/pets.json and spec/pets.yaml would both become the module `pets`",
        ),
        (
            |it| it.put("spec/pets.yaml", b"openapi: 3.0.3\ninfo: \xff\n"),
            "cannot read spec/pets.yaml: line 2 is not UTF-8 text",
        ),
        (
            |it| it.put("spec/pets.yaml/inner", ""),
            "cannot read spec/pets.yaml: it is a folder",
        ),
    ];
    for (arrange, text) in cases {
        let repository = Repository::new();
        arrange(&repository);
        repository
            .run(&["regen"])
            .exits_with(1)
            .prints(text)
            .prints("= help: ");
        assert!(!repository.path("generated").exists(), "{text}");
    }
}

#[test]
fn an_unusable_target_folder_leaves_generated_unchanged() {
    let repository = Repository::generated();
    fs::remove_dir_all(repository.path("target")).expect("the folder can be removed");
    repository.put("target", "a file");
    fs::write(repository.source_file(), "stale").expect("the file is writable");
    let before = repository.snapshot();

    repository
        .run(&["regen"])
        .exits_with(1)
        .prints("cannot write ")
        .prints("; generated/ is unchanged");

    assert_eq!(repository.snapshot(), before);
}

#[test]
fn regen_does_not_replace_a_file_named_generated() {
    let repository = Repository::new();
    repository.put("spec/pets.yaml", DOCUMENT);
    repository.put("generated", "mine");

    repository
        .run(&["regen"])
        .exits_with(1)
        .prints("generated is not a folder");

    assert_eq!(
        fs::read(repository.path("generated")).expect("the file is readable"),
        b"mine"
    );
}

#[test]
fn regen_outside_the_repository_is_an_error() {
    let folder = TempDir::new().expect("a temporary folder can be created");
    Run::of(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("regen")
            .current_dir(&folder),
    )
    .exits_with(1)
    .prints(" is not inside this repository")
    .prints("run the command in the folder that contains spec/ and xtask/");
}

#[test]
fn check_without_paths_checks_all_documents_in_spec() {
    let repository = Repository::new();
    repository.put("spec/broken.yaml", BROKEN);
    repository.put("spec/pets.yaml", DOCUMENT);
    repository
        .run(&["check"])
        .exits_with(1)
        .prints("spec/broken.yaml: 1 error\n")
        .prints("spec/pets.yaml: no problems\n")
        .prints("`cargo xtask explain CODE` explains a code\n");
}

#[test]
fn check_reports_mistakes_in_extensions() {
    let repository = Repository::new();
    let document = DOCUMENT.replace("openapi: 3.0.3\n", "openapi: 3.0.3\nx-rate-limit: often\n");
    assert_ne!(document, DOCUMENT);
    repository.put("spec/pets.yaml", document);
    repository
        .run(&["check"])
        .exits_with(1)
        .prints("error[E050]");
}

#[test]
fn check_fails_on_warnings_with_deny_warnings() {
    let repository = Repository::new();
    let document = DOCUMENT.replace(
        "openapi: 3.0.3\n",
        "openapi: 3.0.3\ntags: [{ name: a }, { name: a }]\n",
    );
    assert_ne!(document, DOCUMENT);
    repository.put("spec/pets.yaml", document);
    repository.run(&["check"]).succeeds().prints("1 warning");
    repository.run(&["check", "--deny-warnings"]).exits_with(1);
}

#[test]
fn files_in_folders_below_spec_are_parts_of_documents() {
    let repository = Repository::new();
    let schema = "schema: { $ref: parts/names.yaml }";
    let document = DOCUMENT.replace("schema: { type: array, items: { type: string } }", schema);
    assert_ne!(document, DOCUMENT);
    repository.put("spec/pets.yaml", document);
    repository.put(
        "spec/parts/names.yaml",
        "type: array\nitems: { type: string }\n",
    );
    repository.run(&["regen"]).succeeds();
    repository.run(&["regen", "--check"]).succeeds();
    repository.put(
        "spec/parts/names.yaml",
        "type: array\nitems: { type: integer }\n",
    );
    repository.run(&["regen", "--check"]).exits_with(1);
    repository.put("spec/parts/names.yaml", "type: aray\n");
    repository
        .run(&["check"])
        .exits_with(1)
        .prints("--> spec/parts/names.yaml:1:7")
        .prints("spec/pets.yaml: 1 error\n");
    repository
        .run(&["check", "--format", "github"])
        .exits_with(1)
        .prints("file=spec/parts/names.yaml,line=1,");
}

#[test]
fn check_accepts_paths_outside_spec_and_continues_after_a_missing_document() {
    let repository = Repository::new();
    repository.put("drafts/pets.yaml", DOCUMENT);
    repository
        .run(&["check", "drafts/missing.yaml", "drafts/pets.yaml"])
        .exits_with(1)
        .prints("cannot read drafts/missing.yaml: no such file")
        .prints("`cargo xtask check` without a path checks all documents in spec/")
        .prints("drafts/pets.yaml: no problems\n");
}

#[test]
fn a_document_that_exceeds_the_size_limit_is_rejected() {
    let repository = Repository::new();
    repository.put("huge.yaml", "");
    let huge = fs::File::options()
        .write(true)
        .open(repository.path("huge.yaml"));
    huge.and_then(|file| file.set_len((128 << 20) + 1))
        .expect("the file is writable");
    repository
        .run(&["check", "huge.yaml"])
        .exits_with(1)
        .prints("error[E003]: the document is larger than 128 MiB\n");
}

#[test]
fn check_prints_one_line_per_diagnostic_in_json_and_github_format() {
    let repository = Repository::new();
    repository.put("broken.yaml", BROKEN);
    for (format, start) in [("json", "{"), ("github", "::error file=broken.yaml,line=")] {
        let run = repository
            .run(&["check", "--format", format, "broken.yaml"])
            .exits_with(1);
        let lines: Vec<_> = run.stdout.lines().collect();
        let [line] = lines[..] else {
            panic!(
                "{format}: expected one line for one diagnostic:\n{}",
                run.stdout
            )
        };
        assert!(line.starts_with(start), "{line}");
    }
}

#[test]
fn explain_accepts_a_code_in_any_case_and_lists_all_codes_without_one() {
    let repository = Repository::new();
    let list = repository.run(&["explain"]).succeeds().stdout;
    for line in list.lines() {
        let (code, title) = line
            .split_once("  ")
            .expect("the line has a code and a title");
        let explanation = repository
            .run(&["explain", &code.to_lowercase()])
            .succeeds()
            .stdout;
        assert!(explanation.starts_with(code), "{explanation}");
        assert!(explanation.contains(title), "{explanation}");
        let widths = explanation.lines().chain([line]);
        let widest = widths.map(|line| line.chars().count()).max();
        assert!(widest.is_some_and(|width| width <= 80), "{explanation}");
    }
    let short = repository.run(&["explain", "e12"]).succeeds().stdout;
    assert!(short.starts_with("E012"), "{short}");
}

#[test]
fn invalid_arguments_are_usage_errors() {
    let repository = Repository::new();
    for arguments in [
        &["explain", "E9999"][..],
        &["check", "--format", "xml"],
        &["regen", "spec/pets.yaml"],
        &["regen", "--check", "--accept"],
        &["regenerate"],
        &[],
    ] {
        repository.run(arguments).exits_with(2);
    }
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let (reader, writer) = io::pipe().expect("a pipe can be created");
    drop(reader);
    Run::of(Repository::new().command(&["explain"]).stdout(writer)).succeeds();
}

#[test]
fn xtask_builds_without_the_generated_crate() {
    let tree = Run::of(
        Command::new(env!("CARGO"))
            .args([
                "tree",
                "--offline",
                "--package",
                "xtask",
                "--edges",
                "normal,build",
            ])
            .args(["--prefix", "none", "--format", "{p}"])
            .current_dir(env!("CARGO_MANIFEST_DIR")),
    )
    .succeeds();
    assert!(tree.stdout.starts_with("xtask v"), "{}", tree.stdout);
    assert!(
        !tree.stdout.contains("conversations-client"),
        "{}",
        tree.stdout
    );
}
