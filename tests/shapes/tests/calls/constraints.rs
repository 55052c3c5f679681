//! Tests that a request is sent only if it satisfies all constraints of the document.

use shapes::constraints::Client;
use shapes::constraints::types::{Line, Measure, Order, Target};
use tests::{Answer, Recorder};

/// Sends a call, and returns the target and the body of its request, or the message of the error.
macro_rules! outcome {
    (|$client:ident| $call:expr) => {{
        let server = Recorder::start(Answer::json(204, "")).await.unwrap();
        let $client = Client::builder().base_url(server.url()).build().unwrap();
        let result = $call.send().await;
        let requests = server.requests();
        match result {
            Ok(()) => {
                let [request] = <[_; 1]>::try_from(requests).unwrap();
                Ok(format!("{} {}", request.target, request.body))
            }
            Err(error) => {
                assert_eq!(requests, [], "{error}");
                Err(error.to_string())
            }
        }
    }};
}

/// Defines a test for each call that violates a constraint, with the message of the error.
macro_rules! rejects {
    ($($name:ident: |$client:ident| $call:expr => $message:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let message = outcome!(|$client| $call).unwrap_err();
            let (_, message) = message.split_once("not sent: ").unwrap();
            assert_eq!(message, $message);
        }
    )*};
}

/// Defines a test for each call that satisfies the constraints, with its request.
macro_rules! sends {
    ($($name:ident: |$client:ident| $call:expr => $sent:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let sent = outcome!(|$client| $call);
            assert_eq!(sent.as_deref(), Ok($sent));
        }
    )*};
}

/// Returns an order with only lines.
fn lines(counts: &[i64]) -> Order {
    Order::new().lines(counts.iter().map(|count| Line::new(*count)))
}

rejects! {
    a_pattern_of_a_path_parameter: |client| client.order("ab1")
        => r"`code` is `ab1`; it must match `^[A-Z]{2}\d+$`";
    an_item_of_a_parameter: |client| client.order("AB1").ids(["a", "abc", "abc", "abcd"])
        => "`ids[3]` has 4 characters; at most 3 are allowed";
    a_value_of_a_map: |client| client.order("AB1").custom([("key", "x"), ("other", "xy")])
        => "`custom.key` has 1 character; at least 2 are needed";
    the_size_of_a_map: |client| client.order("AB1").custom([("a", "xy"), ("b", "xy"), ("c", "xy")])
        => "`custom` has 3 properties; at most 2 are allowed";
    a_variant_of_a_union: |client| client.order("AB1").target("longer".to_owned())
        => "`target` has 6 characters; at most 5 are allowed";
    an_item_in_a_variant_of_a_union: |client| client.order("AB1").target(vec!["a".to_owned(), String::new()])
        => "`target[1]` has 0 characters; at least 1 is needed";
    a_field_of_an_item: |client| client.order_with("AB1", lines(&[5, 7]))
        => "`lines[1].count` is 7; a multiple of 5 is needed";
    an_item_of_a_named_list: |client| client.order("AB1").labels(["a", "longer"])
        => "`labels[1]` has 6 characters; at most 4 are allowed";
    items_that_are_equal: |client| client.order("AB1").labels(["a", "b", "a"])
        => "`labels` has equal items at 0 and 2; items must be unique";
    too_few_properties: |client| client.order_with("AB1", Order::new())
        => "the body has 0 properties; at least 1 is needed";
    too_many_properties: |client| client.order_with("AB1", lines(&[5]).title("a").labels(["b"]))
        => "the body has 3 properties; at most 2 are allowed";
    an_item_of_an_item: |client| client.put_grid([vec![1], vec![2], vec![-1, 3]])
        => "`body[2][0]` is -1; at least 0 is needed";
    the_size_of_an_item: |client| client.put_grid([vec![1], vec![]])
        => "`body[1]` has 0 items; at least 1 is needed";
    a_number_of_a_path_that_is_not_finite: |client| client.put_measure(f64::NAN)
        => "`ratio` is NaN; a finite number is needed";
    a_number_of_a_query_that_is_not_finite: |client| client.put_measure(1.5).scales([1.0, f32::NEG_INFINITY])
        => "`scales[1]` is -inf; a finite number is needed";
    a_number_of_a_header_that_is_not_finite: |client| client.put_measure(1.5).weight(f64::INFINITY)
        => "`Weight` is inf; a finite number is needed";
    a_number_of_a_body_that_is_not_finite: |client| client.put_measure(1.5).value(f64::NAN)
        => "`value` is NaN; a finite number is needed";
    a_number_of_a_map_that_is_not_finite: |client| client.put_measure(1.5).by_name([("a", 1.5), ("b", f64::NAN)])
        => "`by_name.b` is NaN; a finite number is needed";
    a_number_of_an_item_that_is_not_finite: |client| client.put_measure(1.5).parts([Measure::new().value(f64::NAN)])
        => "`parts[0].value` is NaN; a finite number is needed";
    the_size_of_a_body: |client| client.put_grid(vec![vec![1]; 4])
        => "`body` has 4 items; at most 3 are allowed";
}

sends! {
    an_order_without_a_body: |client| client.order("AB12").ids(["abc"])
        => "/orders/AB12?ids=abc ";
    an_order_at_its_limits: |client| client.order("AB1").custom([("a", "xy"), ("b", "xy")]).title("a\u{a0}b")
        => "/orders/AB1 {\"custom\":{\"a\":\"xy\",\"b\":\"xy\"},\"title\":\"a\u{a0}b\"}";
    an_unknown_variant: |client| client.order("AB1").target(Target::Unknown(true.into()))
        => r#"/orders/AB1 {"target":true}"#;
    lines_of_an_order: |client| client.order_with("AB1", lines(&[5, 10]).labels(["a", "b"]))
        => r#"/orders/AB1 {"lines":[{"count":5},{"count":10}],"labels":["a","b"]}"#;
    numbers_that_are_finite: |client| client.put_measure(1.5).scales([0.5]).value(-0.25)
        => r#"/measures/1.5?scales=0.5 {"value":-0.25}"#;
    a_grid: |client| client.put_grid([vec![0], vec![1, 2], vec![3]])
        => "/grids [[0],[1,2],[3]]";
}

#[tokio::test]
async fn a_pattern_with_white_space() {
    let message = outcome!(|client| client.order("AB1").title("a-b")).unwrap_err();
    assert!(
        message.contains("not sent: `title` is `a-b`; it must match"),
        "{message}"
    );
}
