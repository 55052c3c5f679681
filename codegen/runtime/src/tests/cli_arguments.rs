use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::runtime::cli::parser::{is_hidden, long_about, notes};
use crate::runtime::cli::value_rules::ValueRules;
use crate::runtime::cli::whole_value::{lost, whole};
use crate::runtime::cli::{Argument, Value};

#[derive(Debug, Deserialize, Serialize)]
struct Pet {
    owner: Owner,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    born: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    sizes: Vec<i32>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Owner {
    email: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    age: Option<u8>,
}

#[test]
fn the_error_of_a_value_says_where_it_is_what_it_is_and_what_is_expected() {
    let owner = json!({ "email": "a" });
    let cases = [
        (json!(true), "found boolean `true`, expected an object"),
        (json!({}), "the property `owner` is missing"),
        (
            json!({ "owner": {} }),
            "at `owner`: the property `email` is missing",
        ),
        (
            json!({ "owner": { "email": 5 } }),
            "at `owner.email`: found integer `5`, expected a string",
        ),
        (
            json!({ "owner": { "email": "a", "age": -1 } }),
            "at `owner.age`: found integer `-1`, expected an integer from 0 to 255",
        ),
        (
            json!({ "owner": owner, "sizes": [1, 99_999_999_999_i64] }),
            "at `sizes[1]`: found integer `99999999999`, expected an integer from -2147483648 to 2147483647",
        ),
        (
            json!({ "owner": owner, "sizes": ["1"] }),
            "at `sizes[0]`: found string \"1\", expected an integer",
        ),
        (
            json!({ "owner": owner, "born": "soon" }),
            "at `born`: \"soon\" cannot be used: input contains invalid characters",
        ),
        (
            json!({ "owner": { "email": "a", "zip": 1 } }),
            "`owner.zip` is not a property of the request",
        ),
        (
            json!({ "owner": { "email": "a", "age": null } }),
            "`owner.age` must not be null",
        ),
    ];
    for (given, expected) in cases {
        let error = whole::<Pet>(&given, ValueRules::default()).expect_err(expected);
        assert_eq!(error.to_string(), expected, "{given}");
    }
}

#[test]
fn the_error_of_a_secret_value_says_what_is_expected_without_the_value() {
    let rules = ValueRules {
        secrets: &["email", "born", "age", "sizes"],
        ..ValueRules::default()
    };
    let owner = json!({ "email": "a" });
    let cases = [
        (
            json!({ "owner": { "email": 54321 } }),
            "at `owner.email`: expected a string",
        ),
        (
            json!({ "owner": { "email": "a", "age": 54321 } }),
            "at `owner.age`: expected an integer from 0 to 255",
        ),
        (
            json!({ "owner": owner, "sizes": ["54321"] }),
            "at `sizes[0]`: expected an integer",
        ),
        (
            json!({ "owner": owner, "born": "54321" }),
            "at `born`: has a value that cannot be used",
        ),
    ];
    for (given, expected) in cases {
        let error = whole::<Pet>(&given, rules).expect_err(expected);
        assert_eq!(error.to_string(), expected, "{given}");
    }
}

#[test]
fn the_secrets_of_a_value_are_those_below_a_name() {
    let rules = ValueRules {
        secrets: &["key", "a.b"],
        ..ValueRules::default()
    };
    let given =
        json!({ "key": ["x", { "y": 1 }], "keys": "z", "in": [{ "key": "w", "a.b": "v" }] });
    let mut found = Vec::new();
    rules.each_secret(&given, &mut |secret| found.push(secret.to_owned()));
    assert_eq!(found, ["v", "w", "x", "1"]);
    assert_eq!(
        rules.hidden(&given),
        json!({
            "key": ["SECRET", { "y": 0 }],
            "keys": "z",
            "in": [{ "key": "SECRET", "a.b": "SECRET" }],
        })
    );
    for (path, is_secret) in [
        ("key", true),
        ("in[0].key[2].x", true),
        ("x.a.b", true),
        ("keys", false),
        ("in.mykey", false),
    ] {
        assert_eq!(rules.are_secret_at(path), is_secret, "{path}");
    }
    assert!(rules.of_secret().are_secret_at("") && rules.of_secret().are_secret_at("a"));
}

#[test]
fn the_error_of_a_property_with_an_option_names_the_option() {
    let given = json!({ "owner": { "email": 5 }, "sizes": [1] });
    let error = whole::<Pet>(&given, ValueRules::default()).expect_err("the email is a number");
    assert_eq!(
        error.within("owner").map(|it| it.to_string()).as_deref(),
        Some("at `email`: found integer `5`, expected a string")
    );
    assert!(error.within("own").is_none());
    let given = json!({ "owner": 5 });
    let error = whole::<Pet>(&given, ValueRules::default()).expect_err("the owner is a number");
    assert_eq!(
        error.within("owner").map(|it| it.to_string()).as_deref(),
        Some("found integer `5`, expected an object")
    );
}

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

#[test]
fn help_marks_what_is_required_repeatable_and_deprecated() {
    const PROPERTY: Argument = Argument::property("size", "size", Value::Integer);
    const LEVELS: Value = Value::List(&Value::IntegerChoice(&[1, 2]));
    let cases = [
        (PROPERTY, false, ""),
        (PROPERTY.required(), false, "[required]"),
        (PROPERTY.required(), true, "[required without `--body`]"),
        (
            Argument::parameter("size", "size", LEVELS).required(),
            true,
            "[required] [repeatable] [possible values: 1, 2]",
        ),
        (
            Argument::parameter("size", "size", LEVELS).choice_names(&["GuildText", ""]),
            true,
            "[repeatable] [possible values: 1 (GuildText), 2]",
        ),
        (Argument::path("id", "id", Value::Text), true, ""),
        (
            PROPERTY.required().deprecated(),
            false,
            "[required] [deprecated]",
        ),
    ];
    for (argument, has_whole_body, expected) in cases {
        assert_eq!(notes(&argument, has_whole_body), expected, "{argument:?}");
        assert!(!is_hidden(&argument), "{argument:?}");
    }
    assert!(is_hidden(&PROPERTY.deprecated()));
}

#[test]
fn help_names_the_request_once() {
    let cases = [
        ("Lists pets.", "All.", "Lists pets.\n\nAll.\n\nGET /pets"),
        ("Lists pets.", "", "Lists pets.\n\nGET /pets"),
        ("GET /pets", "", "GET /pets"),
    ];
    for (about, description, expected) in cases {
        assert_eq!(long_about(about, description, "GET /pets"), expected);
    }
}
