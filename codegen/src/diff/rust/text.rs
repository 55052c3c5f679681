//! Words of changes.

use crate::surface::{RustType, Scope};

/// The type as source text, in the document's module.
pub(super) fn ty(ty: &RustType) -> String {
    ty.in_scope(Scope::Module).to_string()
}

/// The type of the values that an argument accepts: `String` for `impl Into<String>`.
pub(super) fn accepted(argument: &RustType) -> String {
    match argument {
        RustType::Into(inner) => ty(inner),
        other => ty(other),
    }
}

/// The words in backticks: `` `Eq`, `Hash` and `Default` ``.
pub(super) fn list(words: &[String]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    match &quoted[..] {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The words in backticks and parentheses: `` (`a`, `b`) ``.
pub(super) fn tuple<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    format!("({})", quoted.join(", "))
}
