//! `x-retry`: whether a request that may have been processed is safe to send again.

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
            let message = "`x-retry` is neither `always`, `never` nor `{ unless: […] }`";
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
            let message =
                format!("`{text}` is no parameter of this operation and no field of its body");
            object.report(name.span, message, text, &context.input_names());
        }
    }
    Some(RetryRule::Unless(inputs))
}
