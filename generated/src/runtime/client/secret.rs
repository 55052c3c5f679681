use std::fmt;

/// A text that is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// Takes a text as a secret.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for sending it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Replaces the secret by `[secret]` wherever it stands in `text`.
    pub(crate) fn scrub(&self, text: &str) -> String {
        if self.0.len() < Self::SHORTEST_SCRUBBED {
            return text.to_owned();
        }
        text.replace(&self.0, "[secret]")
    }

    /// Shorter secrets would take common words out of a text.
    const SHORTEST_SCRUBBED: usize = 4;
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}
