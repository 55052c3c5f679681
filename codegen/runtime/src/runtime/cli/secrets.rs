//! Values that no message shows: those with the format `password`, and credentials.

use std::fmt;

use serde_json::Value as Json;

use super::command::Group;
use super::value_rules::ValueRules;
use crate::runtime::document::{Scheme, SchemeKind};
use crate::runtime::scrubber::Scrubber;

/// The secrets of a command.
#[derive(Clone)]
pub(super) struct Secrets {
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
        Self { texts }
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
    pub(super) fn error(&self, error: &impl fmt::Display) -> String {
        self.text(&error.to_string())
    }
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
