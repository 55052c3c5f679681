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

/// Generates a stand-alone crate from each document.
///
/// The documents are independent: a rejected document does not stop the others.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Documents to generate from.
    #[arg(value_name = "SPEC", required = true)]
    documents: Vec<PathBuf>,

    /// Output folder; each crate is a folder in it, named after its document.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Compile the crates, with DIR/target as the shared target folder.
    #[arg(long)]
    check: bool,

    /// Turn mistakes with an obvious meaning into warnings. For example, a reference to a missing schema is arbitrary
    /// JSON, an undeclared path parameter is a string, and the first of two parameters with the same name is used.
    #[arg(long)]
    lenient: bool,

    /// Output format.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let report = Report::new(args.format, console);
    let compiler = args.check.then(|| Compiler::new(&args.out));
    let mut names = HashSet::new();
    let mut trials = Vec::new();
    for path in &args.documents {
        let name = folder::unique_name(path, &mut names);
        let trial = Trial::run(path, name, &args.out, args.lenient, compiler.as_ref())?;
        report.trial(&trial)?;
        trials.push(trial);
    }
    report.totals(&trials)?;
    let all_generated = trials
        .iter()
        .all(|trial| matches!(trial.outcome, Outcome::Generated(_)));
    Ok(if all_generated {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
