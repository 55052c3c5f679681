//! A program with the commands of the fixtures that tests run.

use std::process::ExitCode;

fn main() -> ExitCode {
    shapes::runtime::cli::main("shapes", &[shapes::pages::cli::GROUP])
}
