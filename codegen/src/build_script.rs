//! Generates clients from a package's `build.rs`, for those who would rather not commit generated code.
//!
//! In the build script:
//!
//! ```no_run
//! codegen::build_script::generate(["api.yaml"]);
//! ```
//!
//! And, at the root of the crate, in `lib.rs` or `main.rs`:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/client.rs"));
//! ```
//!
//! That declares a module for each document, named after its file, here `api`, and the module `runtime` that they
//! share. They refer to one another from the root of the crate, so that is where the line has to stand. What the code
//! depends on is what the manifest of a generated crate lists, such as `bytes`, `reqwest` and `serde`; TLS is chosen by
//! the features of `reqwest`. With a feature `tracing` in the package's manifest that enables the crate of that name,
//! calls have spans.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::file::File;
use crate::folder::{Folder, OnDisk, Unread};
use crate::generate::{self, Options, Source};
use crate::module::Module;

const ROOT: &str = "client.rs";

/// Generates a module for each document, and `client.rs` that declares them, in the folder `OUT_DIR`.
///
/// Paths are relative to the package's folder. A document may refer to other files in its folder and below it. The build
/// script runs again when a document changes, or a file that it refers to, or `build.rs`. What is wrong with a document is
/// shown by Cargo as errors of the package, each with its place, and ends the build; what is noticed is shown as warnings.
pub fn generate(documents: impl IntoIterator<Item = impl AsRef<Path>>) {
    run(documents, false);
}

/// Generates as [`generate`] does, and takes a schema that is referred to and not there for free JSON, and a path
/// parameter that nothing declares for text.
pub fn generate_leniently(documents: impl IntoIterator<Item = impl AsRef<Path>>) {
    run(documents, true);
}

fn run(documents: impl IntoIterator<Item = impl AsRef<Path>>, lenient: bool) {
    crate::quiet_panics();
    print!("{PRELUDE}");
    let script = match Script::new(lenient) {
        Ok(script) => script,
        Err(message) => return print!("{}", line("error", &message)),
    };
    let mut modules = Vec::new();
    let mut failed = false;
    for path in documents {
        let (lines, module) = script.module(path.as_ref());
        print!("{lines}");
        failed |= module.is_none();
        modules.extend(module);
    }
    if failed {
        return;
    }
    if let Err(message) = no_shared_modules(&modules).and_then(|()| script.write(&modules)) {
        print!("{}", line("error", &message));
    }
}

/// What Cargo has to know whatever is generated.
const PRELUDE: &str = "\
cargo::rerun-if-changed=build.rs
cargo::rustc-check-cfg=cfg(feature, values(\"tracing\"))
";

/// What Cargo tells a build script.
struct Script {
    package: PathBuf,
    out: PathBuf,
    options: Options,
}

impl Script {
    fn new(lenient: bool) -> Result<Self, String> {
        let variable = |name: &str| -> Result<OsString, String> {
            env::var_os(name).ok_or_else(|| {
                format!("{name} is not set: this is to be called from a build script")
            })
        };
        let name = variable("CARGO_PKG_NAME")?;
        Ok(Self {
            package: variable("CARGO_MANIFEST_DIR")?.into(),
            out: variable("OUT_DIR")?.into(),
            options: Options {
                crate_name: name.to_string_lossy().replace('-', "_"),
                lenient,
                written_by: "the build script".to_owned(),
            },
        })
    }

    /// Generates the module of a document, and what to print of it.
    fn module(&self, path: &Path) -> (String, Option<Module>) {
        let name = path.display().to_string();
        let mut lines = changes(&name);
        let path = self.package.join(path);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                let message = format!("cannot read {name}: {error}");
                lines.push_str(&self::line("error", &message));
                return (lines, None);
            }
        };
        let source = Source {
            name: &name,
            text: &text,
        };
        let folder = Watched::new(OnDisk::of(&path));
        let result = generate::generate_in(&source, &folder, &self.options);
        for path in folder.asked() {
            let folder = name.rfind(['/', '\\']).map_or("", |at| &name[..=at]);
            lines.push_str(&changes(&format!("{folder}{path}")));
        }
        let (Ok(Module {
            warnings: found, ..
        })
        | Err(found)) = &result;
        lines.push_str(&diagnostics(found));
        if let Some(limit) = result
            .as_ref()
            .ok()
            .and_then(|module| module.recursion_limit)
        {
            let message = format!(
                "the types of {name} hold one another deeply: write `#![recursion_limit = \"{limit}\"]` at the top of the crate"
            );
            lines.push_str(&self::line("warning", &message));
        }
        (lines, result.ok())
    }

    fn write(&self, modules: &[Module]) -> Result<(), String> {
        for file in files(modules, &self.options.written_by) {
            let path = self.out.join(&file.path);
            write_if_changed(&path, &file.text)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        }
        Ok(())
    }
}

/// Lets the build script run again when a file changes.
fn changes(path: &str) -> String {
    format!("cargo::rerun-if-changed={path}\n")
}

/// A folder that remembers which files it was asked for, whether they are there or not.
struct Watched<F> {
    folder: F,
    asked: Mutex<BTreeSet<String>>,
}

impl<F: Folder> Watched<F> {
    fn new(folder: F) -> Self {
        let asked = Mutex::default();
        Self { folder, asked }
    }

