//! What is said of references that do not lead to what the specification wants there.

use super::objects::{ObjectKind, ObjectType};
use crate::diagnostic::{Code, Diagnostic, Span};

/// Says that a reference leads nowhere, and what may have been meant.
pub(crate) fn dangling(span: Span, target: &str, near: Option<String>) -> Diagnostic {
    let help = near.map_or_else(
        || "correct the name, or add what it should lead to".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    Diagnostic::new(
        Code::DanglingReference,
        span,
        format!("`{target}` leads nowhere"),
    )
    .with_label("not found")
    .with_help(help)
}

/// Says that a reference leads to an object of another kind than `expected`.
pub(crate) fn other_kind(
    (reference, span): (&str, Span),
    expected: &ObjectType,
    target: Span,
    kind: ObjectKind,
) -> Diagnostic {
    let name = expected.name;
    let message = format!("`{reference}` leads to {}, not to {name}", article(kind));
    let diagnostic =
        Diagnostic::new(Code::ReferenceKind, span, message).with_related(target, "it leads here");
    if kind == ObjectKind::Schema {
        diagnostic.with_help(format!("put the reference under the `schema` of {name}"))
    } else {
        diagnostic
    }
}

fn article(kind: ObjectKind) -> String {
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
