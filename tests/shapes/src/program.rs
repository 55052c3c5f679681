//! A program with the commands of the fixtures that tests run.

use std::process::ExitCode;

fn main() -> ExitCode {
    let groups = &[
        shapes::enums::cli::GROUP,
        shapes::integer_enum::cli::GROUP,
        shapes::pages::cli::GROUP,
        shapes::passwords::cli::GROUP,
        shapes::security::cli::GROUP,
        shapes::union_bodies::cli::GROUP,
    ];
    shapes::runtime::cli::main("shapes", groups)
}
