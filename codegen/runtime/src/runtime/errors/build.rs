use std::fmt;

/// The error of building a client.
#[derive(Debug)]
#[non_exhaustive]
pub enum BuildError {
    /// The base URL is invalid.
    BaseUrl {
        /// The environment variable that it comes from. `None` if it comes from the builder.
        variable: Option<&'static str>,
        /// What is wrong with it.
        problem: String,
    },
    /// A credential would be sent unencrypted to a host other than the local machine.
    PlainHttp {
        /// The scheme, host and port of the base URL.
        origin: String,
    },
    /// A credential could be sent unencrypted to the local machine through a proxy, since the given
    /// HTTP client may use the proxies of the environment.
    PlainHttpProxy {
        /// The scheme, host and port of the base URL.
        origin: String,
        /// The scheme, host and port of the proxy.
        proxy: String,
    },
    /// The environment contains no credential.
    MissingEnv {
        /// The environment variables for the credentials. One of them is sufficient.
        variables: Vec<String>,
    },
    /// An environment variable is not valid Unicode.
    NotUnicode {
        /// The name of the variable.
        variable: String,
    },
    /// A server variable has no value.
    MissingVariable {
        /// The builder method that sets it.
        method: &'static str,
        /// The environment variable for the value.
        env: &'static str,
    },
    /// The value of a server variable is invalid.
    Variable {
        /// The builder method that sets it.
        method: &'static str,
        /// What is wrong with it.
        problem: String,
    },
    /// The document declares no server that has all of the given variables.
    NoServer {
        /// The environment variable for the base URL.
        variable: &'static str,
    },
    /// The document declares no such rate limit class.
    UnknownClass {
        /// The given name.
        class: String,
        /// The names that the document declares.
        known: Vec<&'static str>,
    },
    /// A credential is invalid.
    Credential {
        /// The builder method that sets it.
        method: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// The HTTP client could not be built.
    Http(reqwest::Error),
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BaseUrl { variable, problem } => match variable {
                Some(variable) => write!(f, "the base URL in {variable} {problem}"),
                None => write!(f, "the base URL {problem}"),
            },
            Self::PlainHttp { origin } => write!(
                f,
                "the credential would be sent to {origin} unencrypted; \
                 use https, or call `.allow_plain_http()` on the builder"
            ),
            Self::PlainHttpProxy { origin, proxy } => write!(
                f,
                "the credential could be sent to {origin} unencrypted through {proxy}, the proxy of \
                 the environment; leave out `.http(…)`, add the host to NO_PROXY, or call \
                 `.allow_plain_http()` on the builder"
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
                "the server URL requires a value; call `.{method}(…)` on the builder or set {env}"
            ),
            Self::Variable { method, problem } => {
                write!(f, "the value of `.{method}(…)` {problem}")
            }
            Self::NoServer { variable } => write!(
                f,
                "the document declares no matching server; call `.base_url(…)` on the builder or set {variable}"
            ),
            Self::UnknownClass { class, known } => write!(
                f,
                "unknown rate limit class {class:?}; the document declares {}",
                if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                }
            ),
            Self::Credential { method, problem } => {
                write!(f, "the credential of `.{method}(…)` {problem}")
            }
            Self::Http(_) => f.write_str("the HTTP client could not be built"),
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
