//! One document: it is read, generated from, written and compiled.

use std::path::Path;
use std::time::{Duration, Instant};

use codegen::diagnostic::{Diagnostics, Severity};
use codegen::{File, Module, Options, Package};

use super::compile::Compiler;
use super::folder;
use crate::document::Document;
use crate::error::Error;

/// What came of one document.
pub(super) struct Trial {
    /// Name of the package and of its folder.
    pub(super) name: String,
    /// Path of the document, as it was given.
    pub(super) document: String,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Generated(Generated),
    Unreadable(Error),
    Rejected(Diagnostics),
    /// With what the compiler says.
    Broken(Generated, String),
}

/// What was written for a document.
pub(super) struct Generated {
    pub(super) operations: usize,
    pub(super) types: usize,
    /// Lines of Rust that come from the document: without the runtime, which is the same for all.
    pub(super) lines: usize,
    pub(super) time: Duration,
    pub(super) warnings: Diagnostics,
}

impl Trial {
    /// Generates from a document, writes what comes of it and compiles that.
    ///
    /// # Errors
    ///
    /// Fails if the crate cannot be written, or Cargo cannot be started.
    pub(super) fn of(
        path: &Path,
        name: String,
        out: &Path,
        lenient: bool,
        compiler: Option<&Compiler>,
    ) -> Result<Self, Error> {
        let document = path.display().to_string();
        let outcome = Self::outcome(path, &document, &name, out, lenient, compiler)?;
        Ok(Self {
            name,
            document,
            outcome,
        })
    }

    fn outcome(
        path: &Path,
        document: &str,
        name: &str,
        out: &Path,
        lenient: bool,
        compiler: Option<&Compiler>,
    ) -> Result<Outcome, Error> {
        let document = match Document::read(path, document.to_owned()) {
            Ok(document) => document,
            Err(error) => return Ok(Outcome::Unreadable(error)),
        };
        let started = Instant::now();
        let options = options(name, lenient);
        let module = match codegen::generate_in(&document.source(), &document.folder, &options) {
            Ok(module) => module,
            Err(found) => return Ok(Outcome::Rejected(found)),
        };
        let package = package(name, &module);
        let files = codegen::package(std::slice::from_ref(&module), &package);
        let time = started.elapsed();
        let folder = out.join(name);
        folder::write(&folder, &files)?;
        let generated = Generated::new(module, time);
        Ok(match compiler {
            Some(compiler) => match compiler.check(&folder)? {
                Some(errors) => Outcome::Broken(generated, errors),
                None => Outcome::Generated(generated),
            },
            None => Outcome::Generated(generated),
        })
    }
}

impl Outcome {
    /// What was found that is of a severity.
    pub(super) fn diagnostics(&self, severity: Severity) -> Option<Diagnostics> {
        let mut found = match self {
            Self::Generated(generated) | Self::Broken(generated, _) => generated.warnings.clone(),
            Self::Rejected(found) => found.clone(),
            Self::Unreadable(_) => return None,
        };
        found.retain(|diagnostic| diagnostic.severity() == severity);
        Some(found)
    }
}

impl Generated {
    fn new(module: Module, time: Duration) -> Self {
        Self {
            operations: module.operations,
            types: module.types,
            lines: module.files.iter().map(lines).sum(),
            time,
            warnings: module.warnings,
        }
    }
}

fn lines(file: &File) -> usize {
    file.text.lines().count()
}

const WRITTEN_BY: &str = "`cargo xtask try`";

fn options(name: &str, lenient: bool) -> Options {
    Options {
        crate_name: name.replace('-', "_"),
        lenient,
        written_by: WRITTEN_BY.to_owned(),
    }
}

fn package(name: &str, module: &Module) -> Package {
    // A string of TOML knows fewer escapes than one of Rust.
    let is_plain = |c: &char| c.is_alphanumeric() || c.is_ascii_punctuation() || *c == ' ';
    let title: String = module.title.chars().filter(is_plain).collect();
    Package {
        name: name.to_owned(),
        description: format!("A client of {}", title.trim()),
        default_module: Some(module.name.clone()),
        stand_alone: true,
        written_by: WRITTEN_BY.to_owned(),
        ..Package::default()
    }
}
