use std::fmt;

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue, PROXY_AUTHORIZATION};
use reqwest::{Client, Request};

use crate::runtime::document::{Api, Endpoint, Scheme, SchemeKind};
use crate::runtime::errors::invalid::MissingCredential;
use crate::runtime::scrubber::Scrubber;

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
    /// The headers that send the credentials, by the same index.
    headers: Vec<Option<(HeaderName, HeaderValue)>>,
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
            headers: vec![None; schemes.len()],
        }
    }

    pub(crate) fn set(&mut self, index: usize, credential: Credential) {
        self.by_scheme[index] = Some(credential);
    }

    /// Builds the headers that send the credentials.
    pub(crate) fn build_headers(&mut self, http: &Client) {
        for (index, scheme) in self.schemes.iter().enumerate() {
            let credential = self.by_scheme[index].as_ref();
            self.headers[index] = credential.and_then(|it| header(scheme.kind, it, http));
        }
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
    ) -> Result<&'static [&'static str], MissingCredential> {
        let is_available = |name: &str| {
            let index = self.index(name);
            index.is_some_and(|index| {
                self.by_scheme[index].is_some()
                    || header_of(self.schemes[index].kind)
                        .is_some_and(|header| request.headers().contains_key(header))
            })
        };
        let alternatives = endpoint.security.unwrap_or(self.security);
        let available = alternatives
            .iter()
            .filter(|names| !names.is_empty())
            .find(|names| names.iter().copied().all(is_available));
        if let Some(names) = available {
            return Ok(names);
        }
        if alternatives.is_empty() || alternatives.iter().any(|names| names.is_empty()) {
            return Ok(&[]);
        }
        Err(MissingCredential::new(
            endpoint.id,
            alternatives,
            self.schemes,
        ))
    }

    /// Adds the credentials of these schemes to a request. Credentials that the caller has set are
    /// kept.
    pub(crate) fn apply(&self, names: &[&'static str], request: &mut Request) {
        for index in names.iter().filter_map(|name| self.index(name)) {
            if let Some((name, value)) = &self.headers[index] {
                let headers = request.headers_mut();
                headers.entry(name).or_insert_with(|| value.clone());
            } else if let Some(credential) = &self.by_scheme[index] {
                let secret = credential.secret().expose();
                match self.schemes[index].kind {
                    SchemeKind::Query(name) => add_query(name, secret, request),
                    SchemeKind::Cookie(name) => add_cookie(name, secret, request),
                    SchemeKind::Header(_) | SchemeKind::Authorization(_) | SchemeKind::Basic => {}
                }
            }
        }
    }

    /// Returns a scrubber for these credentials.
    pub(crate) fn scrubber(&self, http: &Client) -> Scrubber {
        let mut scrubber = Scrubber::default();
        for (_, credential) in self.iter() {
            scrubber.add(credential.secret().expose());
            let header = basic(credential, http);
            if let Some(text) = header.as_ref().and_then(|header| header.to_str().ok()) {
                add_authorization(text, &mut scrubber);
            }
        }
        scrubber
    }

    /// Adds the value of a header that the caller has set, if the header is for credentials.
    pub(crate) fn add_header(&self, name: &str, value: &Secret, scrubber: &mut Scrubber) {
        let value = value.expose();
        let is_name = |header: &HeaderName| header.as_str().eq_ignore_ascii_case(name);
        let is_scheme = |scheme: &Scheme| header_of(scheme.kind).as_ref().is_some_and(is_name);
        if [AUTHORIZATION, PROXY_AUTHORIZATION].iter().any(is_name) {
            add_authorization(value, scrubber);
        } else if is_name(&COOKIE) {
            let cookies = value.split(';').filter_map(|cookie| cookie.split_once('='));
            cookies.for_each(|(_, value)| scrubber.add(value));
        } else if self.schemes.iter().any(is_scheme) {
            scrubber.add(value);
        }
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.schemes.iter().position(|scheme| scheme.name == name)
    }
}

/// Adds what follows the name of the authentication scheme, in both alphabets of Base64.
fn add_authorization(text: &str, scrubber: &mut Scrubber) {
    let (_, value) = text.split_once(' ').unwrap_or(("", text));
    let unpadded = value.trim_end_matches('=');
    scrubber.add(unpadded);
    scrubber.add(&unpadded.replace('+', "-").replace('/', "_"));
}

fn header_of(kind: SchemeKind) -> Option<HeaderName> {
    match kind {
        SchemeKind::Header(name) => HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::Authorization(_) | SchemeKind::Basic => Some(AUTHORIZATION),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => None,
    }
}

/// Returns the header that sends the credential, if it is sent in one of its own.
fn header(
    kind: SchemeKind,
    credential: &Credential,
    http: &Client,
) -> Option<(HeaderName, HeaderValue)> {
    let secret = credential.secret().expose();
    let value = match kind {
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => None,
        SchemeKind::Header(_) => sensitive(secret),
        SchemeKind::Authorization(word) => sensitive(&format!("{word} {secret}")),
        SchemeKind::Basic => basic(credential, http),
    };
    Some((header_of(kind)?, value?))
}

fn add_query(name: &str, secret: &str, request: &mut Request) {
    let is_absent = !request.url().query_pairs().any(|(key, _)| key == name);
    if is_absent {
        let url = request.url_mut();
        url.query_pairs_mut().append_pair(name, secret);
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
