use std::io;

use bytes::Bytes;

use crate::runtime::cli::Record;
use crate::runtime::cli::columns::Columns;
use crate::runtime::cli::output::{Format, Output, Printed};

const KNOWN: &[&str] = &["subject", "id", "status", "tags", "contact", "closed_at"];

const RECORDS: [&str; 3] = [
    r#"{"subject":"Hello, \"you\"","id":12,"status":"OPENED","tags":[1,2],"contact":{"name":"Ada","email":"ada@example.com"},"closed_at":null}"#,
    r#"{"subject":"=HYPERLINK(\"x\")","id":3,"status":null,"tags":[],"contact":{"name":"Bob","email":null},"closed_at":null}"#,
    r#"{"subject":"two\nlines","id":450,"status":"CLOSED","tags":[],"contact":null,"closed_at":null,"extra":true}"#,
];

struct Case {
    format: Format,
    fields: &'static str,
    known: &'static [&'static str],
    width: Option<usize>,
    is_single: bool,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            format: Format::Table,
            fields: "",
            known: KNOWN,
            width: None,
            is_single: false,
        }
    }
}

fn print(case: &Case, records: &[Record]) -> io::Result<(String, Printed)> {
    let mut columns = Columns::known(case.known);
    if !case.fields.is_empty() {
        columns = columns
            .choose(case.fields.split(','))
            .expect("known fields");
    }
    let mut text = Vec::new();
    let mut output = Output::new(&mut text, case.format, columns, case.width);
    if case.is_single {
        output = output.single();
    }
    for record in records {
        output.write(record)?;
    }
    let printed = output.finish()?;
    Ok((String::from_utf8(text).expect("UTF-8"), printed))
}

fn print_json(case: &Case, records: &[&str]) -> (String, Printed) {
    let records: Vec<_> = records
        .iter()
        .map(|json| Record::Json((*json).to_owned()))
        .collect();
    print(case, &records).expect("memory takes everything")
}

fn text(case: &Case, records: &[&str]) -> String {
    print_json(case, records).0
}

#[test]
fn the_name_of_each_format_is_read() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!(
        "xml".parse::<Format>(),
        Err("the output format is one of table, json, jsonl, csv".to_owned())
    );
}

#[test]
fn json_lines_are_the_records() {
    let case = Case {
        format: Format::Jsonl,
        ..Case::default()
    };
    assert_eq!(
        text(&case, &RECORDS),
        RECORDS.map(|json| format!("{json}\n")).concat()
    );
    let chosen = Case {
        fields: "status,id,contact.name",
        ..case
    };
    assert_eq!(
        text(&chosen, &RECORDS),
        "{\"status\":\"OPENED\",\"id\":12,\"contact.name\":\"Ada\"}\n\
         {\"status\":null,\"id\":3,\"contact.name\":\"Bob\"}\n\
         {\"status\":\"CLOSED\",\"id\":450,\"contact.name\":null}\n"
    );
}

