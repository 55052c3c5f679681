use std::fmt;

/// Why a client could not be made.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL cannot be used.
    BaseUrl {
        /// What is wrong with it.
        problem: String,
    },
    /// A credential would travel in the clear to a host that is not this machine.
    PlainHttp {
        /// Scheme, host and port of the base URL.
        origin: String,
    },
    /// The environment holds no credential.
    MissingEnv {
        /// The variables that were looked at; any of them will do.
        variables: Vec<String>,
    },
    /// A variable of the environment is not Unicode.
    NotUnicode {
        /// Its name.
        variable: String,
    },
    /// A server variable has no value.
    MissingVariable {
        /// The builder method that sets it.
        method: &'static str,
        /// The environment variable that holds it.
        env: &'static str,
    },
    /// The value of a server variable cannot be used.
    Variable {
        /// The builder method that sets it.
        method: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// No server of the document takes what was given.
    NoServer {
        /// The environment variable that holds a base URL.
        variable: &'static str,
    },
    /// The document has no such class of requests.
    UnknownClass {
        /// The name that was given.
        class: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// A credential cannot be sent.
    Credential {
        /// The builder method that sets it.
        method: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The HTTP client could not be made.
    Http(reqwest::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { problem } => write!(f, "the base URL {problem}"),
            Self::PlainHttp { origin } => write!(
                f,
                "{origin} would receive the credential in the clear; \
                 use https, or say so with `.allow_plain_http()`"
            ),
            Self::MissingEnv { variables } => {
                write!(
                    f,
                    "no credential in the environment; set {}",
                    variables.join(" or ")
                )
            }
            Self::NotUnicode { variable } => {
                write!(f, "the environment variable {variable} is not Unicode")
            }
            Self::MissingVariable { method, env } => write!(
                f,
                "the server's URL needs a value; call `.{method}(…)` on the builder or set {env}"
            ),
            Self::Variable { method, problem } => {
                write!(f, "the value of `.{method}(…)` {problem}")
            }
            Self::NoServer { variable } => write!(
                f,
                "no server fits; call `.base_url(…)` on the builder or set {variable}"
            ),
            Self::UnknownClass { class, known } => write!(
                f,
                "there is no rate limit for {class:?}; there is one for {}",
                if known.is_empty() {
                    "nothing".to_owned()
                } else {
                    known.join(", ")
                }
            ),
            Self::Credential { method, problem } => {
                write!(f, "the credential of `.{method}(…)` {problem}")
            }
            Self::Http(_) => f.write_str("the HTTP client could not be made"),
        }
    }
}

impl std::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Http(error) => Some(error),
            _ => None,
        }
    }
}
