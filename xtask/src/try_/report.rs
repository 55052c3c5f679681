//! The output of `cargo xtask try`.

use std::io::ErrorKind;
use std::time::Duration;

use codegen::diagnostic::{ColorChoice, Diagnostics, Format, Severity};
use serde_json::{Value, json};

use super::compile::Check;
use super::trial::{Generated, Outcome, Trial};
use crate::console::Console;
use crate::count::count;
use crate::error::Error;

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum OutputFormat {
    /// Human-readable text.
    Text,
    /// One JSON object per line: one for each document, and one with the totals.
    Json,
}

/// Prints the outcome of each document and the totals.
pub(super) struct Report<'a> {
    format: OutputFormat,
    console: &'a Console,
}

impl<'a> Report<'a> {
    pub(super) fn new(format: OutputFormat, console: &'a Console) -> Self {
        Self { format, console }
    }

    /// Prints the outcome of one document, with the errors if it failed. Warnings go to standard error.
    pub(super) fn trial(&self, trial: &Trial) -> Result<(), Error> {
        if self.format == OutputFormat::Json {
            return self.console.print(&format!("{}\n", trial_json(trial)));
        }
        let warnings = trial.outcome.diagnostics(Severity::Warning);
        if let Some(warnings) = warnings.filter(|warnings| !warnings.is_empty()) {
            let text = warnings.render(Format::Text, self.console.err.color_choice());
            self.console.note(&format!("{text}\n"));
        }
        self.console
            .print(&text(trial, self.console.out.color_choice()))
    }

    pub(super) fn totals(&self, trials: &[Trial]) -> Result<(), Error> {
        let totals = Totals::of(trials);
        self.console.print(&match self.format {
            OutputFormat::Text => totals.text(),
            OutputFormat::Json => format!("{}\n", totals.json()),
        })
    }
}

fn text(trial: &Trial, color: ColorChoice) -> String {
    let name = &trial.name;
    match &trial.outcome {
        Outcome::Generated(generated) => generated_text(name, generated),
        Outcome::Rejected(rejected) => {
            let errors = trial.outcome.diagnostics(Severity::Error);
            let errors = errors.map(|errors| errors.render(Format::Text, color));
            let hint = if rejected.is_repairable {
                "`--lenient` turns these errors into warnings and generates the crate.\n\n"
            } else {
                ""
            };
            format!("rejected {name}\n\n{}\n{hint}", errors.unwrap_or_default())
        }
        Outcome::Failed(error) => {
            let help = help(error);
            format!("rejected {name}\n\nerror: {error}\n  = help: {help}\n\n")
        }
    }
}

/// The help for an error of a document. It does not name other commands.
fn help(error: &Error) -> String {
    match error {
        Error::Read { source, .. } if source.kind() == ErrorKind::NotFound => {
            "check the path, which is relative to the current folder".to_owned()
        }
        error => error.help().to_string(),
    }
}

fn generated_text(name: &str, generated: &Generated) -> String {
    let size = size(generated);
    match &generated.check {
        None => format!("generated {name} ({size})\n"),
        Some(Check { errors: None, time }) => {
            format!(
                "generated {name} ({size}), compiled in {}\n",
                seconds(*time)
            )
        }
        Some(Check {
            errors: Some(errors),
            ..
        }) => {
            format!("broken {name} ({size})\n\n{}\n\n", errors.trim_end())
        }
    }
}

/// One line about a crate that was compiled.
pub(super) fn progress(name: &str, check: &Check) -> String {
    let time = seconds(check.time);
    match check.errors {
        None => format!("compiled {name} in {time}\n"),
        Some(_) => format!("{name} does not compile ({time})\n"),
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

fn size(generated: &Generated) -> String {
    format!(
        "{}, {}, {}, {} ms",
        count(generated.operations, "operation"),
        count(generated.types, "type"),
        count(generated.lines, "line"),
        generated.time.as_millis(),
    )
}

fn trial_json(trial: &Trial) -> Value {
    let mut object = match &trial.outcome {
        Outcome::Generated(generated) => generated_json(generated),
        Outcome::Rejected(rejected) => json!({
            "outcome": "rejected",
            "diagnostics": diagnostics_json(&rejected.diagnostics),
            "is_repairable": rejected.is_repairable,
        }),
        Outcome::Failed(error) => json!({
            "outcome": "rejected",
            "diagnostics": [],
            "error": error.to_string(),
        }),
    };
    object["name"] = trial.name.as_str().into();
    object["document"] = trial.document.as_str().into();
    object
}

fn generated_json(generated: &Generated) -> Value {
    let errors = generated.errors();
    let mut object = json!({
        "outcome": if errors.is_some() { "broken" } else { "generated" },
        "operations": generated.operations,
        "types": generated.types,
        "lines": generated.lines,
        "ms": milliseconds(generated.time),
        "diagnostics": diagnostics_json(&generated.warnings),
    });
    if let Some(check) = &generated.check {
        object["check_ms"] = milliseconds(check.time).into();
    }
    if let Some(errors) = errors {
        object["error"] = errors.into();
    }
    object
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn diagnostics_json(diagnostics: &Diagnostics) -> Value {
    let lines = diagnostics.render(Format::Json, ColorChoice::Never);
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|_| Value::from(line)))
        .collect()
}

/// The number of documents with each outcome.
#[derive(Default)]
struct Totals {
    generated: usize,
    rejected: usize,
    broken: usize,
}

impl Totals {
    fn of(trials: &[Trial]) -> Self {
        let mut totals = Self::default();
        for trial in trials {
            *match &trial.outcome {
                Outcome::Generated(generated) if generated.errors().is_some() => &mut totals.broken,
                Outcome::Generated(_) => &mut totals.generated,
                Outcome::Failed(_) | Outcome::Rejected(_) => &mut totals.rejected,
            } += 1;
        }
        totals
    }

    fn text(&self) -> String {
        let documents = count(self.generated + self.rejected + self.broken, "document");
        format!(
            "{documents}: {} generated, {} rejected, {} broken\n",
            self.generated, self.rejected, self.broken
        )
    }

    fn json(&self) -> Value {
        json!({
            "totals": {
                "documents": self.generated + self.rejected + self.broken,
                "generated": self.generated,
                "rejected": self.rejected,
                "broken": self.broken,
            }
        })
    }
}
