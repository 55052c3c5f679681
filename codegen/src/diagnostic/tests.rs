use std::sync::Arc;

use insta::assert_snapshot;
use unicode_width::UnicodeWidthStr;

use super::{
    Annotation, AnnotationLevel, Code, ColorChoice, Diagnostic, Diagnostics, Format, LineColumn,
    Severity, SourceMap, Span,
};

/// Collects diagnostics for a text.
fn diagnostics(text: &str, list: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(Arc::new(SourceMap::new("spec/test.yaml", text)));
    diagnostics.extend(list);
    diagnostics
}

fn span_of(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("the text contains the part");
    Span::new(start, start + part.len())
}

const TEXT: &str = "\
paths:
  /a:
    get:
      schema: { $ref: \"#/components/schemas/Conversaton\" }
";

fn unresolved() -> Diagnostic {
    let reference = "#/components/schemas/Conversaton";
    Diagnostic::new(
        Code::DanglingReference,
        span_of(TEXT, &format!("\"{reference}\"")),
        format!("unresolved reference `{reference}`"),
    )
    .with_label("not found")
    .with_help("did you mean `#/components/schemas/Conversation`?")
}

#[test]
fn text_shows_the_line_with_a_caret() {
    assert_snapshot!(diagnostics(TEXT, [unresolved()]), @r##"
    error[E012]: unresolved reference `#/components/schemas/Conversaton`
     --> spec/test.yaml:4:23
      |
    4 |       schema: { $ref: "#/components/schemas/Conversaton" }
      |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not found
      = help: did you mean `#/components/schemas/Conversation`?
    "##);
}

#[test]
fn text_shows_notes_and_related_spans() {
    let text = "a: 1\nb: 2\n\n\n\n\n\n\n\n\na: 3\n";
    let second = Span::new(text.len() - 5, text.len() - 4);
    let diagnostic = Diagnostic::new(Code::DuplicateKey, second, "duplicate key `a`")
        .with_label("duplicate")
        .with_related(span_of(text, "a"), "first given here")
        .with_note("first line\nsecond line")
        .with_help("remove one");
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E002]: duplicate key `a`
      --> spec/test.yaml:11:1
       |
    11 | a: 3
       | ^ duplicate
      ::: spec/test.yaml:1:1
       |
     1 | a: 1
       | - first given here
       = note: first line
               second line
       = help: remove one
    ");
}

#[test]
fn text_underlines_only_the_first_line_of_a_span() {
    let text = "a:\n  b: 1\n  c: 2\n";
    let diagnostic = Diagnostic::new(
        Code::WrongKind,
        span_of(text, "b: 1\n  c: 2"),
        "expected an array",
    );
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E017]: expected an array
     --> spec/test.yaml:2:3
      |
    2 |   b: 1
      |   ^^^^
    ");
}

