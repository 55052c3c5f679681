use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::{Document, Node, NodeKind, Pointer, Span, Unresolved, Value, limit};
use crate::diagnostic::Code;
use crate::option_names::OptionNames;

fn read(name: &str, text: &str) -> Document {
    Document::read(name, text).unwrap_or_else(|found| panic!("{found}"))
}

fn yaml(text: &str) -> Document {
    read("test.yaml", text)
}

fn json_of(text: &str) -> Json {
    yaml(text).root().to_json()
}

/// The codes of the errors in a text, each with its line and column.
fn errors(name: &str, text: &str) -> Vec<(Code, String)> {
    let found = Document::read(name, text).expect_err("the text should not be read");
    let place = |span: Span| found.source().line_column(span.start).to_string();
    found.iter().map(|d| (d.code, place(d.span))).collect()
}

fn slice<'a>(document: &'a Document, pointer: &str) -> &'a str {
    let pointer = Pointer::from_reference(pointer).expect("a pointer");
    let node = document.root().at(&pointer).expect("a node");
    document.source().slice(node.span)
}

#[test]
fn plain_scalars_follow_the_core_schema() {
    let cases = [
        ("", json!(null)),
        ("~", json!(null)),
        ("null", json!(null)),
        ("True", json!(true)),
        ("false", json!(false)),
        ("yes", json!("yes")),
        ("no", json!("no")),
        ("on", json!("on")),
        ("12", json!(12)),
        ("-12", json!(-12)),
        ("+12", json!(12)),
        ("007", json!(7)),
        ("0o17", json!(15)),
        ("0x1F", json!(31)),
        ("1.0", json!(1.0)),
        ("1.", json!(1.0)),
        (".5", json!(0.5)),
        ("1e3", json!(1000.0)),
        ("1.0.0", json!("1.0.0")),
        ("1_000", json!("1_000")),
        ("12:30", json!("12:30")),
        ("0x", json!("0x")),
        ("-", json!([null])),
        (".", json!(".")),
        ("2026-01-21", json!("2026-01-21")),
        ("2026-01-21T14:30:00Z", json!("2026-01-21T14:30:00Z")),
        ("<string>", json!("<string>")),
    ];
    for (text, expected) in cases {
        let read = json_of(&format!("value:\n  {text}"));
        assert_eq!(read["value"], expected, "{text}");
    }
}

#[test]
fn quoted_and_block_scalars_are_strings() {
    let text = "a: \"1\"\nb: 'true'\nc: |\n  1\nd: >-\n  null\n";
    assert_eq!(
        json_of(text),
        json!({ "a": "1", "b": "true", "c": "1\n", "d": "null" })
    );
}

#[test]
fn tags_of_the_core_schema_decide_the_kind() {
    let text = "a: !!str 1\nb: !!int \"2\"\nc: !!float 3\nd: ! 4\n";
    assert_eq!(json_of(text), json!({ "a": "1", "b": 2, "c": 3, "d": "4" }));
}

#[test]
fn integers_are_exact_in_both_formats() {
    for number in [
        "9007199254740993",
        "18446744073709551615",
        "-9223372036854775808",
    ] {
        let text = format!("{{\"a\": {number}}}");
        for name in ["test.json", "test.yaml"] {
            let read = read(name, &text).root().to_json().to_string();
            assert_eq!(read, format!("{{\"a\":{number}}}"), "{name}");
        }
    }
}

