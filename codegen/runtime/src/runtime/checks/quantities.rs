//! Quantities in messages.

pub(super) fn too_few(found: &str, min: usize) -> String {
    let are = if min == 1 { "is" } else { "are" };
    format!("has {found}; at least {min} {are} needed")
}

#[allow(
    dead_code,
    reason = "a document may limit only the properties of objects"
)]
pub(super) fn count(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {what}{plural}")
}
