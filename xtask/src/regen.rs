//! `cargo xtask regen`

mod report;
mod requests;
mod surface;

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use codegen::diagnostic::Format;
use codegen::{File, Module};

use self::report::{RemainingSteps, Row};
use self::requests::Requests;
use crate::console::Console;
use crate::diff;
use crate::error::Error;
use crate::package;
use crate::spec_document::SpecDocument;
use crate::tree::{self, Change};
use crate::workspace::{Workspace, reject_shared_modules};
use crate::write::{self, Lock};

/// The largest time that git and the comparison with the main branch may take.
const MAX_DIFF_TIME: Duration = Duration::from_secs(2);

/// Writes generated/ from the documents in spec/, and shows the changes for callers and the remaining steps.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing: show the files in generated/ that are out of date, and exit with status 1 if there are any.
    #[arg(long, conflicts_with = "accept")]
    check: bool,

    /// Accept the changes for callers by writing them to tests/surface/.
    #[arg(long)]
    accept: bool,
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let workspace = Workspace::find()?;
    // The lock covers the reading too, so that the run that writes last has also read last.
    let lock = if args.check {
        None
    } else {
        Some(Lock::take(&workspace, console)?)
    };
    let output = Output::generate(&workspace, console)?;
    let changes = tree::changes(&workspace.generated(), &output.files)?;
    if let Some(lock) = &lock {
        write::apply(lock, &workspace, &changes)?;
    }
    console.print(&report::rows(&output.rows(&changes), changes.len()))?;
    if args.check {
        console.print(&report::differences(&changes, console.out))?;
        if !changes.is_empty() {
            return Err(Error::Stale {
                files: changes.len(),
            });
        }
    } else {
        console.print(&report::written(&changes))?;
        follow_up(&workspace, &output.modules, args.accept, console)?;
        let verdicts = diff::verdicts(workspace, MAX_DIFF_TIME);
        if !verdicts.is_empty() {
            console.print(&format!("\n{verdicts}"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows or accepts the changes for callers, and shows the remaining steps.
fn follow_up(
    workspace: &Workspace,
    modules: &[Module],
    accept: bool,
    console: &Console,
) -> Result<(), Error> {
    let changes = surface::changes(workspace, modules)?;
    if accept {
        surface::accept(workspace, &changes)?;
        console.print(&report::accepted(&changes))?;
    } else {
        console.print(&report::surfaces(&changes, console.out))?;
    }
    let steps = RemainingSteps {
        to_accept: !accept && !changes.is_empty(),
        requests: &Requests::compare(workspace, modules)?,
        warnings: modules.iter().map(|it| it.warnings.warning_count()).sum(),
    };
    console.print(&report::remaining_steps(&steps, console.out))
}

/// The generated modules and files.
struct Output {
    modules: Vec<Module>,
    /// The time that each module took.
    times: Vec<Duration>,
    files: Vec<File>,
}

impl Output {
    /// Generates from every document. The diagnostics of all documents are printed before this fails.
    fn generate(workspace: &Workspace, console: &Console) -> Result<Self, Error> {
        let documents = workspace.documents()?;
        let total = documents.len();
        let (mut names, mut modules, mut times) = (Vec::new(), Vec::new(), Vec::new());
        for document in documents {
            let started = Instant::now();
            if let Some((name, module)) = generate(document, console) {
                times.push(started.elapsed());
                names.push((module.name.clone(), name));
                modules.push(module);
            }
        }
        if modules.len() < total {
            return Err(Error::Documents {
                failed: total - modules.len(),
                total,
            });
        }
        reject_shared_modules(&names)?;
        let files = codegen::package(&modules, &package::package(&modules));
        Ok(Self {
            modules,
            times,
            files,
        })
    }

    fn rows(&self, changes: &[Change<'_>]) -> Vec<Row<'_>> {
        let timed = self.modules.iter().zip(&self.times);
        timed
            .map(|(module, time)| Row {
                name: &module.name,
                operations: module.operations,
                types: module.types,
                changed: changed_files(module, changes),
                time: *time,
            })
            .collect()
    }
}

fn generate(document: Result<SpecDocument, Error>, console: &Console) -> Option<(String, Module)> {
    let document = document.map_err(|error| console.error(&error)).ok()?;
    let result = codegen::generate_in(&document.source(), &document.folder, &package::options());
    let diagnostics = match &result {
        Ok(module) => &module.warnings,
        Err(errors) => errors,
    };
    if !diagnostics.is_empty() {
        let text = diagnostics.render(Format::Text, console.err.color_choice());
        console.note(&format!("{text}\n"));
    }
    result.ok().map(|module| (document.name, module))
}

fn changed_files(module: &Module, changes: &[Change<'_>]) -> usize {
    let paths: HashSet<PathBuf> = module.files.iter().map(tree::path).collect();
    changes
        .iter()
        .filter(|change| paths.contains(&change.path))
        .count()
}
