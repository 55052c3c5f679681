use std::env::VarError;
use std::net::TcpListener;
use std::process::Command;

use reqwest::Url;

use super::support::*;
use crate::runtime::client::proxy::from_variables;
use crate::runtime::*;

fn proxy(url: &str, variables: &[(&str, &str)]) -> Option<String> {
    let look_up = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found
            .map(|(_, value)| (*value).to_owned())
            .ok_or(VarError::NotPresent)
    };
    from_variables(&Url::parse(url).expect("a URL"), look_up)
}

#[test]
fn a_proxy_of_the_environment_is_found_by_scheme() {
    const HTTPS: &str = "https://api.example.com";
    for (url, variables, expected) in [
        (HTTPS, vec![], None),
        (
            HTTPS,
            vec![("HTTPS_PROXY", "http://p:1")],
            Some("http://p:1"),
        ),
        (HTTPS, vec![("https_proxy", "p:1")], Some("http://p:1")),
        (HTTPS, vec![("HTTP_PROXY", "http://p:1")], None),
        (
            HTTPS,
            vec![("all_proxy", "socks5://p:1")],
            Some("socks5://p:1"),
        ),
        (
            HTTPS,
            vec![("HTTPS_PROXY", "http://user:pass@p:1/path?a=b")],
            Some("http://p:1"),
        ),
        (
            "http://api.example.com",
            vec![("http_proxy", "https://p"), ("HTTPS_PROXY", "http://q")],
            Some("https://p"),
        ),
        (HTTPS, vec![("HTTPS_PROXY", "http://")], None),
        (
            HTTPS,
            vec![("HTTPS_PROXY", "http://p:1"), ("REQUEST_METHOD", "GET")],
            None,
        ),
    ] {
        assert_eq!(proxy(url, &variables).as_deref(), expected, "{variables:?}");
    }
}

#[test]
fn no_proxy_excludes_domains_and_addresses() {
    for (host, entries, is_excluded) in [
        ("api.example.com", "example.com", true),
        ("api.example.com", "other.org, .Example.com", true),
        ("api.example.com", "api.example.com", true),
        ("badexample.com", "example.com", false),
        ("example.com", "api.example.com", false),
        ("api.example.com", "*", true),
        ("api.example.com", "", false),
        ("10.1.2.3", "10.0.0.0/8", true),
        ("10.1.2.3", "10.1.2.3", true),
        ("10.1.2.3", "11.0.0.0/8", false),
        ("10.1.2.3", "10.1.2.0/31", false),
        ("[fe80::1]", "fe80::/16", true),
        ("[fe80::1]", "10.0.0.0/8", false),
    ] {
        let variables = [("ALL_PROXY", "http://p:1"), ("NO_PROXY", entries)];
        let found = proxy(&format!("https://{host}/"), &variables);
        assert_eq!(found.is_none(), is_excluded, "{host} and {entries}");
    }
}

/// Runs the ignored test `name` in a separate process, with a dead proxy in the environment.
/// Returns the address of the proxy.
fn run_with_dead_proxy(name: &str, url: &str) -> String {
    let unused = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = unused.local_addr().expect("an address").to_string();
    drop(unused);
    let output = Command::new(std::env::current_exe().expect("a path"))
        .args(["--exact", "--ignored", "--nocapture", name])
        .env("HTTP_PROXY", format!("http://user:secret@{address}"))
        .env("TEST_URL", url)
        .env("TEST_PROXY", &address)
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("REQUEST_METHOD")
        .output()
        .expect("the test runs");
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && shown.contains("1 passed"),
        "{shown}"
    );
    address
}

fn variable(name: &str) -> String {
    std::env::var(name).expect("this test runs in a separate process")
}

fn client_of_the_environment() -> ClientBuilder<Demo> {
    let builder = ClientBuilder::new().base_url(variable("TEST_URL"));
    builder.credential(0, KEY).retry(RetryPolicy::off())
}

#[test]
fn a_dead_proxy_is_named_without_its_credentials() {
    run_with_dead_proxy(
        "tests::proxies::the_error_names_the_dead_proxy",
        "http://api.example.com",
    );
}

