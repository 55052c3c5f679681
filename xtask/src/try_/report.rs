//! The output of `cargo xtask try`.

use codegen::diagnostic::{ColorChoice, Diagnostics, Format, Severity};
use serde_json::{Value, json};

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
        Outcome::Generated(generated) => format!("generated {name} ({})\n", size(generated)),
        Outcome::Rejected(_) => {
            let errors = trial.outcome.diagnostics(Severity::Error);
            let errors = errors.map(|errors| errors.render(Format::Text, color));
            format!("rejected {name}\n\n{}\n", errors.unwrap_or_default())
        }
        Outcome::Unreadable(error) => {
            let help = error.help();
            format!("rejected {name}\n\nerror: {error}\n  = help: {help}\n\n")
        }
        Outcome::Broken(generated, errors) => {
            let size = size(generated);
            format!("broken {name} ({size})\n\n{}\n\n", errors.trim_end())
        }
    }
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
        Outcome::Generated(generated) => generated_json("generated", generated),
        Outcome::Rejected(diagnostics) => {
            json!({ "outcome": "rejected", "diagnostics": diagnostics_json(diagnostics) })
        }
        Outcome::Unreadable(error) => json!({
            "outcome": "rejected",
            "diagnostics": [],
            "error": error.to_string(),
        }),
        Outcome::Broken(generated, errors) => {
            let mut object = generated_json("broken", generated);
            object["error"] = errors.as_str().into();
            object
        }
    };
    object["name"] = trial.name.as_str().into();
    object["document"] = trial.document.as_str().into();
    object
}

fn generated_json(outcome: &str, generated: &Generated) -> Value {
    json!({
        "outcome": outcome,
        "operations": generated.operations,
        "types": generated.types,
        "lines": generated.lines,
        "ms": generated.time.as_secs_f64() * 1000.0,
        "diagnostics": diagnostics_json(&generated.warnings),
    })
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
            *match trial.outcome {
                Outcome::Generated(_) => &mut totals.generated,
                Outcome::Unreadable(_) | Outcome::Rejected(_) => &mut totals.rejected,
                Outcome::Broken(..) => &mut totals.broken,
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
