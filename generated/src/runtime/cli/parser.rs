//! The arguments of a program: from the commands as data to those of `clap`.

use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command as Parser, ValueHint};
use serde_json::Value as Json;

use super::arguments::placeholder;
use super::command::{Argument, Body, Command, Group, Kind, Part, Value};
use super::entry_outcome::FIELDS;
use super::given_value::{parse, parse_unlisted};
use super::output::Format;
use super::value_rules::{ALLOW_UNKNOWN, tip};
use crate::runtime::document::{Scheme, SchemeKind, ServerVariable};
use crate::runtime::values::enums::listed;

const OUTPUT: &str = "Output";
const REQUEST: &str = "Request";
const CONNECTION: &str = "Connection";
const BATCHES: &str = "Batches";

/// The name of the command that prints completions.
pub(super) const COMPLETIONS: &str = "completions";
/// The name of the command that writes man pages.
pub(super) const MAN: &str = "man";

/// Returns the parser of a program. `allows_unknown` tells whether the arguments contain the option of that name.
pub(crate) fn parser(name: &'static str, groups: &'static [Group], allows_unknown: bool) -> Parser {
    let mut parser = Parser::new(name)
        .version(env!("CARGO_PKG_VERSION"))
        .about(about(groups))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .max_term_width(100)
        .after_help(EXIT_STATUS)
        .subcommands(groups.iter().map(|it| group(it, allows_unknown)));
    if !groups.iter().any(|group| group.name == COMPLETIONS) {
        parser = parser.subcommand(completions());
    }
    if !groups.iter().any(|group| group.name == MAN) {
        parser = parser.subcommand(man());
    }
    if groups.iter().any(|group| group.name == "help") {
        parser = parser.disable_help_subcommand(true);
    }
    parser
}

const EXIT_STATUS: &str = "\
Exit status: 0 if all succeeded, 1 after a failure, 2 if the arguments or the environment are invalid and nothing was \
sent, 3 if some entries were not updated, are unknown or were not tried, and 130 after Ctrl-C.";

fn about(groups: &[Group]) -> String {
    match groups {
        [group] => group.about.to_owned(),
        groups => {
            let titles: Vec<_> = groups.iter().map(|group| group.about).collect();
            format!("Calls the operations of {}", titles.join(", "))
        }
    }
}

fn completions() -> Parser {
    let shells = PossibleValuesParser::new(["bash", "zsh", "fish", "powershell"]);
    let shell = Arg::new("shell").required(true).value_parser(shells);
    Parser::new(COMPLETIONS)
        .about("Prints completions for a shell")
        .arg(shell.value_name("SHELL"))
}

fn man() -> Parser {
    let folder = Arg::new("folder").required(true).value_name("DIR");
    Parser::new(MAN)
        .about("Writes man pages to a folder")
        .hide(true)
        .arg(folder.value_hint(ValueHint::DirPath))
}

fn group(group: &'static Group, allows_unknown: bool) -> Parser {
    let commands = group.commands.iter();
    let commands = commands.map(|it| command(group, it, allows_unknown));
    Parser::new(group.name)
        .about(group.about)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .after_help(environment(group))
        .subcommands(commands)
}

/// Returns the environment variables of a document's commands, as a part of their help.
fn environment(group: &Group) -> String {
    let mut lines = vec!["Environment variables:".to_owned()];
    for (index, scheme) in group.api.schemes.iter().enumerate() {
        let about = group.credentials.get(index).copied().unwrap_or_default();
        let about = about.lines().next().unwrap_or_default();
        for variable in scheme.variables() {
            lines.push(format!("  {variable}  {about}").trim_end().to_owned());
        }
    }
    for variable in server_variables(group) {
        lines.push(format!(
            "  {}  The `{}` of the server's URL",
            variable.env, variable.name
        ));
    }
    let base = group.api.base_url_env;
    lines.push(format!(
        "  {base}  The base URL, instead of the document's server"
    ));
    lines.join("\n")
}

/// Returns the variables of all servers, without duplicates.
pub(super) fn server_variables(group: &Group) -> Vec<&'static ServerVariable> {
    let mut found: Vec<&ServerVariable> = Vec::new();
    for variable in group.api.servers.iter().flat_map(|server| server.variables) {
        if found.iter().all(|other| other.name != variable.name) {
            found.push(variable);
        }
    }
    found
}

