//! `cargo xtask explain`

use std::process::ExitCode;

use codegen::diagnostic::Code;

use crate::console::Console;
use crate::error::Error;

/// Explains a diagnostic code, or lists all codes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Code to explain, such as E012 or e12; all codes are listed if none is given.
    code: Option<Code>,
}

pub(crate) fn run(args: &Args, console: &Console) -> Result<ExitCode, Error> {
    let text = args.code.map_or_else(list, explanation);
    console.print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn list() -> String {
    let line = |code: Code| format!("{}  {}\n", code.id(), code.title());
    Code::all().map(line).collect::<Vec<_>>().concat()
}

fn explanation(code: Code) -> String {
    format!(
        "{} ({}): {}\n\n{}\n",
        code.id(),
        code.severity(),
        code.title(),
        code.explanation().trim_end()
    )
}
