//! Generates clients in a build script, so that generated code need not be committed.
//!
//! Call [`generate`] in `build.rs`:
//!
//! ```no_run
//! codegen::build_script::generate(["api.yaml"]);
//! ```
//!
//! Include the result in the root module of the crate, in `lib.rs` or `main.rs`:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/client.rs"));
//! ```
//!
//! The file declares a module for each document and the module `runtime`, which the clients share. A module is named
//! after the file of its document, here `api`. The modules use paths such as `crate::runtime`, so they must be at the
//! root of the crate.
//!
//! The package needs the same dependencies as a generated crate, such as `bytes`, `reqwest` and `serde`. The features
//! of `reqwest` choose the TLS library. A feature `tracing` that enables the crate `tracing` adds a span to each call. A
//! feature `test-util` that enables the crate `http` adds a mock of the server to each module, and a function `example` to
//! each type. The extension `x-parts` of a document has no effect, because the features would be those of the package.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::{env, fs, io};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::file::File;
use crate::folder::{Folder, OnDisk, Unread};
use crate::generate::{self, Options, Source};
use crate::keep_types::UnknownSchema;
use crate::module::Module;
use crate::option_names::OptionNames;
use crate::parts::Parts;

const ROOT: &str = "client.rs";

/// Generates a module for each document, and `client.rs`, which declares them, in the folder `OUT_DIR`.
///
/// Paths are relative to the folder of the package. A document may refer to other files in its folder and below it.
/// Cargo runs the build script again when `build.rs`, a document, or a file that a document refers to changes.
///
/// Cargo shows diagnostics as errors and warnings of the package, each with its file, line and column. An error fails
/// the build.
pub fn generate(documents: impl IntoIterator<Item = impl AsRef<Path>>) {
    generate_with(documents, &Options::default());
}

/// Generates like [`generate`], but treats mistakes with an obvious meaning as warnings.
///
/// For example, a reference to a missing schema stands for any JSON value, and an undeclared path parameter is a
/// string.
pub fn generate_leniently(documents: impl IntoIterator<Item = impl AsRef<Path>>) {
    let lenient = true;
    generate_with(
        documents,
        &Options {
            lenient,
            ..Options::default()
        },
    );
}

