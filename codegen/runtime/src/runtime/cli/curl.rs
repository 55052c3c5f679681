//! A request as a command line for `curl`.

use reqwest::{Request, header::HeaderValue};

use crate::runtime::document::{Api, Endpoint, Scheme, SchemeKind};

/// Returns the command that sends a request. Credentials are the environment variables that a program
/// reads, so the command contains none.
pub(crate) fn curl(request: &Request, api: &Api, endpoint: &Endpoint) -> String {
    let url = request.url().as_str();
    let mut query = String::new();
    let mut words = vec!["curl".to_owned()];
    match request.method().as_str() {
        "GET" => {}
        name if name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            words.push(format!("-X {name}"));
        }
        name => words.push(format!("-X {}", quoted(name))),
    }
    let mut headers = Vec::new();
    for scheme in schemes(api, endpoint) {
        let variable = format!("${{{}}}", scheme.env);
        match scheme.kind {
            SchemeKind::Header(name) => headers.push(format!("{name}: {variable}")),
            SchemeKind::Authorization(word) => {
                headers.push(format!("Authorization: {word} {variable}"));
            }
            SchemeKind::Cookie(name) => headers.push(format!("Cookie: {name}={variable}")),
            SchemeKind::Query(name) => {
                let is_first = query.is_empty() && !url.contains('?');
                let separator = if is_first { '?' } else { '&' };
                query.push_str(&format!("{separator}{name}={variable}"));
            }
            SchemeKind::Basic => {
                let [user, password] = scheme.basic_variables();
                words.push(format!("-u \"${{{user}}}:${{{password}}}\""));
            }
        }
    }
    words.extend(headers.iter().map(|header| format!("-H \"{header}\"")));
    for (name, value) in request.headers() {
        words.push(format!("-H {}", quoted(&header(name.as_str(), value))));
    }
    match request.body().map(reqwest::Body::as_bytes) {
        Some(Some(body)) => match str::from_utf8(body) {
            Ok(text) => words.push(format!("--data-raw {}", quoted(text))),
            Err(_) => words.push("--data-binary @BODY".to_owned()),
        },
        Some(None) => words.push("--data-binary @BODY".to_owned()),
        None => {}
    }
    words.push(match query.as_str() {
        "" => quoted(url),
        query => format!("\"{}{query}\"", url.replace('$', r"\$")),
    });
    words.join(" ")
}

/// Returns the schemes of the first alternative.
fn schemes<'a>(api: &'a Api, endpoint: &Endpoint) -> impl Iterator<Item = &'a Scheme> {
    let alternatives = endpoint.security.unwrap_or(api.security);
    let names = alternatives.first().copied().unwrap_or_default();
    names.iter().filter_map(|name| {
        let mut schemes = api.schemes.iter();
        schemes.find(|scheme| scheme.name == *name)
    })
}

fn header(name: &str, value: &HeaderValue) -> String {
    let value = if value.is_sensitive() {
        "***"
    } else {
        value.to_str().unwrap_or("***")
    };
    format!("{name}: {value}")
}

/// Quotes a word for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
