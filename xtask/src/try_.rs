//! `cargo xtask try`

mod compile;
mod files;
mod name;
mod report;
mod trial;

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;

use self::compile::{Compiler, Event};
use self::report::{OutputFormat, Report};
use self::trial::{Outcome, Trial};
use crate::console::Console;
use crate::count::count;
use crate::error::Error;

/// Generates a stand-alone crate from each document.
///
/// The documents are independent: a rejected document does not stop the others.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "the flags are independent")]
pub(crate) struct Args {
    /// Documents to generate from.
    #[arg(value_name = "SPEC", required = true)]
    documents: Vec<PathBuf>,

    /// Output folder; each crate is a folder in it, named after its document.
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Compile the crates on all cores, in target folders in DIR/target. The progress goes to standard error.
    #[arg(long)]
    check: bool,

    /// Turn mistakes with an obvious meaning into warnings. For example, a reference to a missing schema is arbitrary
    /// JSON, an undeclared path parameter is a string, and the first of two parameters with the same name is used.
    #[arg(long)]
    lenient: bool,

    /// Largest size in MiB of a document together with the files that it references.
    #[arg(long, value_name = "MIB", default_value_t = 128, value_parser = mebibytes)]
    max_size: u32,

    /// Write a command-line program too, behind the feature `cli` of each crate, which `--check` enables.
    #[arg(long)]
    cli: bool,

    /// Write the types of all schemas, including those that no operation, webhook or callback uses.
    #[arg(long)]
    keep_unused: bool,

    /// Write the type of this schema, and of those that it refers to, even if nothing uses it.
    #[arg(long, value_name = "NAME", conflicts_with = "keep_unused")]
    keep: Vec<String>,

    /// Let equal inline schemas share one type. Each schema keeps its name, as an alias of the shared type.
    #[arg(long)]
    share_types: bool,

    /// Make each tag a Cargo feature, with its operations and the types that they reach. All are enabled by
    /// default; a program chooses with `default-features = false`.
    #[arg(long)]
    parts_by_tag: bool,

    /// Output format.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
}

/// Reads a size in MiB.
fn mebibytes(text: &str) -> Result<u32, String> {
    let size = text.parse().ok().filter(|size| *size > 0);
    size.ok_or_else(|| format!("expected a whole number of MiB, from 1 to {}", u32::MAX))
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    files::reject_file(&args.out)?;
    let report = Report::new(args.format, console);
    let mut names = HashSet::new();
    let mut trials = Vec::new();
    for path in &args.documents {
        let name = name::unique_name(path, &mut names);
        if name::is_nameless(path) {
            let file = path.file_name().unwrap_or_default().to_string_lossy();
            console.note(&format!(
                "`{file}` has no ASCII letters or digits in its name, so its crate is `{name}`\n"
            ));
        }
        let trial = Trial::run(path, name, args)?;
        if !args.check {
            report.trial(&trial)?;
        }
        trials.push(trial);
    }
    if args.check {
        check(&mut trials, args, &report, console)?;
    }
    report.totals(&trials)?;
    let is_success = trials.iter().all(|trial| trial.outcome.is_success());
    Ok(if is_success {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Compiles the generated crates. Reports each document in the order of the documents, as soon as those before it are
/// reported.
fn check(
    trials: &mut [Trial],
    args: &Args,
    report: &Report<'_>,
    console: &Console,
) -> Result<(), Error> {
    let is_generated = |trial: &Trial| matches!(trial.outcome, Outcome::Generated(_));
    let places: Vec<_> = (0..trials.len())
        .filter(|&place| is_generated(&trials[place]))
        .collect();
    let folders: Vec<_> = places
        .iter()
        .map(|&place| args.out.join(&trials[place].name))
        .collect();
    let mut waiting: HashSet<_> = places.iter().copied().collect();
    let mut reported = 0;
    Compiler::new(&args.out, args.cli).check_all(&folders, |event| {
        let name = |index: usize| &trials[places[index]].name;
        match event {
            Event::Dependencies => {
                let crates = count(folders.len(), "crate");
                console.note(&format!("compiling the dependencies of {crates}\n"));
            }
            Event::Started(index) => console.note(&format!("compiling {}\n", name(index))),
            Event::Finished(index, check) => {
                let text = report::progress(name(index), &check);
                console.note(&text);
                trials[places[index]].set_check(check);
                waiting.remove(&places[index]);
            }
        }
        while reported < trials.len() && !waiting.contains(&reported) {
            report.trial(&trials[reported])?;
            reported += 1;
        }
        Ok(())
    })?;
    trials[reported..]
        .iter()
        .try_for_each(|it| report.trial(it))
}
