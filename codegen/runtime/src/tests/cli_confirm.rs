use crate::runtime::cli::confirm::ask_on;

#[test]
fn only_yes_is_an_agreement() {
    for (answer, is_yes) in [
        ("y\n", true),
        ("yes\n", true),
        (" YES \r\n", true),
        ("Y\nno\n", true),
        ("\n", false),
        ("", false),
        ("n\n", false),
        ("yess\n", false),
        ("no\nyes\n", false),
        ("\u{ff}\n", false),
    ] {
        let mut shown = Vec::new();
        let is_agreed = ask_on(answer.as_bytes(), &mut shown, "Close 30 conversations?");
        assert_eq!(is_agreed.expect("memory"), is_yes, "{answer:?}");
        let shown = String::from_utf8(shown).expect("UTF-8");
        assert!(
            shown.starts_with("Close 30 conversations? [y/N] "),
            "{shown}"
        );
    }
}

#[test]
fn an_answer_without_end_is_no() {
    let is_agreed = ask_on(std::io::repeat(b'y'), &mut Vec::new(), "Close?");
    assert!(!is_agreed.expect("memory"));
}

#[test]
fn a_question_does_not_control_the_terminal() {
    let mut shown = Vec::new();
    ask_on(&b"n\n"[..], &mut shown, "Close \u{1b}[2J?\nAll of them?").expect("memory");
    let shown = String::from_utf8(shown).expect("UTF-8");
    assert_eq!(shown, "Close ␛[2J?\nAll of them? [y/N] ");
}
