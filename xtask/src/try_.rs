//! `cargo xtask try`

mod compile;
mod folder;
mod report;

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use codegen::{File, Module, Options, Package, diagnostic::Diagnostics};

use self::{compile::Compiler, report::Report};
use crate::{console::Console, document::Document, error::Error};

/// Generates a stand-alone crate from each document, whoever wrote it.
///
/// Documents do not depend on one another: one that is rejected does not keep the others from being generated.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The documents.
    #[arg(value_name = "SPEC", required = true)]
    documents: Vec<PathBuf>,

    /// The folder for the crates; each is a folder in it, named after its document.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Compile the crates. They share the folder DIR/target.
    #[arg(long)]
    check: bool,

    /// Go on where a mistake has a plain meaning, with a warning: a schema that is referred to and not there is free JSON,
    /// a path parameter that nothing declares is text, the first of two equal parameters counts.
    #[arg(long)]
    lenient: bool,

    /// How to say what came of it: for people, or as one JSON object a line.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    Text,
    Json,
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let report = Report::new(args.format, console);
    let compiler = args.check.then(|| Compiler::new(&args.out));
    let mut names = HashSet::new();
    let mut trials = Vec::new();
    for path in &args.documents {
        let name = folder::free_name(path, &mut names);
        let trial = Trial::of(path, name, args, compiler.as_ref())?;
        report.trial(&trial)?;
        trials.push(trial);
    }
    report.totals(&trials)?;
    let all_well = trials
        .iter()
        .all(|trial| matches!(trial.outcome, Outcome::Generated(_)));
    Ok(if all_well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What came of one document.
struct Trial {
    /// Name of the package and of its folder.
    name: String,
    /// Path of the document, as it was given.
    document: String,
    outcome: Outcome,
}

enum Outcome {
    Generated(Generated),
    Unreadable(Error),
    Rejected(Diagnostics),
    /// With what the compiler says.
    Broken(Generated, String),
}

/// What was written for a document.
struct Generated {
    operations: usize,
    types: usize,
    /// Lines of Rust that come from the document: without the runtime, which is the same for all.
    lines: usize,
    time: Duration,
    warnings: Diagnostics,
}

impl Trial {
    /// Generates from a document, writes what comes of it and compiles that.
    ///
    /// # Errors
    ///
    /// Fails if the crate cannot be written, or Cargo cannot be started.
    fn of(
        path: &Path,
        name: String,
        args: &Args,
        compiler: Option<&Compiler>,
    ) -> Result<Self, Error> {
        let document = path.display().to_string();
        let outcome = Self::outcome(path, &document, &name, args, compiler)?;
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
        args: &Args,
        compiler: Option<&Compiler>,
    ) -> Result<Outcome, Error> {
        let document = match Document::read(path, document.to_owned()) {
            Ok(document) => document,
            Err(error) => return Ok(Outcome::Unreadable(error)),
        };
        let started = Instant::now();
        let options = options(name, args.lenient);
        let module = match codegen::generate_in(&document.source(), &document.folder, &options) {
            Ok(module) => module,
            Err(found) => return Ok(Outcome::Rejected(found)),
        };
        let package = package(name, &module);
        let files = codegen::package(std::slice::from_ref(&module), &package);
        let time = started.elapsed();
        let folder = args.out.join(name);
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
