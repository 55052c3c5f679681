//! The README of the generated crate, which is its page in a registry.

use super::{Package, shared_names};
use crate::model::RateClass;
use crate::module::Module;

/// Writes the README: an example, the modules with their variables and limits, the features and the license.
pub(super) fn readme(package: &Package, modules: &[Module]) -> String {
    let default = modules
        .iter()
        .find(|module| package.default_module.as_ref() == Some(&module.name));
    let example = default.or(modules.first()).map(example);
    let mut text = format!(
        "# {}\n\n{}.\n\n",
        package.name,
        package.description.trim_end_matches('.')
    );
    text.push_str(&example.unwrap_or_default());
    text.push_str(MODULES);
    modules
        .iter()
        .for_each(|module| text.push_str(&row(package, module)));
    if let Some(sentence) = shared_names(modules) {
        text.push_str(&format!("\n{sentence}\n"));
    }
    text.push_str(FEATURES);
    text.push_str("## License\n\nMIT\n");
    text
}

const MODULES: &str = "\
## Modules

Each module is a Cargo feature. `from_env` reads the variables; the builder has a method for each of them. The client
waits before it would exceed a rate limit.

| module and feature | API | operations | environment variables | rate limits |
|---|---|---|---|---|
";

const FEATURES: &str = "
## Features

- `rustls` (default) or `native-tls`: the TLS library.
- `http2`: HTTP/2, if the server supports it.
- `tracing`: spans and events of the crate `tracing`. Each call is a span `operation` with the fields `api`, `name`,
  `method`, `path`, `status`, `attempts` and `duration_ms`. In it, each attempt is an event of level DEBUG with `attempt`,
  `status` and `duration_ms`, and each wait an event of level INFO with `reason` (`rate_limit`, `retry` or `job`) and
  `duration_ms`. No field contains a body, a parameter or a credential.

The documentation has an example for every operation. This crate is generated; changes to its files are lost.

";

/// The first example of a module as a program.
fn example(module: &Module) -> String {
    let program = &module.surface.first_program;
    if program.is_empty() {
        return String::new();
    }
    format!(
        "```rust,no_run\n{program}```\n\nThe program needs `tokio` with the features `macros` and `rt-multi-thread`.\n\n"
    )
}

fn row(package: &Package, module: &Module) -> String {
    let is_default = package.default_module.as_ref() == Some(&module.name);
    let default = if is_default { " (default)" } else { "" };
    let client = &module.surface.client;
    let variables = client.environment.iter().map(|variable| {
        let optional = if variable.is_optional {
            " (optional)"
        } else {
            ""
        };
        format!("`{}`{optional}", variable.name)
    });
    let variables = variables.collect::<Vec<_>>().join(", ");
    let limits = client.rate_limits.classes.iter().map(limit);
    let limits = limits.collect::<Vec<_>>().join(", ");
    format!(
        "| `{}`{default} | {} | {} | {} | {} |\n",
        module.name,
        module.title.replace('|', "\\|"),
        module.operations,
        or_none(&variables),
        or_none(&limits)
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
