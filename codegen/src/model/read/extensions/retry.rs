//! Reads `x-retry`: whether a request that may have been processed can be sent again.

use super::ExtensionContext;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Node;
use crate::model::RetryRule;
use crate::object_reader::ObjectReader;

const NAME: &str = "x-retry";

pub(super) fn read(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<RetryRule> {
    match node.as_str() {
        Some("always") => return Some(RetryRule::Always),
        Some("never") => return Some(RetryRule::Never),
        _ if node.as_object().is_some() => {}
        _ => {
            let message = "expected `always`, `never` or `{ unless: […] }` for `x-retry`";
            found.push(Diagnostic::new(Code::Extension, node.span, message));
            return None;
        }
    }
    let mut object = ObjectReader::new(NAME, node, &["unless"], found)?;
    let mut inputs = Vec::new();
    for name in object.required("unless")?.items() {
        let text = name.as_str().unwrap_or_default();
        if let Some(input) = context.input(text) {
            inputs.push(input);
        } else {
            let message = format!("unknown parameter or body field `{text}`");
            object.report(name.span, message, text, &context.input_names());
        }
    }
    Some(RetryRule::Unless(inputs))
}
