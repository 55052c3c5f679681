//! Runs `cargo xtask try` in temporary folders.

#[path = "support/run.rs"]
mod run;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use run::Run;

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

/// A temporary folder with documents and the crates that are generated from them.
struct Folder(TempDir);

impl Folder {
    fn with(documents: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().expect("a temporary folder can be created"));
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
        fs::create_dir_all(path.parent().expect("the path has a parent"))
            .expect("the folder can be created");
        fs::write(path, text).expect("the file can be written");
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).expect("the file was written")
    }

    fn try_(&self, arguments: &[&str]) -> Run {
        self.try_with(arguments, env!("CARGO"))
    }

    fn try_with(&self, arguments: &[&str], cargo: impl AsRef<Path>) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("try").args(arguments).args(["--out", "out"]);
        command.env("CARGO", cargo.as_ref());
        Run::of(command.current_dir(self.0.path()))
    }

    /// Creates a stand-in for Cargo that prints a line to standard error and exits with a code.
    #[cfg(unix)]
    fn cargo(&self, stderr: &str, code: i32) -> PathBuf {
        self.script(&format!("echo '{stderr}' >&2\nexit {code}"))
    }

    /// Creates a stand-in for Cargo that runs shell commands.
    #[cfg(unix)]
    fn script(&self, commands: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        let path = self.path("cargo");
        self.put("cargo", &format!("#!/bin/sh\n{commands}\n"));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755))
            .expect("the permissions can be changed");
        path
    }
}

/// Returns a document with a reference to a missing schema.
fn with_missing_schema() -> String {
    PETS.replace(
        "items: { type: string }",
        "items: { $ref: '#/components/schemas/Cat' }",
    )
}

#[test]
fn a_generated_crate_is_its_own_workspace() {
    let folder = Folder::with(&[("Our Pets.yaml", PETS)]);
    let run = folder.try_(&["Our Pets.yaml"]).exits_with(0);
    run.prints_to_stdout("generated our-pets (1 operation, ")
        .prints_to_stdout("1 document: 1 generated, 0 rejected, 0 broken\n");
    let manifest = folder.read("out/our-pets/Cargo.toml");
    assert!(manifest.contains("name = \"our-pets\"") && manifest.contains("\n[workspace]\n"));
}

#[test]
fn a_crate_has_a_program_on_request() {
    let documents = [("Our Pets.yaml", PETS), ("csv.yaml", PETS)];
    let folder = Folder::with(&documents);
    let arguments = ["Our Pets.yaml", "csv.yaml"];
    let programs = [
        "out/our-pets/src/bin/our-pets.rs",
        "out/csv-api/src/bin/csv-api.rs",
    ];
    folder
        .try_(&[&arguments[..], &["--cli"]].concat())
        .exits_with(0);
    for program in programs {
        assert!(
            folder.read(program).contains("runtime::cli::main("),
            "{program}"
        );
    }
    let manifest = folder.read("out/our-pets/Cargo.toml");
    assert!(
        manifest.contains("[[bin]]\nname = \"our-pets\"\n"),
        "{manifest}"
    );
    folder.try_(&arguments).exits_with(0);
    for program in programs {
        assert!(!folder.path(program).exists(), "{program}");
    }
}

#[test]
#[cfg(unix)]
fn the_programs_are_compiled_with_the_crates() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let cargo = folder.script("echo \"$*\" >> \"$(dirname \"$0\")/calls\"");
    let run = |arguments: &[&str]| {
        folder.put("calls", "");
        folder.try_with(arguments, &cargo).exits_with(0);
        folder.read("calls")
    };
    let calls = run(&["pets.yaml", "--check", "--cli"]);
    assert!(calls.contains("--features=cli"), "{calls}");
    let calls = run(&["pets.yaml", "--check"]);
    assert!(!calls.contains("--features"), "{calls}");
}

#[test]
fn a_rejected_document_does_not_stop_the_others() {
    let folder = Folder::with(&[("bad.yaml", "openapi: 3.3.0\n"), ("pets.yaml", PETS)]);
    let run = folder.try_(&["bad.yaml", "pets.yaml"]).exits_with(1);
    run.prints_to_stdout("rejected bad\n\nerror[E011]")
        .prints_to_stdout("generated pets (")
        .prints_to_stdout("2 documents: 1 generated, 1 rejected, 0 broken\n");
}

#[test]
fn the_size_limit_of_a_document_is_an_option() {
    let large = format!("{PETS}{}", "#".repeat(1 << 20));
    let folder = Folder::with(&[("pets.yaml", &large)]);
    folder
        .try_(&["pets.yaml", "--max-size", "1"])
        .exits_with(1)
        .prints_to_stdout("error[E003]: the document is too large")
        .prints_to_stdout("`--max-size` raises it");
    folder.try_(&["pets.yaml", "--max-size", "2"]).exits_with(0);
}

#[test]
fn a_missing_document_is_rejected() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let run = folder.try_(&["cats.yaml", "pets.yaml"]).exits_with(1);
    run.prints_to_stdout("rejected cats\n\nerror: cannot read cats.yaml: no such file\n")
        .prints_to_stdout("generated pets (");
}

#[test]
fn a_missing_schema_is_an_error_with_a_line() {
    let folder = Folder::with(&[("pets.yaml", &with_missing_schema())]);
    let run = folder.try_(&["pets.yaml"]).exits_with(1);
    run.prints_to_stdout(
        "error[E012]: unresolved reference `#/components/schemas/Cat`\n  --> pets.yaml:17:",
    );
}

#[test]
fn a_missing_schema_is_a_warning_with_lenient() {
    let folder = Folder::with(&[("pets.yaml", &with_missing_schema())]);
    let run = folder.try_(&["pets.yaml", "--lenient"]).exits_with(0);
    run.prints_to_stderr("warning[W031]: unresolved schema `#/components/schemas/Cat`");
}

