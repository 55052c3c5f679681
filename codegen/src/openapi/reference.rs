//! Diagnostics of references whose target is missing or is another kind of object.

use super::objects::{ObjectKind, ObjectType};
use crate::diagnostic::{Code, Diagnostic, Span};

/// Returns the diagnostic of a reference whose target does not exist. `near` is a similar reference with a target.
pub(crate) fn dangling(span: Span, reference: &str, near: Option<String>) -> Diagnostic {
    let help = near.map_or_else(
        || "correct the reference, or add its target".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::new(
        Code::DanglingReference,
        span,
        format!("unresolved reference `{reference}`"),
    )
    .with_label("not found")
    .with_help(help)
}

/// Returns the diagnostic of a reference whose target is another kind of object than `expected`.
pub(crate) fn other_kind(
    (reference, span): (&str, Span),
    expected: &ObjectType,
    target: Span,
    kind: ObjectKind,
) -> Diagnostic {
    let name = expected.name;
    let message = format!(
        "expected {name}, found {} at `{reference}`",
        with_article(kind)
    );
    let diagnostic =
        Diagnostic::new(Code::ReferenceKind, span, message).with_related(target, "the target");
    if kind == ObjectKind::Schema {
        diagnostic.with_help(format!("move the reference into the `schema` of {name}"))
    } else {
        diagnostic
    }
}

/// Returns the name of a kind with its article.
pub(crate) fn with_article(kind: ObjectKind) -> String {
    let words = format!("{kind:?}")
        .char_indices()
        .fold(String::new(), |mut words, (at, c)| {
            if at > 0 && c.is_uppercase() {
                words.push(' ');
            }
            words.push(c.to_ascii_lowercase());
            words
        });
    let article = if words.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {words}")
}
