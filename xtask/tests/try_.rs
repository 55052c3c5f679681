//! Runs `cargo xtask try` in temporary folders.

#[path = "support/run.rs"]
mod run;

use std::collections::BTreeMap;
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

    /// The text of each file in a folder, by its path relative to it.
    fn files(&self, folder: &str) -> BTreeMap<PathBuf, String> {
        let root = self.path(folder);
        let mut files = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(inside) = folders.pop() {
            for entry in fs::read_dir(inside).expect("the folder is readable") {
                let path = entry.expect("the entry is readable").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&root).expect("the path is in the folder");
                    let text = fs::read_to_string(&path).expect("the file is text");
                    files.insert(name.to_owned(), text);
                }
            }
        }
        files
    }

    fn try_(&self, arguments: &[&str]) -> Run {
        self.try_with(arguments, env!("CARGO"))
    }

    fn try_with(&self, arguments: &[&str], cargo: impl AsRef<Path>) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("try").args(arguments);
        if !arguments.contains(&"--out") {
            command.args(["--out", "out"]);
        }
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

/// Operations of three tags whose types have equal inline schemas.
const TAGS: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1.0' }
servers: [{ url: 'https://pets.example' }]
paths:
  /cats: { get: { operationId: listCats, tags: [cats], responses: { '200': { description: D., content: { application/json: { schema: { $ref: '#/components/schemas/Cat' } } } } } } }
  /dogs: { get: { operationId: listDogs, tags: [dogs], responses: { '200': { description: D., content: { application/json: { schema: { $ref: '#/components/schemas/Dog' } } } } } } }
  /cows: { get: { operationId: listCows, tags: [cows], responses: { '200': { description: D., content: { application/json: { schema: { $ref: '#/components/schemas/Cow' } } } } } } }
components:
  schemas:
    Cat: { type: object, properties: { owner: { type: object, properties: { name: { type: string } } } } }
    Dog: { type: object, properties: { owner: { type: object, properties: { name: { type: string } } } } }
    Cow: { type: object, properties: { owner: { type: object, properties: { barn: { type: string } } } } }
    Hen: { type: object, properties: { owner: { type: object, properties: { name: { type: string } } } } }
";

#[test]
fn shared_types_and_parts_are_the_same_by_options_and_by_extensions() {
    for (options, extensions) in [
        (&["--share-types"][..], "x-share-types: true\n"),
        (&["--parts-by-tag"], "x-parts: tag\n"),
        (
            &["--share-types", "--parts-by-tag", "--keep", "Hen"],
            "x-share-types: true\nx-parts: tag\nx-keep-types: [Hen]\n",
        ),
    ] {
        let folder = Folder::with(&[("pets.yaml", TAGS)]);
        folder.try_(&["pets.yaml"]).exits_with(0);
        let plain = folder.files("out");
        folder
            .try_(&[&["pets.yaml"], options].concat())
            .exits_with(0);
        let by_options = folder.files("out");
        assert_ne!(by_options, plain, "{options:?}");
        folder.put("pets.yaml", &format!("{TAGS}{extensions}"));
        folder.try_(&["pets.yaml"]).exits_with(0);
        assert_eq!(by_options, folder.files("out"), "{options:?}");
    }
}

#[test]
fn a_type_that_parts_share_is_in_each_of_them() {
    let folder = Folder::with(&[("pets.yaml", TAGS)]);
    let options = ["pets.yaml", "--share-types", "--parts-by-tag"];
    folder.try_(&options).exits_with(0);
    let types = folder.read("out/pets/src/pets/types.rs");
    for lines in [
        "#[cfg(any(feature = \"pets-cats\", feature = \"pets-dogs\"))]\nmod cat_owner;\n",
        "#[cfg(feature = \"pets-dogs\")]\nmod dog_owner;\n",
        "#[cfg(feature = \"pets-cows\")]\nmod cow_owner;\n",
    ] {
        assert!(types.contains(lines), "{lines}{types}");
    }
    let alias = folder.read("out/pets/src/pets/types/dog_owner.rs");
    assert!(
        alias.contains("pub type DogOwner = super::CatOwner;\n"),
        "{alias}"
    );
    assert!(!folder.path("out/pets/src/pets/types/hen.rs").exists());
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
        .prints_to_stdout("error[E003]: the document is larger than 1 MiB\n")
        .prints_to_stdout("help: raise the limit with `--max-size`\n");
    folder.try_(&["pets.yaml", "--max-size", "2"]).exits_with(0);
    for size in ["0", "0.01", "many", "5000000000"] {
        folder
            .try_(&["pets.yaml", "--max-size", size])
            .exits_with(2)
            .prints_to_stderr("expected a whole number of MiB, from 1 to 4294967295");
    }
}

