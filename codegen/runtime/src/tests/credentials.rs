use super::support::*;
use crate::runtime::internal::*;
use crate::runtime::*;

secured!(ByHeader, &[&["header"]]);
secured!(ByQuery, &[&["query"]]);
secured!(ByCookie, &[&["cookie"]]);
secured!(ByBearer, &[&["bearer"]]);
secured!(ByAccessKey, &[&["access"]]);
secured!(ByBasic, &[&["basic"]]);
secured!(ByEither, &[&["access"], &["bearer"]]);
secured!(ByBoth, &[&["header", "cookie"]]);
secured!(ByChoice, &[&[], &["header"]]);
secured!(ByNone, &[]);

fn client_with_all(url: &str) -> Client {
    (0..5)
        .fold(builder(url), |builder, index| {
            builder.credential(index, KEY)
        })
        .basic(5, "me", "hunter2")
        .build()
        .expect("a client")
}

async fn sent(operation: impl Operation<Document = Demo, Output = ()>) -> Seen {
    let server = Stub::start(|_| Reply::new(204, &[], "")).await;
    client_with_all(&server.url)
        .call(operation)
        .send()
        .await
        .expect("a response");
    server.only()
}

async fn header(operation: impl Operation<Document = Demo, Output = ()>, name: &str) -> String {
    sent(operation)
        .await
        .header(name)
        .unwrap_or_default()
        .to_owned()
}

#[tokio::test]
async fn each_scheme_sends_its_credential() {
    assert_eq!(header(ByHeader, "x-api-key").await, KEY);
    assert_eq!(header(ByCookie, "cookie").await, format!("session={KEY}"));
    assert_eq!(
        header(ByBearer, "authorization").await,
        format!("Bearer {KEY}")
    );
    assert_eq!(
        header(ByAccessKey, "authorization").await,
        format!("AccessKey {KEY}")
    );
    assert_eq!(
        header(ByBasic, "authorization").await,
        "Basic bWU6aHVudGVyMg=="
    );
    assert_eq!(sent(ByQuery).await.target, format!("/plain?a=1&key={KEY}"));
}

#[test]
fn headers_with_secrets_are_sensitive() {
    let client = client_with_all("http://127.0.0.1:1");
    let core = client.0.core();
    for (scheme, header) in [
        ("header", "x-api-key"),
        ("cookie", "cookie"),
        ("bearer", "authorization"),
        ("basic", "authorization"),
    ] {
        let mut request = core
            .http
            .get("http://127.0.0.1:1")
            .build()
            .expect("a request");
        core.credentials.apply(&[scheme], &mut request);
        assert!(request.headers()[header].is_sensitive(), "{scheme}");
    }
}

#[tokio::test]
async fn schemes_of_one_alternative_are_sent_together() {
    let seen = sent(ByBoth).await;
    assert_eq!(seen.header("x-api-key"), Some(KEY));
    assert_eq!(
        seen.header("cookie"),
        Some(format!("session={KEY}").as_str())
    );
}

#[tokio::test]
async fn no_credential_is_sent_where_none_is_required() {
    let seen = sent(ByNone).await;
    assert!(!format!("{seen:?}").contains(KEY), "{seen:?}");
}

#[tokio::test]
async fn an_optional_credential_is_sent() {
    assert_eq!(header(ByChoice, "x-api-key").await, KEY);
}

#[tokio::test]
async fn the_alternative_that_has_a_credential_is_selected() {
    let server = Stub::start(|_| Reply::new(204, &[], "")).await;
    let client = builder(&server.url)
        .credential(3, "jwt")
        .build()
        .expect("a client");
    client.call(ByEither).send().await.expect("a response");
    assert_eq!(server.only().header("authorization"), Some("Bearer jwt"));
}

#[tokio::test]
async fn an_error_names_a_missing_credential_and_nothing_is_sent() {
    let server = Stub::start(|_| ok()).await;
    let client = builder(&server.url).build().expect("a client");
    let error = client
        .call(ByEither)
        .send()
        .await
        .expect_err("no credential");
    assert_eq!(
        error.to_string(),
        "ByEither: not sent: missing credential; set `.access(…)` on the builder (DEMO_ACCESS_KEY for \
         `from_env`), or `.bearer(…)` on the builder (DEMO_TOKEN for `from_env`)"
    );
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn a_missing_user_and_password_are_named_together() {
    let client = builder("http://127.0.0.1:1").build().expect("a client");
    let error = client
        .call(ByBasic)
        .send()
        .await
        .expect_err("no credential");
    let Error::Invalid(InvalidRequest::Credential(missing)) = error else {
        panic!("another error: {error}");
    };
    assert_eq!(
        missing.remedy(),
        "`.basic(user, password)` on the builder (DEMO_USERNAME and DEMO_PASSWORD for `from_env`)"
    );
}

#[tokio::test]
async fn a_header_of_the_caller_replaces_a_credential() {
    let server = Stub::start(|_| Reply::new(204, &[], "")).await;
    let client = builder(&server.url).build().expect("a client");
    client
        .call(ByHeader)
        .header("x-api-key", "mine")
        .send()
        .await
        .expect("a response");
    assert_eq!(server.only().header("x-api-key"), Some("mine"));
}
