//! Values that no message shows: those with the format `password`, and credentials.

use std::fmt;

use serde_json::Value as Json;

use super::command::Group;
use super::value_rules::ValueRules;
use crate::runtime::checks::check::Violation;
use crate::runtime::document::{Scheme, SchemeKind};
use crate::runtime::errors::error::Error;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::scrubber::Scrubber;

/// The secrets of a command: where they are in its request, and what they are.
#[derive(Clone)]
pub(super) struct Secrets {
    rules: ValueRules,
    texts: Scrubber,
}

/// Leaves out the texts.
impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

impl Secrets {
    /// Returns the credentials of the environment.
    pub(super) fn of_environment(groups: &[Group]) -> Self {
        let mut texts = Scrubber::default();
        let schemes = groups.iter().flat_map(|group| group.api.schemes);
        for variable in schemes.flat_map(credential_variables) {
            if let Ok(value) = std::env::var(variable) {
                texts.add(&value);
            }
        }
        let rules = ValueRules::default();
        Self { rules, texts }
    }

    /// Sets where the secrets of requests are.
    pub(super) fn with_rules(mut self, rules: ValueRules) -> Self {
        self.rules = rules;
        self
    }

    /// Adds a text.
    pub(super) fn add(&mut self, text: &str) {
        self.texts.add(text);
    }

    /// Adds the secrets of a value of the request.
    pub(super) fn add_all(&mut self, rules: ValueRules, json: &Json) {
        rules.each_secret(json, &mut |secret| self.texts.add(secret));
    }

    /// Returns a message without the secrets.
    pub(super) fn text(&self, text: &str) -> String {
        self.texts.text(text)
    }

    /// Returns the text of an error without the secrets.
    pub(super) fn error<B>(&self, error: &Error<B>) -> String {
        match error {
            Error::Invalid(error) => self.invalid(error),
            error => self.text(&error.to_string()),
        }
    }

    /// Returns why a request is invalid. A violation of a secret value says what is expected only.
    pub(super) fn invalid(&self, error: &InvalidRequest) -> String {
        let InvalidRequest::Constraints {
            operation,
            violations,
        } = error
        else {
            return self.text(&error.to_string());
        };
        let violations = violations.iter().map(|it| self.violation(it)).collect();
        let error = InvalidRequest::Constraints {
            operation,
            violations,
        };
        self.text(&error.to_string())
    }

    fn violation(&self, violation: &Violation) -> Violation {
        let Violation { field, problem } = violation;
        let is_secret = self.rules.are_secret_at(field);
        let shown = problem
            .strip_prefix("is ")
            .filter(|_| is_secret)
            .and_then(expectation);
        Violation {
            field: field.clone(),
            problem: match shown {
                Some(expected) => format!("has a value that is not allowed; {expected}"),
                None => problem.clone(),
            },
        }
    }
}

/// Returns the end of a description such as ``is `a`; it must match `b` ``, which has no part of the value.
fn expectation(problem: &str) -> Option<&str> {
    const PATTERN: &str = "; it must match ";
    let at = problem.rfind(PATTERN).or_else(|| problem.rfind("; "))?;
    Some(&problem[at + "; ".len()..])
}

/// Returns the environment variables with the secret parts of a credential.
pub(super) fn credential_variables(scheme: &Scheme) -> Vec<String> {
    match scheme.kind {
        SchemeKind::Basic => {
            let [_user, password] = scheme.basic_variables();
            vec![password]
        }
        _ => scheme.variables(),
    }
}