/// Generates like [`generate`], with options such as the size limit of documents.
///
/// The name of the crate and of the tool are those of the build script, and there are no commands for a program.
pub fn generate_with(documents: impl IntoIterator<Item = impl AsRef<Path>>, options: &Options) {
    crate::quiet_panics();
    print!("{PRELUDE}");
    let script = match Script::new(options) {
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

/// Instructions for Cargo that do not depend on the documents.
const PRELUDE: &str = "\
cargo::rerun-if-changed=build.rs
cargo::rustc-check-cfg=cfg(feature, values(\"test-util\", \"tracing\"))
";

/// The environment of the build script.
struct Script {
    package: PathBuf,
    out: PathBuf,
    options: Options,
}

impl Script {
    fn new(options: &Options) -> Result<Self, String> {
        let variable = |name: &str| -> Result<OsString, String> {
            env::var_os(name)
                .ok_or_else(|| format!("{name} is not set: call this function from a build script"))
        };
        let name = variable("CARGO_PKG_NAME")?;
        Ok(Self {
            package: variable("CARGO_MANIFEST_DIR")?.into(),
            out: variable("OUT_DIR")?.into(),
            options: Options {
                crate_name: name.to_string_lossy().replace('-', "_"),
                written_by: "the build script".to_owned(),
                cli: false,
                summarize_unused: true,
                parts: Parts::None,
                option_names: OptionNames::Fields,
                ..options.clone()
            },
        })
    }

    /// Generates the module of a document. Returns the instructions for Cargo too.
    fn module(&self, path: &Path) -> (String, Option<Module>) {
        let name = path.display().to_string();
        let mut lines = rerun_if_changed(&name);
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
        let folder = Watched::new(OnDisk::of(&path).max_bytes(self.options.max_bytes));
        let result = generate::generate_in(&source, &folder, &self.options);
        for path in folder.requested() {
            let folder = name.rfind(['/', '\\']).map_or("", |at| &name[..=at]);
            lines.push_str(&rerun_if_changed(&format!("{folder}{path}")));
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
                "the types of {name} are deeply nested: add `#![recursion_limit = \"{limit}\"]` to the root module of the crate"
            );
            lines.push_str(&self::line("warning", &message));
        }
        if let Some(message) = result.as_ref().ok().and_then(unknown_schema) {
            lines.push_str(&self::line("error", &message));
            return (lines, None);
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

/// The error about a name in the option `keep_types` that no schema has.
fn unknown_schema(module: &Module) -> Option<String> {
    let UnknownSchema { name, nearest } = module.unknown_schemas.first()?;
    let near = nearest
        .iter()
        .map(|near| format!("; did you mean `{near}`?"));
    let near: String = near.collect();
    let module = &module.name;
    Some(format!(
        "unknown schema `{name}` in the option `keep_types` for `{module}`{near}"
    ))
}

/// The instruction to run the build script again when a file changes.
fn rerun_if_changed(path: &str) -> String {
    format!("cargo::rerun-if-changed={path}\n")
}

/// A folder that records the requested files, whether they exist or not.
struct Watched<F> {
    folder: F,
    requested: Mutex<BTreeSet<String>>,
}

impl<F: Folder> Watched<F> {
    fn new(folder: F) -> Self {
        let requested = Mutex::default();
        Self { folder, requested }
    }

    fn requested(self) -> BTreeSet<String> {
        let requested = self.requested.into_inner();
        requested.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<F: Folder> Folder for Watched<F> {
    fn read(&self, path: &str) -> Result<String, Unread> {
        let mut requested = self
            .requested
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        requested.insert(path.to_owned());
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
            "two documents have the module name `{}`: rename one of the files",
            pair[0]
        )),
        None => Ok(()),
    }
}

/// The files, with paths relative to `OUT_DIR`.
fn files(modules: &[Module], written_by: &str) -> Vec<File> {
    let sources = modules
        .iter()
        .flat_map(|module| module.files.iter().cloned());
    let sources =
        crate::runtime_source::files(crate::package::needs(modules), false).chain(sources);
    let mut files: Vec<_> = sources
        .map(|file| File {
            path: file.path.trim_start_matches("src/").to_owned(),
            text: file.text,
        })
        .collect();
    files.push(File {
        path: ROOT.to_owned(),
        text: root(modules, written_by).into(),
    });
    files
}

/// The file that declares the modules. It allows lints for unused items, because a package may use only some of them.
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

/// The diagnostics as instructions for Cargo, one line each.
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
    let position = found.source().line_column(diagnostic.span.start);
    let name = found.source().name_at(diagnostic.span.start);
    let mut text = format!("{name}:{position}: {}", diagnostic.message);
    for more in diagnostic.help.iter().chain(&diagnostic.notes) {
        text.push_str("; ");
        text.push_str(more);
    }
    format!("{text} [{}]", diagnostic.code)
}

/// An instruction for Cargo. Control characters become spaces, because a line break would end the instruction.
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
    use crate::{KeepTypes, Options, Source, check, generate};

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
    fn a_diagnostic_is_one_line_with_its_position() {
        let source = Source {
            name: "api.yaml",
            text: "openapi: 3.3.0\n",
        };
        let lines = diagnostics(&check(&source));
        let start = "cargo::error=api.yaml:1:10: expected OpenAPI 3.0 to 3.2, found OpenAPI 3.3.0; \
                     if it uses nothing newer, write `openapi: 3.2.0`";
        assert!(lines.starts_with(start), "{lines}");
        assert!(lines.ends_with(" [E011]\n"), "{lines}");
        // Packages with a build script have no xtask.
        assert!(!lines.contains("xtask"), "{lines}");
    }

    #[test]
    fn the_script_runs_again_when_a_referenced_file_changes() {
        let package = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = package.path().join(path);
            fs::create_dir_all(path.parent().expect("the path has a parent"))
                .expect("the folder can be created");
            fs::write(path, text).expect("the file can be written");
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
cargo::error=api/parts/answer.yaml:1:7: unresolved reference `none.yaml`; correct the reference, or add its target; there is no file `api/parts/none.yaml` [E012]
";
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_size_limit_of_a_document_is_an_option() {
        let package = tempfile::tempdir().expect("a temporary folder");
        fs::write(package.path().join("pets.yaml"), DOCUMENT).expect("the file can be written");
        for (max_bytes, is_accepted) in [(DOCUMENT.len(), true), (DOCUMENT.len() - 1, false)] {
            let options = Options {
                max_bytes,
                ..Options::default()
            };
            let script = Script {
                package: package.path().to_owned(),
                out: package.path().join("out"),
                options,
            };
            let (lines, module) = script.module(Path::new("pets.yaml"));
            assert_eq!(module.is_some(), is_accepted, "{lines}");
            let message = format!(
                "the document is larger than {max_bytes} bytes; raise the limit with the option `max_bytes` [E003]"
            );
            assert_eq!(lines.contains(&message), !is_accepted, "{lines}");
        }
    }

    #[test]
    fn an_unknown_schema_to_keep_is_an_error() {
        let package = tempfile::tempdir().expect("a temporary folder");
        let schemas = "components: { schemas: { Pet: { type: string } } }\n";
        fs::write(
            package.path().join("pets.yaml"),
            format!("{DOCUMENT}{schemas}"),
        )
        .expect("the file can be written");
        for (name, expected) in [
            ("Pet", None),
            (
                "Per",
                Some(
                    "unknown schema `Per` in the option `keep_types` for `pets`; did you mean `Pet`?",
                ),
            ),
            (
                "Owner",
                Some("unknown schema `Owner` in the option `keep_types` for `pets`"),
            ),
        ] {
            let script = Script {
                package: package.path().to_owned(),
                out: package.path().join("out"),
                options: Options {
                    keep_types: KeepTypes::Named(vec![name.to_owned()]),
                    ..Options::default()
                },
            };
            let (lines, module) = script.module(Path::new("pets.yaml"));
            assert_eq!(module.is_some(), expected.is_none(), "{lines}");
            if let Some(expected) = expected {
                assert!(lines.ends_with(&line("error", expected)), "{lines}");
            }
        }
    }

    #[test]
    fn a_message_cannot_start_another_instruction() {
        assert_eq!(line("error", "a\ncargo::b"), "cargo::error=a cargo::b\n");
    }

    #[test]
    fn the_root_declares_the_modules_beside_it() {
        let source = Source {
            name: "pets.yaml",
            text: DOCUMENT,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let files = files(&[module], "this test");
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(has("pets.rs") && has("pets/client.rs") && has("runtime/mod.rs"));
        let root = files.iter().find(|file| file.path == "client.rs");
        let root = &root.expect("the root is generated").text;
        assert!(root.contains("pub mod runtime;") && root.contains("pub mod pets;"));
    }
}
