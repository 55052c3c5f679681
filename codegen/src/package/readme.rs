//! The README of the generated crate, which is its page in a registry.

use super::examples::examples;
use super::{Package, RUST_VERSION, parts, shared_names};
use crate::commands::Commands;
use crate::model::RateClass;
use crate::module::Module;
use crate::surface::{CLI, EnvironmentVariable, OperationSurface};

/// Writes the README.
pub(super) fn readme(package: &Package, modules: &[Module]) -> String {
    let default = modules
        .iter()
        .find(|module| package.default_module.as_ref() == Some(&module.name));
    let shown = default.or(modules.first());
    let sections = [
        introduction(package),
        shown.map(|it| start(package, it)).unwrap_or_default(),
        self::modules(package, modules),
        parts::section(&package.name, modules),
        operations(modules),
        environment(modules),
        many_entries(modules),
        shown.map(errors).unwrap_or_default(),
        CLIENT.to_owned(),
        command_line(package, modules, shown),
        features(package),
        examples_section(package, modules),
        TESTING.to_owned(),
        versions(),
        license(package),
    ];
    let sections = sections.into_iter().filter(|section| !section.is_empty());
    sections.collect::<Vec<_>>().join("\n")
}

/// How calls are sent. It holds for every document.
const CLIENT: &str = "\
## Retries, rate limits and credentials

A request is retried after a status 429, and if no connection was established. After a lost response, a timeout, a 408 or
a 5xx status, the server may have processed the request. It is then retried only if a second execution has no further
effect. The methods `retry` of the builder and of a call set the policy. Before a request would exceed a rate limit, the
client waits; `on_wait` observes the waits.

A credential appears in no log, error or `Debug` output. It is not sent to another origin after a redirect, and over plain
HTTP only to this machine.
";

const FEATURES: &str = "\
## Features

- `rustls` (default) or `native-tls`: the TLS library.
- `http2`: HTTP/2, if the server supports it.
- `tracing`: spans and events of the crate `tracing`. Each call is a span `operation` with the fields `api`, `name`,
  `method`, `path`, `status`, `attempts` and `duration_ms`. In it, each attempt is an event of level DEBUG with `attempt`,
  `status` and `duration_ms`, and each wait an event of level INFO with `reason` (`rate_limit`, `retry` or `job`) and
  `duration_ms`. No field contains a body, a parameter or a credential.
- `test-util`: a `Mock` of the server in each module, and the function `example` of each type, for tests without sockets.
  Enable it in the `dev-dependencies`.
";

/// The features that do not depend on the modules.
fn features(package: &Package) -> String {
    let program = package.program.as_ref();
    let program = program.map(|program| format!("- `{CLI}`: the program `{program}`.\n"));
    format!("{FEATURES}{}", program.unwrap_or_default())
}

const TESTING: &str = "\
## Testing

With the feature `test-util`, each module has a `Mock` of the server. A test sets the answers of each operation, and gets a
client that needs no sockets and waits for nothing. Every type has a function `example`, whose value can be changed, since
its fields are public.

For a server of your own, the method `base_url` of the builder sets the URL, `pacing(false)` turns off the waits for rate
limits, and `retry(RetryPolicy::off())` the retries.
";

/// How the program is installed and called, with commands of a module.
fn command_line(package: &Package, modules: &[Module], shown: Option<&Module>) -> String {
    let Some(program) = &package.program else {
        return String::new();
    };
    let installed = if package.stand_alone {
        "--path ."
    } else {
        &package.name
    };
    let examples = shown.and_then(|module| module.commands.as_ref());
    let examples = examples.map(Commands::examples).unwrap_or_default();
    let examples = examples.iter().map(|it| format!("{program} {it}\n"));
    let groups = modules.iter().filter_map(|module| module.commands.as_ref());
    let groups: Vec<_> = groups
        .map(|it| format!("`{program} {} COMMAND`", it.name))
        .collect();
    format!(
        "## Command line\n\nThe feature `{CLI}` adds the program `{program}`. It has a command for each operation, after the name of its\ndocument: {}.\n\n\
         ```sh\ncargo install {installed} --features {CLI}\n{}```\n\n\
         The program reads the credentials from the environment variables. `--help` describes the arguments of a command, and\n\
         `--print-request` shows its request without sending it.\n",
        groups.join(", "),
        examples.collect::<String>()
    )
}

