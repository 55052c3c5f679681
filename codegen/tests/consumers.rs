//! Compiles and runs the consumers' programs of `src/diff/test_support/edits.txt`.
//!
//! A program shows that a change in Rust breaks a consumer, although cargo-semver-checks does not report it. The test
//! compiles a crate with a module for each of these edits, so it is run by hand when `edits.txt` changes. It uses the
//! dependencies that Cargo has already downloaded, and prints the errors and the results:
//!
//! ```text
//! cargo test -p conversations-codegen --test consumers -- --ignored --nocapture
//! ```

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

use codegen::{Options, Package, Source};
use serde_json::Value;

#[allow(dead_code, reason = "the tests of the comparison use the other parts")]
#[path = "../src/diff/test_support/edits.rs"]
mod edits;

use edits::{Edit, PETS, edits};

/// The module of the document before the edits.
const OLD: &str = "pets";

/// The imports and the functions of a program.
const PRELUDE: &str = include_str!("consumers/prelude.rs");

/// The environment of the programs.
const ENVIRONMENT: [(&str, &str); 3] = [
    ("PETS_KEY", "one"),
    ("PETS_OTHER", "two"),
    ("PET_TOKEN", "three"),
];

/// The dependencies of the programs that the client leaves to its users, or does not export.
const DEPENDENCIES: &str = r#"
[dev-dependencies]
serde = "1"
tokio = { version = "1", default-features = false, features = ["net", "rt", "time"] }
"#;

/// An edit with a program, and the module of the document after the edit.
struct Case {
    edit: Edit<'static>,
    module: String,
}

fn cases() -> Vec<Case> {
    let edits = edits().into_iter().enumerate();
    let edits = edits.filter(|(_, edit)| !edit.program.is_empty());
    edits
        .map(|(index, edit)| Case {
            module: format!("edit_{index}"),
            edit,
        })
        .collect()
}

/// Returns the module `name` of the client.
fn generate(name: &str, text: &str) -> codegen::Module {
    let options = Options {
        crate_name: "client".to_owned(),
        ..Options::default()
    };
    let name = format!("{name}.yaml");
    let source = Source { name: &name, text };
    codegen::generate(&source, &options).unwrap_or_else(|found| panic!("{name}: {found:?}"))
}

/// A program that uses a module, as a module of its own.
fn program(case: &Case, module: &str) -> String {
    let (name, lines) = (&case.module, case.edit.program.join("\n"));
    let result = if case.edit.is_silent() {
        " -> String"
    } else {
        ""
    };
    format!(
        "#[allow(warnings)]\nmod {name} {{\nuse client::{module} as pets;\n{PRELUDE}\n\
         pub fn program(){result} {{\n{lines}\n}}\n}}\n"
    )
}

/// A `main` function that prints the results of silent edits.
fn main_function<'a>(cases: impl Iterator<Item = &'a Case>) -> String {
    let silent = cases.filter(|case| case.edit.is_silent());
    let lines: String = silent
        .map(|Case { module, .. }| format!("    println!(\"{{:?}}\", {module}::program());\n"))
        .collect();
    format!("fn main() {{\n{lines}}}\n")
}

/// The files of a crate with the client and the programs as examples. `old` has all programs, `new` has those of silent
/// edits, and each of the others is an example of its own.
fn files(cases: &[Case]) -> Vec<(String, String)> {
    let mut modules = vec![generate(OLD, PETS)];
    let edited = cases.iter();
    modules.extend(edited.map(|case| generate(&case.module, &case.edit.apply())));
    let package = Package {
        name: "client".to_owned(),
        stand_alone: true,
        ..Package::default()
    };
    let files = codegen::package(&modules, &package).into_iter();
    let mut files: Vec<_> = files
        .map(|file| (file.path, file.text.into_owned()))
        .collect();
    let manifest = files.iter_mut().find(|(path, _)| path == "Cargo.toml");
    manifest
        .expect("a crate has a manifest")
        .1
        .push_str(DEPENDENCIES);
    let old: String = cases.iter().map(|case| program(case, OLD)).collect();
    let (silent, others): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.edit.is_silent());
    let new: String = silent
        .iter()
        .map(|case| program(case, &case.module))
        .collect();
    let main = main_function(cases.iter());
    files.push(("examples/old.rs".to_owned(), format!("{old}{main}")));
    files.push(("examples/new.rs".to_owned(), format!("{new}{main}")));
    for case in others {
        let text = program(case, &case.module) + "fn main() {}\n";
        files.push((format!("examples/{}.rs", case.module), text));
    }
    files
}

