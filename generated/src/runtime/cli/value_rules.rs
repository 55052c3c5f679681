//! What a command knows about the values of its request beside their types.

use serde_json::Value as Json;

/// What stands for a secret text. It has only letters, so that it is the same in a URL.
const HIDDEN: &str = "SECRET";

/// The name of the option that sends values that the document does not list.
pub(super) const ALLOW_UNKNOWN: &str = "allow-unknown";

/// Returns what to do if a value that the document does not list is meant.
pub(super) fn tip() -> String {
    format!("`--{ALLOW_UNKNOWN}` sends it anyway")
}

/// Where the secret values of a request are, and whether it may have values that the document does not list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ValueRules {
    /// The names of the parameters and properties whose values are secret. The empty name stands for every value.
    pub(crate) secrets: &'static [&'static str],
    /// Whether a value may be one that the document does not list.
    pub(crate) allows_unknown: bool,
}

impl ValueRules {
    /// Returns the rules of a value that is secret as a whole.
    pub(crate) fn of_secret(self) -> Self {
        Self {
            secrets: &[""],
            ..self
        }
    }

    /// Whether a request may have secrets.
    pub(crate) fn has_any_secret(self) -> bool {
        !self.secrets.is_empty()
    }

    /// Whether a value at a path is secret or inside of a secret value.
    pub(crate) fn are_secret_at(self, path: &str) -> bool {
        let mut names = self.secrets.iter();
        names.any(|name| name.is_empty() || has_step(path, name))
    }

    /// Whether a value is secret, given the name of its property.
    fn is_secret(self, name: &str) -> bool {
        self.secrets.contains(&"") || self.secrets.contains(&name)
    }

    /// Whether a value contains secrets.
    pub(crate) fn has_secret(self, json: &Json) -> bool {
        let mut found = false;
        self.each_secret(json, &mut |_| found = true);
        found
    }

    /// Calls `visit` with each secret text and number inside of a value.
    pub(crate) fn each_secret(self, json: &Json, visit: &mut impl FnMut(&str)) {
        match json {
            Json::Object(properties) => {
                for (name, value) in properties {
                    self.inside(name).each_secret(value, visit);
                }
            }
            Json::Array(items) => items.iter().for_each(|it| self.each_secret(it, visit)),
            Json::String(text) if self.is_secret("") => visit(text),
            Json::Number(number) if self.is_secret("") => visit(&number.to_string()),
            _ => {}
        }
    }

    /// Returns a value with a placeholder for each secret text, and 0 for each secret number.
    pub(crate) fn hidden(self, json: &Json) -> Json {
        match json {
            Json::Object(properties) => {
                let properties = properties.iter();
                properties
                    .map(|(name, value)| (name.clone(), self.inside(name).hidden(value)))
                    .collect()
            }
            Json::Array(items) => items.iter().map(|it| self.hidden(it)).collect(),
            Json::String(_) if self.is_secret("") => HIDDEN.into(),
            Json::Number(_) if self.is_secret("") => 0.into(),
            other => other.clone(),
        }
    }

    /// Returns the rules of the value of a property.
    fn inside(self, name: &str) -> Self {
        if self.is_secret(name) {
            self.of_secret()
        } else {
            self
        }
    }
}

/// Whether a path such as `owner.keys[0]` has this step.
fn has_step(path: &str, name: &str) -> bool {
    path.match_indices(name).any(|(at, _)| {
        let before = path[..at].chars().next_back();
        let after = path[at + name.len()..].chars().next();
        before.is_none_or(|c| c == '.') && after.is_none_or(|c| matches!(c, '.' | '['))
    })
}
