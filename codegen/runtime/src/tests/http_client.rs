use reqwest::{Client, Url};

use crate::runtime::internal::HttpClient;

#[test]
fn a_path_below_the_base_url_is_parsed_like_the_whole_url() {
    let client = Client::new();
    for base in [
        "http://example.com",
        "http://127.0.0.1:8080/",
        "https://user@example.com:8443/v1",
        "https://[::1]/a%20b/c/",
    ] {
        let base = Url::parse(base).expect("a base URL");
        let baseurl = base.as_str().trim_end_matches('/');
        let client = HttpClient {
            client: &client,
            base: &base,
            baseurl,
        };
        for path in [
            "/",
            "/a",
            "/a/",
            "/a/12345",
            "/a//b",
            "//a",
            "/a/./b",
            "/a/../b",
            "/../../a",
            "/a/%2E%2e/b",
            "/a%2Fb%3Fc",
            "/a b/\"c\"/{d}/<e>/`f`/|g|^",
            r"/a\b",
            "/a\tb\n",
            "/a/b ",
            "/äöü/漢",
            "/a;b=1,2/.c",
            "/c:/d|/e",
        ] {
            let whole = format!("{baseurl}{path}");
            let expected = Url::parse(whole.trim_end()).expect("a URL");
            let parsed = client.parse(whole.trim_end()).expect("a path");
            assert_eq!(parsed, expected, "{whole}");
        }
        for other in ["", "?a=1", "/a?b=1", "/a#b", "a"] {
            assert_eq!(client.parse(&format!("{baseurl}{other}")), None, "{other}");
        }
        assert_eq!(client.parse("http://example.org/a"), None);
    }
}
