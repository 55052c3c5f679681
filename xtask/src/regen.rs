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

use self::report::{Left, Row};
use self::requests::Requests;
use crate::console::Console;
use crate::document::Document;
use crate::error::Error;
use crate::package;
use crate::tree::{self, Change};
use crate::workspace::{Workspace, refuse_shared_modules};
use crate::write::{self, Lock};

/// Writes generated/ from the documents in spec/, and shows the changes for callers and the steps that are left.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing: show how generated/ differs from what the documents give, and exit with 1 if
    /// it does.
    #[arg(long, conflicts_with = "accept")]
    check: bool,

    /// Accept the changes for callers by writing them to tests/surface/.
    #[arg(long)]
    accept: bool,
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let workspace = Workspace::find()?;
    // Before the documents are read: the run that writes last is then the one that read last.
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
    console.print(&report::rows(&output.rows(&changes)))?;
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
    }
    Ok(ExitCode::SUCCESS)
}

/// Shows or accepts the changes for callers, and shows the steps that are left.
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
    let left = Left {
        to_accept: !accept && !changes.is_empty(),
        requests: &Requests::compare(workspace, modules)?,
    };
    console.print(&report::left(&left, console.out))
}

/// What the documents give.
struct Output {
    modules: Vec<Module>,
    /// How long each module took.
    times: Vec<Duration>,
    files: Vec<File>,
}

impl Output {
    /// Generates from every document, and says what is wrong with any of them before it fails.
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
        refuse_shared_modules(&names)?;
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
                changed: changed(module, changes),
                time: *time,
            })
            .collect()
    }
}

fn generate(document: Result<Document, Error>, console: &Console) -> Option<(String, Module)> {
    let document = document.map_err(|error| console.error(&error)).ok()?;
    let result = codegen::generate_in(&document.source(), &document.folder, &package::options());
    let diagnostics = match &result {
        Ok(module) => &module.warnings,
        Err(errors) => errors,
    };
    if !diagnostics.is_empty() {
        let text = diagnostics.render(Format::Text, console.err.choice());
        console.note(&format!("{text}\n"));
    }
    result.ok().map(|module| (document.name, module))
}

fn changed(module: &Module, changes: &[Change<'_>]) -> usize {
    let paths: HashSet<PathBuf> = module.files.iter().map(tree::path).collect();
    changes
        .iter()
        .filter(|change| paths.contains(&change.path))
        .count()
}
