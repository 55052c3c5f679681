use serde_json::{Value as Json, json};

use crate::runtime::cli::entries::entries_of;
use crate::runtime::cli::value_rules::ValueRules;
use crate::runtime::cli::{Argument, Value};

const IDS: Argument = Argument::entries("ids", "id", Value::Integer).minimum(1);
const NAMES: Argument = Argument::entries("names", "name", Value::Text);
const CHANGES: Argument = Argument::entries("changes", "id", Value::Json);

#[test]
fn entries_are_text_json_lines_or_an_array() {
    let cases = [
        (IDS, "1\n2\n", json!([1, 2])),
        (IDS, "\u{feff}1\r\n\r\n  2", json!([1, 2])),
        (
            IDS,
            "{\"id\": 1, \"outcome\": \"failed\"}\n2",
            json!([1, 2]),
        ),
        (IDS, " [1, {\"id\": 2}]", json!([1, 2])),
        (
            NAMES,
            "a b\n\"c\"\n{\"name\":\"d\"}",
            json!(["a b", "c", "d"]),
        ),
        (
            CHANGES,
            "{\"id\":1}\n{\"id\":2,\"tag\":null}",
            json!([{"id":1},{"id":2,"tag":null}]),
        ),
        (IDS, "\n", json!([])),
    ];
    for (argument, text, expected) in cases {
        let entries = entries_of::<Json>(&argument, text, "input", ValueRules::default());
        assert_eq!(entries.map(Json::Array), Ok(expected), "{text:?}");
    }
}

#[test]
fn the_error_of_an_entry_names_its_place() {
    let cases = [
        (IDS, "1\nx", "input: line 2 is not an integer"),
        (IDS, "1\n\n0", "input: line 3 is less than 1"),
        (IDS, "{\"name\":1}", "input: line 1 has no property `id`"),
        (IDS, "{\"id\":1", "input: line 1 is not JSON"),
        (IDS, "[1, {}]", "input: item 2 has no property `id`"),
        (IDS, "[1,", "input is not a JSON array"),
        (CHANGES, "{}\n1x", "input: line 2 is not JSON"),
    ];
    for (argument, text, problem) in cases {
        let error =
            entries_of::<Json>(&argument, text, "input", ValueRules::default()).expect_err(text);
        assert!(error.to_string().starts_with(problem), "{text:?}: {error}");
    }
}