#[test]
fn json_is_a_list_of_the_records_or_the_response() {
    let list = Case {
        format: Format::Json,
        fields: "id,tags",
        ..Case::default()
    };
    assert_eq!(
        text(&list, &RECORDS[..2]),
        "[\n  {\n    \"id\": 12,\n    \"tags\": [\n      1,\n      2\n    ]\n  },\n  {\n    \"id\": 3,\n    \
         \"tags\": []\n  }\n]\n"
    );
    assert_eq!(text(&list, &[]), "[]\n");
    let single = Case {
        is_single: true,
        ..list
    };
    assert_eq!(
        text(&single, &[r#"{"tags":[],"id":1}"#]),
        "{\n  \"id\": 1,\n  \"tags\": []\n}\n"
    );
    assert_eq!(
        text(&single, &[r#"[{"id":1}]"#]),
        "[\n  {\n    \"id\": 1,\n    \"tags\": null\n  }\n]\n"
    );
    assert_eq!(text(&single, &[]), "");
}

#[test]
fn json_keeps_the_order_of_properties_and_the_digits_of_numbers() {
    let json = r#"{"z":1,"a":[18446744073709551615,-9223372036854775808,0.1,1e+300],"m":{"y":null,"b":true}}"#;
    let case = Case {
        format: Format::Json,
        is_single: true,
        ..Case::default()
    };
    let pretty = text(&case, &[json]);
    assert_eq!(pretty.replace(['\n', ' '], ""), json.replace(' ', ""));
}

#[test]
fn csv_has_a_header_and_a_line_for_each_record() {
    let case = Case {
        format: Format::Csv,
        ..Case::default()
    };
    assert_eq!(
        text(&case, &RECORDS),
        "subject,id,status,tags,contact,closed_at\n\
         \"Hello, \"\"you\"\"\",12,OPENED,\"[1,2]\",\"{\"\"name\"\":\"\"Ada\"\",\"\"email\"\":\"\"ada@example.com\"\"}\",\n\
         \"'=HYPERLINK(\"\"x\"\")\",3,,[],\"{\"\"name\"\":\"\"Bob\"\",\"\"email\"\":null}\",\n\
         \"two\nlines\",450,CLOSED,[],,\n"
    );
    let chosen = Case {
        fields: "id,contact.name",
        ..case
    };
    assert_eq!(
        text(&chosen, &RECORDS),
        "id,contact.name\n12,Ada\n3,Bob\n450,\n"
    );
    let unknown = Case {
        known: &[],
        fields: "",
        ..chosen
    };
    assert_eq!(text(&unknown, &[r#"{"b":1,"a":"x"}"#]), "b,a\n1,x\n");
    assert_eq!(text(&unknown, &[r#""a""#, "2"]), "value\na\n2\n");
}

#[test]
fn csv_has_no_formulas() {
    for (value, cell) in [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-a", "'-a"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        ("+49 (30) 123-45", "+49 (30) 123-45"),
        ("-12.5", "-12.5"),
        ("a=1", "a=1"),
        ("", "\"\""),
    ] {
        let case = Case {
            format: Format::Csv,
            fields: "v",
            known: &[],
            ..Case::default()
        };
        let json = serde_json::json!({ "v": value }).to_string();
        assert_eq!(text(&case, &[&json]), format!("v\n{cell}\n"), "{value:?}");
    }
    let case = Case {
        format: Format::Csv,
        known: &[],
        ..Case::default()
    };
    assert_eq!(text(&case, &[r#"{"n":-5,"=a":1}"#]), "n,'=a\n-5,1\n");
}

#[test]
fn a_table_has_the_values_that_fit_in_a_cell() {
    let (text, printed) = print_json(&Case::default(), &RECORDS);
    assert_eq!(
        text,
        "id   subject          status  contact.name  contact.email\n\
         12   Hello, \"you\"     OPENED  Ada           ada@example.com\n\
         3    =HYPERLINK(\"x\")          Bob\n\
         450  two lines        CLOSED\n"
    );
    assert_eq!(printed.left_out, ["tags"]);
    assert_eq!(printed.records, 3);
    let chosen = Case {
        fields: "tags,id",
        ..Case::default()
    };
    assert_eq!(
        super::cli_output::text(&chosen, &RECORDS),
        "tags   id\n[1,2]  12\n[]     3\n[]     450\n"
    );
}

#[test]
fn a_table_fits_the_terminal() {
    let subject = "A very long subject of a conversation that no terminal shows";
    let json = format!(
        r#"{{"id":1,"subject":"{subject}","status":"OPENED","closed_at":"2026-11-22T03:06:51Z"}}"#
    );
    for (width, fields, expected, left_out) in [
        (
            80,
            "",
            "id  subject                                         status  closed_at\n\
             1   A very long subject of a conversation that no…  OPENED  2026-11-22T03:06:51Z\n",
            &[][..],
        ),
        (
            40,
            "",
            "id  subject                       status\n1   A very long subject of a co…  OPENED\n",
            &["closed_at"],
        ),
        (9, "", "id\n1\n", &["subject", "status", "closed_at"]),
        (
            30,
            "subject,id,closed_at",
            "subject       id  closed_at\nA very long…  1   2026-11-22T…\n",
            &[],
        ),
        (1, "id,status", "…\n1\n", &["status"]),
    ] {
        let case = Case {
            width: Some(width),
            fields,
            ..Case::default()
        };
        let (text, printed) = print_json(&case, &[&json]);
        assert_eq!(text, expected, "{width}");
        assert_eq!(printed.left_out, left_out, "{width}");
    }
}

#[test]
fn a_table_of_one_record_has_a_row_for_each_value() {
    let case = Case {
        is_single: true,
        width: Some(24),
        ..Case::default()
    };
    assert_eq!(
        text(&case, &[RECORDS[0]]),
        "subject        Hello, \"…\n\
         id             12\n\
         status         OPENED\n\
         tags           [1,2]\n\
         contact.name   Ada\n\
         contact.email  ada@exam…\n\
         closed_at\n"
    );
    let chosen = Case {
        fields: "contact.name,id",
        ..case
    };
    assert_eq!(
        text(&chosen, &[RECORDS[0]]),
        "contact.name  Ada\nid            12\n"
    );
}

#[test]
fn the_items_of_a_response_that_is_a_list_are_records() {
    for (format, expected) in [
        (Format::Table, "id  a\n1   x\n2   y\n"),
        (Format::Csv, "id,a\n1,x\n2,y\n"),
        (
            Format::Jsonl,
            "{\"id\":1,\"a\":\"x\"}\n{\"id\":2,\"a\":\"y\"}\n",
        ),
    ] {
        let case = Case {
            format,
            known: &[],
            is_single: true,
            ..Case::default()
        };
        let (text, printed) = print_json(&case, &[r#"[{"id":1,"a":"x"},{"id":2,"a":"y"}]"#]);
        assert_eq!(text, expected);
        assert_eq!(printed.records, 2);
        assert_eq!(
            print_json(&case, &["[]"]),
            (String::new(), Printed::default())
        );
    }
}

#[test]
fn the_width_of_characters_is_that_on_a_terminal() {
    let case = Case {
        width: Some(20),
        fields: "subject,id",
        ..Case::default()
    };
    let records = [
        r#"{"subject":"会話会話会話会話会話","id":1}"#,
        r#"{"subject":"cafe\u0301 🙂","id":22}"#,
    ];
    assert_eq!(
        text(&case, &records),
        "subject           id\n会話会話会話会…   1\ncafe\u{301} 🙂           22\n"
    );
}

#[test]
fn nothing_from_a_server_controls_the_terminal() {
    let hostile = "\u{1b}]0;title\u{7}\u{1b}[2Ja\u{9b}31m\u{202e}b\u{7f}\r\nc\td\0";
    let json =
        serde_json::json!({ hostile: hostile, "id": 1, "o": { hostile: [hostile] } }).to_string();
    let is_hostile = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || c == '\u{202e}';
    for format in Format::ALL {
        for is_single in [true, false] {
            for width in [None, Some(200)] {
                let case = Case {
                    format,
                    is_single,
                    width,
                    known: &[],
                    ..Case::default()
                };
                let text = text(&case, &[&json]);
                let is_exact = format == Format::Csv && width.is_none();
                assert_eq!(text.contains(is_hostile), is_exact, "{format} {text:?}");
                if matches!(format, Format::Json | Format::Jsonl) {
                    let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
                    let read = if read.is_array() { &read[0] } else { &read };
                    assert_eq!(read.to_string(), json);
                }
            }
        }
    }
    let text_record = [Record::Text(hostile.to_owned())];
    let terminal = Case {
        width: Some(80),
        ..Case::default()
    };
    let (shown, _) = print(&terminal, &text_record).expect("memory takes everything");
    assert_eq!(shown, "␛]0;title␇␛[2Ja\\u{9b}31m\\u{202e}b␡\nc\td␀\n");
    let (exact, _) = print(&Case::default(), &text_record).expect("memory takes everything");
    assert_eq!(exact, hostile);
    let known = Columns::known(KNOWN)
        .choose(["\u{1b}[2J"])
        .expect_err("an unknown field");
    assert!(!known.to_string().contains('\u{1b}'), "{known}");
}

#[test]
fn bytes_are_not_written_to_a_terminal() {
    let bytes = [Record::Bytes(Bytes::from_static(b"\x1b[2J"))];
    let (exact, printed) = print(&Case::default(), &bytes).expect("memory takes everything");
    assert_eq!((exact.as_str(), printed.records), ("\x1b[2J", 1));
    let terminal = Case {
        width: Some(80),
        ..Case::default()
    };
    let error = print(&terminal, &bytes).expect_err("a terminal");
    assert_eq!(error.kind(), io::ErrorKind::InvalidInput);
    assert!(error.to_string().contains("redirect"), "{error}");
}

#[test]
fn an_empty_response_prints_nothing() {
    for format in Format::ALL {
        let case = Case {
            format,
            is_single: true,
            ..Case::default()
        };
        let printed = print(&case, &[Record::Empty]).expect("memory takes everything");
        assert_eq!(printed, (String::new(), Printed::default()));
    }
}

#[test]
fn an_unknown_field_is_an_error_with_a_suggestion() {
    let columns = || Columns::known(KNOWN);
    for (fields, expected) in [
        (
            "statsu",
            "there is no field \"statsu\"; did you mean \"status\"?; the fields are ",
        ),
        (
            "id,contcat.name",
            "there is no field \"contcat.name\"; did you mean \"contact.name\"?; the fields are ",
        ),
        (
            "something",
            "there is no field \"something\"; the fields are subject, id, ",
        ),
        ("id,,status", "a name in the list of fields is empty"),
    ] {
        let error = columns()
            .choose(fields.split(','))
            .expect_err(fields)
            .to_string();
        assert!(error.starts_with(expected), "{error}");
    }
    assert!(
        columns()
            .choose([" id", "contact.anything", "tags"])
            .is_ok()
    );
    assert!(Columns::known(&[]).choose(["anything"]).is_ok());
    let columns = Columns::known(&["id", "value"]).with_object("value", &["id", "status"]);
    for (field, suggestion) in [
        ("status", "; did you mean \"value.status\"?"),
        ("status.x", "; did you mean \"value.status.x\"?"),
        ("statsu", "; did you mean \"value.status\"?"),
        ("vaule", "; did you mean \"value\"?"),
        ("something", ""),
    ] {
        let error = columns.clone().choose([field]).expect_err(field);
        let expected = format!("there is no field {field:?}{suggestion}; the fields are id, value");
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_record_is_written_before_the_next_one() {
    for format in [Format::Json, Format::Jsonl, Format::Csv] {
        let mut lengths = Vec::new();
        for count in 0..=RECORDS.len() {
            let mut text = Vec::new();
            let mut output = Output::new(&mut text, format, Columns::known(KNOWN), None);
            for json in &RECORDS[..count] {
                let record = Record::Json((*json).to_owned());
                output.write(&record).expect("memory takes everything");
            }
            drop(output);
            lengths.push(text.len());
        }
        assert!(lengths.is_sorted_by(|a, b| a < b), "{format}: {lengths:?}");
    }
}

#[test]
fn a_note_names_the_columns_that_are_left_out() {
    let note = |names: &[&str]| {
        let left_out = names.iter().map(ToString::to_string).collect();
        Printed {
            records: 1,
            left_out,
        }
        .note()
    };
    let hint = "; choose columns with --fields, or print all with --output json";
    assert_eq!(note(&[]), None);
    assert_eq!(note(&["a"]), Some(format!("not shown: a{hint}")));
    assert_eq!(
        note(&["a", "b", "c"]),
        Some(format!("not shown: a, b and c{hint}"))
    );
    assert_eq!(
        note(&["a", "b", "c", "d", "e", "f", "g", "h"]),
        Some(format!("not shown: a, b, c, d, e, f and 2 more{hint}"))
    );
}
