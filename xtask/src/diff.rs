//! `cargo xtask diff`

mod accept;
mod accepted;
mod changelog;
mod changes;
mod cut;
mod documents;
mod fold;
mod git;
mod github;
mod json;
mod links;
mod list;
mod markdown;
mod pairs;
mod release;
mod report;
mod revision_folder;
mod revisions;
mod section;
#[cfg(test)]
mod test_changes;
#[cfg(test)]
mod test_markdown;
#[cfg(test)]
mod test_repository;
mod verdict;
mod version;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use codegen::diagnostic::Format;
use codegen::diff::{Rejected, Step};

use self::accept::accept;
use self::changelog::changelog;
use self::changes::{Changes, Failure};
use self::links::Links;
use self::report::Layout;
use self::revisions::Revisions;
use self::verdict::FailOn;
use crate::console::Console;
use crate::error::Error;
use crate::printable::printable;
use crate::workspace::Workspace;

/// The exit status if a document is not an OpenAPI document.
const NOT_OPENAPI: u8 = 2;

/// Shows what the changes of the documents do to callers, on the wire and in Rust.
#[derive(clap::Args)]
#[command(
    override_usage = "cargo xtask diff [OPTIONS] [BASE] [HEAD]\n       cargo xtask diff [OPTIONS] --old <FILE> --new <FILE>"
)]
pub(crate) struct Args {
    /// Revision to compare with; the merge base of HEAD and the main branch if none is given.
    base: Option<String>,

    /// Revision with the changes; the working tree if none is given.
    head: Option<String>,

    /// Compare this file with the file of --new. Git is not needed.
    #[arg(long, value_name = "FILE", requires = "new", conflicts_with = "base")]
    old: Option<PathBuf>,

    /// Compare this file with the file of --old.
    #[arg(long, value_name = "FILE", requires = "old", conflicts_with = "base")]
    new: Option<PathBuf>,

    /// Output format.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,

    /// Address of the repository, such as `https://github.com/OWNER/REPO`, for links to the lines in Markdown.
    #[arg(long, value_name = "URL")]
    links: Option<Links>,

    /// Exit with status 1 if there is such a change.
    #[arg(long, value_enum, value_name = "CHANGES")]
    fail_on: Option<FailOn>,

    /// Show all changes, operations and items, instead of the first ones and a number.
    #[arg(long)]
    all: bool,

    /// Exit with status 1 if the changes since the newest release ask for a higher version of the crate.
    #[arg(long, conflicts_with = "old")]
    check_version: bool,

    /// Print an entry for CHANGELOG.md about the changes since the newest release, and nothing else.
    #[arg(long, conflicts_with_all = ["old", "format", "fail_on", "all", "check_version", "accept"])]
    changelog: bool,

    /// Accept the change with this fingerprint, by an entry in spec/accepted.toml.
    #[arg(long, value_name = "FINGERPRINT", requires = "reason", conflicts_with_all = ["old", "head"])]
    accept: Vec<String>,

    /// Why the change is accepted.
    #[arg(long, value_name = "TEXT", requires = "accept")]
    reason: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    /// Human-readable text.
    Text,
    /// One JSON object.
    Json,
    /// A comment for a pull request.
    Markdown,
    /// Annotations of GitHub Actions: one workflow command per line.
    Github,
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    if let (Some(old), Some(new)) = (&args.old, &args.new) {
        let changes = Changes::of_files(old, new);
        report(&changes, args, console)?;
        return Ok(exit_code(&changes, args.fail_on));
    }
    let workspace = Workspace::find()?;
    let revisions = Revisions::find(&workspace, args.base.as_deref(), args.head.as_deref())?;
    if args.changelog {
        return print_changelog(&revisions.changes_since_release()?, console);
    }
    let changes = revisions.changes()?;
    if let Some(reason) = &args.reason {
        accept(&workspace, &changes, &args.accept, reason, console)?;
        return Ok(ExitCode::SUCCESS);
    }
    report(&changes, args, console)?;
    if args.check_version && changes.failures.is_empty() {
        let since_release = if revisions.is_base_released() {
            &changes
        } else {
            &revisions.changes_since_release()?
        };
        if !since_release.failures.is_empty() {
            print_failures(since_release, console);
            return Ok(exit_code(since_release, None));
        }
        check_version(since_release, &revisions.release_or_base().name, console)?;
    }
    Ok(exit_code(&changes, args.fail_on))
}