/// Returns the name of the option for the file with the credential of a scheme.
pub(super) fn credential_option(scheme: &Scheme) -> String {
    format!("{}-file", scheme.method.replace('_', "-"))
}

/// Returns the names of the options for the user name of HTTP Basic authentication and for the file with the password,
/// unless another option of the document has such a name.
pub(super) fn basic_options(group: &Group, scheme: &Scheme) -> Option<[String; 2]> {
    if scheme.kind != SchemeKind::Basic {
        return None;
    }
    let name = scheme.method.replace('_', "-");
    let names = [format!("{name}-user"), format!("{name}-password-file")];
    let files = group.api.schemes.iter().map(credential_option);
    let variables = server_variables(group).into_iter().map(server_option);
    let is_taken = files.chain(variables).any(|it| names.contains(&it));
    (!is_taken).then_some(names)
}

/// Returns the name of the option for a server variable.
pub(super) fn server_option(variable: &ServerVariable) -> String {
    variable.method.replace('_', "-")
}

fn command(group: &'static Group, command: &'static Command, allows_unknown: bool) -> Parser {
    let arguments = command.arguments.iter();
    let arguments = arguments.map(|it| argument(command, it, allows_unknown));
    let endpoint = (command.endpoint)();
    let request = format!("{} {}", endpoint.method, endpoint.path);
    let long = long_about(command.about, command.description, &request);
    Parser::new(command.name)
        .about(command.about.trim_end_matches('.'))
        .long_about(long)
        .after_long_help(environment(group))
        .args(arguments)
        .args(body_options(command))
        .args(entry_options(command))
        .args(output_options(command))
        .args(request_options(command))
        .args(connection_options(group))
}

/// Returns what the help of a command begins with. Without a description in the document, that is the request.
pub(crate) fn long_about(about: &str, description: &str, request: &str) -> String {
    let mut blocks = vec![about, description, request];
    blocks.retain(|block| !block.is_empty());
    blocks.dedup();
    blocks.join("\n\n")
}

fn is_signed(argument: &Argument) -> bool {
    matches!(argument.value, Value::Integer | Value::Number)
}

/// Returns the help of the argument with the entries of batches.
fn entries_help(command: &Command, argument: &Argument) -> String {
    let what = match (first_line(argument.help), argument.value) {
        ("", Value::Json) => "Entries, each a JSON object",
        ("", _) => "Entries",
        (help, _) => help,
    };
    let requests = match command.kind {
        Kind::Batches { size } => format!("More than {size} are sent in several requests. "),
        _ => String::new(),
    };
    format!(
        "{what}. {requests}Standard input is read for `-`, and if neither these nor `--ids-from` are given"
    )
}

fn argument(command: &'static Command, argument: &'static Argument, allows_unknown: bool) -> Arg {
    let is_option = matches!(argument.part, Part::Parameter | Part::Body);
    let notes = notes(argument, has_whole_body(command));
    let mut arg = Arg::new(id(argument))
        .help(joined(first_line(argument.help), " ", &notes))
        .value_name(value_name(argument))
        .value_parser(value_parser(argument, allows_unknown));
    if argument.help.contains('\n') {
        arg = arg.long_help(joined(argument.help, "\n\n", &notes));
    }
    if is_signed(argument) {
        arg = arg.allow_negative_numbers(true);
    }
    if is_hidden(argument) {
        arg = arg.hide(true);
    }
    if is_option {
        arg = arg.long(argument.name);
    }
    let is_list = matches!(argument.value, Value::List(_));
    match argument.part {
        Part::Entries => {
            return arg
                .num_args(0..)
                .action(ArgAction::Append)
                .help(entries_help(command, argument));
        }
        _ if is_list => arg = arg.action(ArgAction::Append),
        _ if argument.value == Value::Bool && is_option => {
            arg = arg
                // A value after a space is the option's, and never an entry.
                .num_args(0..=1)
                .default_missing_value("true");
        }
        _ => {}
    }
    if !argument.is_required {
        return arg;
    }
    match argument.part {
        Part::Body if has_whole_body(command) && argument.is_nullable => {
            arg.required_unless_present_any(["body", "null"])
        }
        Part::Body if has_whole_body(command) => arg.required_unless_present("body"),
        _ => arg.required(true),
    }
}

