//! `cargo xtask try`, run as a person runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const PETS: &str = "\
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
              schema: { $ref: '#/components/schemas/Pets' }
components:
  schemas:
    Pets: { type: array, items: { type: string } }
";

/// A folder with documents, and what comes of them.
struct Folder(TempDir);

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Folder {
    fn with(documents: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().expect("a temporary folder"));
        for (name, text) in documents {
            folder.put(name, text);
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has a name")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("it was written")
    }

    fn try_(&self, arguments: &[&str]) -> Run {
        self.try_with(arguments, env!("CARGO"))
    }

    fn try_with(&self, arguments: &[&str], cargo: impl AsRef<Path>) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("try")
            .args(arguments)
            .args(["--out", "out"])
            .env("CARGO", cargo.as_ref())
            .current_dir(self.0.path())
            .output()
            .expect("xtask starts");
        let text = |bytes| String::from_utf8(bytes).expect("xtask writes UTF-8");
        Run {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// A stand-in for Cargo, which says something and ends with a code.
    #[cfg(unix)]
    fn cargo(&self, says: &str, code: i32) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path("cargo");
        self.put(
            "cargo",
            &format!("#!/bin/sh\necho '{says}' >&2\nexit {code}\n"),
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it is ours");
        path
    }
}

impl Run {
    #[track_caller]
    fn exits_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}{}", self.stdout, self.stderr);
        self
    }

    #[track_caller]
    fn prints(self, words: &str) -> Self {
        assert!(
            self.stdout.contains(words),
            "`{words}` is not in:\n{}",
            self.stdout
        );
        self
    }

    #[track_caller]
    fn notes(self, words: &str) -> Self {
        assert!(
            self.stderr.contains(words),
            "`{words}` is not in:\n{}",
            self.stderr
        );
        self
    }
}

/// A document that refers to a schema that is not there.
fn dangling() -> String {
    PETS.replace(
        "items: { type: string }",
        "items: { $ref: '#/components/schemas/Cat' }",
    )
}

#[test]
fn a_document_becomes_a_crate_that_is_a_workspace_of_its_own() {
    let folder = Folder::with(&[("Our Pets.yaml", PETS)]);
    let run = folder.try_(&["Our Pets.yaml"]).exits_with(0);
    run.prints("generated our-pets (1 operation, ")
        .prints("1 document: 1 generated, 0 rejected, 0 broken\n");
    let manifest = folder.read("out/our-pets/Cargo.toml");
    assert!(manifest.contains("name = \"our-pets\"") && manifest.contains("\n[workspace]\n"));
}

#[test]
fn a_rejected_document_does_not_stop_the_others() {
    let folder = Folder::with(&[("bad.yaml", "openapi: 3.1.0\n"), ("pets.yaml", PETS)]);
    let run = folder.try_(&["bad.yaml", "pets.yaml"]).exits_with(1);
    run.prints("rejected bad\n\nerror[E011]")
        .prints("generated pets (")
        .prints("2 documents: 1 generated, 1 rejected, 0 broken\n");
}

#[test]
fn a_document_that_is_not_there_is_rejected() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let run = folder.try_(&["cats.yaml", "pets.yaml"]).exits_with(1);
    run.prints("rejected cats\n\nerror: cannot read cats.yaml: there is no such file\n")
        .prints("generated pets (");
}

#[test]
fn a_missing_schema_is_an_error_with_its_line() {
    let folder = Folder::with(&[("pets.yaml", &dangling())]);
    let run = folder.try_(&["pets.yaml"]).exits_with(1);
    run.prints("error[E012]: unresolved reference `#/components/schemas/Cat`\n  --> pets.yaml:17:");
}

#[test]
fn a_missing_schema_is_a_warning_if_that_is_asked_for() {
    let folder = Folder::with(&[("pets.yaml", &dangling())]);
    let run = folder.try_(&["pets.yaml", "--lenient"]).exits_with(0);
    run.notes("warning[W031]: unresolved schema `#/components/schemas/Cat`");
}

#[test]
fn a_parameter_that_is_twice_in_a_path_is_written_twice_if_mistakes_are_let_pass() {
    let pets = PETS.replace("/pets:", "/pets/{id}/of/{id}:");
    let pets = pets.replace(
        "operationId:",
        "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      operationId:",
    );
    let folder = Folder::with(&[("pets.yaml", &pets)]);
    folder.try_(&["pets.yaml"]).exits_with(1);
    let run = folder.try_(&["pets.yaml", "--lenient"]).exits_with(0);
    run.notes("warning[W035]: duplicate parameter `id` in `/pets/{id}/of/{id}`");
    let operation = folder.read("out/pets/src/pets/operations/list_pets.rs");
    assert!(operation.contains("{}/pets/{}/of/{}"), "{operation}");
    assert_eq!(operation.matches("internal::path::encode(id)").count(), 2);
}

#[test]
fn json_is_an_object_a_line_with_the_totals_in_the_last() {
    let folder = Folder::with(&[("bad.yaml", "openapi: 3.1.0\n"), ("pets.yaml", PETS)]);
    let run = folder.try_(&["bad.yaml", "pets.yaml", "--format", "json"]);
    let lines: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let [bad, pets, totals] = &lines[..] else {
        panic!("three lines, not {}", run.stdout)
    };
    assert_eq!(bad["outcome"], "rejected");
    assert_eq!(bad["diagnostics"][0]["code"], "E011");
    assert_eq!(
        (&pets["outcome"], &pets["operations"]),
        (&"generated".into(), &1.into())
    );
    assert_eq!(totals["totals"]["rejected"], 1);
}

#[test]
fn what_an_earlier_run_wrote_is_replaced() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder.try_(&["pets.yaml"]).exits_with(0);
    folder.put("out/pets/src/pets/types/gone.rs", "");
    folder.put("out/pets/Cargo.lock", "");
    folder.try_(&["pets.yaml"]).exits_with(0);
    assert!(!folder.path("out/pets/src/pets/types/gone.rs").exists());
    assert!(
        folder.path("out/pets/Cargo.lock").exists(),
        "Cargo put it there"
    );
}

#[test]
fn what_was_not_generated_is_not_replaced() {
    let folder = Folder::with(&[("pets.yaml", PETS), ("out/pets/src/lib.rs", "mine")]);
    let run = folder.try_(&["pets.yaml"]).exits_with(1);
    run.notes("holds something that was not generated");
    assert_eq!(folder.read("out/pets/src/lib.rs"), "mine");
}

#[test]
fn cargo_that_cannot_be_started_is_an_error() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let run = folder.try_with(&["pets.yaml", "--check"], folder.path("nowhere"));
    run.exits_with(1).notes("error: cannot start cargo: ");
}

#[cfg(unix)]
#[test]
fn a_crate_that_does_not_compile_is_broken() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let cargo = folder.cargo("src/pets.rs:1:1: error[E0433]: no such thing", 101);
    let run = folder
        .try_with(&["pets.yaml", "--check"], cargo)
        .exits_with(1);
    run.prints("broken pets (1 operation, ")
        .prints("src/pets.rs:1:1: error[E0433]: no such thing\n")
        .prints("1 document: 0 generated, 0 rejected, 1 broken\n");
}

#[cfg(unix)]
#[test]
fn a_crate_that_compiles_is_generated() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let cargo = folder.cargo("src/pets.rs:1:1: warning: unused", 0);
    let run = folder
        .try_with(&["pets.yaml", "--check"], cargo)
        .exits_with(0);
    run.prints("generated pets (1 operation, ");
}