fn introduction(package: &Package) -> String {
    let description = package.description.trim_end_matches('.');
    format!("# {}\n\n{description}.\n", package.name)
}

/// The dependencies of a program, and a first program.
fn start(package: &Package, module: &Module) -> String {
    let Some(program) = module.surface.programs.first() else {
        return String::new();
    };
    let Package { name, version, .. } = package;
    let is_default = package.default_module.as_ref() == Some(&module.name);
    let features = if is_default {
        String::new()
    } else {
        format!(", features = [{:?}]", module.name)
    };
    // A registry may have a package of somebody else with the name of a stand-alone crate.
    let dependency = match package.stand_alone {
        true => format!("{{ path = \"path/to/{name}\"{features} }}"),
        false if is_default => format!("{version:?}"),
        false => format!("{{ version = {version:?}{features} }}"),
    };
    format!(
        "```toml\n[dependencies]\n{name} = {dependency}\n\
         tokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n```\n\n\
         ```rust,no_run\n{}```\n",
        program.text
    )
}

fn modules(package: &Package, modules: &[Module]) -> String {
    let rows = modules.iter().map(|module| row(package, module));
    let shared = shared_names(modules);
    format!(
        "## Modules\n\nEach module is a Cargo feature.\n\n\
         | module and feature | API | operations | rate limits |\n|---|---|---|---|\n{}{}",
        rows.collect::<String>(),
        shared.map(|it| format!("\n{it}\n")).unwrap_or_default()
    )
}

fn row(package: &Package, module: &Module) -> String {
    let is_default = package.default_module.as_ref() == Some(&module.name);
    let default = if is_default { " (default)" } else { "" };
    let classes = &module.surface.client.rate_limits.classes;
    let limits: Vec<_> = classes.iter().map(limit).collect();
    format!(
        "| `{}`{default} | {} | {} | {} |\n",
        module.name,
        cell(&module.title),
        module.operations,
        or_none(&limits.join(", "))
    )
}

fn limit(class: &RateClass) -> String {
    let seconds = match class.seconds {
        1 => "second".to_owned(),
        60 => "minute".to_owned(),
        seconds => format!("{seconds} s"),
    };
    format!("{} {} per {seconds}", class.requests, class.name)
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { "none" } else { text }
}

/// A text in a cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The most operations of a module that the README lists.
const MAX_OPERATIONS: usize = 20;

fn operations(modules: &[Module]) -> String {
    let rows = modules.iter().flat_map(|module| {
        let operations = module.surface.operations.iter().take(MAX_OPERATIONS);
        operations.map(|operation| operation_row(&module.name, operation))
    });
    let left_out = modules.iter().filter_map(|module| {
        let more = module.operations.checked_sub(MAX_OPERATIONS);
        let more = more.filter(|more| *more > 0)?;
        Some(format!("{more} of `{}`", module.name))
    });
    let left_out: Vec<_> = left_out.collect();
    let left_out = if left_out.is_empty() {
        String::new()
    } else {
        format!("\nNot listed: {}.\n", left_out.join(", "))
    };
    format!(
        "## Operations\n\nRequired parameters and fields are arguments of the method, and optional ones are methods of the call. The\n\
         documentation has an example of each operation.\n\n\
         | module | method | request | sent by |\n|---|---|---|---|\n{}{left_out}",
        rows.collect::<String>()
    )
}

