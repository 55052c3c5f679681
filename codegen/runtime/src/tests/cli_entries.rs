use serde_json::{Value as Json, json};

use crate::runtime::cli::csv_line::{csv_line, with_formula, without_formula};
use crate::runtime::cli::entries::Input;
use crate::runtime::cli::value_rules::ValueRules;
use crate::runtime::cli::{Argument, Value};

const IDS: Argument = Argument::entries("ids", "id", Value::Integer).minimum(1);
const NAMES: Argument = Argument::entries("names", "name", Value::Text);
const CHANGES: Argument = Argument::entries("changes", "id", Value::Json);

/// Reads the entries of a text.
fn read(argument: &Argument, column: Option<&str>, text: &str) -> Result<Json, String> {
    let input = Input {
        argument,
        name: "input",
        column,
        rules: ValueRules::default(),
    };
    let entries = input.entries::<Json>(text);
    entries.map(Json::Array).map_err(|error| error.to_string())
}

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
        // Commas are data in JSON only.
        (
            NAMES,
            "\"a,b\"\n{\"name\":\"c;d\"}\nsays \"e\"\n'=f",
            json!(["a,b", "c;d", "says \"e\"", "'=f"]),
        ),
        (NAMES, "[\"name\", \"a,b\"]", json!(["name", "a,b"])),
        (
            CHANGES,
            "{\"id\":1}\n{\"id\":2,\"tag\":null}",
            json!([{"id":1},{"id":2,"tag":null}]),
        ),
        (IDS, "\n", json!([])),
    ];
    for (argument, text, expected) in cases {
        assert_eq!(read(&argument, None, text), Ok(expected), "{text:?}");
    }
}

#[test]
fn the_error_of_an_entry_names_its_place() {
    let cases = [
        (IDS, "1\nx", "input: line 2: `x` is not an integer"),
        (IDS, "1\n\n0", "input: line 3: `0` is less than 1"),
        (IDS, "{\"name\":1}", "input: line 1 has no property `id`"),
        (
            IDS,
            "{\"id\":1",
            "input: line 1 is not JSON: EOF while parsing an object at column 7; \
             an ID is text, or a JSON string or object on one line",
        ),
        (IDS, "[1, {}]", "input: item 2 has no property `id`"),
        (IDS, "[1,", "input is not a JSON array"),
        (
            CHANGES,
            "{}\n{\"a\":x}",
            "input: line 2 is not JSON: expected value at column 6; an entry is a JSON object on one line",
        ),
        (
            IDS,
            "a,b\n1,2",
            "input: line 1 has several columns and none is `id`: `a`, `b`; choose the column of the IDs with `--id-column NAME`",
        ),
    ];
    for (argument, text, problem) in cases {
        let error = read(&argument, None, text).expect_err(text);
        assert!(error.starts_with(problem), "{text:?}: {error}");
    }
}

#[test]
fn the_ids_of_csv_are_in_the_column_with_their_name() {
    let cases = [
        (IDS, "id\n1\n2\n", json!([1, 2])),
        (NAMES, "name\na b\n", json!(["a b"])),
        (IDS, "id\n", json!([])),
        (IDS, "\u{feff}\r\n Id ,x\r\n\r\n 1 ,a\r\n2,b", json!([1, 2])),
        (
            NAMES,
            "\"NAME\",\"x\"\n\"a\",\"1\"\n\"b \"\"c\"\", d\",\"2\n3\"\n",
            json!(["a", "b \"c\", d"]),
        ),
        (NAMES, "\"name\"\n\"a\"\nb\n", json!(["a", "b"])),
        (NAMES, "x;name\n1,2;a\n", json!(["a"])),
        (NAMES, "x\tname\n1\ta,b\n", json!(["a,b"])),
        (NAMES, "name,Name\na,b\n", json!(["a"])),
        (NAMES, "name,x\n1,2\n,\n , \n", json!(["1"])),
        // A cell is text, even if it looks like JSON.
        (NAMES, "name\n{}\n\"\"\"a\"\"\"\n", json!(["{}", "\"a\""])),
    ];
    for (argument, text, expected) in cases {
        assert_eq!(read(&argument, None, text), Ok(expected), "{text:?}");
    }
}

