use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::runtime::internal::*;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Dog {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tricks: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cat {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lives: Option<i32>,
}

#[derive(Clone, Debug, PartialEq)]
enum Untagged {
    Dog(Dog),
    Cat(Cat),
    Unknown(Value),
}
union! { Untagged { Dog = (None, &[]), Cat = (None, &[]) } }

#[derive(Clone, Debug, PartialEq)]
enum Tagged {
    Dog(Dog),
    Cat(Cat),
    Named(String),
    Unknown(Value),
}
union! { Tagged {
    Dog = (Some("type"), &["dog", "puppy"]),
    Cat = (Some("type"), &["cat"]),
    Named = (Some("type"), &["name"]),
} }

fn dog(tricks: Option<i32>) -> Dog {
    let name = "Rex".to_owned();
    Dog { name, tricks }
}

fn cat(lives: Option<i32>) -> Cat {
    let name = "Rex".to_owned();
    Cat { name, lives }
}

#[test]
fn without_a_discriminator_the_variant_that_preserves_most_is_read() {
    let unknown = json!({ "lives": 9 });
    for (json, value) in [
        (json!({ "name": "Rex" }), Untagged::Dog(dog(None))),
        (
            json!({ "name": "Rex", "tricks": 2 }),
            Untagged::Dog(dog(Some(2))),
        ),
        (
            json!({ "name": "Rex", "lives": 9 }),
            Untagged::Cat(cat(Some(9))),
        ),
        (
            json!({ "name": "Rex", "lives": "9" }),
            Untagged::Dog(dog(None)),
        ),
        (unknown.clone(), Untagged::Unknown(unknown)),
    ] {
        let read: Untagged = serde_json::from_str(&json.to_string()).expect("JSON");
        assert_eq!(read, value, "{json}");
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Numbered {
    Dog(Dog),
    Cat(Cat),
    Unknown(Value),
}
union! { Numbered { Dog = (Some("type"), &["1"]), Cat = (Some("type"), &["2", "true"]) } }

#[test]
fn a_number_or_a_boolean_selects_the_variant() {
    for (tag, value) in [
        (json!(1), Numbered::Dog(dog(None))),
        (json!(2), Numbered::Cat(cat(None))),
        (json!(true), Numbered::Cat(cat(None))),
        (json!("2"), Numbered::Cat(cat(None))),
        (json!(2.5), Numbered::Dog(dog(None))),
    ] {
        let json = json!({ "type": tag, "name": "Rex" });
        let read: Numbered = serde_json::from_str(&json.to_string()).expect("JSON");
        assert_eq!(read, value, "{json}");
    }
}

#[test]
fn the_discriminator_selects_the_variant_unless_it_does_not_match() {
    let unknown = json!({ "type": "cat" });
    for (json, value) in [
        (
            json!({ "type": "cat", "name": "Rex", "tricks": 2 }),
            Tagged::Cat(cat(None)),
        ),
        (
            json!({ "type": "puppy", "name": "Rex", "lives": 9 }),
            Tagged::Dog(dog(None)),
        ),
        (
            json!({ "type": "bird", "name": "Rex", "lives": 9 }),
            Tagged::Cat(cat(Some(9))),
        ),
        (
            json!({ "type": "name", "name": "Rex" }),
            Tagged::Dog(dog(None)),
        ),
        (json!("Rex"), Tagged::Named("Rex".to_owned())),
        (unknown.clone(), Tagged::Unknown(unknown)),
    ] {
        let read: Tagged = serde_json::from_str(&json.to_string()).expect("JSON");
        assert_eq!(read, value, "{json}");
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Listed {
    Dog(Dog),
    Cat(Cat),
    Unknown(Value),
}
union! { Listed {
    Dog = (Some("type"), &["dog"], Excluded),
    Cat = (Some("type"), &["cat"]),
} }

#[test]
fn a_variant_that_lists_its_values_is_not_read_from_json_with_another() {
    let unknown = json!({ "type": "bird", "name": 1 });
    for (json, value) in [
        (
            json!({ "type": "bird", "name": "Rex", "tricks": 2 }),
            Listed::Cat(cat(None)),
        ),
        (
            json!({ "type": null, "name": "Rex", "tricks": 2 }),
            Listed::Cat(cat(None)),
        ),
        (
            json!({ "name": "Rex", "tricks": 2 }),
            Listed::Dog(dog(Some(2))),
        ),
        (
            json!({ "type": "dog", "name": "Rex", "lives": 9 }),
            Listed::Dog(dog(None)),
        ),
        (unknown.clone(), Listed::Unknown(unknown)),
    ] {
        let read: Listed = serde_json::from_str(&json.to_string()).expect("JSON");
        assert_eq!(read, value, "{json}");
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Defaulted {
    Dog(Dog),
    Cat(Cat),
    Unknown(Value),
}
union! { Defaulted {
    Dog = (Some("type"), &["dog"]),
    Cat = (Some("type"), &["cat"], Selected),
} }

#[test]
fn the_default_variant_is_read_from_an_object_that_selects_no_other() {
    let (unread, text) = (json!({ "type": "bird" }), json!("Rex"));
    for (json, value) in [
        (
            json!({ "type": "bird", "name": "Rex", "tricks": 2 }),
            Defaulted::Cat(cat(None)),
        ),
        (
            json!({ "name": "Rex", "tricks": 2 }),
            Defaulted::Cat(cat(None)),
        ),
        (
            json!({ "type": "dog", "name": "Rex", "lives": 9 }),
            Defaulted::Dog(dog(None)),
        ),
        (unread.clone(), Defaulted::Unknown(unread)),
        (text.clone(), Defaulted::Unknown(text)),
    ] {
        let read: Defaulted = serde_json::from_str(&json.to_string()).expect("JSON");
        assert_eq!(read, value, "{json}");
    }
}

#[test]
fn empty_lists_and_objects_are_preserved_values() {
    for empty in [json!([]), json!({})] {
        let json = json!({ "a": empty });
        let matches = vec![json!({}), json.clone()];
        assert_eq!(best_match(&json, matches), Some(json));
    }
}

#[test]
fn another_variant_than_the_selected_one_is_read_only_if_nothing_is_lost() {
    let unknown = json!({ "type": "cat", "name": "Rex", "lives": "9", "tricks": 2 });
    for (json, value) in [
        (
            json!({ "type": "cat", "name": "Rex", "lives": 9 }),
            Tagged::Cat(cat(Some(9))),
        ),
        (unknown.clone(), Tagged::Unknown(unknown)),
        (
            json!({ "type": "name", "name": "Rex", "lives": 9 }),
            Tagged::Cat(cat(Some(9))),
        ),
    ] {
        let read: Tagged = serde_json::from_str(&json.to_string()).expect("JSON");
        assert_eq!(read, value, "{json}");
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Count {
    amount: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Price {
    amount: f64,
    label: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Amount {
    Count(Count),
    Price(Price),
    Unknown(Value),
}
union! { Amount { Count = (None, &[]), Price = (None, &[]) } }

#[test]
fn a_value_that_is_written_in_another_way_is_preserved() {
    let is_price = |json: &str| {
        let read: Amount = serde_json::from_str(json).expect("JSON");
        matches!(read, Amount::Price(_))
    };
    assert!(is_price(r#"{ "amount": 5.5, "label": "x" }"#));
    assert!(is_price(r#"{ "amount": 5, "label": "x" }"#));
    assert!(is_price(
        r#"{ "amount": 5, "label": "x", "notes": [], "more": null }"#
    ));
    assert!(!is_price(r#"{ "amount": 5 }"#));
    assert!(!is_price(r#"{ "amount": 5.0 }"#));
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sum {
    left: Option<Box<Term>>,
    sum: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Product {
    left: Option<Box<Term>>,
    product: Option<i32>,
}

thread_local! {
    static READS: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[derive(Deserialize)]
struct Operand {
    left: Option<Box<Term>>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Power(Option<Box<Term>>);

impl<'de> Deserialize<'de> for Power {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        READS.set(READS.get() + 1);
        Operand::deserialize(deserializer).map(|it| Self(it.left))
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Term {
    Sum(Sum),
    Product(Product),
    Power(Power),
    Unknown(Value),
}
union! { Term { Sum = (None, &[]), Product = (None, &[]), Power = (None, &[]) } }

#[test]
fn each_union_inside_of_others_is_read_once() {
    const DEPTH: usize = 40;
    let json = (0..DEPTH).fold(
        json!({ "product": 1 }),
        |inside, _| json!({ "left": inside, "sum": 1 }),
    );
    READS.set(0);
    let read: Term = serde_json::from_str(&json.to_string()).expect("JSON");
    assert_eq!(READS.get(), DEPTH + 1);
    assert!(matches!(read, Term::Sum(_)));
    let written = serde_json::to_value(&read).expect("JSON");
    assert_eq!(
        written
            .pointer(&"/left".repeat(DEPTH))
            .expect("the innermost")["product"],
        1
    );
}
