//! The verdicts that several comparers give.

use crate::diff::Level;
use crate::diff::change::Verdict;

pub(super) const REJECTED: Verdict = (
    Level::Breaking,
    "requests that conform to the old document are rejected",
);
pub(super) const SENT_BEFORE: Verdict =
    (Level::Compatible, "what was sent before is still accepted");
pub(super) const READ_BEFORE: Verdict = (Level::Compatible, "what is received was possible before");
pub(super) const LENIENT: Verdict = (
    Level::Compatible,
    "the crate does not enforce this when it reads responses",
);
pub(super) const UNREADABLE: Verdict = (
    Level::Breaking,
    "responses may contain what callers do not expect",
);
pub(super) const WITHOUT_IT: Verdict = (Level::Breaking, "requests without it are rejected");

/// Returns a verdict on responses in the words for payloads, which are read in the same way.
pub(super) fn of_payload((level, effect): Verdict) -> Verdict {
    let effect = match effect {
        "callers may receive a value that they do not know" => {
            "receivers may get a value that they do not know"
        }
        "callers that know only the other alternatives may receive it" => {
            "receivers that know only the other alternatives may get it"
        }
        "callers that read it no longer receive it" => "receivers that read it no longer get it",
        "only callers that use XML are affected; the crate uses JSON" => {
            "only receivers that use XML are affected; the crate uses JSON"
        }
        "responses may contain anything" => "payloads may contain anything",
        "responses may contain fractions" => "payloads may contain fractions",
        "responses may contain null" => "payloads may contain null",
        "responses may contain numbers that do not fit" => {
            "payloads may contain numbers that do not fit"
        }
        "responses may contain other values" => "payloads may contain other values",
        "responses may contain what callers do not expect" => {
            "payloads may contain what receivers do not expect"
        }
        "responses may contain values now" => "payloads may contain values now",
        "responses may omit it" => "payloads may omit it",
        "the crate does not enforce this when it reads responses" => {
            "the crate does not enforce this when it reads payloads"
        }
        "the crate reads null as absent, but other callers may not" => {
            "the crate reads null as absent, but other receivers may not"
        }
        other => other,
    };
    (level, effect)
}
