use std::sync::Arc;

use insta::assert_snapshot;

use super::{Code, ColorChoice, Diagnostic, Diagnostics, Format, Severity, SourceMap, Span};

/// Diagnostics about a text, each at the place of a piece of it.
fn diagnostics(text: &str, list: impl IntoIterator<Item = Diagnostic>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(Arc::new(SourceMap::new("spec/test.yaml", text)));
    diagnostics.extend(list);
    diagnostics
}

fn place(text: &str, piece: &str) -> Span {
    let start = text.find(piece).expect("the piece is in the text");
    Span::new(start, start + piece.len())
}

const TEXT: &str = "\
paths:
  /a:
    get:
      schema: { $ref: \"#/components/schemas/Conversaton\" }
";

fn dangling() -> Diagnostic {
    let reference = "#/components/schemas/Conversaton";
    Diagnostic::new(
        Code::DanglingReference,
        place(TEXT, &format!("\"{reference}\"")),
        format!("`{reference}` leads nowhere"),
    )
    .with_label("not found")
    .with_help("did you mean `#/components/schemas/Conversation`?")
}

#[test]
fn text_shows_the_line_with_a_caret() {
    assert_snapshot!(diagnostics(TEXT, [dangling()]), @r##"
    error[E012]: `#/components/schemas/Conversaton` leads nowhere
     --> spec/test.yaml:4:23
      |
    4 |       schema: { $ref: "#/components/schemas/Conversaton" }
      |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not found
      = help: did you mean `#/components/schemas/Conversation`?
    "##);
}

#[test]
fn text_shows_notes_and_other_places() {
    let text = "a: 1\nb: 2\n\n\n\n\n\n\n\n\na: 3\n";
    let second = Span::new(text.len() - 5, text.len() - 4);
    let diagnostic = Diagnostic::new(Code::DuplicateKey, second, "the key `a` is given twice")
        .with_label("the second")
        .with_related(place(text, "a"), "the first")
        .with_note("one line\nand another")
        .with_help("remove one");
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E002]: the key `a` is given twice
      --> spec/test.yaml:11:1
       |
    11 | a: 3
       | ^ the second
      ::: spec/test.yaml:1:1
       |
     1 | a: 1
       | - the first
       = note: one line
               and another
       = help: remove one
    ");
}

#[test]
fn text_marks_only_the_first_line_of_a_longer_place() {
    let text = "a:\n  b: 1\n  c: 2\n";
    let diagnostic = Diagnostic::new(
        Code::WrongKind,
        place(text, "b: 1\n  c: 2"),
        "must be an array",
    );
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E017]: must be an array
     --> spec/test.yaml:2:3
      |
    2 |   b: 1
      |   ^^^^
    ");
}

