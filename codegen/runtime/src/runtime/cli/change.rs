//! Requests that would change nothing.

use serde_json::Map;

use super::arguments::Arguments;
use super::cli_operation::CliOperation;
use super::command::{Body, Command, Part};
use super::parser::is_hidden;
use super::usage_error::UsageError;
use crate::runtime::checks::check::Check;

/// The maximum number of options that an error names.
const MAX_OPTIONS: usize = 8;

/// What the arguments of a command change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Neither the body nor a parameter has a value, except for those that name what is changed.
    None,
    /// The body was given without a property.
    Empty,
    Some,
}

impl Change {
    /// Checks that the request of a command changes something if the document says that it has to, or if it is about many
    /// entries and has to have a body. In that case, `--body '{}'` sends it anyway.
    pub(super) fn check<O: CliOperation>(
        self,
        command: &Command,
        operation: &O,
    ) -> Result<(), UsageError> {
        // The entries of other bodies are not read yet.
        let Some(Body::Json { is_required }) = command.body else {
            return Ok(());
        };
        let is_beside_entries = command.entries().is_some_and(|it| it.list.is_none());
        let is_missing = self == Self::None && is_required && is_beside_entries;
        if is_missing || (self != Self::Some && is_body_invalid(operation)) {
            return Err(UsageError(nothing(command)));
        }
        Ok(())
    }
}

impl Arguments {
    /// Returns what the arguments change.
    pub(super) fn change(&self) -> Change {
        let mut arguments = self.command.arguments.iter();
        let is_given =
            arguments.any(|it| it.part == Part::Parameter && self.parameters.contains_key(it.key));
        if is_given || !self.properties.is_empty() || !self.parts.is_empty() {
            return Change::Some;
        }
        match &self.body {
            None => Change::None,
            Some(_) if self.given().as_object().is_some_and(Map::is_empty) => Change::Empty,
            Some(_) => Change::Some,
        }
    }
}

/// Whether the body as a whole violates a constraint.
fn is_body_invalid<O: CliOperation>(operation: &O) -> bool {
    let mut check = Check::default();
    operation.check(&mut check);
    let violations = check.into_violations();
    violations.iter().any(|it| it.field().is_empty())
}

fn nothing(command: &Command) -> String {
    let options = command.arguments.iter();
    let options = options.filter(|it| it.part == Part::Body && !is_hidden(it));
    let options: Vec<_> = options.map(|it| format!("`--{}`", it.name)).collect();
    let shown = options[..options.len().min(MAX_OPTIONS)].join(", ");
    let options = match options.len().saturating_sub(MAX_OPTIONS) {
        0 if options.is_empty() => "`--body`".to_owned(),
        0 => format!("{shown} or `--body`"),
        more => format!("{shown}, `--body` or one of {more} other options in `--help`"),
    };
    format!("the request would change nothing; give a change with {options}")
}