/// Writes the crate, and returns its folder.
fn write(files: &[(String, String)]) -> io::Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("consumers");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        fs::write(path, text)?;
    }
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock"))?;
    Ok(folder)
}

/// Runs Cargo for the crate. Without TLS and with the profile of the workspace, most dependencies are already built.
fn cargo(folder: &Path, modules: &str, arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(arguments).current_dir(folder);
    cargo.args(["--quiet", "--offline", "--no-default-features"]);
    cargo.args(["--features", modules]);
    cargo.args(["--config", r#"profile.dev.package."*".debug = false"#]);
    cargo
        .arg("--target-dir")
        .arg(target.expect("the target folder has a parent"));
    cargo.envs(ENVIRONMENT);
    cargo.output().expect("Cargo runs")
}

/// Returns the examples with an error, and their messages.
fn errors(output: &Output) -> Vec<(String, String)> {
    let lines = String::from_utf8_lossy(&output.stdout);
    let reports = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    reports
        .filter(|report| report["message"]["level"] == "error")
        .map(|report| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let name = text(&report["target"]["name"]);
            (name, text(&report["message"]["rendered"]))
        })
        .collect()
}

/// Returns the lines that an example prints.
fn run(folder: &Path, modules: &str, example: &str) -> Vec<String> {
    let output = cargo(folder, modules, &["run", "--example", example]);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{example}: {stderr}");
    let stdout = String::from_utf8_lossy(&output.stdout);
    stdout.lines().map(ToOwned::to_owned).collect()
}

/// Checks that the programs of these edits, and no others, do not compile after the edit. Prints their errors.
fn check_errors(folder: &Path, modules: &str, cases: &[&Case]) {
    let build = [
        "build",
        "--examples",
        "--keep-going",
        "--message-format=json",
    ];
    let output = cargo(folder, modules, &build);
    let errors = errors(&output);
    let broken: BTreeSet<_> = errors.iter().map(|(name, _)| name.as_str()).collect();
    let expected: BTreeSet<_> = cases.iter().map(|case| case.module.as_str()).collect();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(broken, expected, "{errors:#?}\n{stderr}");
    for case in cases {
        let messages = errors.iter().filter(|(name, _)| *name == case.module);
        let messages: String = messages.map(|(_, message)| message.as_str()).collect();
        println!("{}\n{messages}", case.edit.name);
    }
}

/// Checks that the programs of these edits have other results after the edit. Prints the results.
fn check_results(folder: &Path, modules: &str, cases: &[&Case]) {
    let (old, new) = (run(folder, modules, "old"), run(folder, modules, "new"));
    assert_eq!((old.len(), new.len()), (cases.len(), cases.len()));
    for (case, (old, new)) in cases.iter().zip(old.iter().zip(&new)) {
        println!("{}\n{old}\n{new}\n", case.edit.name);
        assert_ne!(old, new, "{}", case.edit.name);
    }
}

#[test]
#[ignore = "compiles a large crate; run by hand when `edits.txt` changes"]
fn a_program_breaks_where_cargo_semver_checks_reports_less() {
    let cases = cases();
    let folder = write(&files(&cases)).expect("the crate can be written");
    let names = cases.iter().map(|case| case.module.as_str());
    let modules = [OLD].into_iter().chain(names).collect::<Vec<_>>().join(",");
    let (silent, others): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.edit.is_silent());
    check_errors(&folder, &modules, &others);
    check_results(&folder, &modules, &silent);
}