/// Prints the changes and the documents that cannot be compared.
fn report(changes: &Changes, args: &Args, console: &Console) -> Result<(), Error> {
    // Runners of GitHub read commands from both outputs, and annotations have the failures.
    if args.format != OutputFormat::Github {
        print_failures(changes, console);
    }
    match args.format {
        OutputFormat::Text => {
            let layout = Layout {
                paint: console.out,
                width: console.width(),
                all: args.all,
            };
            console.print(&report::text(changes, layout))
        }
        // A program must not take the verdict of some documents for the verdict of all.
        OutputFormat::Json if !changes.failures.is_empty() => Ok(()),
        OutputFormat::Json => console.print(&json::json(changes)),
        OutputFormat::Markdown => {
            let links = args.links.as_ref();
            console.print(&markdown::markdown(changes, links))
        }
        OutputFormat::Github => console.print(&github::annotations(changes)),
    }
}

fn exit_code(changes: &Changes, fail_on: Option<FailOn>) -> ExitCode {
    if !changes.failures.is_empty() {
        return ExitCode::from(NOT_OPENAPI);
    }
    let is_met = |fail_on: FailOn| changes.has_lost_client() || fail_on.is_met_by(changes);
    if fail_on.is_some_and(is_met) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Prints an entry for `CHANGELOG.md`, unless a document is missing from it.
fn print_changelog(since_release: &Changes, console: &Console) -> Result<ExitCode, Error> {
    print_failures(since_release, console);
    for (module, rejection) in since_release.rejections() {
        let note = format!("Rust was not compared for {module}: {rejection}");
        console.note(&format!("{}\n", printable(&note)));
    }
    if since_release.failures.is_empty() {
        console.print(&changelog(since_release))?;
    }
    Ok(exit_code(since_release, None))
}

/// Fails if the changes since the newest release ask for a higher version.
///
/// `since` is the name of the release.
fn check_version(since_release: &Changes, since: &str, console: &Console) -> Result<(), Error> {
    let (versions, step) = (&since_release.versions, since_release.least_step());
    let mut rejections = since_release.rejections();
    if let Some((module, rejection)) = rejections.find(|(_, it)| it.rejected != Rejected::Old) {
        return Err(Error::RejectedDocument {
            module: module.to_owned(),
            reason: rejection.reason.clone(),
        });
    }
    let head = versions.head.as_ref().ok_or(Error::NoVersion)?;
    if let Some(needed) = versions.missing(step) {
        return Err(Error::LowVersion {
            head: head.clone(),
            needed,
            since: since.to_owned(),
        });
    }
    let since = printable(since);
    console.note(&match versions.lowest(step) {
        Some(lowest) if step != Step::None => {
            format!("version {head} is high enough: the changes since {since} ask for {lowest}\n")
        }
        _ => format!(
            "version {head} is high enough: no change since {since} asks for a higher one\n"
        ),
    });
    Ok(())
}

fn print_failures(changes: &Changes, console: &Console) {
    for failure in &changes.failures {
        print_failure(failure, console);
    }
}

fn print_failure(failure: &Failure, console: &Console) {
    match failure {
        Failure::Unreadable(error) => console.error(error),
        Failure::NotOpenApi { name, error } => {
            let color = console.err.color_choice();
            let diagnostics = error.diagnostics.render(Format::Text, color);
            console.note(&format!("{diagnostics}\n"));
            console.error(&Error::NotOpenApi {
                name: name.clone(),
                revision: error.revision,
            });
        }
    }
}

/// Returns the verdict of each document that differs from the merge base with the main branch, one line for each.
///
/// Returns nothing if git does not answer within the limit.
pub(crate) fn verdicts(workspace: Workspace, limit: Duration) -> String {
    let (sender, receiver) = mpsc::channel();
    // The thread ends with the process if it takes longer.
    thread::spawn(move || {
        let changes = Revisions::find(&workspace, None, None).and_then(|it| it.changes());
        let _ = sender.send(changes.map(|changes| report::verdicts(&changes)));
    });
    match receiver.recv_timeout(limit) {
        Ok(Ok(verdicts)) => verdicts,
        Ok(Err(_)) | Err(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::test_repository::TestRepository;
    use super::verdicts;
    use crate::workspace::Workspace;

    #[test]
    fn verdicts_are_left_out_if_git_is_too_slow() {
        let repository = TestRepository::new();
        repository.put("xtask/Cargo.toml", "");
        repository.commit();
        repository.put("spec/pets.yaml", "");
        let workspace = Workspace::containing(&repository.path("")).expect("a workspace");
        assert_eq!(verdicts(workspace, Duration::ZERO), "");
    }
}
