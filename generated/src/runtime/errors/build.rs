use std::fmt;

/// The error of building a client.
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
    /// A rate limit allows no requests, or has a window without a duration.
    ZeroLimit {
        /// The name of the rate limit class.
        class: String,
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
            Self::UnknownClass { class, known } => {
                write!(f, "unknown rate limit class {class:?}; ")?;
                if let Some(near) = nearest(class, known) {
                    write!(f, "did you mean {near:?}? ")?;
                }
                let known = known.join(", ");
                let known = if known.is_empty() { "none" } else { &known };
                write!(f, "the document declares {known}")
            }
            Self::ZeroLimit { class } => write!(
                f,
                "the rate limit of {class:?} has no requests or no window; \
                 to turn the waits off, call `.pacing(false)` on the builder"
            ),
            Self::Credential { method, problem } => {
                write!(f, "the credential of `.{method}(…)` {problem}")
            }
            Self::Http(_) => f.write_str("the HTTP client could not be built"),
        }
    }
}

/// The maximum number of edits between a misspelled name and the intended one.
const MAX_EDITS: usize = 2;

/// Returns the name that `word` is a misspelling of.
pub(crate) fn nearest<'a>(word: &str, names: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let distances = names.iter().map(|name| (edits(&word, name), *name));
    let near = distances.filter(|(distance, name)| *distance <= MAX_EDITS.min(name.len() / 2));
    near.min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Returns the minimum number of insertions, deletions and replacements that turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (index, left) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, right) in b.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[b.chars().count()]
}

impl BuildError {
    fn variant(&self) -> &'static str {
        match self {
            Self::BaseUrl { .. } => "BaseUrl",
            Self::PlainHttp { .. } => "PlainHttp",
            Self::PlainHttpProxy { .. } => "PlainHttpProxy",
            Self::MissingEnv { .. } => "MissingEnv",
            Self::NotUnicode { .. } => "NotUnicode",
            Self::MissingVariable { .. } => "MissingVariable",
            Self::Variable { .. } => "Variable",
            Self::NoServer { .. } => "NoServer",
            Self::UnknownClass { .. } => "UnknownClass",
            Self::ZeroLimit { .. } => "ZeroLimit",
            Self::Credential { .. } => "Credential",
            Self::Http(_) => "Http",
        }
    }
}

/// Formats the message, which contains the fields, since a `main` that returns an error prints its
/// `Debug`. The variant and the source follow.
impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} ({}", self.variant())?;
        if let Self::Http(source) = self {
            write!(f, ": {source:?}")?;
        }
        f.write_str(")")
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
