//! The proxies of the environment.

use std::env::VarError;
use std::net::IpAddr;

use reqwest::Url;

use super::base_url::origin;

/// Returns the address of the proxy that the environment sets for `url`, without credentials. The
/// rules are those of the HTTP client. `look_up` reads a variable.
pub(crate) fn from_variables(
    url: &Url,
    look_up: impl Fn(&str) -> Result<String, VarError>,
) -> Option<String> {
    let first = |names: [&str; 2]| names.iter().find_map(|name| look_up(name).ok());
    // A server that runs CGI programs sets `HTTP_PROXY` to a header of the client.
    let is_cgi = !matches!(look_up("REQUEST_METHOD"), Err(VarError::NotPresent));
    let excluded = first(["NO_PROXY", "no_proxy"]).unwrap_or_default();
    if is_cgi || excluded.split(',').any(|entry| excludes(entry.trim(), url)) {
        return None;
    }
    let names = match url.scheme() {
        "https" => ["HTTPS_PROXY", "https_proxy"],
        _ => ["HTTP_PROXY", "http_proxy"],
    };
    [names, ["ALL_PROXY", "all_proxy"]]
        .into_iter()
        .find_map(|names| address(&first(names)?))
}

fn address(proxy: &str) -> Option<String> {
    let proxy = match proxy.split_once("://") {
        Some(_) => Url::parse(proxy),
        None => Url::parse(&format!("http://{proxy}")),
    }
    .ok()?;
    match proxy.scheme() {
        "http" | "https" => Some(origin(&proxy)),
        // The origin of another scheme is opaque.
        scheme => {
            let port = proxy.port().map(|port| format!(":{port}"));
            let host = proxy.host_str()?;
            Some(format!("{scheme}://{host}{}", port.unwrap_or_default()))
        }
    }
}

/// Returns whether an entry of `NO_PROXY` names the host: `*`, a domain, which stands for its
/// subdomains too, or an address, which may have the length of a prefix.
fn excludes(entry: &str, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = host.parse::<IpAddr>() {
        let (network, length) = match entry.split_once('/') {
            Some((network, length)) => (network, length.parse().ok()),
            None => (entry, Some(128)),
        };
        let network = network.parse().ok();
        return entry == "*"
            || network
                .zip(length)
                .is_some_and(|(network, length)| is_in(address, network, length));
    }
    let domain = entry.trim_start_matches('.');
    let is_subdomain = || {
        let parent = host.len().checked_sub(domain.len());
        parent.is_some_and(|at| at == 0 || host[..at].ends_with('.'))
            && host
                .to_ascii_lowercase()
                .ends_with(&domain.to_ascii_lowercase())
    };
    entry == "*" || !domain.is_empty() && is_subdomain()
}

/// Returns whether the first `length` bits of two addresses are equal.
fn is_in(address: IpAddr, network: IpAddr, length: u32) -> bool {
    let differing = match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (a.to_bits() ^ b.to_bits()).leading_zeros(),
        (IpAddr::V6(a), IpAddr::V6(b)) => (a.to_bits() ^ b.to_bits()).leading_zeros(),
        _ => return false,
    };
    let bits = if address.is_ipv4() { 32 } else { 128 };
    differing >= length.min(bits)
}
