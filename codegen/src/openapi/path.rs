//! Paths and URLs as templates.

/// Splits the key of a path into what is sent and the fragment behind its `#`, which is not.
pub(crate) fn split_fragment(key: &str) -> (&str, Option<&str>) {
    match key.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (key, None),
    }
}

/// The names in braces in a path or URL.
#[derive(Debug, Default)]
pub(crate) struct Template<'a> {
    /// Each name once, in the order of the text.
    pub(crate) names: Vec<&'a str>,
    /// The first name that is there twice, which a document must not have.
    pub(crate) repeated: Option<&'a str>,
}

/// Reads the names in braces in a path or URL.
pub(crate) fn template(text: &str) -> Result<Template<'_>, String> {
    let mut template = Template::default();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (Some(inner), true) = (rest.get(at + 1..), rest[at..].starts_with('{')) else {
            return Err(format!("`{text}` has a `}}` that closes nothing"));
        };
        let end = inner.find(['{', '}', '/']);
        let Some(end) = end.filter(|&end| inner[end..].starts_with('}')) else {
            return Err(format!("`{text}` has a `{{` that is not closed"));
        };
        let name = &inner[..end];
        if name.is_empty() {
            return Err(format!("`{text}` has a parameter without a name"));
        }
        if template.names.contains(&name) {
            template.repeated = template.repeated.or(Some(name));
        } else {
            template.names.push(name);
        }
        rest = &inner[end + 1..];
    }
    Ok(template)
}