#[test]
fn a_larger_integer_becomes_a_double() {
    for name in ["test.json", "test.yaml"] {
        let document = read(name, r#"{"a": 123456789012345678901234567890}"#);
        let node = document.root().get("a").expect("the value");
        assert_eq!(
            node.as_f64(),
            Some(123_456_789_012_345_678_901_234_567_890.0),
            "{name}"
        );
    }
}

#[test]
fn json_strings_are_unescaped() {
    let document = read(
        "test.json",
        r#"["\"\\\/\b\f\n\r\t", "\u00e9\uD83D\uDE00", "é😀"]"#,
    );
    let expected = json!(["\"\\/\u{8}\u{c}\n\r\t", "é😀", "é😀"]);
    assert_eq!(document.root().to_json(), expected);
}

#[test]
fn json_is_known_by_name_and_by_content() {
    let with_tab = "{\n\t\"a\": 1}";
    for name in ["test.json", "test.JSON", "test", "api.txt"] {
        assert_eq!(
            read(name, with_tab).root().to_json(),
            json!({ "a": 1 }),
            "{name}"
        );
    }
    // A flow mapping may have a comment, JSON may not.
    assert_eq!(
        read("test.yaml", "{a: 1} # YAML").root().to_json(),
        json!({ "a": 1 })
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    for (name, text) in [
        ("test.json", "\u{feff}{\"a\": 1}"),
        ("test.yaml", "\u{feff}a: 1"),
    ] {
        assert_eq!(
            read(name, text).root().to_json(),
            json!({ "a": 1 }),
            "{name}"
        );
    }
}

#[test]
fn keys_keep_the_order_of_the_document() {
    for (name, text) in [
        ("test.json", r#"{"b": 1, "a": 2, "c": 3}"#),
        ("test.yaml", "b: 1\na: 2\nc: 3\n"),
    ] {
        let document = read(name, text);
        let keys: Vec<_> = document.root().entries().map(|(key, _)| key).collect();
        assert_eq!(keys, ["b", "a", "c"], "{name}");
    }
}

#[test]
fn spans_cover_values_exactly() {
    let text = "a: plain # comment\nb: \"two \\\" words\"  # comment\nc:\n  - 1\n  - [x, y]\nd: {e: 2}\n\
                f: 'it''s' # comment\ng: &x !!str # comment\n  'y'\nh: &z\n  i: 1\n";
    let document = yaml(text);
    let cases = [
        ("#/a", "plain"),
        ("#/b", "\"two \\\" words\""),
        ("#/c", "- 1\n  - [x, y]"),
        ("#/c/1", "[x, y]"),
        ("#/d", "{e: 2}"),
        ("#/d/e", "2"),
        ("#/f", "'it''s'"),
        ("#/g", "'y'"),
        ("#/h", "i: 1"),
    ];
    for (pointer, expected) in cases {
        assert_eq!(slice(&document, pointer), expected, "{pointer}");
    }
}

#[test]
fn spans_of_json_cover_values_exactly() {
    let document = read("test.json", r#"{ "a": "x", "b": [ 1, true ] }"#);
    assert_eq!(slice(&document, "#/a"), "\"x\"");
    assert_eq!(slice(&document, "#/b"), "[ 1, true ]");
    assert_eq!(slice(&document, "#/b/1"), "true");
}

#[test]
fn spans_are_right_after_wide_characters_and_windows_line_breaks() {
    let wide = "é😀日本語".repeat(100);
    let document = yaml(&format!(
        "a: {wide}\r\n\"b\u{e9}\": x # {wide}\r\nc: |\r\n  {wide}\r\nd: end\r\n"
    ));
    let key = document
        .root()
        .as_object()
        .and_then(|map| map.entry("bé"))
        .expect("the key");
    assert_eq!(document.source().slice(key.key_span), "\"bé\"");
    assert_eq!(slice(&document, "#/d"), "end");
}

#[test]
fn an_omitted_value_has_the_span_of_its_key() {
    let document = yaml("a:\n\n# comment\nb: 1\n");
    assert_eq!(slice(&document, "#/a"), "a");
}

#[test]
fn line_and_column_count_characters_from_one() {
    let document = yaml("a: 1\né: 2\n");
    let cases = [
        (0, (1, 1)),
        (3, (1, 4)),
        (5, (2, 1)),
        (9, (2, 4)),
        (1000, (3, 1)),
    ];
    for (offset, (line, column)) in cases {
        let place = document.line_column(offset);
        assert_eq!((place.line, place.column), (line, column), "{offset}");
    }
}

#[test]
fn aliases_stand_for_their_anchor() {
    let text = "a: &x { b: 1 }\nc: *x\nd: [&y z, *y]\n&k key: *k\n";
    let expected = json!({ "a": { "b": 1 }, "c": { "b": 1 }, "d": ["z", "z"], "key": "key" });
    assert_eq!(json_of(text), expected);
}

#[test]
fn merge_keys_are_resolved_with_a_warning() {
    let document = yaml("a: &x { b: 1, c: 2 }\nd: { <<: *x, c: 3 }\ne: { <<: [*x, { f: 4 }] }\n");
    let expected = json!({
        "a": { "b": 1, "c": 2 },
        "d": { "b": 1, "c": 3 },
        "e": { "b": 1, "c": 2, "f": 4 },
    });
    assert_eq!(document.root().to_json(), expected);
    let codes: Vec<_> = document.warnings().iter().map(|d| d.code).collect();
    assert_eq!(codes, [Code::MergeKey, Code::MergeKey]);
}

#[test]
fn a_quoted_merge_key_is_a_key() {
    assert_eq!(json_of("\"<<\": 1"), json!({ "<<": 1 }));
}

#[test]
fn unknown_tags_are_ignored_with_a_warning() {
    for text in [
        "a: !Thing 1",
        "a: !Thing { b: 1 }",
        "a: !!set { b: 1 }",
        "a: !!binary 1",
    ] {
        let document = yaml(text);
        let codes: Vec<_> = document.warnings().iter().map(|d| d.code).collect();
        assert_eq!(codes, [Code::YamlTag], "{text}");
    }
}

#[test]
fn yaml_syntax_errors_have_a_position() {
    let cases = [
        ("a: b: c", "1:5"),
        ("a: 1\n b: 2\n", "2:2"),
        ("a: \"open", "1:4"),
        ("a: [1, 2", "1:4"),
        ("a: { b: 1\nc: 2\n", "1:4"),
        ("a:\n  - { b: [1, 2 }\n", "2:10"),
        ("a:\n  - { b: [{ c: 1 ]\n  - 2\n", "2:11"),
        ("a:\n  b: { $ref: #/c }\n  d: 1\n", "2:14"),
        ("a: { b: \"open }\nc: 1\n", "1:9"),
        ("a:\n  b: 'open\n  c: 1\n", "2:6"),
        ("a: { b: 1 } }\n", "1:13"),
        ("a: 1\nb\n", "3:1"),
        ("a: *x", "1:4"),
        ("a: @x", "1:4"),
        ("a: 1\0b: 2", "1:5"),
        ("a: \"\\q\"", "1:4"),
        ("", "1:1"),
        ("# only a comment\n", "1:1"),
    ];
    for (text, place) in cases {
        assert_eq!(
            errors("test.yaml", text),
            [(Code::Syntax, place.to_owned())],
            "{text:?}"
        );
    }
}

#[test]
fn a_wrong_indentation_is_reported_at_its_line_with_the_right_one() {
    let too_deep = "`c` is indented more than the line above, which has a value already";
    let no_match = "the indentation of `c` matches no key above";
    let not_indented = "a line of a block of text is not indented";
    let like = |indent: &str, line: usize| {
        format!("indent it by {indent}, like line {line}, if it belongs to the same object")
    };
    let block =
        |indent: &str| format!("indent the lines of the block by more than the {indent} of `b`");
    let cases = [
        (
            "a:\n  b: x\n    c: y\n",
            "3:5",
            too_deep,
            like("2 spaces", 2),
        ),
        (
            "a:\n  b: 'x'\n    c: y\n",
            "3:5",
            too_deep,
            like("2 spaces", 2),
        ),
        (
            "a:\n  b: {}\n\n    # d\n    c:\n      d: 1\n",
            "5:5",
            too_deep,
            like("2 spaces", 2),
        ),
        (
            "a:\n  - b: x\n      c: y\n",
            "3:7",
            too_deep,
            like("4 spaces", 2),
        ),
        (
            "a:\n  b:\n    d: 1\n   c: 2\n",
            "4:4",
            no_match,
            like("4 spaces", 3),
        ),
        (
            "a:\n    b: x\n  c: y\n",
            "3:3",
            no_match,
            like("4 spaces", 2),
        ),
        (
            "a:\n  b: |\nText.\nMore.\n  c: 1\n",
            "3:1",
            not_indented,
            block("2 spaces"),
        ),
        (
            "a:\n  b: >-\n- Text\n- More\n  c: 1\n",
            "3:1",
            not_indented,
            block("2 spaces"),
        ),
        (
            "a:\n  b: |\nNote: x\nMore.\n  c: 1\n",
            "3:1",
            not_indented,
            block("2 spaces"),
        ),
        (
            "a:\n  b: !!str |2- # c\nText.\nMore.\n",
            "3:1",
            not_indented,
            block("2 spaces"),
        ),
        (
            "a:\n - b: |\n   Text.\n   c: 1\n",
            "3:4",
            not_indented,
            block("3 spaces"),
        ),
    ];
    for (text, place, message, help) in cases {
        let found = Document::read("test.yaml", text).expect_err(text);
        let found: Vec<_> = found.iter().collect();
        let [diagnostic] = found[..] else {
            panic!("{text}: {found:?}");
        };
        assert_eq!(diagnostic.code, Code::Syntax, "{text}");
        assert_eq!(diagnostic.message, message, "{text}");
        assert_eq!(diagnostic.help.as_deref(), Some(&*help), "{text}");
        let places = errors("test.yaml", text);
        assert_eq!(places, [(Code::Syntax, place.to_owned())], "{text}");
    }
}

#[test]
fn a_syntax_error_after_an_empty_block_of_text_is_not_one_of_indentation() {
    for text in [
        "info:\n  description: |\npaths: {}\na: b: c\n",
        "a:\n  b: |\n  c: d: e\n",
        "a:\n  b: |\n    Text: x\n  c: d: e\n",
        "a:\n- b: |\n- c: d: e\n",
        "a: |\n  b: c |\n  d\nb: c: d\n",
    ] {
        let found = Document::read("test.yaml", text).expect_err(text);
        let messages: Vec<_> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(messages, ["unexpected `:`"], "{text}");
    }
}

#[test]
fn a_bracket_left_unclosed_by_a_comment_is_reported_with_the_comment() {
    let text = "a:\n  b: { items: { $ref: #/components/schemas/C } }\n  d: 1\n";
    let found = Document::read("test.yaml", text).expect_err("the bracket is unclosed");
    insta::assert_snapshot!(found, @r##"
    error[E001]: unclosed `{`: the rest of the line is a comment
     --> test.yaml:2:23
      |
    2 |   b: { items: { $ref: #/components/schemas/C } }
      |                       ^^^^^^^^^^^^^^^^^^^^^^
     ::: test.yaml:2:15
      |
    2 |   b: { items: { $ref: #/components/schemas/C } }
      |               - unclosed
      = help: quote the value that starts with `#`: `"#/components/schemas/C"`
    "##);
}

#[test]
fn json_syntax_errors_have_a_position() {
    let cases = [
        ("{\"a\": 1,}", "1:8"),
        ("[1, 2,]", "1:6"),
        ("{\"a\" 1}", "1:6"),
        ("{a: 1}", "1:2"),
        ("{\"a\": 'x'}", "1:7"),
        ("{\"a\": 01}", "1:7"),
        ("{\"a\": 1.}", "1:7"),
        ("{\"a\": -}", "1:7"),
        ("{\"a\": 1e999}", "1:7"),
        ("{\"a\": nul}", "1:7"),
        ("{\"a\": \"open\n\"}", "1:7"),
        ("{\"a\": \"\\q\"}", "1:8"),
        ("{\"a\": \"\\ud800\"}", "1:8"),
        ("{\"a\": \"\t\"}", "1:8"),
        ("{\"a\": 1} x", "1:10"),
        ("// comment\n{}", "1:1"),
        ("{\"a\": 1", "1:1"),
        ("{\"a\": [{\"b\": 1}", "1:7"),
        ("{\n  \"a\": {\n    \"b\": 1\n  ,\n  \"c\": 2\n}\n", "2:8"),
        ("{\n  \"a\": [\n    1,\n    { \"b\": 2\n  ]\n}\n", "4:5"),
        ("{\"a\":", "1:1"),
        ("", "1:1"),
    ];
    for (text, place) in cases {
        assert_eq!(
            errors("test.json", text),
            [(Code::Syntax, place.to_owned())],
            "{text:?}"
        );
    }
}

#[test]
fn a_tab_in_indentation_is_reported() {
    assert_eq!(
        errors("test.yaml", "a:\n  b: 1\n\tc: 2\n"),
        [(Code::Tab, "3:1".to_owned())]
    );
}

#[test]
fn all_duplicate_keys_are_reported() {
    let yaml = "a: 1\na: 2\nb:\n  c: 3\n  c: 4\n";
    let json = "{\"a\": 1,\n\"a\": 2,\n\"b\": {\n  \"c\": 3,\n  \"c\": 4 } }";
    let expected = [
        (Code::DuplicateKey, "2:1".to_owned()),
        (Code::DuplicateKey, "5:3".to_owned()),
    ];
    assert_eq!(errors("test.yaml", yaml), expected);
    assert_eq!(errors("test.json", json), expected);
}

#[test]
fn yaml_that_json_cannot_represent_is_an_error() {
    let cases = [
        ("[a]: 1", "1:1"),
        ("? {a: b}\n: 1", "1:3"),
        ("a: .inf", "1:4"),
        ("a: -.Inf", "1:4"),
        ("a: .nan", "1:4"),
        ("a: &x [*x]", "1:8"),
        ("a: &x [1]\n*x : 2", "2:1"),
        ("a: 1\n---\nb: 2", "2:1"),
    ];
    for (text, place) in cases {
        assert_eq!(
            errors("test.yaml", text),
            [(Code::NotJson, place.to_owned())],
            "{text:?}"
        );
    }
}

#[test]
fn a_merge_key_needs_an_object() {
    let expected = [
        (Code::MergeKey, "1:5".to_owned()),
        (Code::NotJson, "1:9".to_owned()),
    ];
    assert_eq!(errors("test.yaml", "a: {<<: 1}"), expected);
}

fn code_of_first_error(name: &str, text: &str) -> Code {
    errors(name, text)[0].0
}

#[test]
fn depth_is_bounded() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for name in ["test.json", "test.yaml"] {
        assert_eq!(
            read(name, &nested(limit::DEPTH)).root().kind(),
            NodeKind::Array,
            "{name}"
        );
        assert_eq!(
            code_of_first_error(name, &nested(limit::DEPTH + 1)),
            Code::Limit,
            "{name}"
        );
        assert_eq!(
            code_of_first_error(name, &nested(100_000)),
            Code::Limit,
            "{name}"
        );
    }
    assert_eq!(
        code_of_first_error("test.yaml", &"- ".repeat(100_000)),
        Code::Limit
    );
}

fn size(bytes: usize) -> limit::Size {
    limit::Size {
        bytes,
        ..limit::Size::default()
    }
}

#[test]
fn the_limit_is_shown_in_the_unit_of_its_option() {
    for (names, bytes, limit, help) in [
        (
            OptionNames::Fields,
            1 << 20,
            "1048576 bytes",
            Some("the option `max_bytes`"),
        ),
        (
            OptionNames::CommandLine,
            2 << 20,
            "2 MiB",
            Some("`--max-size`"),
        ),
        (OptionNames::None, 128 << 20, "128 MiB", None),
    ] {
        let error = limit::Size { bytes, names }.exceeded();
        assert_eq!(
            error.message,
            format!("the document is larger than {limit}")
        );
        let help = help.map(|option| format!("raise the limit with {option}"));
        assert_eq!(error.help, help);
    }
}

#[test]
fn size_is_bounded() {
    let max_bytes = 20;
    let text = format!("{:max_bytes$}", "a: 1");
    assert!(Document::read_up_to(size(max_bytes), "test.yaml", &text).is_ok());
    let found = Document::read_up_to(size(max_bytes - 1), "test.yaml", &text);
    let found = found.expect_err("the document is too large");
    let error = found.iter().next().expect("there is an error");
    assert_eq!(error.code, Code::Limit);
    assert_eq!(error.message, "the document is larger than 19 bytes");
}

#[test]
fn the_number_of_values_is_bounded() {
    let max_bytes = 8 << 20;
    let text = format!("[{}1]", "1,".repeat(limit::values(max_bytes)));
    for name in ["test.json", "test.yaml"] {
        let found = Document::read_up_to(size(max_bytes), name, &text);
        let found = found.expect_err("the document has too many values");
        assert_eq!(
            found.iter().next().map(|it| it.code),
            Some(Code::Limit),
            "{name}"
        );
    }
}

#[test]
fn alias_expansion_is_bounded() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        let _ = writeln!(text, "a{level}: &a{level} [{}]", vec![before; 9].join(", "));
    }
    assert_eq!(code_of_first_error("test.yaml", &text), Code::Limit);
}

#[test]
fn references_are_followed_through_escapes_and_chains() {
    let document = yaml(
        "a/b:\n  c~d: { $ref: '#/x%20y' }\nx y: { $ref: '#/list/1' }\nlist: [0, { found: true }]\nstart: { $ref: '#/a~1b/c~0d' }\n",
    );
    let start = document.root().get("start").expect("the start");
    let found = document.resolve(start).expect("a target");
    assert_eq!(found.to_json(), json!({ "found": true }));
}

#[test]
fn a_node_without_a_reference_resolves_to_itself() {
    let document = yaml("a: 1");
    assert_eq!(document.resolve(document.root()), Ok(document.root()));
}

#[test]
fn unresolved_references_have_a_reason() {
    let document = yaml(
        "dangling: { $ref: '#/none' }\nindex: { $ref: '#/list/01' }\nlist: [1, 2]\nother: { $ref: 'other.yaml#/a' }\ncycle: { $ref: '#/cycle' }\n",
    );
    let resolve = |key: &str| document.resolve(document.root().get(key).expect("the key"));
    assert!(matches!(
        resolve("dangling"),
        Err(Unresolved::Dangling {
            reference: "#/none",
            ..
        })
    ));
    assert!(matches!(resolve("index"), Err(Unresolved::Dangling { .. })));
    assert!(matches!(resolve("other"), Err(Unresolved::External { .. })));
    assert!(matches!(resolve("cycle"), Err(Unresolved::Cycle { .. })));
}

#[test]
fn pointers_are_written_as_they_are_read() {
    let pointer = Pointer::from_iter(["paths", "/a~b/{id}%20", "get"]);
    assert_eq!(pointer.to_reference(), "#/paths/~1a~0b~1{id}%2520/get");
    assert_eq!(
        Pointer::from_reference(&pointer.to_reference()),
        Some(pointer)
    );
}

#[test]
fn pointers_start_with_a_number_sign() {
    for reference in ["Pet", "other.yaml", "#Pet", "#%ff"] {
        assert_eq!(Pointer::from_reference(reference), None, "{reference}");
    }
}

#[test]
fn renaming_keeps_the_position() {
    let mut document = yaml("a: 1\nb: 2\nc: 3\n");
    let map = document.root_mut().as_object_mut().expect("an object");
    assert!(map.rename("b", "z"));
    assert!(!map.rename("a", "c"), "the new name is taken");
    assert!(!map.rename("none", "d"), "the old name is not there");
    assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "z", "c"]);
}

#[test]
fn setting_a_key_keeps_its_order_and_span() {
    let mut document = yaml("a: 1\nb: 2\n");
    let map = document.root_mut().as_object_mut().expect("an object");
    let place = map.entry("a").map(|entry| entry.key_span);
    map.set("a", Node::bool(true, Span::new(6, 7)));
    map.set("c", Node::bool(false, Span::new(6, 7)));
    assert_eq!(map.keys().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(map.entry("a").map(|entry| entry.key_span), place);
    assert_eq!(
        map.entry("c").map(|entry| entry.key_span),
        Some(Span::new(6, 7))
    );
}

#[test]
fn removing_a_key_keeps_the_order_of_the_others() {
    let mut document = yaml("a: 1\nb: 2\nc: 3\n");
    let map = document.root_mut().as_object_mut().expect("an object");
    assert_eq!(
        map.remove("a").map(|entry| entry.value.as_i64()),
        Some(Some(1))
    );
    assert_eq!(map.keys().collect::<Vec<_>>(), ["b", "c"]);
}

#[test]
fn json_converts_to_nodes_and_back_unchanged() {
    let value = json!({ "a": [1, -2, 3.5, "x", true, null], "b": {} });
    let span = Span::new(3, 4);
    let node = Node::from_json(value.clone(), span);
    assert_eq!(node.to_json(), value);
    assert_eq!(
        node.at(&Pointer::from_iter(["a", "3"])).map(|n| n.span),
        Some(span)
    );
}

#[test]
fn nodes_are_changed_at_a_pointer() {
    let mut document = yaml("a: [{ b: 1 }]");
    let pointer = Pointer::from_iter(["a", "0", "b"]);
    document
        .root_mut()
        .at_mut(&pointer)
        .expect("the node")
        .value = Value::Bool(true);
    assert_eq!(document.root().to_json(), json!({ "a": [{ "b": true }] }));
}

#[test]
fn the_number_of_diagnostics_is_bounded() {
    let merges = "  - { <<: {} }\n".repeat(1_000);
    let found = Document::read("test.yaml", &format!("a:\n{merges}b: 1\nb: 2\n"));
    let found = found.expect_err("a duplicate key");
    assert!(found.has_errors());
    assert!(found.len() < 1_000);
}