/// Returns what the help of an option says about it beside its description, such as `[required]`.
/// `has_whole_body` says whether `--body` gives the body.
pub(crate) fn notes(argument: &Argument, has_whole_body: bool) -> String {
    let mut notes = Vec::new();
    let is_option = matches!(argument.part, Part::Parameter | Part::Body);
    if is_option && argument.is_required {
        let is_of_body = argument.part == Part::Body && has_whole_body;
        let note = if is_of_body {
            "[required without `--body`]"
        } else {
            "[required]"
        };
        notes.push(note.to_owned());
    }
    if argument.is_deprecated {
        notes.push("[deprecated]".to_owned());
    }
    if let Value::List(_) = argument.value {
        notes.push("[repeatable]".to_owned());
    }
    let value = argument.value.item();
    if argument.is_secret {
        notes.push("[not shown in messages]".to_owned());
        if let Value::Choice(choices) = value {
            notes.push(format!("[possible values: {}]", listed(choices)));
        }
    }
    if let Value::IntegerChoice(choices) = value {
        let choices = named(choices, argument.choice_names);
        notes.push(format!("[possible values: {choices}]"));
    }
    notes.join(" ")
}

/// Lists integers, each with its name if it has one, such as `1 (GuildText), 2`.
fn named(choices: &[i64], names: &[&str]) -> String {
    let names = names.iter().chain(std::iter::repeat(&""));
    let choices = choices.iter().zip(names).map(|(choice, name)| match *name {
        "" => choice.to_string(),
        name => format!("{choice} ({name})"),
    });
    choices.collect::<Vec<_>>().join(", ")
}

/// Whether help leaves an option out.
pub(crate) fn is_hidden(argument: &Argument) -> bool {
    argument.is_deprecated && !argument.is_required
}

/// Joins two texts if both are there.
fn joined(text: &str, separator: &str, more: &str) -> String {
    match (text, more) {
        ("", more) => more.to_owned(),
        (text, "") => text.to_owned(),
        (text, more) => format!("{text}{separator}{more}"),
    }
}

/// Returns the identifier of an argument in the parser, which differs from those of the options.
pub(super) fn id(argument: &Argument) -> String {
    format!("argument {}", argument.name)
}

fn value_name(argument: &Argument) -> String {
    if matches!(argument.part, Part::Path | Part::Entries) {
        return placeholder(argument.name);
    }
    let name = match argument.value.item() {
        Value::Bool => "BOOL",
        Value::Integer | Value::IntegerChoice(_) => "INTEGER",
        Value::Number => "NUMBER",
        Value::Json | Value::List(_) => "JSON",
        Value::File => "FILE",
        Value::Date => "DATE",
        Value::DateTime => "DATE-TIME",
        Value::Text | Value::Choice(_) => "TEXT",
    };
    name.to_owned()
}

/// A function that parses the value of an argument.
type Parse = fn(&Argument, &str) -> Result<Json, String>;

fn value_parser(argument: &'static Argument, allows_unknown: bool) -> ValueParser {
    let parse: Parse = if allows_unknown && argument.is_open {
        parse_unlisted
    } else {
        parse
    };
    match argument.value.item() {
        _ if argument.is_secret && argument.part != Part::Entries => {
            SecretValue { argument, parse }.into()
        }
        Value::Choice(choices) if argument.part != Part::Entries => {
            let texts = PossibleValuesParser::new(choices);
            let choices = Choices {
                texts,
                argument,
                parse,
            };
            choices.into()
        }
        // The entries of a file are checked in the same way, so that each error names its line.
        _ if argument.part == Part::Entries => ValueParser::string(),
        _ => ValueParser::from(move |text: &str| {
            parse(argument, text).map_err(|problem| {
                let is_sent = argument.is_open && parse_unlisted(argument, text).is_ok();
                let tip = is_sent.then(|| format!("; {}", tip()));
                problem + &tip.unwrap_or_default()
            })
        }),
    }
}

