use serde_json::json;

use crate::runtime::cli::arguments::lost;

#[test]
fn a_property_that_would_not_be_sent_is_found() {
    let cases = [
        (json!({"a": 1}), json!({"a": 1}), None),
        (json!({"a": 1}), json!({}), Some(("a", false))),
        (json!({"a": null}), json!({}), Some(("a", true))),
        (json!({"a": null}), json!({"a": null}), None),
        (
            json!({"a": [{}, {"b": {"c": 1}}]}),
            json!({"a": [{}, {"b": {}}]}),
            Some(("a[1].b.c", false)),
        ),
    ];
    for (given, sent, expected) in cases {
        let found = lost(&given, &sent);
        let found = found.as_ref().map(|it| (it.path.as_str(), it.is_null));
        assert_eq!(found, expected, "{given} and {sent}");
    }
}
