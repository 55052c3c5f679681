#![expect(unreachable_pub, reason = "the macros are for public enums")]

use crate::runtime::internal::*;
use crate::runtime::*;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Status {
    Opened,
    Closed,
    Unknown(UnknownValue),
}
open_enum! { Status { Opened = "OPENED", Closed = "CLOSED" } }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Order {
    Newest,
    Oldest,
}
closed_enum! { Order { Newest = "newest", Oldest = "oldest" } }

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Polarity {
    Negative,
    Neutral,
    Unknown(UnknownNumber),
}
open_number_enum! { Polarity { Negative = -1, Neutral = 0 } }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Level {
    Low,
    High,
}
closed_number_enum! { Level { Low = 1, High = 2 } }

#[test]
fn a_known_string_is_its_variant() {
    assert_eq!("OPENED".parse::<Status>().unwrap(), Status::Opened);
    assert_eq!("CLOSED".parse::<Status>().unwrap(), Status::Closed);
    assert_eq!("CLOSED".parse(), Ok(Status::Closed));
    assert_eq!(
        serde_json::from_str::<Status>(r#""OPENED""#).expect("a status"),
        Status::Opened
    );
}

#[test]
fn an_unknown_string_round_trips() {
    let status: Status = serde_json::from_str(r#""PARKED""#).expect("lenient");
    assert!(matches!(&status, Status::Unknown(value) if value.len() == 6));
    let Status::Unknown(value) = &status else {
        panic!("{status:?}")
    };
    assert_eq!(format!("{value:>8}"), "  PARKED");
    assert_eq!(status, "PARKED");
    assert_eq!(status.to_string(), "PARKED");
    assert_eq!(serde_json::to_string(&status).expect("text"), r#""PARKED""#);
}

#[test]
fn values_are_in_document_order() {
    assert_eq!(Status::VALUES, [Status::Opened, Status::Closed]);
    assert_eq!(Level::VALUES, [Level::Low, Level::High]);
}

#[test]
fn a_closed_enum_rejects_unknown_values() {
    assert_eq!("oldest".parse(), Ok(Order::Oldest));
    assert_eq!(
        "Oldest"
            .parse::<Order>()
            .expect_err("an unknown value")
            .to_string(),
        r#""Oldest" is not one of newest, oldest"#
    );
    serde_json::from_str::<Order>(r#""older""#).expect_err("an unknown value");
}

#[test]
fn listed_values_are_quoted_if_one_would_not_be_seen() {
    for (values, expected) in [
        (&["=", "<"][..], "=, <"),
        (&["=", ""], r#""=", """#),
        (&["a", "b, c"], r#""a", "b, c""#),
        (&["a b", "c"], r#""a b", "c""#),
    ] {
        let error = UnlistedValue::new(&"d", values);
        assert_eq!(error.to_string(), format!("\"d\" is not one of {expected}"));
    }
}

#[test]
fn the_error_of_a_secret_value_shows_only_what_is_allowed() {
    let error = UnlistedValue::new(&"hunter2", &["a", "b"]).secret();
    let shown = format!("{error} {error:?}");
    assert!(
        shown.starts_with("the value is not one of a, b "),
        "{shown}"
    );
    assert!(!shown.contains("hunter2"), "{shown}");
}

#[test]
fn integer_enums_are_open_or_closed() {
    assert_eq!(Polarity::from(-1), Polarity::Negative);
    let unknown: Polarity = serde_json::from_str("7").expect("lenient");
    assert_eq!(
        (
            unknown.as_i64(),
            serde_json::to_string(&unknown).expect("a number")
        ),
        (7, "7".into())
    );
    assert_eq!(Level::try_from(2), Ok(Level::High));
    assert_eq!(
        Level::try_from(3)
            .expect_err("an unknown value")
            .to_string(),
        r#""3" is not one of 1, 2"#
    );
}

#[test]
fn string_enums_are_read_from_every_source_of_text() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Flat {
        #[serde(flatten)]
        inner: Inner,
    }
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Inner {
        status: Option<Status>,
        order: Order,
    }
    let read = Inner {
        status: Some(Status::Closed),
        order: Order::Oldest,
    };
    let json = r#"{"status":"CLO\u0053ED","order":"oldest"}"#;
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(serde_json::from_str::<Inner>(json).expect("text"), read);
    assert_eq!(
        serde_json::from_reader::<_, Inner>(json.as_bytes()).expect("bytes"),
        read
    );
    assert_eq!(
        serde_json::from_value::<Inner>(value).expect("a value"),
        read
    );
    let flat: Flat = serde_json::from_str(json).expect("text");
    assert_eq!(flat.inner, read);
}

#[test]
fn the_errors_of_reading_string_enums_name_the_value() {
    for (json, message) in [
        (
            "7",
            "invalid type: integer `7`, expected a string at line 1 column 1",
        ),
        (
            "null",
            "invalid type: null, expected a string at line 1 column 4",
        ),
        (
            "[]",
            "invalid type: sequence, expected a string at line 1 column 0",
        ),
    ] {
        let open = serde_json::from_str::<Status>(json).expect_err("no text");
        let closed = serde_json::from_str::<Order>(json).expect_err("no text");
        assert_eq!(
            (open.to_string().as_str(), closed.to_string().as_str()),
            (message, message)
        );
    }
    let error = serde_json::from_str::<Order>(r#""older""#).expect_err("an unknown value");
    assert_eq!(
        error.to_string(),
        r#""older" is not one of newest, oldest at line 1 column 7"#
    );
}

#[test]
fn display_respects_width() {
    assert_eq!(
        format!(
            "{:<8}|{:>8}",
            Status::Opened,
            "X".parse::<Status>().unwrap()
        ),
        "OPENED  |       X"
    );
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
enum Limit {
    Auto,
    Half,
    One,
    Unknown(UnknownScalar),
}
scalar_enum! { Limit { Auto = "auto", Half = 0.5f64, One = 1i64 } Unknown }

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Always {
    True,
}
scalar_enum! { Always { True = true } }

#[test]
fn scalars_round_trip() {
    let cases = [
        (r#""auto""#, Limit::Auto),
        ("0.5", Limit::Half),
        ("1", Limit::One),
    ];
    for (text, value) in cases {
        assert_eq!(serde_json::from_str::<Limit>(text).expect("known"), value);
        assert_eq!(serde_json::to_string(&value).expect("JSON"), text);
    }
    assert_eq!(
        serde_json::from_str::<Limit>("1.0").expect("known"),
        Limit::One
    );
    assert_eq!(
        Always::try_from(serde_json::Value::Bool(true)),
        Ok(Always::True)
    );
}

#[test]
fn unknown_scalars_round_trip_and_other_json_is_rejected() {
    let value: Limit = serde_json::from_str("2").expect("lenient");
    assert!(matches!(&value, Limit::Unknown(value) if value.get() == 2));
    assert_eq!(
        (value.to_string().as_str(), Limit::Auto.to_string().as_str()),
        ("2", "auto")
    );
    assert!(serde_json::from_str::<Limit>("[]").is_err());
    let error = serde_json::from_str::<Always>("false").expect_err("closed");
    assert!(error.to_string().contains("is not one of true"), "{error}");
}

#[test]
fn a_request_has_unknown_values_only_if_they_are_allowed() {
    let read = |allows, json: &str| {
        read_request(allows, || {
            let status = serde_json::from_str::<Status>(json).map(|it| it.to_string());
            let polarity = || serde_json::from_str::<Polarity>(json).map(|it| it.to_string());
            status.or_else(|_| polarity()).map_err(|it| it.to_string())
        })
    };
    for known in [r#""CLOSED""#, "-1"] {
        assert_eq!(read(false, known), read(true, known));
        assert!(read(false, known).is_ok(), "{known}");
    }
    assert!(read(true, r#""PARKED""#).is_ok());
    assert!(read(true, "7").is_ok());
    assert_eq!(
        read(false, "7"),
        Err(r#""7" is not one of -1, 0"#.to_owned())
    );
    let error = read_request(false, || serde_json::from_str::<Status>(r#""PARKED""#));
    let error = error.expect_err("it is not listed").to_string();
    assert!(
        error.starts_with(r#""PARKED" is not one of OPENED, CLOSED"#),
        "{error}"
    );
    assert!(serde_json::from_str::<Status>(r#""PARKED""#).is_ok());
}
