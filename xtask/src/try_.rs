//! `cargo xtask try`

mod compile;
mod folder;
mod report;
mod trial;

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

use self::compile::Compiler;
use self::report::{OutputFormat, Report};
use self::trial::{Outcome, Trial};
use crate::console::Console;
use crate::error::Error;

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

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let report = Report::new(args.format, console);
    let compiler = args.check.then(|| Compiler::new(&args.out));
    let mut names = HashSet::new();
    let mut trials = Vec::new();
    for path in &args.documents {
        let name = folder::free_name(path, &mut names);
        let trial = Trial::of(path, name, &args.out, args.lenient, compiler.as_ref())?;
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