#[tokio::test]
#[ignore = "it needs a separate process with its own environment"]
async fn the_error_names_the_dead_proxy() {
    let client = client_of_the_environment().allow_plain_http();
    let client = client.build().expect("a client");
    let error = client
        .call(make_thing())
        .send()
        .await
        .expect_err("no proxy");
    let Error::Transport(transport) = &error else {
        panic!("{error}")
    };
    let address = format!("http://{}", variable("TEST_PROXY"));
    assert_eq!(transport.kind(), TransportErrorKind::Proxy);
    assert_eq!(transport.proxy(), Some(address.as_str()));
    let start = format!(
        "make_thing: no connection to http://api.example.com through the proxy {address}: "
    );
    assert!(error.to_string().starts_with(&start), "{error}");
    assert!(!format!("{error:?}").contains("user"), "{error:?}");
    assert!(!error.may_have_been_processed() && error.is_retryable());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_base_url_on_this_machine_is_reached_without_a_proxy() {
    let server = Stub::start(|_| ok()).await;
    let url = server.url.clone();
    let run = move || {
        run_with_dead_proxy(
            "tests::proxies::this_machine_is_reached_without_a_proxy",
            &url,
        )
    };
    tokio::task::spawn_blocking(run)
        .await
        .expect("the test passes");
    assert_eq!(server.only().target, "/things");
}

#[tokio::test]
#[ignore = "it needs a separate process with its own environment"]
async fn this_machine_is_reached_without_a_proxy() {
    let client = client_of_the_environment().build().expect("a client");
    client.call(make_thing()).send().await.expect("a response");
    let through_proxy = client_of_the_environment().http(reqwest::Client::builder());
    let client = through_proxy.allow_plain_http().build().expect("a client");
    let error = client.call(make_thing()).send().await;
    error.expect_err("the given HTTP client uses the dead proxy");
}

#[test]
fn a_credential_is_not_sent_to_a_proxy_unencrypted() {
    run_with_dead_proxy(
        "tests::proxies::a_plain_base_url_is_refused",
        "http://api.example.com",
    );
}

#[test]
#[ignore = "it needs a separate process with its own environment"]
fn a_plain_base_url_is_refused() {
    let error = client_of_the_environment().build().expect_err("plain HTTP");
    assert!(matches!(error, BuildError::PlainHttp { .. }), "{error}");
}

#[test]
fn a_given_http_client_does_not_take_a_credential_to_a_proxy_unencrypted() {
    for url in ["http://127.0.0.1:8787", "http://localhost:8787/v1"] {
        run_with_dead_proxy(
            "tests::proxies::a_given_http_client_with_a_proxy_is_refused",
            url,
        );
    }
}

#[test]
#[ignore = "it needs a separate process with its own environment"]
fn a_given_http_client_with_a_proxy_is_refused() {
    let url = Url::parse(&variable("TEST_URL")).expect("a URL");
    let origin = url.origin().ascii_serialization();
    let with_http = |builder: ClientBuilder<Demo>| builder.http(reqwest::Client::builder());
    let error = with_http(client_of_the_environment())
        .build()
        .expect_err("the HTTP client would use the proxy");
    assert!(
        matches!(error, BuildError::PlainHttpProxy { .. }),
        "{error}"
    );
    assert_eq!(
        error.to_string(),
        format!(
            "the credential could be sent to {origin} unencrypted through http://{}, the proxy of \
             the environment; leave out `.http(…)`, add the host to NO_PROXY, or call \
             `.allow_plain_http()` on the builder",
            variable("TEST_PROXY")
        )
    );
    for (allowed, reason) in [
        (
            with_http(client_of_the_environment()).allow_plain_http(),
            "plain HTTP is allowed",
        ),
        (
            with_http(client_of_the_environment())
                .base_url(url.as_str().replace("http://", "https://")),
            "HTTPS is a tunnel through the proxy",
        ),
        (
            with_http(ClientBuilder::new().base_url(url.as_str())),
            "no credential is sent",
        ),
        (client_of_the_environment(), "the proxy is not used"),
    ] {
        allowed.build().expect(reason);
    }
}
