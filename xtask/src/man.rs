//! `cargo xtask man`

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::error::Error;
use crate::package::{NAME, PROGRAM};
use crate::workspace::Workspace;

/// Writes the man pages of the command-line program.
///
/// The program writes them itself. This command compiles it, since xtask does not depend on the generated crate.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Output folder.
    #[arg(long, value_name = "DIR", default_value = "target/man")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let workspace = Workspace::find()?;
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let status = Command::new(cargo)
        .args([
            "run",
            "--quiet",
            "--package",
            NAME,
            "--features",
            "cli",
            "--bin",
            PROGRAM,
        ])
        .args([Path::new("--"), Path::new("man"), &args.out])
        .current_dir(workspace.root())
        .status()
        .map_err(|source| Error::Cargo { source })?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
