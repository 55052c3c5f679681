//! The vendors whose APIs the sandbox implements.

use std::fmt;

use axum::response::Response;
use http::{HeaderMap, StatusCode};

use crate::{bird, fernand, kustomer};

/// A vendor. The paths of the vendors do not overlap, so that one port serves all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vendor {
    /// `https://api.getfernand.com`: `/conversations…`.
    Fernand,
    /// `https://api.kustomerapp.com`: `/v1/…`.
    Kustomer,
    /// `https://api.bird.com`: `/workspaces/…`.
    Bird,
}

impl Vendor {
    /// All vendors.
    pub const ALL: &[Self] = &[Self::Fernand, Self::Kustomer, Self::Bird];

    /// Returns the vendor that a path belongs to.
    pub fn of_path(path: &str) -> Option<Self> {
        match path.trim_start_matches('/').split('/').next()? {
            "conversations" => Some(Self::Fernand),
            "v1" => Some(Self::Kustomer),
            "workspaces" => Some(Self::Bird),
            _ => None,
        }
    }

    /// Whether a request has the API key in the header that the vendor documents.
    pub(crate) fn is_authorised(self, headers: &HeaderMap, key: &str) -> bool {
        match self {
            Self::Fernand => only_value(headers, "x-api-key") == Some(key),
            Self::Kustomer => is_credential(headers, &["Bearer"], key),
            Self::Bird => is_credential(headers, &["AccessKey", "Bearer"], key),
        }
    }

    /// Returns the names of the vendor's rate-limit headers.
    pub(crate) fn rate_limit_headers(self) -> &'static [&'static str] {
        match self {
            Self::Fernand => &[
                "x-ratelimit-limit",
                "x-ratelimit-remaining",
                "x-ratelimit-reset",
            ],
            Self::Kustomer => &["x-ratelimit-limit", "x-ratelimit-remaining"],
            Self::Bird => &[],
        }
    }

    /// Creates an error response in the vendor's format.
    pub(crate) fn error(self, status: StatusCode, message: &str) -> Response {
        match self {
            Self::Fernand => fernand::error(status, message, &[]),
            Self::Kustomer => kustomer::error(status, message, &[]),
            Self::Bird => bird::error(status, message, &[]),
        }
    }
}

/// Whether `Authorization` is one of the schemes with the API key.
fn is_credential(headers: &HeaderMap, schemes: &[&str], key: &str) -> bool {
    only_value(headers, "authorization")
        .and_then(|value| value.split_once(' '))
        .is_some_and(|(scheme, credential)| schemes.contains(&scheme) && credential == key)
}

fn only_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

impl fmt::Display for Vendor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Fernand => "Fernand",
            Self::Kustomer => "Kustomer",
            Self::Bird => "Bird",
        })
    }
}
