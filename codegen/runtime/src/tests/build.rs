use std::collections::HashMap;
use std::env::VarError;

use super::support::{Client, Demo, KEY};
use crate::runtime::client::builder::from_variables;
use crate::runtime::{BuildError, ClientBuilder};

fn from(variables: &[(&str, &str)]) -> ClientBuilder<Demo> {
    let variables: HashMap<_, _> = variables.iter().copied().collect();
    from_variables(|name| {
        variables
            .get(name)
            .map(ToString::to_string)
            .ok_or(VarError::NotPresent)
    })
}

fn base_url(builder: ClientBuilder<Demo>) -> String {
    let Client(transport) = builder.build().expect("a client");
    transport.core().base_url.clone()
}

fn problem(builder: ClientBuilder<Demo>) -> String {
    builder.build().expect_err("no client").to_string()
}

#[test]
fn the_first_server_without_variables_is_the_default() {
    assert_eq!(base_url(ClientBuilder::new()), "https://api.example.com");
}

#[test]
fn a_server_variable_selects_the_server_that_has_it() {
    let builder = ClientBuilder::new().server_variable("org", "acme");
    assert_eq!(base_url(builder), "https://acme.api.example.com");
}

#[test]
fn a_base_url_overrides_servers_and_loses_its_trailing_slash() {
    let builder = ClientBuilder::new().server_variable("org", "acme");
    assert_eq!(
        base_url(builder.base_url("https://proxy.example/v1/")),
        "https://proxy.example/v1"
    );
}

#[test]
fn a_server_variable_cannot_change_the_host() {
    for value in [
        "evil.example/",
        "a@evil.example",
        "evil.example:1",
        "a?b",
        "a#b",
        "",
        "a b",
        "ä",
    ] {
        let error = problem(ClientBuilder::new().server_variable("org", value));
        assert!(
            error.starts_with("the value of `.org(…)` "),
            "{value}: {error}"
        );
    }
}

#[test]
fn a_server_variable_has_a_declared_value_or_is_one_path_segment() {
    for (name, value, expected) in [
        ("region", "us", Ok("https://us.example.com/api/v1")),
        (
            "region",
            "asia",
            Err("the value of `.region(…)` is not one of eu, us"),
        ),
        ("version", "v2", Ok("https://eu.example.com/v2")),
        ("version", "api/v1", Ok("https://eu.example.com/api/v1")),
        (
            "version",
            "api/v2",
            Err(
                "the value of `.version(…)` contains '/'; only letters, digits and -._~ are allowed",
            ),
        ),
    ] {
        let builder = ClientBuilder::<Demo>::new().server_variable(name, value);
        let built = builder.build().map_err(|error| error.to_string());
        let url = built.map(|Client(transport)| transport.core().base_url.clone());
        assert_eq!(url.as_deref().map_err(String::as_str), expected, "{value}");
    }
}

#[test]
fn base_urls_with_other_parts_are_rejected() {
    for (url, reason) in [
        ("https://example.com/?a=1", "the base URL has a query"),
        ("https://example.com/#a", "the base URL has a fragment"),
        (
            "ftp://example.com",
            "the base URL has a scheme other than https and http",
        ),
        (
            "example.com",
            "the base URL has no scheme; write it with `https://`, as in `https://api.example.com`",
        ),
        (
            "https://",
            "the base URL is not a URL such as `https://api.example.com`: empty host",
        ),
        (
            "localhost:18787",
            "the base URL `localhost:18787` has no scheme; write `http://localhost:18787`",
        ),
        (
            " 127.0.0.1:18787/v1 ",
            "the base URL `127.0.0.1:18787/v1` has no scheme; write `http://127.0.0.1:18787/v1`",
        ),
        (
            "https://me:hunter2@example.com",
            "the base URL contains a user name or a password; set credentials with their own builder methods",
        ),
    ] {
        assert_eq!(problem(ClientBuilder::new().base_url(url)), reason);
    }
}

#[test]
fn a_base_url_without_a_scheme_is_shown_only_if_it_is_local() {
    for url in [
        KEY,
        "me:hunter2@localhost",
        "localhost?key=hunter2",
        "sk:hunter2",
    ] {
        let error = problem(ClientBuilder::new().base_url(url));
        let expected =
            "the base URL has no scheme; write it with `https://`, as in `https://api.example.com`";
        assert_eq!(error, expected);
    }
}

