//! The commands of this repository: `cargo xtask --help` lists them.

mod check;
mod console;
mod count;
mod diff;
mod error;
mod explain;
mod line_diff;
mod listing;
mod man;
mod package;
mod printable;
mod regen;
mod spec_document;
mod tree;
mod try_;
mod workspace;
mod write;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::console::Console;

/// Syntax trees are many small allocations on a thread other than the main one, where this allocator is faster.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The commands of this repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Regen(regen::Args),
    Check(check::Args),
    Diff(diff::Args),
    Explain(explain::Args),
    Man(man::Args),
    Try(try_::Args),
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    let console = Console::new();
    codegen::quiet_panics();
    let result = match command {
        Command::Regen(args) => regen::run(&args, &console),
        Command::Check(args) => check::run(&args, &console),
        Command::Diff(args) => diff::run(&args, &console),
        Command::Explain(args) => explain::run(&args, &console),
        Command::Man(args) => man::run(&args),
        Command::Try(args) => try_::run(&args, &console),
    };
    result.unwrap_or_else(|error| {
        console.error(&error);
        ExitCode::FAILURE
    })
}
