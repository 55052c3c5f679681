use std::error::Error as StdError;
use std::fmt;

use super::transport::root_cause;
#[cfg(feature = "test-util")]
use super::unexpected::UnexpectedCall;
use crate::runtime::checks::check::Violation;
use crate::runtime::document::{Scheme, SchemeKind};

/// The maximum number of violations in a message.
const MAX_VIOLATIONS: usize = 10;

/// The reason why a request is invalid.
#[derive(Debug)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The request violates constraints of the document.
    Constraints {
        /// The name of the operation.
        operation: &'static str,
        /// All violations. Contains at least one.
        violations: Vec<Violation>,
    },
    /// A required credential is missing.
    Credential(MissingCredential),
    /// A header that the caller set is invalid.
    Header {
        /// The name of the operation.
        operation: &'static str,
        /// The name of the header, shortened to 60 characters.
        name: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The parameters do not form a URL, or the body could not be serialized.
    Build {
        /// The name of the operation.
        operation: &'static str,
        /// The underlying error.
        source: reqwest::Error,
    },
    /// The request could not be recorded in a journal, so that it was not sent.
    #[doc(hidden)]
    NotRecorded {
        operation: &'static str,
        source: std::io::Error,
    },
    /// The mock that stands in for the server has no answer for the request.
    #[cfg(feature = "test-util")]
    Unexpected(Box<UnexpectedCall>),
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Constraints {
                operation,
                violations,
            } => {
                write!(f, "{operation}: not sent")?;
                for (index, violation) in violations.iter().take(MAX_VIOLATIONS).enumerate() {
                    write!(f, "{}{violation}", if index == 0 { ": " } else { "; " })?;
                }
                match violations.len().saturating_sub(MAX_VIOLATIONS) {
                    0 => Ok(()),
                    more => write!(f, "; and {more} more"),
                }
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
            Self::NotRecorded { operation, source } => {
                write!(
                    f,
                    "{operation}: not sent: the journal cannot be written: {source}"
                )
            }
            #[cfg(feature = "test-util")]
            Self::Unexpected(call) => call.fmt(f),
        }
    }
}

/// Has no source, since its text contains the cause.
impl StdError for InvalidRequest {}

/// The error of a call that requires a credential that the client does not have.
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

    /// Returns the builder methods and environment variables that set the credential.
    pub fn remedy(&self) -> &str {
        &self.remedy
    }
}

fn remedy(scheme: &Scheme) -> String {
    let method = scheme.method;
    let arguments = match scheme.kind {
        SchemeKind::Basic => "user, password",
        _ => "…",
    };
    let variables = scheme.variables().join(" and ");
    format!("`.{method}({arguments})` on the builder ({variables} for `from_env`)")
}

impl fmt::Display for MissingCredential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: not sent: missing credential; set {}",
            self.operation, self.remedy
        )
    }
}

impl StdError for MissingCredential {}
