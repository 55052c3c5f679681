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
