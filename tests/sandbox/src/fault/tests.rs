use http::StatusCode;

use super::{Fault, Faults, When};

#[test]
fn a_fault_affects_its_share_of_requests_deterministically() {
    let count = |seed| {
        let faults = Faults::seeded(seed).with(Fault::CutShort, 0.3);
        (1..=10_000)
            .filter(|&number| faults.of(number).is_some())
            .count()
    };
    assert!((2_850..3_150).contains(&count(1)), "{}", count(1));
    assert_eq!(count(1), count(1));
    assert_ne!(count(1), count(2));
}

#[test]
fn shares_that_add_up_to_one_cover_every_request() {
    let faults = Faults::seeded(1)
        .with(Fault::CutShort, 0.5)
        .with(Fault::WrongJson, 0.5);
    for number in 1..=1_000 {
        assert!(faults.of(number).is_some(), "{number}");
    }
}

#[test]
fn mixed_faults_include_every_fault_of_the_mixture() {
    let faults = Faults::mixed(1, 1.0);
    let mut mixture: Vec<_> = (1..=1_000)
        .filter_map(|number| faults.of(number))
        .map(|fault| format!("{fault:?}"))
        .collect();
    mixture.sort();
    mixture.dedup();
    assert_eq!(mixture.len(), 12);
}

#[test]
fn faults_are_parsed_from_text() {
    let parse = |text: &str| text.parse::<Fault>();
    let fault = parse("503-after").expect("the fault is valid");
    let expected = StatusCode::SERVICE_UNAVAILABLE;
    assert!(matches!(fault, Fault::Status(status, When::AfterProcessing) if status == expected));
    for text in [
        "429",
        "delay:200ms",
        "delay:2s-after",
        "close",
        "close-after",
        "close-midway",
        "cut-short",
        "wrong-json",
        "html",
        "html-after",
        "stall",
        "stall-after",
        "stall-midway",
    ] {
        assert!(parse(text).is_ok(), "{text}");
    }
    for text in [
        "",
        "200",
        "delay",
        "delay:2",
        "delay:s",
        "wrong-json-after",
        "fire",
    ] {
        let message = parse(text).expect_err(text);
        assert!(message.contains(&format!("{text:?}")), "{message}");
        for name in [
            "503",
            "delay:200ms",
            "close",
            "close-midway",
            "cut-short",
            "wrong-json",
            "html",
            "stall",
            "stall-midway",
            "-after",
        ] {
            assert!(message.contains(name), "{name}: {message}");
        }
    }
}
