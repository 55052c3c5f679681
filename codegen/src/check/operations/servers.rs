//! Checks servers and their variables.

use super::Operations;
use crate::diagnostic::Code;
use crate::document::Node;
use crate::openapi::path::template;

impl Operations<'_, '_> {
    pub(super) fn server(&mut self, node: &Node) {
        let Some(url) = node.get("url") else { return };
        if let Some(whole) = url.as_str().and_then(with_scheme) {
            let message = format!(
                "the server URL `{}` has no scheme",
                url.as_str().unwrap_or_default()
            );
            let help = format!("write `{whole}`");
            self.push(Code::ServerWithoutScheme, url.span, message, help);
        }
        let template = url.as_str().map(|text| {
            let template = template(text)?;
            match template.repeated {
                Some(name) => Err(format!("duplicate variable `{name}` in `{text}`")),
                None => Ok(template.names),
            }
        });
        let names = match template {
            Some(Ok(names)) => names,
            Some(Err(message)) => {
                let help = "write each variable once, as `{name}`";
                self.push(Code::ServerVariableUndefined, url.span, message, help);
                return;
            }
            None => return,
        };
        let variables = || node.get("variables").into_iter().flat_map(Node::entries);
        for name in &names {
            if !variables().any(|(key, _)| key == *name) {
                let unused = variables()
                    .map(|(key, _)| key)
                    .filter(|key| !names.contains(key));
                let help = match self.walk.suggestions.nearest(name, unused) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("add `{name}` with a `default` to `variables`"),
                };
                let message = format!("undefined server variable `{name}`");
                self.push(Code::ServerVariableUndefined, url.span, message, help);
            }
        }
        for (name, entry) in variables().filter(|(name, _)| !names.contains(name)) {
            let message = format!("server variable `{name}` is not in the URL");
            let help = format!("add `{{{name}}}` to the URL, or remove the variable");
            self.push(Code::MisplacedField, entry.key_span, message, help);
        }
    }

    pub(super) fn server_variable(&mut self, node: &Node) {
        let (Some(values), Some(default)) = (node.get("enum"), node.get("default")) else {
            return;
        };
        let text = default.as_str().unwrap_or_default();
        if default.as_str().is_some() && !values.items().any(|value| value.as_str() == Some(text)) {
            let message = format!("the default `{text}` is not in `enum`");
            let texts = values.items().filter_map(Node::as_str);
            let help = match self.walk.suggestions.nearest_word(text, texts) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add it to `enum`, or use one of its values".to_owned(),
            };
            self.push(Code::DefaultRejected, default.span, message, help);
        }
    }
}

/// Returns the URL with a scheme if it starts with a host instead.
fn with_scheme(url: &str) -> Option<String> {
    if let Some(rest) = url.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let is_path = url.starts_with(['/', '.', '{', '?', '#']);
    let host = url.split(['/', '{']).next().unwrap_or_default();
    let is_host = host == "localhost" || host.contains(['.', ':']);
    // The scheme may be the value of a variable.
    (is_host && !is_path && !url.contains("://")).then(|| format!("https://{url}"))
}