#[test]
fn a_duplicate_path_parameter_is_substituted_twice_with_lenient() {
    let pets = PETS.replace("/pets:", "/pets/{id}/of/{id}:");
    let pets = pets.replace(
        "operationId:",
        "parameters: [{ name: id, in: path, required: true, schema: { type: string } }]\n      operationId:",
    );
    let folder = Folder::with(&[("pets.yaml", &pets)]);
    folder.try_(&["pets.yaml"]).exits_with(1);
    let run = folder.try_(&["pets.yaml", "--lenient"]).exits_with(0);
    run.prints_to_stderr("warning[W035]: duplicate parameter `id` in `/pets/{id}/of/{id}`");
    let operation = folder.read("out/pets/src/pets/operations/list_pets.rs");
    assert!(operation.contains("{}/pets/{}/of/{}"), "{operation}");
    assert_eq!(operation.matches("internal::path::encode(id)").count(), 2);
}

#[test]
fn the_json_format_prints_an_object_per_document_and_the_totals() {
    let folder = Folder::with(&[("bad.yaml", "openapi: 3.3.0\n"), ("pets.yaml", PETS)]);
    let run = folder.try_(&["bad.yaml", "pets.yaml", "--format", "json"]);
    let lines: Vec<Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("the line is JSON"))
        .collect();
    let [bad, pets, totals] = &lines[..] else {
        panic!("expected three lines: {}", run.stdout)
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
fn the_files_of_an_earlier_run_are_replaced() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder.try_(&["pets.yaml"]).exits_with(0);
    folder.put("out/pets/src/pets/types/gone.rs", "");
    folder.put("out/pets/Cargo.lock", "");
    folder.try_(&["pets.yaml"]).exits_with(0);
    assert!(!folder.path("out/pets/src/pets/types/gone.rs").exists());
    assert!(
        folder.path("out/pets/Cargo.lock").exists(),
        "Cargo.lock is kept"
    );
}

#[test]
fn a_folder_that_was_not_generated_is_not_replaced() {
    let folder = Folder::with(&[("pets.yaml", PETS), ("out/pets/src/lib.rs", "mine")]);
    let run = folder.try_(&["pets.yaml"]).exits_with(1);
    run.prints_to_stderr("contains files that were not generated");
    assert_eq!(folder.read("out/pets/src/lib.rs"), "mine");
}

#[test]
fn an_error_is_reported_if_cargo_cannot_be_started() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let run = folder.try_with(&["pets.yaml", "--check"], folder.path("nowhere"));
    run.exits_with(1)
        .prints_to_stderr("error: cannot start cargo: ");
}

#[cfg(unix)]
#[test]
fn a_crate_that_does_not_compile_is_reported_as_broken() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let cargo = folder.cargo("src/pets.rs:1:1: error[E0433]: no such thing", 101);
    let run = folder
        .try_with(&["pets.yaml", "--check"], cargo)
        .exits_with(1);
    run.prints_to_stdout("broken pets (1 operation, ")
        .prints_to_stdout("src/pets.rs:1:1: error[E0433]: no such thing\n")
        .prints_to_stdout("1 document: 0 generated, 0 rejected, 1 broken\n");
}

#[cfg(unix)]
#[test]
fn a_crate_that_compiles_is_reported_with_the_time_and_its_progress_goes_to_stderr() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let cargo = folder.cargo("src/pets.rs:1:1: warning: unused", 0);
    let run = folder
        .try_with(&["pets.yaml", "--check"], cargo)
        .exits_with(0);
    assert!(!run.stdout.contains("compiling"), "{}", run.stdout);
    run.prints_to_stdout("generated pets (1 operation, ")
        .prints_to_stdout(" ms), compiled in 0.")
        .prints_to_stderr("compiling pets\ncompiled pets in 0.");
}

#[cfg(unix)]
#[test]
fn several_crates_are_compiled_in_separate_target_folders_and_reported_in_order() {
    let documents = [("a.yaml", PETS), ("b.yaml", PETS), ("c.yaml", PETS)];
    let folder = Folder::with(&documents);
    // The first crate takes longest.
    let script = "case $PWD in */out/a) sleep 1;; esac; echo \"$PWD $*\" >> \"$LOG\"; case $PWD in */out/b) echo \"error: could not compile\" >&2; exit 101;; esac";
    let log = folder.path("log");
    let cargo = folder.script(&format!("LOG={}; {script}", log.display()));
    let run = folder
        .try_with(
            &["a.yaml", "b.yaml", "bad.yaml", "c.yaml", "--check"],
            cargo,
        )
        .exits_with(1);
    let outcomes = run.stdout.lines().filter_map(|line| {
        let (outcome, rest) = line.split_once(' ')?;
        let name = rest.split(' ').next()?;
        ["generated", "broken", "rejected"]
            .contains(&outcome)
            .then(|| format!("{outcome} {name}"))
    });
    let outcomes: Vec<_> = outcomes.collect();
    assert_eq!(
        outcomes,
        ["generated a", "broken b", "rejected bad", "generated c"],
        "{}",
        run.stdout
    );
    let run = run
        .prints_to_stderr("compiled a in 1.")
        .prints_to_stderr("b does not compile (0.");
    if std::thread::available_parallelism().is_ok_and(|cores| cores.get() > 1) {
        run.prints_to_stderr("compiling the dependencies of 3 crates\n");
        let log = folder.read("log");
        assert!(log.contains("out/target/worker-1\n"), "{log}");
        let manifest = folder.read("out/target/dependencies/Cargo.toml");
        assert!(
            manifest.contains("name = \"only_dependencies\"\n"),
            "{manifest}"
        );
    }
}
