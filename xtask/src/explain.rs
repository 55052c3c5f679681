//! `cargo xtask explain`

use std::process::ExitCode;

use codegen::diagnostic::Code;

use crate::console::Console;
use crate::error::Error;

/// Says more about a diagnostic's code, or lists the codes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The code, such as E012; all are listed if there is none.
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
