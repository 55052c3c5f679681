use std::net::{Ipv4Addr, Ipv6Addr};

use reqwest::Url;

use crate::runtime::document::{Api, Server, ServerVariable};
use crate::runtime::errors::build::BuildError;

/// Returns the URL of the first server that has all of the given variables, and values for its
/// other variables.
pub(crate) fn from_servers(
    api: &Api,
    given: &[(&'static str, String)],
) -> Result<String, BuildError> {
    let has_all = |server: &&Server| {
        given.iter().all(|(name, _)| {
            server
                .variables
                .iter()
                .any(|variable| variable.name == *name)
        })
    };
    let mut candidates = api.servers.iter().filter(has_all).peekable();
    if candidates.peek().is_none() {
        return Err(BuildError::NoServer {
            variable: api.base_url_env,
        });
    }
    let mut first_problem = None;
    for server in candidates {
        match fill(server, given) {
            Ok(url) => return Ok(url),
            Err(problem) => first_problem.get_or_insert(problem),
        };
    }
    Err(first_problem.unwrap_or(BuildError::NoServer {
        variable: api.base_url_env,
    }))
}

fn fill(server: &Server, given: &[(&'static str, String)]) -> Result<String, BuildError> {
    let mut url = server.url.to_owned();
    for variable in server.variables {
        let value = given
            .iter()
            .find(|(name, _)| *name == variable.name)
            .map(|(_, value)| value.as_str())
            .or(variable.default)
            .ok_or(BuildError::MissingVariable {
                method: variable.method,
                env: variable.env,
            })?;
        check_value(variable, value)?;
        url = url.replace(&format!("{{{}}}", variable.name), value);
    }
    Ok(url)
}

/// Checks the value of a server variable. A value that contains `/`, `@` or `:` could send the
/// credentials to another host.
fn check_value(variable: &ServerVariable, value: &str) -> Result<(), BuildError> {
    let invalid = |problem: String| {
        Err(BuildError::Variable {
            method: variable.method,
            problem,
        })
    };
    if !variable.values.is_empty() && !variable.values.contains(&value) {
        return invalid(format!("is not one of {}", variable.values.join(", ")));
    }
    if variable.default == Some(value) || variable.values.contains(&value) {
        return Ok(());
    }
    if value.is_empty() {
        return invalid("is empty".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    match value.chars().find(|c| !allowed(*c)) {
        Some(c) => invalid(format!(
            "contains {c:?}; only letters, digits and -._~ are allowed"
        )),
        None => Ok(()),
    }
}

/// Parses and checks a base URL. `variable` is the environment variable that it comes from.
pub(crate) fn parse(text: &str, variable: Option<&'static str>) -> Result<Url, BuildError> {
    let text = text.trim();
    let error = |problem: String| BuildError::BaseUrl { variable, problem };
    let invalid = |problem: &str| Err(error(problem.to_owned()));
    if !text.contains("://") {
        return Err(error(without_scheme(text)));
    }
    let url = Url::parse(text).map_err(|problem| {
        error(format!(
            "is not a URL such as `https://api.example.com`: {problem}"
        ))
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return invalid("has a scheme other than https and http");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return invalid(
            "contains a user name or a password; set credentials with their own builder methods",
        );
    }
    if url.query().is_some() {
        return invalid("has a query");
    }
    if url.fragment().is_some() {
        return invalid("has a fragment");
    }
    Ok(url)
}

/// Describes a base URL without a scheme. It is shown only if it is an address of the local machine,
/// since it could be a credential that was set in the wrong place.
fn without_scheme(text: &str) -> String {
    let with_scheme = format!("http://{text}");
    let url = Url::parse(&with_scheme);
    match url.ok().filter(|url| is_loopback(url) && is_origin(url)) {
        Some(_) => format!("`{text}` has no scheme; write `{with_scheme}`"),
        None => {
            "has no scheme; write it with `https://`, as in `https://api.example.com`".to_owned()
        }
    }
}

/// Returns whether a URL has neither credentials nor a query nor a fragment.
fn is_origin(url: &Url) -> bool {
    url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
}

/// Returns whether the host is the local machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return false;
    };
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || bare
            .parse::<Ipv4Addr>()
            .is_ok_and(|address| address.is_loopback())
        || bare
            .parse::<Ipv6Addr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Returns the scheme, host and port of a URL. They contain no secrets.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}
