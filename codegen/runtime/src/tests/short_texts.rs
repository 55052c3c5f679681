use serde_json::{Value, json};

use crate::runtime::errors::short_texts::with_short_texts;
use crate::runtime::internal::read;

const MAX_BYTES: usize = 64 * 1024;

#[test]
fn json_without_a_long_text_is_not_copied() {
    for json in [
        "null".to_owned(),
        format!("[{}0]", "0,".repeat(MAX_BYTES)),
        format!("[{}0]", r#""a\"b","#.repeat(MAX_BYTES)),
        json!("a".repeat(MAX_BYTES)).to_string(),
        format!(r#"["a",{}"b"]"#, "0,".repeat(MAX_BYTES)),
        format!("\"{}", "a".repeat(2 * MAX_BYTES)),
        format!("\"{}\\", "a".repeat(2 * MAX_BYTES)),
    ] {
        assert_eq!(with_short_texts(json.as_bytes()), None, "{}", json.len());
    }
}

#[test]
fn a_long_text_ends_between_characters() {
    // Each character is as long as the number beside it.
    for (character, length) in [
        ("a", 1),
        ("é", 2),
        ("€", 3),
        ("😀", 4),
        (r"\n", 2),
        (r#"\""#, 2),
        (r"\\", 2),
        (r"\u0041", 6),
        (r"\ud83D\uDE00", 12),
        (r"\uDBff\udfff", 12),
    ] {
        // Every place of a character at which the text could end is tried.
        for offset in 0..length {
            let text = "x".repeat(offset) + &character.repeat(MAX_BYTES + 1);
            let json = format!(r#"{{"a":"{text}","b":["{text}",1],"c":"short"}}"#);
            let short = with_short_texts(json.as_bytes()).expect("the text is long");
            let kept = offset + (MAX_BYTES - offset) / length * length;
            assert_eq!(
                json.len() - short.len(),
                2 * (text.len() - kept),
                "{character}"
            );
            let whole: Value = serde_json::from_str(&json).expect("JSON");
            let short: Value = serde_json::from_slice(&short).expect("JSON");
            let (whole_text, text) = (whole["a"].as_str(), short["a"].as_str());
            let (whole_text, text) = (whole_text.expect("a text"), text.expect("a text"));
            assert!(whole_text.starts_with(text), "{character}");
            assert_eq!(short, json!({ "a": text, "b": [text, 1], "c": "short" }));
        }
    }
}

#[test]
fn only_texts_of_more_than_64_kib_are_shortened() {
    for seed in 0..200 {
        let mut random = fastrand::Rng::with_seed(seed);
        let texts: Vec<_> = (0..random.usize(1..5))
            .map(|_| {
                let around = random.usize(MAX_BYTES - 3..MAX_BYTES + 3);
                let length = random.choice([0, 1, 2, 50_000, around]).expect("a length");
                let escape = random.choice(["", r#"\""#, r"\\"]).expect("an escape");
                let escapes = escape.repeat(random.usize(0..3).min(length / 2));
                let at_start = random.bool();
                let rest = "x".repeat(length - escapes.len());
                if at_start {
                    escapes + &rest
                } else {
                    rest + &escapes
                }
            })
            .collect();
        let json = format!(r#"["{}"]"#, texts.join("\",1,\""));
        let is_long = texts.iter().any(|text| text.len() > MAX_BYTES);
        assert_eq!(
            with_short_texts(json.as_bytes()).is_some(),
            is_long,
            "{seed}"
        );
    }
}

#[test]
fn a_long_text_is_read_whole() {
    let text = "é😀\"\n".repeat(MAX_BYTES);
    let body = json!({ "text": text }).to_string();
    let read: Value = read::json(body.as_bytes()).expect("JSON");
    assert_eq!(read["text"], text);
}

#[test]
fn a_mistake_after_a_long_text_is_found_at_its_place() {
    let text = "a".repeat(2 * MAX_BYTES);
    for (body, message) in [
        (
            format!(r#"["{text}",1]"#),
            "[1]: invalid type: integer `1`, expected a string; found 1".to_owned(),
        ),
        (
            format!(r#"["{text}" 1]"#),
            format!(
                "the body is not JSON: expected `,` or `]` at line 1 column {}",
                text.len() + 5
            ),
        ),
        (
            format!("[\"{text}\n\"]"),
            "the body is not JSON: control character (\\u0000-\\u001F) found while parsing a \
             string at line 2 column 0"
                .to_owned(),
        ),
        (
            format!(r#"["{text}","#),
            "the JSON in the body is truncated".to_owned(),
        ),
    ] {
        let error = read::json::<Vec<String>>(body.as_bytes()).expect_err("a mistake");
        assert_eq!(error.to_string(), message);
    }
}
