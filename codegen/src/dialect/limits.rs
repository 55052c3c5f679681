//! Rewrites numeric exclusive limits: `exclusiveMinimum: 1` becomes `minimum: 1` and `exclusiveMinimum: true`.

use super::schema::Rewriter;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Map, Node};

pub(super) fn rewrite(rewriter: &mut Rewriter, schema: &mut Map) {
    limit(
        rewriter,
        schema,
        "minimum",
        "exclusiveMinimum",
        |own, exclusive| own > exclusive,
    );
    limit(
        rewriter,
        schema,
        "maximum",
        "exclusiveMaximum",
        |own, exclusive| own < exclusive,
    );
}

/// `is_stricter` tells whether the inclusive limit rejects the exclusive one.
fn limit(
    rewriter: &mut Rewriter,
    schema: &mut Map,
    inclusive: &str,
    exclusive: &str,
    is_stricter: impl Fn(f64, f64) -> bool,
) {
    let Some(entry) = schema.entry(exclusive).cloned() else {
        return;
    };
    let Entry { key_span, value } = entry;
    if value.as_bool().is_some() {
        let version = rewriter.version;
        let message = format!("expected a number for `{exclusive}`, found a boolean");
        let help = format!(
            "in OpenAPI {version}, write `{exclusive}` with the number, instead of `{inclusive}`"
        );
        let diagnostic = Diagnostic::new(Code::OtherVersion, value.span, message);
        rewriter.found.push(diagnostic.with_help(help));
        return;
    }
    schema.remove(exclusive);
    let Some(number) = value.as_f64() else {
        let message = format!(
            "expected a number for `{exclusive}`, found {}",
            value.kind()
        );
        rewriter.push(Code::WrongKind, value.span, message);
        return;
    };
    let own = schema.get(inclusive).and_then(Node::as_f64);
    if own.is_some_and(|own| is_stricter(own, number)) {
        return;
    }
    let span = value.span;
    schema.insert(inclusive, Entry::new(key_span, value));
    schema.insert(exclusive, Entry::new(key_span, Node::bool(true, span)));
}