/// Parses an integer from 1 to a maximum.
fn integer_to(max: u64) -> ValueParser {
    ValueParser::from(move |text: &str| {
        let number = text.parse::<u64>().ok();
        let number = number.filter(|number| (1..=max).contains(number));
        number.ok_or_else(|| format!("is not an integer from 1 to {max}"))
    })
}

/// Parses one of the values of an enum, and offers them in help and completions.
#[derive(Clone)]
struct Choices {
    texts: PossibleValuesParser,
    argument: &'static Argument,
    parse: Parse,
}

impl Choices {
    /// Adds the option that sends a value that is no choice.
    fn with_tip(&self, mut error: clap::Error) -> clap::Error {
        if self.argument.is_open {
            let tips = ContextValue::StyledStrs(vec![tip().into()]);
            error.insert(ContextKind::Suggested, tips);
        }
        error
    }
}

impl TypedValueParser for Choices {
    type Value = Json;

    fn parse_ref(
        &self,
        command: &Parser,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Json, clap::Error> {
        if let Some(Ok(json)) = value.to_str().map(|text| (self.parse)(self.argument, text)) {
            return Ok(json);
        }
        let text = self.texts.parse_ref(command, arg, value);
        let text = text.map_err(|error| self.with_tip(error))?;
        Ok(Json::String(text))
    }

    fn possible_values(
        &self,
    ) -> Option<Box<dyn Iterator<Item = clap::builder::PossibleValue> + '_>> {
        self.texts.possible_values()
    }
}

/// Parses a value that no error shows.
#[derive(Clone)]
struct SecretValue {
    argument: &'static Argument,
    parse: Parse,
}

impl TypedValueParser for SecretValue {
    type Value = Json;

