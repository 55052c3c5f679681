use crate::runtime::{Nullable, internal};

#[derive(Debug, Default, PartialEq)]
struct Body {
    agent: Option<Nullable<i64>>,
}

internal::object!(Body {
    optional_nullable agent = "agent",
});

fn number(value: impl Into<Nullable<i64>>) -> Nullable<i64> {
    value.into()
}

fn text(value: impl Into<Nullable<String>>) -> Nullable<String> {
    value.into()
}

#[test]
fn absent_null_and_value_survive_a_round_trip() {
    for (json, agent) in [
        ("{}", None),
        (r#"{"agent":null}"#, Some(Nullable::Null)),
        (r#"{"agent":7}"#, Some(Nullable::Value(7))),
    ] {
        let body: Body = serde_json::from_str(json).expect("a body");
        assert_eq!(body, Body { agent });
        assert_eq!(serde_json::to_string(&body).expect("text"), json);
    }
}

#[test]
fn nullable_converts_from_values_options_and_strings() {
    assert_eq!(
        [number(None), number(Some(5)), number(5)],
        [Nullable::Null, 5.into(), 5.into()]
    );
    let value = Nullable::Value("text".to_owned());
    assert_eq!(text(None), Nullable::Null);
    assert_eq!(
        [
            text("text"),
            text("text".to_owned()),
            text(Some("text".to_owned()))
        ],
        [value.clone(), value.clone(), value]
    );
}

#[test]
fn null_converts_to_none() {
    for (nullable, option) in [(Nullable::Null, None), (number(5), Some(5))] {
        assert_eq!(nullable.as_option(), option.as_ref());
        assert_eq!(nullable.is_null(), option.is_none());
        assert_eq!(nullable.into_option(), option);
    }
}
