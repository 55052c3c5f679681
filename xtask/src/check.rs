//! `cargo xtask check`

use std::path::PathBuf;
use std::process::ExitCode;

use codegen::diagnostic::{Diagnostics, Format};

use crate::console::Console;
use crate::count::count;
use crate::error::Error;
use crate::spec_document::SpecDocument;
use crate::workspace::Workspace;

/// Checks documents and reports errors and warnings.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Documents to check; all documents in spec/ if none is given.
    #[arg(value_name = "SPEC")]
    documents: Vec<PathBuf>,

    /// Fail on warnings too.
    #[arg(long)]
    deny_warnings: bool,

    /// Output format.
    #[arg(long, value_enum, default_value_t = OutputFormat::Text)]
    format: OutputFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum OutputFormat {
    /// Human-readable text.
    Text,
    /// One JSON object per line, one for each diagnostic.
    Json,
    /// Annotations for GitHub Actions.
    Github,
}

impl From<OutputFormat> for Format {
    fn from(format: OutputFormat) -> Self {
        match format {
            OutputFormat::Text => Self::Text,
            OutputFormat::Json => Self::Json,
            OutputFormat::Github => Self::Github,
        }
    }
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let mut code = ExitCode::SUCCESS;
    let mut has_codes = false;
    for document in documents(&args.documents)? {
        if !is_usable(document, args, console, &mut has_codes)? {
            code = ExitCode::FAILURE;
        }
    }
    if has_codes && args.format == OutputFormat::Text {
        console.print("\n`cargo xtask explain CODE` explains a code\n")?;
    }
    Ok(code)
}

fn documents(paths: &[PathBuf]) -> Result<Vec<Result<SpecDocument, Error>>, Error> {
    if paths.is_empty() {
        return Workspace::find()?.documents();
    }
    Ok(paths
        .iter()
        .map(|path| SpecDocument::read(path, path.display().to_string()))
        .collect())
}

fn is_usable(
    document: Result<SpecDocument, Error>,
    args: &Args,
    console: &Console,
    has_codes: &mut bool,
) -> Result<bool, Error> {
    let document = match document {
        Ok(document) => document,
        Err(error) => {
            console.error(&error);
            return Ok(false);
        }
    };
    let diagnostics = codegen::check_in(&document.source(), &document.folder);
    *has_codes |= !diagnostics.is_empty();
    let text = diagnostics.render(args.format.into(), console.out.color_choice());
    console.print(&text)?;
    if args.format == OutputFormat::Text {
        let separator = if text.is_empty() { "" } else { "\n" };
        let summary = summary(&diagnostics);
        console.print(&format!("{separator}{}: {summary}\n", document.name))?;
    }
    let is_denied = args.deny_warnings && diagnostics.warning_count() > 0;
    Ok(!diagnostics.has_errors() && !is_denied)
}

fn summary(diagnostics: &Diagnostics) -> String {
    let errors = count(diagnostics.error_count(), "error");
    let warnings = count(diagnostics.warning_count(), "warning");
    match (diagnostics.error_count(), diagnostics.warning_count()) {
        (0, 0) => "no problems".to_owned(),
        (0, _) => warnings,
        (_, 0) => errors,
        _ => format!("{errors}, {warnings}"),
    }
}