#[test]
fn an_unknown_schema_to_keep_is_an_error_without_a_position() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder
        .try_(&["pets.yaml", "--keep", "Pest"])
        .exits_with(1)
        .prints_to_stdout(
            "rejected pets\n\nerror: unknown schema `Pest` in `--keep`\n  = help: did you mean `Pets`?\n\n",
        );
    folder
        .try_(&[
            "pets.yaml",
            "--keep",
            "Pets",
            "--keep",
            "Cat",
            "--keep",
            "Owner",
        ])
        .exits_with(1)
        .prints_to_stdout("error: unknown schemas `Cat`, `Owner` in `--keep`\n")
        .prints_to_stdout("help: pass the name of a schema in `components.schemas`\n");
    assert!(!folder.path("out").exists());
    folder.try_(&["pets.yaml", "--keep", "Pets"]).exits_with(0);
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
fn a_rejected_document_names_lenient_if_it_repairs_all_mistakes() {
    const HINT: &str = "`--lenient` turns these errors into warnings and generates the crate.\n";
    let repairable = PETS.replace("#/components/schemas/Pets", "#/components/schemas/Cats");
    let other = repairable.replace("3.0.3", "3.3.0");
    for (pets, arguments, has_hint) in [
        (&repairable, &[][..], true),
        (&other, &[], false),
        (&other, &["--lenient"], false),
    ] {
        let folder = Folder::with(&[("pets.yaml", pets)]);
        let arguments = [&["pets.yaml"], arguments].concat();
        let run = folder.try_(&arguments).exits_with(1);
        assert_eq!(run.stdout.contains(HINT), has_hint, "{}", run.stdout);
        let json = [&arguments[..], &["--format", "json"]].concat();
        let run = folder.try_(&json).exits_with(1);
        let line = format!("\"is_repairable\":{has_hint}");
        assert!(run.stdout.contains(&line), "{}", run.stdout);
    }
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

/// The first line of a generated file.
const MARK: &str = "// @generated from pets.yaml by `cargo xtask try`. Do not edit.\n";

#[test]
fn the_files_of_an_earlier_run_are_replaced() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder.try_(&["pets.yaml", "--cli"]).exits_with(0);
    let edited = [
        "Cargo.toml",
        "README.md",
        "src/lib.rs",
        "src/pets.rs",
        "src/runtime/mod.rs",
    ];
    for path in edited.map(|path| format!("out/pets/{path}")) {
        let text = folder.read(&path);
        folder.put(&path, &format!("{text}// edited\n"));
    }
    folder.put("out/pets/src/pets/types/gone.rs", MARK);
    folder.put("out/pets/src/pets/gone/gone.rs", MARK);
    folder.try_(&["pets.yaml"]).exits_with(0);
    folder.try_(&["pets.yaml", "--out", "fresh"]).exits_with(0);
    assert_eq!(folder.files("out/pets"), folder.files("fresh/pets"));
    assert!(!folder.path("out/pets/src/pets/gone").exists());
}

#[test]
fn the_files_of_others_in_the_folder_of_a_crate_stay() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder.put("out/pets/.git/HEAD", "ref: refs/heads/main");
    folder.try_(&["pets.yaml"]).exits_with(0);
    let others = [
        (".gitignore", "target"),
        (".idea/pets.xml", "<x/>"),
        (
            "Cargo.lock",
            "# This file is automatically @generated by Cargo.\n",
        ),
        ("build.rs", "fn main() {}"),
        ("examples/mine.rs", "fn main() {}"),
        ("notes.txt", "notes"),
        ("src/bin/mine.rs", "fn main() {}"),
        ("src/pets/empty.rs", ""),
        ("src/pets/types/mine.rs", "// mine"),
        (
            "src/pets/types/others.rs",
            "// @generated by prost-build. Do not edit.\n",
        ),
        ("src/runtime/mine.rs", "// mine"),
        ("target/debug/pets.rs", MARK),
        ("tests/mine.rs", "// mine"),
    ];
    for (path, text) in others {
        folder.put(&format!("out/pets/{path}"), text);
    }
    let longer = PETS.replace("/pets:", "/all-pets:");
    folder.put("pets.yaml", &longer);
    folder.try_(&["pets.yaml"]).exits_with(0);
    for (path, text) in others
        .into_iter()
        .chain([(".git/HEAD", "ref: refs/heads/main")])
    {
        assert_eq!(folder.read(&format!("out/pets/{path}")), text, "{path}");
    }
}

