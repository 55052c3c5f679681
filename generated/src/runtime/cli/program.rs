use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::ArgMatches;
use clap_complete::Shell;

use super::command::{Group, Invocation};
use super::command_line;
use super::parser::{COMPLETIONS, MAN, parser};
use super::status::ExitStatus;
use super::stop::Stop;
use super::visible::visible_text;

/// Runs the program with the arguments of the process.
pub fn main(name: &'static str, groups: &'static [Group]) -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let parser = parser(name, groups, command_line::allows_unknown(&arguments));
    let matches = match parser.try_get_matches_from(&arguments) {
        Ok(matches) => matches,
        Err(error) => {
            command_line::print(&error, &arguments, groups);
            let is_usage = error.use_stderr();
            return if is_usage {
                ExitStatus::Usage
            } else {
                ExitStatus::Success
            }
            .into();
        }
    };
    match run(name, groups, &matches) {
        Ok(status) => status.into(),
        Err(stop) => {
            report(&stop);
            stop.status().into()
        }
    }
}

/// Prints why a command ended.
pub(super) fn report(stop: &Stop) {
    if let Some(message) = stop.message() {
        // The message may have a text of the server.
        let _closed = writeln!(io::stderr(), "{}", visible_text(&message));
    }
}

fn run(
    name: &'static str,
    groups: &'static [Group],
    matches: &ArgMatches,
) -> Result<ExitStatus, Stop> {
    let Some((first, rest)) = matches.subcommand() else {
        return Err(Stop::Usage("no command was given".to_owned()));
    };
    let Some(group) = groups.iter().find(|group| group.name == first) else {
        return own_command(name, groups, first, rest);
    };
    let command = rest.subcommand().and_then(|(command, rest)| {
        let mut commands = group.commands.iter();
        let command = commands.find(|it| it.name == command)?;
        Some((command, rest.clone()))
    });
    let Some((command, matches)) = command else {
        return Err(Stop::Usage("no command was given".to_owned()));
    };
    let invocation = Invocation {
        group,
        command,
        matches,
    };
    // One thread is enough, since requests are sent one after the other.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Stop::failure)?;
    Ok(runtime.block_on((command.run)(invocation)))
}

/// Runs a command that belongs to no document.
fn own_command(
    name: &'static str,
    groups: &'static [Group],
    command: &str,
    matches: &ArgMatches,
) -> Result<ExitStatus, Stop> {
    let text = |id: &str| matches.get_one::<String>(id).map_or("", String::as_str);
    let mut parser = parser(name, groups, false);
    match command {
        COMPLETIONS => {
            let shell: Shell = text("shell").parse().map_err(Stop::Usage)?;
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut parser, name, &mut script);
            io::stdout().write_all(&script)?;
        }
        MAN => {
            let folder = Path::new(text("folder"));
            std::fs::create_dir_all(folder)
                .and_then(|()| clap_mangen::generate_to(parser, folder))
                .map_err(|error| Stop::Failure(format!("{}: {error}", folder.display())))?;
        }
        _ => {}
    }
    Ok(ExitStatus::Success)
}