#[test]
fn the_first_line_of_csv_may_name_the_separator() {
    let cases = [
        (NAMES, "sep=;\r\nname;x\r\na,b;1\r\n", json!(["a,b"])),
        (NAMES, "\u{feff}\"sep=;\"\n\nname\na,b\n", json!(["a,b"])),
        (IDS, "SEP=,\nid,x\n1,2\n", json!([1])),
        (IDS, "sep=\t\nid\tx\n1\t2\n", json!([1])),
        (IDS, "sep=|\nid|x\n1|2\n", json!([1])),
        (IDS, "sep=;\n", json!([])),
    ];
    for (argument, text, expected) in cases {
        assert_eq!(read(&argument, None, text), Ok(expected), "{text:?}");
    }
    let cases = [
        (
            IDS,
            None,
            "\nsep=;\n\nid;x\n1;2\n\nb;3\n",
            "input: line 7: `b` is not an integer",
        ),
        (
            NAMES,
            None,
            "sep=;\nid,name\n1,a\n",
            "input: line 2 has no column `name`; its columns are `id,name`; \
             choose the column of the IDs with `--id-column NAME`",
        ),
        (
            NAMES,
            None,
            "sep=;\nTicket\na\n",
            "input: line 2 has no column `name`; its columns are `Ticket`; \
             choose the column of the IDs with `--id-column NAME`",
        ),
        (
            NAMES,
            Some("id"),
            "sep=|\nTicket|x\na|1\n",
            "input: line 2 has no column `id`; its columns are `Ticket`, `x`",
        ),
    ];
    for (argument, column, text, problem) in cases {
        let found = read(&argument, column, text);
        assert_eq!(found, Err(problem.to_owned()), "{text:?}");
    }
    // Other lines are IDs.
    for text in ["sep=a", "sep=", "step=|"] {
        let found = read(&NAMES, None, text);
        assert_eq!(found, Ok(json!([text])), "{text:?}");
    }
}

#[test]
fn another_column_of_csv_can_be_chosen() {
    let column = Some("Conversation ID");
    let cases = [
        (IDS, "id,conversation id \n1,2\n", json!([2])),
        (NAMES, "Conversation ID\nabc\n", json!(["abc"])),
        (IDS, "{\"id\":1,\"Conversation ID\":2}", json!([2])),
        (IDS, "[{\"Conversation ID\":2}]", json!([2])),
        (IDS, "", json!([])),
    ];
    for (argument, text, expected) in cases {
        assert_eq!(read(&argument, column, text), Ok(expected), "{text:?}");
    }
    let cases = [
        (
            IDS,
            "id,x\n1,2",
            "input: line 1 has no column `Conversation ID`; its columns are `id`, `x`",
        ),
        (
            NAMES,
            "\n\nabc\n",
            "input: line 3 has no column `Conversation ID`; its columns are `abc`",
        ),
        (
            IDS,
            "{\"id\":1}",
            "input: line 1 has no property `Conversation ID`",
        ),
    ];
    for (argument, text, problem) in cases {
        assert_eq!(
            read(&argument, column, text),
            Err(problem.to_owned()),
            "{text:?}"
        );
    }
}

#[test]
fn columns_without_a_known_name_are_no_ids() {
    let cases = [
        (
            NAMES,
            "Ticket,Status\na,open\n",
            "input: line 1 has several columns and none is `name`: `Ticket`, `Status`; ",
        ),
        (
            NAMES,
            "a,open\nb,closed",
            "input: line 1 has several columns and none is `name`: `a`, `open`; ",
        ),
        (
            NAMES,
            "a;open\nb;closed",
            "input: line 1 has several columns and none is `name`: `a`, `open`; ",
        ),
        (
            NAMES,
            "a\topen\nb\tclosed",
            "input: line 1 has several columns and none is `name`: `a`, `open`; ",
        ),
        (
            NAMES,
            "\"a\",\"open\"",
            "input: line 1 has several columns and none is `name`: `a`, `open`; ",
        ),
        (
            IDS,
            "Ticket,Status\n1,open\n",
            "input: line 1 has several columns and none is `id`: `Ticket`, `Status`; ",
        ),
        (
            IDS,
            "1,open\n",
            "input: line 1 has several columns and none is `id`: `1`, `open`; ",
        ),
        (
            NAMES,
            "a\n\nb,c",
            "input: line 3 has several columns and none is `name`: `b`, `c`; ",
        ),
        (
            NAMES,
            "Conversation ID\nabc",
            "input: line 1 is `Conversation ID`, which looks like the name of a column; ",
        ),
        (
            IDS,
            "conversation_id\n1",
            "input: line 1 is `conversation_id`, which looks like the name of a column; ",
        ),
        (
            NAMES,
            "ticketId\nabc",
            "input: line 1 is `ticketId`, which looks like the name of a column; ",
        ),
        (
            NAMES,
            "Name,NAME\n1,2",
            "input: line 1 has 2 columns `name`; ",
        ),
    ];
    for (argument, text, problem) in cases {
        let error = read(&argument, None, text).expect_err(text);
        assert!(error.starts_with(problem), "{text:?}: {error}");
    }
    let error = read(&NAMES, None, "a,b\n").expect_err("two columns");
    assert!(
        error.ends_with(
            "; choose the column of the IDs with `--id-column NAME`; \
             an ID that contains `,`, `;` or a tab is given as a JSON string, such as \"a,b\""
        ),
        "{error}"
    );
    let error = read(&NAMES, None, "Ticket ID\na").expect_err("a header");
    assert!(
        error.ends_with("; give `--id-column \"Ticket ID\"`, or this ID as a JSON string"),
        "{error}"
    );
}

