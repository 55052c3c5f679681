//! Reads `x-rate-limit`: the rate limits of the document and their response headers, or the rate limit class of an
//! operation.

use super::ExtensionContext;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Node;
use crate::model::{RateClass, RateLimits, ResetForm, ResetHeader};
use crate::object_reader::ObjectReader;
use crate::path_item::field_of;
use crate::suggestions::nearest;

const NAME: &str = "x-rate-limit";

pub(super) fn read(node: &Node, found: &mut Diagnostics) -> RateLimits {
    let mut limits = RateLimits::default();
    let Some(mut object) = ObjectReader::new(NAME, node, &["limits", "headers"], found) else {
        return limits;
    };
    let (classes, headers) = (object.required("limits"), object.get("headers"));
    for class in classes.into_iter().flat_map(Node::items) {
        limits.classes.extend(rate_class(class, found));
    }
    if let Some(headers) = headers
        .and_then(|node| ObjectReader::new(NAME, node, &["limit", "remaining", "reset"], found))
    {
        read_headers(headers, &mut limits);
    }
    limits
}

fn rate_class(node: &Node, found: &mut Diagnostics) -> Option<RateClass> {
    let mut object = ObjectReader::new(
        NAME,
        node,
        &["name", "methods", "requests", "per", "window"],
        found,
    )?;
    let (name, _) = object.required_text("name")?;
    let requests = object.required_count("requests")?;
    let seconds = object.required_count("per")?;
    let sliding = object.choice("window", &["fixed", "sliding"]) == Some(1);
    let methods = object
        .get("methods")
        .into_iter()
        .flat_map(Node::items)
        .filter_map(Node::as_str);
    let methods = methods.map(method).collect();
    if u32::try_from(requests).is_err() {
        let message = format!(
            "`requests` is {requests}, above the maximum of {}",
            u32::MAX
        );
        return object.complain("requests", message);
    }
    Some(RateClass {
        name: name.to_owned(),
        methods,
        requests,
        seconds,
        sliding,
    })
}

/// The method as it is sent. Only a method without a field in path items depends on the case.
fn method(written: &str) -> String {
    if field_of(written).is_some() {
        written.to_uppercase()
    } else {
        written.to_owned()
    }
}

fn read_headers(mut object: ObjectReader<'_, '_>, limits: &mut RateLimits) {
    limits.limit_header = object.text("limit").map(ToOwned::to_owned);
    limits.remaining_header = object.text("remaining").map(ToOwned::to_owned);
    let Some(reset) = object.get("reset") else {
        return;
    };
    let Some(mut reset) = ObjectReader::new(NAME, reset, &["name", "as"], object.diagnostics())
    else {
        return;
    };
    let Some((name, _)) = reset.required_text("name") else {
        return;
    };
    if reset.required("as").is_none() {
        return;
    }
    let form = match reset.choice("as", &["unix-seconds", "seconds"]) {
        Some(0) => ResetForm::UnixSeconds,
        Some(_) => ResetForm::Seconds,
        None => return,
    };
    limits.reset = Some(ResetHeader {
        name: name.to_owned(),
        form,
    });
}

/// The rate limit class that an operation names.
pub(super) fn class(
    node: &Node,
    context: &ExtensionContext<'_>,
    found: &mut Diagnostics,
) -> Option<String> {
    let classes: Vec<_> = context
        .model
        .rate_limits
        .classes
        .iter()
        .map(|class| class.name.as_str())
        .collect();
    let name = node.as_str().filter(|name| classes.contains(name));
    if name.is_none() {
        let text = node.as_str().unwrap_or_default();
        let help =
            nearest(text, classes.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let message = format!("unknown rate limit `{text}`");
        found.push(Diagnostic::new(Code::Extension, node.span, message).with_help_if_some(help));
    }
    name.map(ToOwned::to_owned)
}
