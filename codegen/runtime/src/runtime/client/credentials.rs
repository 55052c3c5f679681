use std::fmt;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use reqwest::{Client, Request};

use crate::runtime::document::{Api, Endpoint, Scheme, SchemeKind};
use crate::runtime::errors::invalid::MissingCredential;

/// The credential of a security scheme.
#[derive(Clone, Debug)]
pub(crate) enum Credential {
    Text(Secret),
    Basic { user: String, password: Secret },
}

impl Credential {
    fn secret(&self) -> &Secret {
        match self {
            Self::Text(secret) => secret,
            Self::Basic { password, .. } => password,
        }
    }

    /// Returns why this credential cannot be sent as `kind`, without revealing it.
    pub(crate) fn problem(&self, kind: SchemeKind) -> Option<&'static str> {
        let text = match self {
            Self::Basic { user, .. } if user.contains(':') => {
                return Some("has a user name that contains a colon");
            }
            Self::Basic { .. } => return None,
            Self::Text(secret) => secret.expose(),
        };
        match kind {
            _ if text.is_empty() => Some("is empty"),
            SchemeKind::Query(_) => None,
            SchemeKind::Cookie(_) if !is_cookie_value(text) => {
                Some("has characters that are not allowed in a cookie")
            }
            _ if HeaderValue::from_str(text).is_err() => {
                Some("has characters that are not allowed in a header, such as a line break")
            }
            _ => None,
        }
    }
}

fn is_cookie_value(text: &str) -> bool {
    text.bytes()
        .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\'))
}

/// The credentials of a client, by the index of their security scheme.
#[derive(Clone, Debug)]
pub(crate) struct Credentials {
    schemes: &'static [Scheme],
    security: &'static [&'static [&'static str]],
    by_scheme: Vec<Option<Credential>>,
}

impl Credentials {
    pub(crate) fn new(api: &Api) -> Self {
        let &Api {
            schemes, security, ..
        } = api;
        Self {
            schemes,
            security,
            by_scheme: vec![None; schemes.len()],
        }
    }

    pub(crate) fn set(&mut self, index: usize, credential: Credential) {
        self.by_scheme[index] = Some(credential);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.by_scheme.iter().all(Option::is_none)
    }

    /// Returns the schemes that have a credential.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static Scheme, &Credential)> {
        self.schemes
            .iter()
            .zip(&self.by_scheme)
            .filter_map(|(scheme, credential)| Some((scheme, credential.as_ref()?)))
    }

    /// Returns the schemes of the first alternative whose credentials are all set, on the client or
    /// by the caller as a header.
    pub(crate) fn select(
        &self,
        endpoint: &Endpoint,
        request: &Request,
    ) -> Result<Vec<&'static str>, MissingCredential> {
        let is_available = |name: &str| {
            self.find(name).is_some()
                || self
                    .scheme(name)
                    .and_then(|scheme| header_of(scheme.kind))
                    .is_some_and(|header| request.headers().contains_key(header))
        };
        let alternatives = endpoint.security.unwrap_or(self.security);
        let available = alternatives
            .iter()
            .filter(|names| !names.is_empty())
            .find(|names| names.iter().copied().all(is_available));
        if let Some(names) = available {
            return Ok(names.to_vec());
        }
        if alternatives.is_empty() || alternatives.iter().any(|names| names.is_empty()) {
            return Ok(Vec::new());
        }
        Err(MissingCredential::new(
            endpoint.id,
            alternatives,
            self.schemes,
        ))
    }

    /// Adds the credentials of these schemes to a request. Credentials that the caller has set are
    /// kept.
    pub(crate) fn apply(&self, names: &[&'static str], request: &mut Request, http: &Client) {
        for (kind, credential) in names.iter().filter_map(|name| self.find(name)) {
            apply(kind, credential, request, http);
        }
    }

    /// Replaces every secret in a text from the server.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.iter().fold(text.to_owned(), |text, (_, credential)| {
            credential.secret().redact(&text)
        })
    }

    fn scheme(&self, name: &str) -> Option<&'static Scheme> {
        self.schemes.iter().find(|scheme| scheme.name == name)
    }

    fn find(&self, name: &str) -> Option<(SchemeKind, &Credential)> {
        self.iter()
            .find(|(scheme, _)| scheme.name == name)
            .map(|(scheme, credential)| (scheme.kind, credential))
    }
}

fn header_of(kind: SchemeKind) -> Option<HeaderName> {
    match kind {
        SchemeKind::Header(name) => HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::Authorization(_) | SchemeKind::Basic => Some(AUTHORIZATION),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => None,
    }
}

fn apply(kind: SchemeKind, credential: &Credential, request: &mut Request, http: &Client) {
    let secret = credential.secret().expose();
    match kind {
        SchemeKind::Query(name) => {
            let absent = !request.url().query_pairs().any(|(key, _)| key == name);
            if absent {
                request
                    .url_mut()
                    .query_pairs_mut()
                    .append_pair(name, secret);
            }
        }
        SchemeKind::Cookie(name) => add_cookie(name, secret, request),
        SchemeKind::Header(_) => insert(kind, sensitive(secret), request),
        SchemeKind::Authorization(word) => {
            insert(kind, sensitive(&format!("{word} {secret}")), request);
        }
        SchemeKind::Basic => insert(kind, basic(credential, http), request),
    }
}

fn insert(kind: SchemeKind, value: Option<HeaderValue>, request: &mut Request) {
    if let (Some(name), Some(value)) = (header_of(kind), value) {
        request.headers_mut().entry(name).or_insert(value);
    }
}

fn add_cookie(name: &str, secret: &str, request: &mut Request) {
    let own = format!("{name}={secret}");
    let cookies = match request
        .headers()
        .get(COOKIE)
        .and_then(|value| value.to_str().ok())
    {
        Some(others) => format!("{others}; {own}"),
        None => own,
    };
    if let Some(value) = sensitive(&cookies) {
        request.headers_mut().insert(COOKIE, value);
    }
}

fn sensitive(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Encodes the header with reqwest, which exposes the encoding only as part of a request.
fn basic(credential: &Credential, http: &Client) -> Option<HeaderValue> {
    let Credential::Basic { user, password } = credential else {
        return None;
    };
    http.get("http://localhost")
        .basic_auth(user, Some(password.expose()))
        .build()
        .ok()?
        .headers_mut()
        .remove(AUTHORIZATION)
}

/// A text that `Debug` does not reveal.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    /// Creates a secret.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns the text.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// Replaces each occurrence of the secret in `text` by `[secret]`.
    pub(crate) fn redact(&self, text: &str) -> String {
        if self.0.len() < Self::MIN_REDACTED_LENGTH {
            return text.to_owned();
        }
        text.replace(&self.0, "[secret]")
    }

    /// Shorter secrets are not replaced, since they may be common words.
    const MIN_REDACTED_LENGTH: usize = 4;
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