#[test]
fn an_invalid_base_url_names_its_variable() {
    let variables = [("DEMO_API_KEY", KEY), ("DEMO_BASE_URL", "localhost:18787")];
    let expected = "`localhost:18787` has no scheme; write `http://localhost:18787`";
    assert_eq!(
        problem(from(&variables)),
        format!("the base URL in DEMO_BASE_URL {expected}")
    );
    let builder = from(&variables).base_url("localhost:18787");
    assert_eq!(problem(builder), format!("the base URL {expected}"));
}

#[test]
fn a_credential_over_plain_http_is_an_error() {
    let builder = || ClientBuilder::<Demo>::new().base_url("http://api.example.com/v1");
    let error = problem(builder().credential(0, KEY));
    assert_eq!(
        error,
        "the credential would be sent to http://api.example.com unencrypted; \
         use https, or call `.allow_plain_http()` on the builder"
    );
    builder().build().expect("no credential is sent");
    builder()
        .credential(0, KEY)
        .allow_plain_http()
        .build()
        .expect("plain HTTP is allowed");
}

#[test]
fn plain_http_is_allowed_to_the_local_machine() {
    for host in ["localhost:80", "127.0.0.1:8787", "127.9.9.9", "[::1]:8787"] {
        let builder = ClientBuilder::<Demo>::new().base_url(format!("http://{host}"));
        builder.credential(0, KEY).build().expect(host);
    }
}

#[test]
fn other_hosts_are_not_local() {
    for host in [
        "localhost.example.com",
        "127.example.com",
        "128.0.0.1",
        "[::2]",
        "0.0.0.0",
    ] {
        let builder = ClientBuilder::<Demo>::new().base_url(format!("http://{host}"));
        let error = builder.credential(0, KEY).build().expect_err(host);
        assert!(
            matches!(error, BuildError::PlainHttp { .. }),
            "{host}: {error}"
        );
    }
}

#[test]
fn invalid_credentials_are_rejected_without_being_shown() {
    for (scheme, value) in [
        (0, "sk\nevil: 1"),
        (0, ""),
        (2, "a;b"),
        (2, "a b"),
        (3, "ä\u{7f}"),
    ] {
        let error = ClientBuilder::<Demo>::new()
            .credential(scheme, value)
            .build()
            .expect_err(value);
        assert!(matches!(error, BuildError::Credential { .. }), "{error}");
        let shown = format!("{error} {error:?}");
        assert!(value.is_empty() || !shown.contains(value), "{shown}");
    }
}

#[test]
fn credentials_servers_and_base_url_come_from_the_environment() {
    let builder = from(&[("DEMO_API_KEY", KEY), ("DEMO_ORG", "acme")]);
    assert_eq!(base_url(builder), "https://acme.api.example.com");
    let builder = from(&[
        ("DEMO_API_KEY", KEY),
        ("DEMO_BASE_URL", "http://127.0.0.1:1/"),
    ]);
    assert_eq!(base_url(builder), "http://127.0.0.1:1");
}

#[test]
fn an_error_names_the_variables_of_missing_credentials() {
    for variables in [
        vec![],
        vec![("DEMO_API_KEY", "")],
        vec![("DEMO_USERNAME", "me")],
    ] {
        assert_eq!(
            problem(from(&variables)),
            "no credential in the environment; set DEMO_API_KEY or DEMO_QUERY_KEY or DEMO_SESSION \
             or DEMO_TOKEN or DEMO_ACCESS_KEY or DEMO_USERNAME and DEMO_PASSWORD"
        );
    }
}

#[test]
fn basic_credentials_come_from_two_variables() {
    from(&[("DEMO_USERNAME", "me"), ("DEMO_PASSWORD", "")])
        .build()
        .expect_err("a missing password");
    from(&[("DEMO_USERNAME", "me"), ("DEMO_PASSWORD", "hunter2")])
        .build()
        .expect("a client");
}

#[test]
fn a_trailing_line_break_of_a_variable_is_ignored() {
    from(&[("DEMO_API_KEY", "sk_1\n")])
        .build()
        .expect("a client");
}

#[test]
fn an_error_names_a_variable_that_is_not_unicode() {
    let builder = from_variables::<Demo>(|name| match name {
        "DEMO_API_KEY" => Err(VarError::NotUnicode("secret".into())),
        _ => Err(VarError::NotPresent),
    });
    assert_eq!(
        problem(builder),
        "the environment variable DEMO_API_KEY is not Unicode"
    );
}

#[test]
fn debug_does_not_show_secrets() {
    let builder = || {
        ClientBuilder::<Demo>::new()
            .credential(0, KEY)
            .basic(5, "me", KEY)
    };
    let client = builder().build().expect("a client");
    let shown = format!("{:?} {client:?}", builder());
    assert!(!shown.contains(KEY), "{shown}");
}
