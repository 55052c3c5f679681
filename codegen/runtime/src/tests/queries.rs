use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;

use crate::runtime::internal::{form, path, path_styles, query, query_styles};

fn written(pairs: &query::Pairs) -> String {
    let request = reqwest::Client::new()
        .get("http://localhost/")
        .query(pairs)
        .build();
    request
        .expect("a request")
        .url()
        .query()
        .unwrap_or_default()
        .to_owned()
}

#[derive(Serialize)]
struct Range {
    from: i64,
    to: Option<i64>,
}

#[test]
fn form_style_repeats_arrays_and_omits_absent_values() {
    assert_eq!(written(&query::form("a", &[1, 2])), "a=1&a=2");
    assert_eq!(written(&query::form("a", &Some("x y&z"))), "a=x+y%26z");
    assert_eq!(written(&query::form("a", &None::<i64>)), "");
    assert_eq!(written(&query::form("a", &true)), "a=true");
}

#[test]
fn form_style_omits_absent_properties() {
    assert_eq!(
        written(&query::form("a", &Range { from: 1, to: None })),
        "from=1"
    );
}

#[test]
fn joined_values_are_one_pair() {
    assert_eq!(
        written(&query_styles::joined("a", &["x", "y"], ',')),
        "a=x%2Cy"
    );
    assert_eq!(written(&query_styles::joined("a", &[1, 2], '|')), "a=1%7C2");
    assert_eq!(
        written(&query_styles::joined(
            "a",
            &Range {
                from: 1,
                to: Some(2)
            },
            ','
        )),
        "a=from%2C1%2Cto%2C2"
    );
}

#[test]
fn items_that_a_server_would_read_as_others_are_an_error() {
    let cases = [
        (json!(["x", "y,z"]), true),
        (json!([""]), true),
        (json!({ "x": "y,z" }), true),
        (json!({ "x,y": "z" }), true),
        (json!([]), false),
        (json!(["", "x"]), false),
        (json!({ "x": "" }), false),
    ];
    for (value, is_error) in cases {
        let request = reqwest::Client::new()
            .get("http://localhost/")
            .query(&query_styles::joined("a", &value, ','));
        assert_eq!(request.build().is_err(), is_error, "{value}");
    }
}

#[test]
fn deep_object_style_names_properties_in_brackets() {
    let pairs = query_styles::deep(
        "a",
        &Range {
            from: 1,
            to: Some(2),
        },
    );
    assert_eq!(written(&pairs), "a%5Bfrom%5D=1&a%5Bto%5D=2");
}

#[test]
fn numbers_keep_their_digits() {
    assert_eq!(written(&query::form("a", &0.1_f32)), "a=0.1");
    assert_eq!(
        written(&query::form("a", &u64::MAX)),
        "a=18446744073709551615"
    );
}

#[test]
fn dates_and_times_are_rfc_3339() {
    let time: DateTime<Utc> = "2026-01-21T14:30:00Z".parse().expect("a time");
    assert_eq!(
        written(&query::form("a", &time)),
        "a=2026-01-21T14%3A30%3A00Z"
    );
    assert_eq!(path::encode(&time), "2026-01-21T14%3A30%3A00Z");
}

#[test]
fn a_value_nested_too_deeply_for_a_query_is_an_error() {
    let nested = query::form("a", &[[1]]);
    let error = reqwest::Client::new()
        .get("http://localhost/")
        .query(&nested)
        .build();
    assert!(error.expect_err("nested").is_builder());
}

#[test]
fn a_path_segment_is_escaped() {
    assert_eq!(path::encode(&"a/b?c#d%2F é"), "a%2Fb%3Fc%23d%252F%20%C3%A9");
    assert_eq!(path::encode(&"AZaz09-._~"), "AZaz09-._~");
    assert_eq!(path::encode(&-7), "-7");
}

#[test]
fn a_list_is_joined_with_commas() {
    assert_eq!(path::plain(&["a", "b"]), "a,b");
    assert_eq!(
        path::plain(&Range {
            from: 1,
            to: Some(2)
        }),
        "from,1,to,2"
    );
}

#[test]
fn label_and_matrix_styles_write_scalars_lists_and_objects() {
    let (list, object) = (json!(["a", "b/c"]), json!({ "from": 1, "to": "é" }));
    for (value, explode, label, matrix) in [
        (&json!("x y"), false, ".x%20y", ";id=x%20y"),
        (&json!("x y"), true, ".x%20y", ";id=x%20y"),
        (&list, false, ".a,b%2Fc", ";id=a,b%2Fc"),
        (&list, true, ".a.b%2Fc", ";id=a;id=b%2Fc"),
        (&object, false, ".from,1,to,%C3%A9", ";id=from,1,to,%C3%A9"),
        (&object, true, ".from=1.to=%C3%A9", ";from=1;to=%C3%A9"),
    ] {
        assert_eq!(path_styles::label(value, explode), label, "{value}");
        assert_eq!(path_styles::matrix("id", value, explode), matrix, "{value}");
    }
}

#[test]
fn an_exploded_object_has_its_keys_and_values_as_pairs() {
    let value = json!({ "from": "a b", "to": 2 });
    assert_eq!(path_styles::exploded(&value), "from=a%20b,to=2");
    assert_eq!(path_styles::plain_exploded(&value), "from=a b,to=2");
    assert_eq!(path_styles::plain_exploded(&json!([1, 2])), "1,2");
}

#[derive(Serialize)]
struct Order {
    sizes: Vec<i64>,
    range: Range,
    note: Option<String>,
}

#[test]
fn form_fields_repeat_arrays_and_encode_objects_as_json() {
    let order = Order {
        sizes: vec![1, 2],
        range: Range { from: 1, to: None },
        note: None,
    };
    assert_eq!(
        written(&form::fields(&order, &[])),
        "note=&range=%7B%22from%22%3A1%2C%22to%22%3Anull%7D&sizes=1&sizes=2"
    );
    let styles = [
        ("sizes", form::Style::Joined(',')),
        ("range", form::Style::Deep),
    ];
    assert_eq!(
        written(&form::fields(&order, &styles)),
        "note=&range%5Bfrom%5D=1&sizes=1%2C2"
    );
}
