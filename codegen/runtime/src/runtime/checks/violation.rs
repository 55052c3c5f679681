use std::fmt;

/// A limit that a value breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    pub(crate) field: String,
    pub(crate) problem: String,
}

impl Violation {
    /// The path to the value, such as `entries[3].customer`; empty for the body as a whole.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What was found and what is allowed.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.as_str() {
            "" => write!(f, "the body {}", self.problem),
            field => write!(f, "`{field}` {}", self.problem),
        }
    }
}