    fn parse_ref(
        &self,
        command: &Parser,
        _: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Json, clap::Error> {
        let parsed = value.to_str().map(|text| (self.parse)(self.argument, text));
        let problem = match parsed {
            Some(Ok(json)) => return Ok(json),
            // The file of a value with the wrong form may be a part of the secret.
            Some(Err(_)) if value.as_encoded_bytes().starts_with(b"@") => {
                "is neither valid nor `@` with a file that is".to_owned()
            }
            Some(Err(problem)) => problem,
            None => "is not UTF-8".to_owned(),
        };
        let message = format!("the value of {} {problem}\n", self.argument.shown());
        Err(clap::Error::raw(ErrorKind::ValueValidation, message).with_cmd(command))
    }
}

/// Returns a name as it is used in a sentence, such as `IDs`.
pub(super) fn spoken(name: &str) -> String {
    match name {
        "ids" => "IDs".to_owned(),
        name => name.replace('-', " "),
    }
}

/// Returns the first line without punctuation at its end.
fn first_line(help: &str) -> &str {
    let line = help.lines().next().unwrap_or_default();
    line.trim_end_matches([':', '.'])
}

/// Whether `--body` gives the body.
fn has_whole_body(command: &Command) -> bool {
    matches!(
        command.body,
        Some(Body::Json { .. } | Body::Text { .. } | Body::Bytes { .. })
    )
}

fn body_options(command: &'static Command) -> Vec<Arg> {
    let mut options = Vec::new();
    let nullable = command.arguments.iter().filter(|it| it.is_nullable);
    let nullable: Vec<_> = nullable.map(|it| it.name).collect();
    if !nullable.is_empty() {
        let null = Arg::new("null")
            .long("null")
            .value_name("NAME")
            .action(ArgAction::Append)
            .help("Send null as the value of this option")
            .value_parser(PossibleValuesParser::new(nullable));
        options.push(null);
    }
    let properties = command.arguments.iter().filter(|it| it.part == Part::Body);
    let mut conflicts: Vec<_> = properties.map(id).collect();
    if command
        .arguments
        .iter()
        .any(|it| it.part == Part::Body && it.is_nullable)
    {
        conflicts.push("null".to_owned());
    }
    let whole = |value_name: &'static str, help: &'static str, is_required: bool| {
        Arg::new("body")
            .long("body")
            .value_name(value_name)
            .help(help)
            .required(is_required)
            .conflicts_with_all(conflicts.clone())
    };
    let has_entries = command.entries().is_some();
    match command.body {
        Some(Body::Json { is_required }) => {
            let is_alone = conflicts.is_empty() && !has_entries;
            options.push(whole(
                "JSON|@FILE",
                "The whole body, instead of its properties; `@-` reads it from standard input",
                is_required && is_alone,
            ));
        }
        Some(Body::Text { is_required }) => {
            options.push(whole("TEXT|@FILE", "The body", is_required));
        }
        Some(Body::Bytes { is_required }) => {
            options.push(whole("@FILE", "The file with the body", is_required));
        }
        Some(Body::Form) => options.push(
            Arg::new("part")
                .long("part")
                .value_name("NAME=TEXT|NAME=@FILE")
                .action(ArgAction::Append)
                .required(true)
                .help("A part of the body"),
        ),
        Some(Body::Parts) | None => {}
    }
    options
}

fn entry_options(command: &'static Command) -> Vec<Arg> {
    let (Some(entries), Kind::Batches { size }) = (command.entries(), command.kind) else {
        return Vec::new();
    };
    let file = |option: &'static str| {
        Arg::new(option)
            .long(option)
            .value_name("FILE")
            .value_hint(ValueHint::FilePath)
            .help_heading(BATCHES)
    };
    let key = entries.key;
    let are_ids = entries.value != Value::Json;
    let forms = if are_ids {
        format!("one a line, or JSON lines or CSV with `{key}`")
    } else {
        format!("JSON lines with `{key}`")
    };
    let ids_from = file("ids-from").help(format!(
        "Read the {} from a file: {forms}; `-` is standard input",
        spoken(entries.name)
    ));
    let id_column = Arg::new("id-column")
        .long("id-column")
        .value_name("NAME")
        .help_heading(BATCHES)
        .help(format!(
            "The column of the CSV, or the property of the JSON lines, that has the ID [default: {key}]"
        ));
    let journal = file("journal")
        .help("Record each batch in a file; the same command goes on where it stopped")
        .long_help(
            "Records each batch in a file: IDs and outcomes, no bodies. The same command with the same file goes on \
             where it stopped. IDs that were not updated because of an error are tried again. A batch that was in \
             flight when the program was killed is sent again only if that is safe, and is unknown otherwise.",
        );
    let failed_to = file("failed-to")
        .help("Write the IDs that were not updated to a file, as JSON lines with the reason");
    let size = Arg::new("batch-size")
        .long("batch-size")
        .value_name("INTEGER")
        .value_parser(integer_to(size as u64))
        .help_heading(BATCHES)
        .help(format!(
            "Send at most this many entries in a request [default: {size}]"
        ));
    let id_column = are_ids.then_some(id_column);
    [ids_from]
        .into_iter()
        .chain(id_column)
        .chain([journal, failed_to, size])
        .collect()
}

fn output_options(command: &'static Command) -> Vec<Arg> {
    let formats = PossibleValuesParser::new(Format::ALL.map(Format::name));
    let output = Arg::new("output")
        .long("output")
        .short('o')
        .value_name("FORMAT")
        .value_parser(formats)
        .help_heading(OUTPUT)
        .help("Output format [default: table on a terminal, otherwise jsonl]");
    let fields = Arg::new("fields")
        .long("fields")
        .value_name("NAMES")
        .value_delimiter(',')
        .action(ArgAction::Append)
        .help_heading(OUTPUT)
        .help(format!(
            "Print only these fields, separated by commas{}",
            example_of_fields(command)
        ));
    let verbose = Arg::new("verbose")
        .long("verbose")
        .short('v')
        .action(ArgAction::SetTrue)
        .help_heading(OUTPUT)
        .help("Show each attempt and each wait");
    let quiet = Arg::new("quiet")
        .long("quiet")
        .short('q')
        .action(ArgAction::SetTrue)
        .conflicts_with("verbose")
        .help_heading(OUTPUT)
        .help("Show neither progress nor notes");
    let all = Arg::new("all")
        .long("all")
        .action(ArgAction::SetTrue)
        .help_heading(OUTPUT)
        .help("Print the items of all pages instead of one page");
    let all = (command.kind == Kind::Pages).then_some(all);
    [output, fields]
        .into_iter()
        .chain(all)
        .chain([verbose, quiet])
        .collect()
}

