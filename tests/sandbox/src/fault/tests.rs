use http::StatusCode;

use super::{Fault, Faults, When};

#[test]
fn a_share_of_requests_has_the_fault_and_the_same_ones_every_time() {
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
fn shares_divide_the_requests_among_them() {
    let faults = Faults::seeded(1)
        .with(Fault::CutShort, 0.5)
        .with(Fault::WrongJson, 0.5);
    for number in 1..=1_000 {
        assert!(faults.of(number).is_some(), "{number}");
    }
}

#[test]
fn mixed_faults_are_of_every_kind() {
    let faults = Faults::mixed(1, 1.0);
    let mut kinds: Vec<_> = (1..=1_000)
        .filter_map(|number| faults.of(number))
        .map(|fault| format!("{fault:?}"))
        .collect();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), 12);
}

#[test]
fn faults_are_read_from_text() {
    let read = |text: &str| text.parse::<Fault>();
    let fault = read("503-after").expect("it is well-formed");
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
        assert!(read(text).is_ok(), "{text}");
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
        assert!(read(text).is_err(), "{text}");
    }
}