#[test]
fn text_aligns_carets_below_tabs_and_wide_characters() {
    let text = "日本\t\"x\": [ é, y ]";
    let diagnostic = Diagnostic::new(Code::Syntax, span_of(text, "y"), "here");
    assert_snapshot!(diagnostics(text, [diagnostic]), @r#"
    error[E001]: here
     --> spec/test.yaml:1:14
      |
    1 | 日本    "x": [ é, y ]
      |                   ^
    "#);
}

#[test]
fn text_cuts_long_lines_around_the_caret() {
    let text = format!("{}here{}", "before ".repeat(50), " after".repeat(50));
    let diagnostic = Diagnostic::new(Code::Syntax, span_of(&text, "here"), "long");
    assert_snapshot!(diagnostics(&text, [diagnostic]), @r"
    error[E001]: long
     --> spec/test.yaml:1:351
      |
    1 | …e before before before before here after after after after after after aft…
      |                                ^^^^
    ");
}

#[test]
fn excerpts_and_their_labels_fit_80_columns() {
    let wide = "日本".repeat(40);
    let plain = "abcd ".repeat(30);
    let long = "a label of many words ".repeat(12);
    for before in [
        "",
        "key: ",
        &plain,
        &wide,
        &wide[3..],
        "a日本".repeat(30).as_str(),
    ] {
        for marked in ["here", &"here".repeat(60)] {
            for after in ["", " after", &plain, &wide] {
                for label in [
                    "",
                    "a label",
                    "a label that does not fit beside the caret",
                    &long,
                ] {
                    let text = format!("{before}{marked}{after}");
                    let span = span_of(&text, marked);
                    let diagnostic = Diagnostic::new(Code::Syntax, span, "x").with_label(label);
                    let shown = diagnostics(&text, [diagnostic]).to_string();
                    let lines = shown.lines().map(|line| (line, line.width()));
                    let too_long: Vec<_> = lines.filter(|(_, width)| *width > 80).collect();
                    assert!(too_long.is_empty(), "{shown}");
                    // The caret is below the start of the marked text.
                    let source = shown.lines().nth(3).unwrap();
                    let carets = shown.lines().nth(4).unwrap();
                    let column = |line: &str, text| line.find(text).map(|at| line[..at].width());
                    assert_eq!(column(source, "here"), column(carets, "^"), "{shown}");
                }
            }
        }
    }
}

#[test]
fn text_of_a_long_line_does_not_depend_on_its_length() {
    let text = format!("{}here{}", "é".repeat(100_000), "é".repeat(100_000));
    let diagnostic = Diagnostic::new(Code::Syntax, span_of(&text, "here"), "long");
    assert!(diagnostics(&text, [diagnostic]).to_string().len() < 1_000);
}

#[test]
fn text_makes_control_characters_visible() {
    let text = "a: \u{1b}[31m\u{7f}";
    let diagnostic = Diagnostic::new(Code::Syntax, span_of(text, "a"), "the key `\u{1b}[31m`");
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E001]: the key `␛[31m`
     --> spec/test.yaml:1:1
      |
    1 | a: ␛[31m�
      | ^
    ");
}

#[test]
fn a_name_in_a_message_breaks_no_line_and_changes_no_direction() {
    let diagnostic = Diagnostic::new(Code::Syntax, span_of("a: b", "a"), "the key `a\n\u{202e}b`");
    assert_snapshot!(diagnostics("a: b", [diagnostic]), @r"
    error[E001]: the key `a␊�b`
     --> spec/test.yaml:1:1
      |
    1 | a: b
      | ^
    ");
}

#[test]
fn text_points_at_the_end_of_the_document() {
    let text = "a: [1\n";
    let end = Span::new(text.len(), text.len());
    let diagnostic = Diagnostic::new(Code::Syntax, end, "expected `]`");
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E001]: expected `]`
     --> spec/test.yaml:2:1
      |
    2 |
      | ^
    ");
}

#[test]
fn text_is_colored_only_on_request() {
    let rendered = diagnostics(TEXT, [unresolved()]).render(Format::Text, ColorChoice::Always);
    assert_snapshot!(rendered.replace('\u{1b}', "ESC"), @r##"
    ESC[1;31merror[E012]ESC[0mESC[1m: unresolved reference `#/components/schemas/Conversaton`ESC[0m
     ESC[1;34m-->ESC[0m spec/test.yaml:4:23
      ESC[1;34m|ESC[0m
    ESC[1;34m4ESC[0m ESC[1;34m|ESC[0m       schema: { $ref: "#/components/schemas/Conversaton" }
      ESC[1;34m|ESC[0m                       ESC[1;31m^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not foundESC[0m
      ESC[1;34m=ESC[0m ESC[1mhelpESC[0m: did you mean `#/components/schemas/Conversation`?
    "##);
}

#[test]
fn json_is_one_object_per_line() {
    let unused = Diagnostic::new(
        Code::UnusedComponent,
        span_of(TEXT, "paths"),
        "unused component",
    )
    .with_related(span_of(TEXT, "/a"), "used here")
    .with_note("a note");
    let rendered =
        diagnostics(TEXT, [unresolved(), unused]).render(Format::Json, ColorChoice::Never);
    assert_snapshot!(rendered, @r##"
    {"code":"W013","help":null,"label":null,"message":"unused component","notes":["a note"],"place":{"column":1,"end_column":6,"end_line":1,"file":"spec/test.yaml","line":1},"related":[{"message":"used here","place":{"column":3,"end_column":5,"end_line":2,"file":"spec/test.yaml","line":2}}],"severity":"warning"}
    {"code":"E012","help":"did you mean `#/components/schemas/Conversation`?","label":"not found","message":"unresolved reference `#/components/schemas/Conversaton`","notes":[],"place":{"column":23,"end_column":57,"end_line":4,"file":"spec/test.yaml","line":4},"related":[],"severity":"error"}
    "##);
}

#[test]
fn github_annotations_are_escaped() {
    let text = "a: 1\nb: 2\n";
    let one = Diagnostic::new(Code::UnknownField, span_of(text, "b"), "100%\nunknown")
        .with_help("a: b, c");
    let two = Diagnostic::new(Code::WrongKind, span_of(text, "a: 1\nb"), "two lines");
    let rendered = diagnostics(text, [one, two]).render(Format::Github, ColorChoice::Never);
    assert_snapshot!(rendered, @r"
    ::error file=spec/test.yaml,line=1,endLine=2,title=E017%3A value of the wrong type::two lines
    ::warning file=spec/test.yaml,line=2,endLine=2,col=1,endColumn=2,title=W010%3A unknown field::100%25%0Aunknown%0Aa: b, c
    ");
}

#[test]
fn no_text_ends_an_annotation_or_starts_another_command() {
    let hostile = "a\r\n::error::b\n\r::c\u{1b}[31m\u{85}100%0A,:";
    let annotation = Annotation {
        level: AnnotationLevel::Notice,
        file: Some(hostile.to_owned()),
        start: Some(LineColumn { line: 3, column: 5 }),
        end: None,
        title: hostile.to_owned(),
        message: hostile.to_owned(),
    };
    assert_snapshot!(annotation, @"::notice file=a%0A%3A%3Aerror%3A%3Ab%0A␍%3A%3Ac␛[31m�100%250A%2C%3A,line=3,col=5,title=a%0A%3A%3Aerror%3A%3Ab%0A␍%3A%3Ac␛[31m�100%250A%2C%3A::a%0A::error::b%0A␍::c␛[31m�100%250A,:");
    let without_file = Annotation {
        file: None,
        start: None,
        title: "a".to_owned(),
        message: "b".to_owned(),
        ..annotation
    };
    assert_eq!(without_file.to_string(), "::notice title=a::b");
}

#[test]
fn diagnostics_are_sorted_by_position() {
    let at =
        |start, message: &str| Diagnostic::new(Code::Syntax, Span::new(start, start + 1), message);
    let list = diagnostics(
        "abc",
        [at(2, "c"), at(0, "a"), at(1, "first"), at(1, "second")],
    );
    let messages: Vec<_> = list.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["a", "first", "second", "c"]);
}

#[test]
fn equal_diagnostics_are_kept_once() {
    assert_eq!(diagnostics(TEXT, [unresolved(), unresolved()]).len(), 1);
}

#[test]
fn errors_and_warnings_are_counted_separately() {
    let warning = Diagnostic::new(Code::UnknownField, Span::new(0, 1), "w");
    let list = diagnostics(TEXT, [warning.clone()]);
    assert!(!list.has_errors());
    let list = diagnostics(TEXT, [warning, unresolved()]);
    assert_eq!((list.error_count(), list.warning_count()), (1, 1));
}

#[test]
fn identifiers_are_unique_and_parse() {
    for code in Code::all() {
        assert_eq!(code.id().parse(), Ok(code));
        assert_eq!(code.id().to_lowercase().parse(), Ok(code));
    }
}

#[test]
fn identifiers_are_sorted_and_start_with_the_severity() {
    let ids: Vec<_> = Code::all().map(Code::id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for code in Code::all() {
        let is_error = code.id().starts_with('E');
        assert_eq!(code.severity() == Severity::Error, is_error, "{code}");
    }
}

#[test]
fn other_texts_do_not_parse_as_identifiers() {
    for text in ["E012", "e012", "E12", "e12", "e0012"] {
        assert_eq!(text.parse::<Code>(), "E012".parse(), "{text}");
    }
    for text in ["12", "E", "E+12", "E12 ", "é12", "X12", "E0", "E99999999"] {
        assert!(text.parse::<Code>().is_err(), "{text}");
    }
    assert!("E999".parse::<Code>().is_err());
    assert!("".parse::<Code>().is_err());
}

#[test]
fn explanations_are_sentences_and_titles_are_not() {
    for code in Code::all() {
        assert!(code.explanation().ends_with(['.', ')']), "{code}");
        assert!(!code.title().ends_with('.'), "{code}");
    }
}
