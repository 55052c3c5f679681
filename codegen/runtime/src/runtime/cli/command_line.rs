//! Errors of the parser, without the secrets on the command line.

use std::ffi::OsString;
use std::io::{self, Write};

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::command::{Group, Part};
use super::secrets::{Secrets, credential_variables};
use super::value_rules::ALLOW_UNKNOWN;

/// Whether the arguments contain the option that sends values that the document does not list. The parser needs to know it
/// before it parses them.
pub(super) fn allows_unknown(arguments: &[OsString]) -> bool {
    let options = arguments.iter().take_while(|it| *it != "--");
    let mut options = options.filter_map(|it| it.to_str()?.strip_prefix("--"));
    options.any(|it| it == ALLOW_UNKNOWN)
}

/// Prints an error of the parser, or the help that was asked for.
pub(super) fn print(error: &Error, arguments: &[OsString], groups: &[Group]) {
    // Help goes to standard output, and may meet a closed pipe.
    if !error.use_stderr() {
        let _closed = error.print();
        return;
    }
    let line = CommandLine::of(arguments, groups);
    let text = error.render().to_string();
    let shown = match line.option_of_stray_word(error) {
        Some(option) => format!(
            "error: the value of `--{option}` is more than one argument or begins with `-`; put it in quotes, as in \
             `--{option}='VALUE'`\n"
        ),
        None => line.secrets.text(&text),
    };
    let _closed = if shown == text {
        error.print()
    } else {
        write!(io::stderr(), "{shown}")
    };
}

/// What a command line that could not be parsed has of secrets.
struct CommandLine {
    secrets: Secrets,
    /// The words that may belong to the value of an option with a secret, and that option.
    words: Vec<(String, String)>,
}

impl CommandLine {
    fn of(arguments: &[OsString], groups: &[Group]) -> Self {
        let options = secret_options(groups);
        let schemes = groups.iter().flat_map(|group| group.api.schemes);
        let variables: Vec<_> = schemes.flat_map(credential_variables).collect();
        let mut line = Self {
            secrets: Secrets::of_environment(groups),
            words: Vec::new(),
        };
        let mut current: Option<&str> = None;
        let mut has_value = true;
        for argument in arguments.iter().skip(1) {
            let argument = argument.to_string_lossy();
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (&*argument, None),
            };
            if let Some(value) = value.filter(|_| variables.iter().any(|it| it == name)) {
                line.secrets.add(value);
            }
            let option = name.strip_prefix("--");
            if let Some(option) = option.and_then(|it| options.iter().find(|name| *name == &it)) {
                current = Some(option);
                has_value = value.is_some();
                line.secrets.add(value.unwrap_or_default());
                continue;
            }
            let Some(option) = current else { continue };
            if has_value && argument.starts_with('-') {
                current = None;
                continue;
            }
            has_value = true;
            line.secrets.add(&argument);
            line.words.push((argument.into_owned(), option.to_owned()));
        }
        line
    }

    /// Returns the option of an argument that is unexpected because it belongs to a secret value.
    fn option_of_stray_word(&self, error: &Error) -> Option<&str> {
        if error.kind() != ErrorKind::UnknownArgument {
            return None;
        }
        let Some(ContextValue::String(found)) = error.get(ContextKind::InvalidArg) else {
            return None;
        };
        let mut words = self.words.iter();
        let (_, option) = words.find(|(word, _)| is_shown_as(word, found))?;
        Some(option)
    }
}

/// Whether an argument is shown in this way: a short option without what follows, and a long one without its value.
fn is_shown_as(argument: &str, shown: &str) -> bool {
    match argument.strip_prefix(shown) {
        Some("") => true,
        Some(rest) => rest.starts_with('=') || (shown.len() == 2 && shown.starts_with('-')),
        None => false,
    }
}

/// Returns the options of all commands whose values may have secrets, without dashes.
fn secret_options(groups: &[Group]) -> Vec<&'static str> {
    let mut options = Vec::new();
    for command in groups.iter().flat_map(|group| group.commands) {
        let arguments = command.arguments.iter();
        let arguments = arguments.filter(|it| matches!(it.part, Part::Parameter | Part::Body));
        options.extend(arguments.filter(|it| it.is_secret).map(|it| it.name));
        if !command.secrets.is_empty() {
            options.extend(["body", "part"]);
        }
    }
    options
}
