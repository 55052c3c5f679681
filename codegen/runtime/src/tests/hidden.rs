use crate::runtime::Nullable;
use crate::runtime::internal::{hidden, hidden_nullable, hidden_option};

#[test]
fn a_secret_is_hidden_and_its_absence_is_not() {
    let value = || "Zebra".to_owned();
    let nullable = Nullable::Value;
    let cases = [
        (format!("{:?}", hidden(&value())), "[secret]"),
        (format!("{:?}", hidden(&vec![value()])), "[secret]"),
        (
            format!("{:?}", hidden_option(&Some(value()))),
            "Some([secret])",
        ),
        (format!("{:?}", hidden_option(&None::<String>)), "None"),
        (
            format!("{:?}", hidden_nullable(&Some(nullable(value())))),
            "Some(Value([secret]))",
        ),
        (
            format!("{:?}", hidden_nullable(&Some(Nullable::<String>::Null))),
            "Some(Null)",
        ),
        (
            format!("{:?}", hidden_nullable(&None::<Nullable<String>>)),
            "None",
        ),
    ];
    for (shown, expected) in cases {
        assert_eq!(shown, expected);
    }
}