#[test]
fn a_file_that_was_not_generated_is_not_replaced() {
    let generated = Folder::with(&[("pets.yaml", PETS)]);
    generated.try_(&["pets.yaml"]).exits_with(0);
    let manifest = generated.read("out/pets/Cargo.toml");
    let root = generated.read("out/pets/src/lib.rs");
    let mine = "mine";
    let cases: [(&[(&str, &str)], &str); 5] = [
        (&[("src/lib.rs", mine)], "src"),
        (
            &[("Cargo.toml", mine), ("notes.txt", mine)],
            "Cargo.toml, notes.txt",
        ),
        (
            &[
                ("Cargo.toml", &manifest),
                ("README.md", mine),
                ("src/lib.rs", mine),
            ],
            "README.md, src/lib.rs",
        ),
        (
            &[("Cargo.toml", &manifest), ("src/runtime/mod.rs", mine)],
            "src/runtime/mod.rs",
        ),
        (
            &[
                ("Cargo.toml", &manifest),
                ("src/lib.rs", &root),
                ("src/pets", mine),
            ],
            "src/pets",
        ),
    ];
    for (files, listed) in cases {
        let folder = Folder::with(&[("pets.yaml", PETS)]);
        for (path, text) in files {
            folder.put(&format!("out/pets/{path}"), text);
        }
        let before = folder.files("out");
        let message = format!("error: out/pets contains files that were not generated: {listed}\n");
        folder
            .try_(&["pets.yaml"])
            .exits_with(1)
            .prints_to_stderr(&message)
            .prints_to_stderr("move them to another place, or pass another folder with --out");
        assert_eq!(folder.files("out"), before, "{listed}");
    }
}

#[test]
fn a_file_in_the_place_of_the_output_folder_is_named() {
    let folder = Folder::with(&[("pets.yaml", PETS), ("file", "mine"), ("out/pets", "mine")]);
    for (out, path) in [("file", "file"), ("out", "out/pets")] {
        folder
            .try_(&["pets.yaml", "--out", out])
            .exits_with(1)
            .prints_to_stderr(&format!(
                "error: {path} is a file\n  = help: pass a folder with --out\n"
            ));
    }
    assert_eq!(folder.read("file"), "mine");
    folder
        .try_(&["pets.yaml", "--out", "file/below"])
        .exits_with(1)
        .prints_to_stderr("error: cannot create the folder file/below/pets: ")
        .prints_to_stderr("help: pass a folder with --out in which you can write\n");
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_of_a_crate_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder.try_(&["pets.yaml"]).exits_with(0);
    folder.put("elsewhere.rs", MARK);
    let link = |path: &str| {
        symlink(folder.path("elsewhere.rs"), folder.path(path)).expect("the link can be created");
    };
    link("out/pets/src/pets/mine.rs");
    folder.try_(&["pets.yaml"]).exits_with(0);
    assert_eq!(folder.read("out/pets/src/pets/mine.rs"), MARK);

    fs::remove_file(folder.path("out/pets/src/pets.rs")).expect("the file was generated");
    link("out/pets/src/pets.rs");
    folder
        .try_(&["pets.yaml"])
        .exits_with(1)
        .prints_to_stderr("contains files that were not generated: src/pets.rs\n");
    assert_eq!(folder.read("elsewhere.rs"), MARK);
}

#[test]
fn a_failed_write_leaves_the_folder_of_a_crate_as_it_was() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    folder.try_(&["pets.yaml"]).exits_with(0);
    folder.put("out/pets/src/pets/types/gone.rs", MARK);
    // A folder in the place of a file of the program.
    folder.put("out/pets/src/runtime/cli/verbose.rs/notes.txt", "mine");
    let before = folder.files("out");
    folder.put("pets.yaml", &PETS.replace("Lists", "Returns"));
    folder
        .try_(&["pets.yaml", "--cli"])
        .exits_with(1)
        .prints_to_stderr("error: cannot write out/pets/src/runtime/cli/verbose.rs: ")
        .prints_to_stderr("; out/pets is unchanged\n");
    assert_eq!(folder.files("out"), before);
    assert!(!folder.path("out/pets/src/bin").exists());
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

#[test]
fn a_document_that_names_no_crate_is_reported_with_the_name_of_its_crate() {
    let folder = Folder::with(&[("日本.yaml", PETS)]);
    let run = folder.try_(&["日本.yaml"]).exits_with(0);
    let expected = "`日本.yaml` has no ASCII letters or digits in its name, so its crate is `api`";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
}

#[test]
fn a_missing_document_is_explained_without_another_command() {
    let folder = Folder::with(&[]);
    let run = folder.try_(&["missing.yaml"]).exits_with(1);
    let expected = "help: check the path, which is relative to the current folder\n";
    assert!(run.stdout.contains(expected), "{}", run.stdout);
}