#[test]
fn a_word_before_ids_with_digits_is_the_name_of_a_column() {
    let id = "507f1f77bcf86cd799439011";
    let uuid = "a1405560-c8d3-4b1a-877d-3f449ad95352";
    let headers = [
        (NAMES, format!("Ticket\n{id}\n")),
        (NAMES, format!("\nTicket number\r\n{id}\r\n{uuid}\r\n")),
        (NAMES, format!("conversation\n{uuid}\nT-12\n")),
        (NAMES, "Ticket\n123456\n98-7\n".to_owned()),
        (NAMES, "Vorgänge\n1\n".to_owned()),
        (IDS, "Ticket\n1\n2".to_owned()),
    ];
    for (argument, text) in headers {
        let error = read(&argument, None, &text).expect_err(&text);
        assert!(
            error.contains(", which looks like the name of a column; give `--id-column \""),
            "{text:?}: {error}"
        );
    }
    let ids = [
        // One line may be anything.
        "Ticket",
        // Random IDs of one length.
        "abcdef\nabc123\nxyz99z",
        "Ticket\nT-1234",
        // IDs without digits.
        "main\nrelease\nrelease-2",
        "alice\nbob",
        "a1\nb2",
        "Ticket 1\n12",
        "\"Ticket\"\n12",
        "Ticket\n{\"name\":\"12\"}",
    ];
    for text in ids {
        let found = read(&NAMES, None, text);
        let count = found.as_ref().map(|found| found.as_array().map(Vec::len));
        assert_eq!(count, Ok(Some(text.lines().count())), "{text:?}");
    }
}

#[test]
fn a_row_of_csv_that_is_not_certain_is_refused_with_its_line() {
    let cases = [
        (
            IDS,
            "id,x\r\n1,a\r\n\r\nb,c\r\n",
            "input: line 4: `b` is not an integer",
        ),
        (
            NAMES,
            "\"name\"\n\"a\"\nb,\n",
            "input: line 3 has 2 columns, and the header has 1",
        ),
        (
            NAMES,
            "x,name\n\"1\n2\",a\n3\n",
            "input: line 4 has 1 column, and the header has 2",
        ),
        (
            NAMES,
            "x,name\n1,2,3\n",
            "input: line 2 has 3 columns, and the header has 2; a cell that contains `,` must be in quotation marks",
        ),
        (
            NAMES,
            "name,x\na,1\n ,2\n",
            "input: line 3 has no value in the column `name`",
        ),
        (
            NAMES,
            "name,x\na,\"1\nb,2\nc,3\n",
            "input: line 2 has a quotation mark that is not closed",
        ),
        (
            NAMES,
            "name,x\na,\"1\nb,\"2\"\nc,3\n",
            "input: line 2 has a cell that goes on after its closing quotation mark",
        ),
        (
            NAMES,
            "name,x\na,1\nb, \"2\"\n",
            "input: line 3 has a space before a quotation mark",
        ),
        (
            IDS.maximum(1),
            "id\n1\n\n2",
            "input: line 4: `2` is not from 1 to 1",
        ),
    ];
    for (argument, text, problem) in cases {
        let error = read(&argument, None, text).expect_err(text);
        assert!(error.starts_with(problem), "{text:?}: {error}");
    }
}

#[test]
fn the_values_of_secret_entries_are_in_no_error() {
    let secret = Input {
        argument: &NAMES,
        name: "input",
        column: None,
        rules: ValueRules::default().of_secret(),
    };
    for text in ["hunter2,open\n", "hunter_id\na\n", "a\nhunter2,b\n"] {
        let error = secret.entries::<Json>(text).expect_err(text).to_string();
        assert!(!error.contains("hunter"), "{error}");
    }
}

#[test]
fn ids_that_were_written_as_csv_are_read_unchanged() {
    let ids = [
        "a",
        "=1+1",
        "'=1+1",
        "''=1",
        "'",
        "'a",
        "+49 30 1",
        "+a",
        "-1",
        "-a",
        "'-a",
        "@x",
        "\tx",
        "＝x",
        "a,b",
        "a\"b",
        "\"a\"",
        "{\"name\":1}",
        "[1]",
        "two\nlines",
        "name",
        "1e5",
    ];
    let mut text = b"name,x\n".to_vec();
    for id in ids {
        let cell = without_formula(id.to_owned());
        assert_eq!(with_formula(&cell), id);
        text.extend(csv_line([&*cell, "1"]).expect("memory"));
    }
    let text = String::from_utf8(text).expect("UTF-8");
    assert_eq!(read(&NAMES, None, &text), Ok(json!(ids)), "{text}");
}
