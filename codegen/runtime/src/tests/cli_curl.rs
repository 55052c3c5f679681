use crate::runtime::calls::method::method;
use crate::runtime::cli::curl::curl;
use crate::runtime::internal::{Api, Endpoint, RateLimits, Scheme, SchemeKind};

const fn scheme(kind: SchemeKind) -> [Scheme; 1] {
    [Scheme {
        name: "Key",
        method: "key",
        env: "DEMO_KEY",
        kind,
    }]
}

const fn api(schemes: &'static [Scheme]) -> Api {
    Api {
        name: "demo",
        title: "Demo",
        user_agent: "demo",
        base_url_env: "DEMO_BASE_URL",
        servers: &[],
        schemes,
        security: &[&["Key"]],
        limits: RateLimits::NONE,
    }
}

const HEADER: [Scheme; 1] = scheme(SchemeKind::Header("X-Key"));
const QUERY: [Scheme; 1] = scheme(SchemeKind::Query("key"));
const COOKIE: [Scheme; 1] = scheme(SchemeKind::Cookie("key"));
const BEARER: [Scheme; 1] = scheme(SchemeKind::Authorization("Bearer"));
const BASIC: [Scheme; 1] = scheme(SchemeKind::Basic);

#[test]
fn a_credential_is_an_environment_variable() {
    let cases: [(&'static [Scheme], &str); 5] = [
        (
            &HEADER,
            r#"curl -H "X-Key: ${DEMO_KEY}" 'http://localhost/a?b=1%20$'"#,
        ),
        (
            &QUERY,
            r#"curl "http://localhost/a?b=1%20\$&key=${DEMO_KEY}""#,
        ),
        (
            &COOKIE,
            r#"curl -H "Cookie: key=${DEMO_KEY}" 'http://localhost/a?b=1%20$'"#,
        ),
        (
            &BEARER,
            r#"curl -H "Authorization: Bearer ${DEMO_KEY}" 'http://localhost/a?b=1%20$'"#,
        ),
        (
            &BASIC,
            r#"curl -u "${DEMO_KEY_USERNAME}:${DEMO_KEY_PASSWORD}" 'http://localhost/a?b=1%20$'"#,
        ),
    ];
    let http = reqwest::Client::new();
    for (schemes, expected) in cases {
        let request = http
            .get("http://localhost/a?b=1%20$")
            .build()
            .expect("a request");
        let endpoint = Endpoint::get("list", "/a");
        assert_eq!(curl(&request, &api(schemes), &endpoint), expected);
    }
}

#[test]
fn texts_are_quoted_for_a_shell() {
    let http = reqwest::Client::new();
    let request = http
        .patch("http://localhost/a")
        .header("x-a", "it's $1 `b`")
        .body("{\"a\":\"'!\\\"\"}");
    let request = request.build().expect("a request");
    let endpoint = Endpoint::new("change", "PATCH", "/a").security(&[]);
    assert_eq!(
        curl(&request, &api(&HEADER), &endpoint),
        r#"curl -X PATCH -H 'x-a: it'\''s $1 `b`' --data-raw '{"a":"'\''!\""}' 'http://localhost/a'"#
    );
}

#[test]
fn a_method_with_special_characters_is_quoted_for_a_shell() {
    let cases = [
        ("COPY", "COPY"),
        ("M-SEARCH", "'M-SEARCH'"),
        ("a`b$'", r"'a`b$'\'''"),
    ];
    for (name, expected) in cases {
        let request = reqwest::Client::new().request(method(name), "http://localhost/a");
        let request = request.build().expect("a request");
        let endpoint = Endpoint::new("change", name, "/a").security(&[]);
        assert_eq!(
            curl(&request, &api(&HEADER), &endpoint),
            format!("curl -X {expected} 'http://localhost/a'")
        );
    }
}