fn operation_row(module: &str, operation: &OperationSurface) -> String {
    let pages = operation.paged.as_ref().map(|_| "`stream`, `pages`");
    let batches = operation.batched.as_ref().map(|_| "`send_all`, `batches`");
    let methods = ["`send`"].into_iter().chain(pages).chain(batches);
    format!(
        "| `{module}` | `{}` | `{} {}` | {} |\n",
        operation.method().name,
        operation.http_method,
        cell(&operation.path),
        methods.collect::<Vec<_>>().join(", ")
    )
}

fn environment(modules: &[Module]) -> String {
    let rows = modules.iter().flat_map(|module| {
        let variables = module.surface.client.environment.iter();
        variables.map(|it| variable_row(&module.name, it))
    });
    format!(
        "## Environment variables\n\n`Client::from_env` reads these variables. The builder has a method for each of them.\n\n\
         | module | variable | value |\n|---|---|---|\n{}",
        rows.collect::<String>()
    )
}

fn variable_row(module: &str, variable: &EnvironmentVariable) -> String {
    format!(
        "| `{module}` | {} | {} |\n",
        variable_name(variable),
        cell(&variable.docs)
    )
}

fn variable_name(variable: &EnvironmentVariable) -> String {
    let optional = if variable.is_optional {
        " (optional)"
    } else {
        ""
    };
    format!("`{}`{optional}", variable.name)
}

/// The names of the variables of a module, for a sentence.
pub(super) fn variables(module: &Module) -> String {
    let variables = module.surface.client.environment.iter();
    let names: Vec<_> = variables.map(variable_name).collect();
    names.join(", ")
}

const PAGES: &str = "
`stream` returns single items, and `pages` whole pages. Each page is requested when it is needed. Both have a method
`next()`, so no trait has to be imported.
";

const BATCHES: &str = "
`send_all` takes any number of entries, sends them in batches, and returns an outcome. Each ID is in exactly one of its
lists:

- `updated`: the response confirms the ID.
- `not_updated`: the server processed the request, and its response leaves the ID out.
- `failed`: the ID was not updated because of the `error`.
- `unknown`: the ID may have been updated.
- `not_tried`: the ID was not sent.

`outcome.into_result()` is an error unless every ID was updated. `batches` returns each batch as it finishes.
";

fn many_entries(modules: &[Module]) -> String {
    let operations = || modules.iter().flat_map(|module| &module.surface.operations);
    let pages = operations().any(|it| it.paged.is_some()).then_some(PAGES);
    let batches = operations()
        .any(|it| it.batched.is_some())
        .then_some(BATCHES);
    let title = match (pages, batches) {
        (None, None) => return String::new(),
        (Some(_), None) => "Pages",
        (None, Some(_)) => "Batches",
        (Some(_), Some(_)) => "Pages and batches",
    };
    let texts: String = pages.into_iter().chain(batches).collect();
    format!("## {title}\n{texts}")
}

fn errors(module: &Module) -> String {
    let example = &module.surface.error_example;
    if example.is_empty() {
        return String::new();
    }
    format!(
        "## Errors\n\nAn error states in one line what happened and what to do. A request that violates a constraint of the document fails\n\
         before it is sent. A response with a value that the document does not list does not fail: enums keep unknown values.\n\n\
         ```rust,no_run\n{example}```\n\n\
         `may_have_been_processed` tells whether the server may have processed the request.\n"
    )
}

fn examples_section(package: &Package, modules: &[Module]) -> String {
    let rows = examples(package, modules)
        .map(|example| format!("- `{}` {}.\n", example.name(), example.summary()));
    let rows: String = rows.collect();
    if rows.is_empty() {
        return String::new();
    }
    format!("## Examples\n\nThe folder `examples/` of the package has these programs:\n\n{rows}")
}

fn versions() -> String {
    format!(
        "## Versions\n\nThe crate needs Rust {RUST_VERSION} or newer, and its versions follow semantic versioning. It is generated: changes to its\n\
         files are lost.\n"
    )
}

fn license(package: &Package) -> String {
    let place = if package.license_text.is_some() {
        ". The text is in the file `LICENSE`."
    } else {
        ""
    };
    format!("## License\n\nMIT{place}\n")
}
