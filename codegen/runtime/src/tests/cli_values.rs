use serde_json::json;

use crate::runtime::cli::given_value::{parse, parse_unlisted};
use crate::runtime::cli::{Argument, Value};

const fn argument(value: Value) -> Argument {
    Argument::property("name", "name", value)
}

#[test]
fn values_are_read_by_their_type() {
    const ORDER: Value = Value::Choice(&["ASC", "DESC", "desc_2"]);
    let cases = [
        (argument(Value::Bool), "true", json!(true)),
        (argument(Value::Integer), "-5", json!(-5)),
        (
            argument(Value::Integer),
            "18446744073709551615",
            json!(u64::MAX),
        ),
        (argument(Value::Number), "1.50", json!(1.5)),
        (argument(Value::Text), "", json!("")),
        (argument(Value::Date), "2024-01-31", json!("2024-01-31")),
        (
            argument(Value::DateTime),
            "2024-01-31T09:30:00+02:00",
            json!("2024-01-31T09:30:00+02:00"),
        ),
        (argument(Value::Text), "{\"a\":1}", json!("{\"a\":1}")),
        (argument(ORDER), "desc", json!("DESC")),
        (argument(Value::IntegerChoice(&[1, 2])), "2", json!(2)),
        (argument(Value::Json), "[1, null]", json!([1, null])),
        (argument(Value::List(&Value::Integer)), "3", json!(3)),
    ];
    for (argument, text, expected) in cases {
        assert_eq!(parse(&argument, text), Ok(expected), "{text:?}");
    }
}

#[test]
fn a_value_outside_of_its_limits_is_refused() {
    const RANGE: Argument = argument(Value::Integer).minimum(3).maximum(250);
    const LENGTH: Argument = argument(Value::Text).min_length(2).max_length(3);
    const SECRET: Argument = LENGTH.secret();
    const CASES: Value = Value::Choice(&["a", "A", "b"]);
    const EMPTY: Value = Value::Choice(&["a", ""]);
    let cases = [
        (RANGE, "2", "is not from 3 to 250"),
        (RANGE, "251", "is not from 3 to 250"),
        (RANGE, "99999999999999999999", "is not from 3 to 250"),
        (
            argument(Value::Integer),
            "99999999999999999999",
            "is too large",
        ),
        (
            argument(Value::Integer),
            "-99999999999999999999",
            "is too small",
        ),
        (argument(Value::Integer), "1.5", "is not an integer"),
        (
            argument(Value::Date),
            "2020-13-01",
            "is not a date, such as 2024-01-31",
        ),
        (
            argument(Value::DateTime),
            "2020-01-01",
            "is not a date and time, such as 2024-01-31T09:30:00Z",
        ),
        (argument(Value::Integer).minimum(1), "0", "is less than 1"),
        (argument(Value::Number).maximum(1), "1.5", "is more than 1"),
        (argument(Value::Number), "NaN", "is not a number"),
        (LENGTH, "ä", "has 1 character, fewer than 2"),
        (LENGTH, "äöüß", "has 4 characters, more than 3"),
        (argument(Value::Text).min_length(1), "", "is empty"),
        (argument(CASES), "B2", "is not one of a, A, b"),
        (argument(EMPTY), "b", r#"is not one of "a", """#),
        (
            argument(Value::IntegerChoice(&[1, 2])),
            "3",
            "is not one of 1, 2",
        ),
        (
            argument(Value::Bool),
            "yes",
            "is neither `true` nor `false`",
        ),
        (argument(Value::Json), "{", "is not JSON: "),
        (
            argument(Value::Json),
            "@/does/not/exist",
            "cannot read `/does/not/exist`: ",
        ),
    ];
    for (argument, text, problem) in cases {
        let error = parse(&argument, text).expect_err(text);
        assert!(error.starts_with(problem), "{text:?}: {error}");
    }
    let secrets = [
        (SECRET, "a", "must have at least 2 characters"),
        (SECRET.min_length(1), "", "must have at least 1 character"),
        (SECRET, "abcd", "must have at most 3 characters"),
        (argument(Value::Json).secret(), "{\"a\":", "is not JSON"),
    ];
    for (argument, text, problem) in secrets {
        assert_eq!(parse(&argument, text), Err(problem.to_owned()), "{text:?}");
    }
    for text in ["3", "250"] {
        assert!(parse(&RANGE, text).is_ok(), "{text}");
    }
}

#[test]
fn an_enum_may_have_another_value_if_that_is_allowed() {
    const ORDER: Value = Value::Choice(&["ASC", "DESC"]);
    const LEVELS: Value = Value::IntegerChoice(&[1, 2]);
    let cases = [
        (argument(ORDER), "desc", Ok(json!("DESC"))),
        (argument(ORDER), "random", Ok(json!("random"))),
        (argument(Value::List(&ORDER)), "random", Ok(json!("random"))),
        (argument(LEVELS), "3", Ok(json!(3))),
        (argument(LEVELS), "high", Err("is not an integer")),
        (
            argument(Value::Bool),
            "yes",
            Err("is neither `true` nor `false`"),
        ),
    ];
    for (argument, text, expected) in cases {
        let expected = expected.map_err(ToOwned::to_owned);
        assert_eq!(parse_unlisted(&argument, text), expected, "{text:?}");
    }
}