    fn asked(self) -> BTreeSet<String> {
        let asked = self.asked.into_inner();
        asked.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Folder> Folder for Watched<F> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        asked.insert(path.to_owned());
        self.folder.read(path)
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.folder.names(folder)
    }
}

fn no_shared_modules(modules: &[Module]) -> Result<(), String> {
    let mut names: Vec<_> = modules.iter().map(|module| &module.name).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!(
            "two documents would both become the module `{}`: rename one of them",
            pair[0]
        )),
        None => Ok(()),
    }
}

/// The files, with paths inside of `OUT_DIR`.
fn files(modules: &[Module], written_by: &str) -> Vec<File> {
    let sources = modules
        .iter()
        .flat_map(|module| module.files.iter().cloned());
    let sources = crate::runtime_source::files(crate::package::needs(modules)).chain(sources);
    let mut files: Vec<_> = sources
        .map(|file| File {
            path: file.path.trim_start_matches("src/").to_owned(),
            text: file.text,
        })
        .collect();
    files.push(File {
        path: ROOT.to_owned(),
        text: root(modules, written_by),
    });
    files
}

/// The file that declares the modules. A package may use a part of them only, and has lints of its own.
fn root(modules: &[Module], written_by: &str) -> String {
    let mut text = format!("// @generated by {written_by}. Do not edit.\n");
    let names = modules.iter().map(|module| module.name.as_str());
    let declared = ["runtime"].into_iter().chain(names);
    for name in declared {
        text.push_str(&format!(
            "\n#[allow(dead_code, unreachable_pub, unused_imports, clippy::all, clippy::pedantic)]\npub mod {name};\n"
        ));
    }
    text
}

fn write_if_changed(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// The diagnostics as Cargo shows them, a line each.
fn diagnostics(found: &Diagnostics) -> String {
    found
        .iter()
        .map(|diagnostic| {
            let kind = match diagnostic.severity() {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            line(kind, &text(found, diagnostic))
        })
        .collect()
}

fn text(found: &Diagnostics, diagnostic: &Diagnostic) -> String {
    let place = found.source().line_column(diagnostic.span.start);
    let name = found.source().name_at(diagnostic.span.start);
    let mut text = format!("{name}:{place}: {}", diagnostic.message);
    for more in diagnostic.help.iter().chain(&diagnostic.notes) {
        text.push_str("; ");
        text.push_str(more);
    }
    format!("{text} [{}]", diagnostic.code)
}

/// A line for Cargo, which takes a line break as its end.
fn line(kind: &str, text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    format!("cargo::{kind}={text}\n")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Script, diagnostics, files, line};
    use crate::{Options, Source, check, generate};

    const DOCUMENT: &str = "\
openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '200': { description: The pets. } }
";

    #[test]
    fn a_diagnostic_is_one_line_with_its_place() {
        let source = Source {
            name: "api.yaml",
            text: "openapi: 3.1.0\n",
        };
        let lines = diagnostics(&check(&source));
        let start = "cargo::error=api.yaml:1:10: this is a document of OpenAPI 3.1.0, and 3.0 is needed; \
                     convert it to 3.0: write `openapi: 3.0.3`,";
        assert!(lines.starts_with(start), "{lines}");
        assert!(lines.ends_with(" [E011]\n"), "{lines}");
        // Its users have no xtask.
        assert!(!lines.contains("xtask"), "{lines}");
    }

    #[test]
    fn the_script_runs_again_when_a_file_changes_that_is_referred_to() {
        let package = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = package.path().join(path);
            fs::create_dir_all(path.parent().expect("it has a name")).expect("a folder");
            fs::write(path, text).expect("it can be written");
        };
        let answer = "{ $ref: 'parts/answer.yaml' }";
        let document = DOCUMENT.replace("{ description: The pets. }", answer);
        write("api/pets.yaml", &document);
        write("api/parts/answer.yaml", "$ref: none.yaml");
        let script = Script {
            package: package.path().to_owned(),
            out: package.path().join("out"),
            options: Options::default(),
        };
        let (lines, module) = script.module(Path::new("api/pets.yaml"));
        assert!(module.is_none());
        let expected = "\
cargo::rerun-if-changed=api/pets.yaml
cargo::rerun-if-changed=api/parts/answer.yaml
cargo::rerun-if-changed=api/parts/none.yaml
cargo::error=api/parts/answer.yaml:1:7: `none.yaml` leads nowhere; correct the name, or add what it should lead to [E012]
";
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_message_cannot_start_a_line_of_its_own() {
        assert_eq!(line("error", "a\ncargo::b"), "cargo::error=a cargo::b\n");
    }

    #[test]
    fn the_root_declares_the_modules_beside_it() {
        let source = Source {
            name: "pets.yaml",
            text: DOCUMENT,
        };
        let module = generate(&source, &Options::default()).expect("it is a document");
        let files = files(&[module], "this test");
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(has("pets.rs") && has("pets/client.rs") && has("runtime/mod.rs"));
        let root = files.iter().find(|file| file.path == "client.rs");
        let root = &root.expect("there is a root").text;
        assert!(root.contains("pub mod runtime;") && root.contains("pub mod pets;"));
    }
}