#[test]
fn text_aligns_carets_below_tabs_and_wide_characters() {
    let text = "日本\t\"x\": [ é, y ]";
    let diagnostic = Diagnostic::new(Code::Syntax, place(text, "y"), "here");
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
    let diagnostic = Diagnostic::new(Code::Syntax, place(&text, "here"), "long");
    assert_snapshot!(diagnostics(&text, [diagnostic]), @r"
    error[E001]: long
     --> spec/test.yaml:1:351
      |
    1 | …fore before before before before before here after after after after after after after after after after after after aft…
      |                                          ^^^^
    ");
}

#[test]
fn text_of_a_long_line_does_not_depend_on_its_length() {
    let text = format!("{}here{}", "é".repeat(100_000), "é".repeat(100_000));
    let diagnostic = Diagnostic::new(Code::Syntax, place(&text, "here"), "long");
    assert!(diagnostics(&text, [diagnostic]).to_string().len() < 1_000);
}

#[test]
fn text_shows_control_characters_instead_of_sending_them() {
    let text = "a: \u{1b}[31m\u{7f}";
    let diagnostic = Diagnostic::new(Code::Syntax, place(text, "a"), "the key `\u{1b}[31m`");
    assert_snapshot!(diagnostics(text, [diagnostic]), @r"
    error[E001]: the key `␛[31m`
     --> spec/test.yaml:1:1
      |
    1 | a: ␛[31m�
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
fn colours_are_put_around_pieces_only_when_asked_for() {
    let rendered = diagnostics(TEXT, [dangling()]).render(Format::Text, ColorChoice::Always);
    assert_snapshot!(rendered.replace('\u{1b}', "ESC"), @r##"
    ESC[1;31merror[E012]ESC[0mESC[1m: `#/components/schemas/Conversaton` leads nowhereESC[0m
     ESC[1;34m-->ESC[0m spec/test.yaml:4:23
      ESC[1;34m|ESC[0m
    ESC[1;34m4ESC[0m ESC[1;34m|ESC[0m       schema: { $ref: "#/components/schemas/Conversaton" }
      ESC[1;34m|ESC[0m                       ESC[1;31m^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not foundESC[0m
      ESC[1;34m=ESC[0m ESC[1mhelpESC[0m: did you mean `#/components/schemas/Conversation`?
    "##);
}

#[test]
fn json_is_an_object_a_line() {
    let unused = Diagnostic::new(
        Code::UnusedComponent,
        place(TEXT, "paths"),
        "nothing uses it",
    )
    .with_related(place(TEXT, "/a"), "this")
    .with_note("a note");
    let rendered = diagnostics(TEXT, [dangling(), unused]).render(Format::Json, ColorChoice::Never);
    assert_snapshot!(rendered, @r##"
    {"code":"W013","help":null,"label":null,"message":"nothing uses it","notes":["a note"],"place":{"column":1,"end_column":6,"end_line":1,"file":"spec/test.yaml","line":1},"related":[{"message":"this","place":{"column":3,"end_column":5,"end_line":2,"file":"spec/test.yaml","line":2}}],"severity":"warning"}
    {"code":"E012","help":"did you mean `#/components/schemas/Conversation`?","label":"not found","message":"`#/components/schemas/Conversaton` leads nowhere","notes":[],"place":{"column":23,"end_column":57,"end_line":4,"file":"spec/test.yaml","line":4},"related":[],"severity":"error"}
    "##);
}

#[test]
fn github_annotations_escape_what_would_end_them() {
    let text = "a: 1\nb: 2\n";
    let one =
        Diagnostic::new(Code::UnknownField, place(text, "b"), "100%\nsure").with_help("a: b, c");
    let two = Diagnostic::new(Code::WrongKind, place(text, "a: 1\nb"), "two lines");
    let rendered = diagnostics(text, [one, two]).render(Format::Github, ColorChoice::Never);
    assert_snapshot!(rendered, @r"
    ::error file=spec/test.yaml,line=1,endLine=2,title=E017%3A a value of the wrong kind::two lines
    ::warning file=spec/test.yaml,line=2,endLine=2,col=1,endColumn=2,title=W010%3A a field that means nothing::100%25%0Asure%0Aa: b, c
    ");
}

#[test]
fn diagnostics_are_ordered_by_place() {
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
    assert_eq!(diagnostics(TEXT, [dangling(), dangling()]).len(), 1);
}

#[test]
fn errors_and_warnings_are_counted_apart() {
    let warning = Diagnostic::new(Code::UnknownField, Span::new(0, 1), "w");
    let list = diagnostics(TEXT, [warning.clone()]);
    assert!(!list.has_errors());
    let list = diagnostics(TEXT, [warning, dangling()]);
    assert_eq!((list.error_count(), list.warning_count()), (1, 1));
}

#[test]
fn identifiers_are_unique_and_read_back() {
    for code in Code::all() {
        assert_eq!(code.id().parse(), Ok(code));
        assert_eq!(code.id().to_lowercase().parse(), Ok(code));
    }
}

#[test]
fn identifiers_are_ordered_and_tell_the_severity() {
    let ids: Vec<_> = Code::all().map(Code::id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    for code in Code::all() {
        let is_error = code.id().starts_with('E');
        assert_eq!(code.severity() == Severity::Error, is_error, "{code}");
    }
}

#[test]
fn other_texts_are_no_identifiers() {
    assert!("E999".parse::<Code>().is_err());
    assert!("".parse::<Code>().is_err());
}

#[test]
fn explanations_are_whole_sentences_and_titles_are_not() {
    for code in Code::all() {
        assert!(code.explanation().ends_with(['.', ')']), "{code}");
        assert!(!code.title().ends_with('.'), "{code}");
    }
}
