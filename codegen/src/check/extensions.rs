//! The extensions that the generator reads.

/// The keys that the generator gives a meaning, wherever they may stand.
pub(crate) const EXTENSIONS: &[&str] = &[
    "x-batch",
    "x-enum-descriptions",
    "x-enum-varnames",
    "x-env",
    "x-forms",
    "x-job",
    "x-pagination",
    "x-rate-limit",
    "x-retry",
    "x-rust-name",
];
