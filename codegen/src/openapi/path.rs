//! Templates of paths and URLs.

use std::collections::HashSet;

/// Splits the key of a path into the path and the fragment after `#`, which is never sent.
pub(crate) fn split_fragment(key: &str) -> (&str, Option<&str>) {
    match key.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (key, None),
    }
}

/// The names in braces in a path or URL.
#[derive(Debug, Default)]
pub(crate) struct Template<'a> {
    /// The distinct names, in the order of the text.
    pub(crate) names: Vec<&'a str>,
    /// The first name that occurs twice, which is an error in a document.
    pub(crate) repeated: Option<&'a str>,
}

/// Parses a path or URL.
pub(crate) fn template(text: &str) -> Result<Template<'_>, String> {
    let mut template = Template::default();
    let mut seen = HashSet::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (Some(inner), true) = (rest.get(at + 1..), rest[at..].starts_with('{')) else {
            return Err(format!("unmatched `}}` in `{text}`"));
        };
        let end = inner.find(['{', '}', '/']);
        let Some(end) = end.filter(|&end| inner[end..].starts_with('}')) else {
            return Err(format!("unclosed `{{` in `{text}`"));
        };
        let name = &inner[..end];
        if name.is_empty() {
            return Err(format!("empty name in braces in `{text}`"));
        }
        if seen.insert(name) {
            template.names.push(name);
        } else {
            template.repeated = template.repeated.or(Some(name));
        }
        rest = &inner[end + 1..];
    }
    Ok(template)
}

/// Returns a template with other names in its braces. `name` has the name for each one.
pub(crate) fn renamed<'a>(template: &'a str, mut name: impl FnMut(&'a str) -> &'a str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{')
        && let Some((old, after)) = after.split_once('}')
    {
        out.push_str(&format!("{before}{{{}}}", name(old)));
        rest = after;
    }
    out.push_str(rest);
    out
}
