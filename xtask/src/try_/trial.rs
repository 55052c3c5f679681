//! One document: reads it, generates a crate, and writes the crate.

use std::path::Path;
use std::time::{Duration, Instant};

use codegen::diagnostic::{Diagnostics, Severity};
use codegen::{File, KeepTypes, Module, OptionNames, Options, Package, Parts};

use super::compile::Check;
use super::{Args, files};
use crate::error::Error;
use crate::spec_document::SpecDocument;

/// A document and its outcome.
pub(super) struct Trial {
    /// The name of the package and of its folder.
    pub(super) name: String,
    /// The path of the document, as the user gave it.
    pub(super) document: String,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Generated(Generated),
    /// The document cannot be read, or does not have what an option names.
    Failed(Error),
    Rejected(Rejected),
}

/// A document with mistakes.
pub(super) struct Rejected {
    pub(super) diagnostics: Diagnostics,
    /// Whether `--lenient` turns all of the errors into warnings.
    pub(super) is_repairable: bool,
}

/// The crate that was written for a document.
pub(super) struct Generated {
    pub(super) operations: usize,
    pub(super) types: usize,
    /// The lines of Rust without the runtime, which is the same for every document.
    pub(super) lines: usize,
    pub(super) time: Duration,
    /// Whether the crate compiles, if it was compiled.
    pub(super) check: Option<Check>,
    pub(super) warnings: Diagnostics,
}

impl Trial {
    /// Generates a crate from a document and writes it.
    ///
    /// # Errors
    ///
    /// Fails if the crate cannot be written.
    pub(super) fn run(path: &Path, name: String, args: &Args) -> Result<Self, Error> {
        let document = path.display().to_string();
        let outcome = Self::outcome(path, &document, &name, args)?;
        Ok(Self {
            name,
            document,
            outcome,
        })
    }

    fn outcome(path: &Path, document: &str, name: &str, args: &Args) -> Result<Outcome, Error> {
        let document = match SpecDocument::read_up_to(max_bytes(args), path, document.to_owned()) {
            Ok(document) => document,
            Err(error) => return Ok(Outcome::Failed(error)),
        };
        let started = Instant::now();
        let options = options(name, args);
        let generate =
            |options: &Options| codegen::generate_in(&document.source(), &document.folder, options);
        let mut module = match generate(&options) {
            Ok(module) => module,
            Err(diagnostics) => {
                let lenient = Options {
                    lenient: true,
                    ..options
                };
                return Ok(Outcome::Rejected(Rejected {
                    diagnostics,
                    is_repairable: !args.lenient && generate(&lenient).is_ok(),
                }));
            }
        };
        if !module.unknown_schemas.is_empty() {
            let schemas = module.unknown_schemas;
            return Ok(Outcome::Failed(Error::UnknownSchemas { schemas }));
        }
        let package = package(name, &module, args.cli);
        let lines = module.files.iter().map(lines).sum();
        let generated = codegen::package_from(std::slice::from_mut(&mut module), &package);
        let time = started.elapsed();
        files::write(&args.out.join(name), &generated)?;
        Ok(Outcome::Generated(Generated::new(module, lines, time)))
    }

    /// Records whether the generated crate compiles.
    pub(super) fn set_check(&mut self, check: Check) {
        if let Outcome::Generated(generated) = &mut self.outcome {
            generated.check = Some(check);
        }
    }
}

impl Outcome {
    /// Whether a crate was generated, and compiles if it was compiled.
    pub(super) fn is_success(&self) -> bool {
        match self {
            Self::Generated(generated) => generated.errors().is_none(),
            Self::Failed(_) | Self::Rejected(_) => false,
        }
    }

    /// Returns the diagnostics of a severity, unless there is another error.
    pub(super) fn diagnostics(&self, severity: Severity) -> Option<Diagnostics> {
        let mut diagnostics = match self {
            Self::Generated(generated) => generated.warnings.clone(),
            Self::Rejected(rejected) => rejected.diagnostics.clone(),
            Self::Failed(_) => return None,
        };
        diagnostics.retain(|diagnostic| diagnostic.severity() == severity);
        Some(diagnostics)
    }
}

impl Generated {
    fn new(module: Module, lines: usize, time: Duration) -> Self {
        Self {
            operations: module.operations,
            types: module.types,
            lines,
            time,
            check: None,
            warnings: module.warnings,
        }
    }

    /// Returns the compiler's errors, if the crate does not compile.
    pub(super) fn errors(&self) -> Option<&str> {
        self.check.as_ref()?.errors.as_deref()
    }
}

fn lines(file: &File) -> usize {
    file.text.bytes().filter(|byte| *byte == b'\n').count()
}

pub(super) const WRITTEN_BY: &str = "`cargo xtask try`";

fn options(name: &str, args: &Args) -> Options {
    Options {
        crate_name: name.replace('-', "_"),
        at_root: true,
        lenient: args.lenient,
        written_by: WRITTEN_BY.to_owned(),
        cli: args.cli,
        max_bytes: max_bytes(args),
        keep_types: keep_types(args),
        share_types: args.share_types,
        parts: parts(args),
        option_names: OptionNames::CommandLine,
        summarize_unused: true,
    }
}

fn keep_types(args: &Args) -> KeepTypes {
    match &args.keep[..] {
        _ if args.keep_unused => KeepTypes::All,
        [] => KeepTypes::None,
        names => KeepTypes::Named(names.to_vec()),
    }
}

fn parts(args: &Args) -> Parts {
    if args.parts_by_tag {
        Parts::Tag
    } else {
        Parts::Document
    }
}

fn max_bytes(args: &Args) -> usize {
    let bytes = u64::from(args.max_size) << 20;
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

fn package(name: &str, module: &Module, has_program: bool) -> Package {
    // TOML strings have fewer escapes than Rust strings.
    let is_plain = |c: &char| c.is_alphanumeric() || c.is_ascii_punctuation() || *c == ' ';
    let title: String = module.title.chars().filter(is_plain).collect();
    Package {
        name: name.to_owned(),
        description: format!("A client of {}", title.trim()),
        default_module: Some(module.name.clone()),
        program: has_program.then(|| name.to_owned()),
        stand_alone: true,
        written_by: WRITTEN_BY.to_owned(),
        ..Package::default()
    }
}
