use std::error::Error as StdError;
use std::fmt;

use super::transport::root_cause;
use crate::runtime::checks::check::Violation;
use crate::runtime::document::{Scheme, SchemeKind};

/// Why a request was not sent.
#[derive(Debug)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// It breaks limits of the document.
    Constraints {
        /// The operation's name.
        operation: &'static str,
        /// Every limit that it breaks; at least one.
        violations: Vec<Violation>,
    },
    /// A credential is missing.
    Credential(MissingCredential),
    /// A header that the caller gave cannot be sent.
    Header {
        /// The operation's name.
        operation: &'static str,
        /// The header's name, shortened.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The parameters do not make a URL, or the body cannot be written.
    Build {
        /// The operation's name.
        operation: &'static str,
        /// What went wrong.
        source: reqwest::Error,
    },
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constraints {
                operation,
                violations,
            } => {
                write!(f, "{operation}: not sent")?;
                for (index, violation) in violations.iter().enumerate() {
                    write!(f, "{}{violation}", if index == 0 { ": " } else { "; " })?;
                }
                Ok(())
            }
            Self::Credential(missing) => missing.fmt(f),
            Self::Header {
                operation,
                name,
                problem,
            } => {
                write!(f, "{operation}: not sent: the header `{name}` {problem}")
            }
            Self::Build { operation, source } => {
                write!(f, "{operation}: not sent: {}", root_cause(source))
            }
        }
    }
}

impl StdError for InvalidRequest {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Build { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// The credential that a call needs and the client does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingCredential {
    operation: &'static str,
    remedy: String,
}

impl MissingCredential {
    pub(crate) fn new(
        operation: &'static str,
        alternatives: &[&[&'static str]],
        schemes: &[Scheme],
    ) -> Self {
        let remedy = |name: &str| match schemes.iter().find(|scheme| scheme.name == name) {
            Some(scheme) => remedy(scheme),
            None => format!("a credential for `{name}`"),
        };
        let together = |names: &&[&str]| {
            names
                .iter()
                .map(|name| remedy(name))
                .collect::<Vec<_>>()
                .join(" and ")
        };
        let remedy = alternatives
            .iter()
            .map(together)
            .collect::<Vec<_>>()
            .join(", or ");
        Self { operation, remedy }
    }

    /// How to set it: builder methods and environment variables.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

fn remedy(scheme: &Scheme) -> String {
    let Scheme { method, env, .. } = scheme;
    match scheme.kind {
        SchemeKind::Basic => {
            format!(
                "`.{method}(user, password)` on the builder ({env}_USERNAME and {env}_PASSWORD for `from_env`)"
            )
        }
        _ => format!("`.{method}(…)` on the builder ({env} for `from_env`)"),
    }
}

impl fmt::Display for MissingCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: not sent: no credential; set {}",
            self.operation, self.remedy
        )
    }
}

impl StdError for MissingCredential {}