fn example_of_fields(command: &Command) -> String {
    let fields = match command.kind {
        Kind::Batches { .. } => FIELDS,
        Kind::Call | Kind::Pages => command.fields,
    };
    match fields {
        [] => String::new(),
        fields => format!(", such as `{}`", fields[..fields.len().min(3)].join(",")),
    }
}

fn request_options(command: &'static Command) -> Vec<Arg> {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help_heading(REQUEST)
            .help(help)
    };
    let print = flag("print-request", print_help(command));
    let dry_run = flag("dry-run", dry_run_help(command));
    let allow_unknown = flag(
        ALLOW_UNKNOWN,
        "Also send a value that the document does not list, such as one that the vendor has added",
    );
    let allow_unknown = command.has_open_values.then_some(allow_unknown);
    let yes = flag("yes", "Do not ask for a confirmation").short('y');
    let yes = needs_yes(command).then_some(yes);
    [print, dry_run]
        .into_iter()
        .chain(allow_unknown)
        .chain(yes)
        .collect()
}

fn print_help(command: &Command) -> &'static str {
    if command.secrets.is_empty() {
        "Print the request as a curl command without the credential, and send nothing"
    } else {
        "Print the request as a curl command without the credential and passwords, and send nothing"
    }
}

fn dry_run_help(command: &Command) -> &'static str {
    if matches!(command.kind, Kind::Batches { .. }) {
        "Check the arguments, the requests and whether the file of `--failed-to` can be written, and send nothing; \
         a missing credential is a warning"
    } else {
        "Check the arguments and the request, and send nothing; a missing credential is a warning"
    }
}

/// Whether a request of the command may need a confirmation.
fn needs_yes(command: &Command) -> bool {
    !command.confirm.is_empty()
        || matches!(command.kind, Kind::Batches { .. })
        || (command.endpoint)().method == "DELETE"
}

fn connection_options(group: &'static Group) -> Vec<Arg> {
    let mut options = Vec::new();
    for (index, scheme) in group.api.schemes.iter().enumerate() {
        let name = credential_option(scheme);
        let about = group.credentials.get(index).copied().unwrap_or_default();
        let what = match scheme.kind {
            SchemeKind::Basic => "`USER:PASSWORD`".to_owned(),
            _ => first_line(about).to_owned(),
        };
        let instead = scheme.variables().join(" and ");
        let help = match what.as_str() {
            "" => format!("File with the credential, instead of {instead}"),
            what => format!("File with this credential, instead of {instead}: {what}"),
        };
        let option = |name: String, value_name: &'static str, help: String| {
            Arg::new(name.clone())
                .long(name)
                .value_name(value_name)
                .help_heading(CONNECTION)
                .help(help)
        };
        let file = option(name.clone(), "FILE", help).value_hint(ValueHint::FilePath);
        options.push(file);
        let Some([user, password]) = basic_options(group, scheme) else {
            continue;
        };
        let [user_variable, password_variable] = scheme.basic_variables();
        let user = option(
            user,
            "NAME",
            format!("User name, instead of {user_variable}"),
        );
        options.push(user.conflicts_with(&name));
        let help = format!("File with the password alone, instead of {password_variable}");
        let password = option(password, "FILE", help).value_hint(ValueHint::FilePath);
        options.push(password.conflicts_with(&name));
    }
    for variable in server_variables(group) {
        let name = server_option(variable);
        options.push(
            Arg::new(name.clone())
                .long(name)
                .value_name("TEXT")
                .help_heading(CONNECTION)
                .help(format!(
                    "The `{}` of the server's URL, instead of {}",
                    variable.name, variable.env
                )),
        );
    }
    options.push(
        Arg::new("base-url")
            .long("base-url")
            .value_name("URL")
            .value_hint(ValueHint::Url)
            .help_heading(CONNECTION)
            .help(format!("Base URL, instead of {}", group.api.base_url_env)),
    );
    options.push(
        Arg::new("timeout")
            .long("timeout")
            .value_name("SECONDS")
            .value_parser(integer_to(86_400))
            .help_heading(CONNECTION)
            .help("Maximum duration of an attempt [default: 30]"),
    );
    options
}
