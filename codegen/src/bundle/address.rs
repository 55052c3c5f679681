//! Parses a `$ref` into a path and a fragment.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A parsed reference.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// The path of the file from the document's folder, or `None` for the file with the reference.
    pub(super) path: Option<String>,
    /// The fragment with its `#`. Empty for the whole file.
    pub(super) fragment: &'a str,
}

/// Why the target of a reference is outside the document's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// The reference is a URL.
    Url,
    /// The path is absolute.
    Absolute,
    /// The path leaves the folder with `..`.
    Above,
    /// The path contains `\`, which some systems treat as `/`.
    Backslash,
}

/// Parses a reference. `folder` is the folder of the file with the reference.
pub(super) fn parse<'a>(reference: &'a str, folder: &str) -> Result<Address<'a>, Outside> {
    let (path, fragment) = split(reference);
    if path.is_empty() {
        let path = None;
        return Ok(Address { path, fragment });
    }
    if has_scheme(path) || path.starts_with("//") {
        return Err(Outside::Url);
    }
    let path = percent_decode_str(path)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(path));
    if path.starts_with('/') || is_drive(&path) {
        return Err(Outside::Absolute);
    }
    if path.contains('\\') {
        return Err(Outside::Backslash);
    }
    let path = join(folder, &path).ok_or(Outside::Above)?;
    Ok(Address {
        path: Some(path),
        fragment,
    })
}

/// Returns the reference to a file, given its path from the document's folder.
pub(super) fn written(path: &str) -> String {
    format!("./{}", path.replace('%', "%25").replace('#', "%23"))
}

/// Splits a reference before its `#`.
pub(super) fn split(reference: &str) -> (&str, &str) {
    reference.split_at(reference.find('#').unwrap_or(reference.len()))
}

/// The folder of a path. Empty for the document's folder.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name of a file without its extension.
pub(super) fn stem(path: &str) -> &str {
    let name = file_name(path);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Whether the path starts with a scheme, such as `https:`. A single letter is a drive.
fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

fn is_drive(path: &str) -> bool {
    path.starts_with(|c: char| c.is_ascii_alphabetic()) && path[1..].starts_with(':')
}

#[cfg(test)]
mod tests {
    use super::{Outside, parse, stem};

    fn read(reference: &str, folder: &str) -> Result<(Option<String>, String), Outside> {
        parse(reference, folder).map(|address| (address.path, address.fragment.to_owned()))
    }

    #[test]
    fn a_path_is_relative_to_the_file_with_the_reference() {
        let cases = [
            ("#/a", "", None, "#/a"),
            ("a.yaml", "", Some("a.yaml"), ""),
            ("./a.yaml#/b", "", Some("a.yaml"), "#/b"),
            ("a.yaml", "x/y", Some("x/y/a.yaml"), ""),
            ("../a.yaml#", "x/y", Some("x/a.yaml"), "#"),
            ("../../a.yaml", "x/y", Some("a.yaml"), ""),
            ("x/.././/a.yaml", "", Some("a.yaml"), ""),
            ("My%20Tag.yaml", "", Some("My Tag.yaml"), ""),
            ("a%23b.yaml#/c", "", Some("a#b.yaml"), "#/c"),
            ("ä:b/a.yaml", "", Some("ä:b/a.yaml"), ""),
        ];
        for (reference, folder, path, fragment) in cases {
            let expected = (path.map(ToOwned::to_owned), fragment.to_owned());
            assert_eq!(read(reference, folder), Ok(expected), "{reference}");
        }
    }

    #[test]
    fn a_path_outside_the_documents_folder_is_an_error() {
        let cases = [
            ("https://example.com/a.yaml", Outside::Url),
            ("//example.com/a.yaml", Outside::Url),
            ("file:a.yaml", Outside::Url),
            ("/a.yaml", Outside::Absolute),
            ("%2Fa.yaml", Outside::Absolute),
            ("c:/a.yaml", Outside::Absolute),
            ("../../a.yaml", Outside::Above),
            ("%2e%2e/../a.yaml", Outside::Above),
            ("..\\a.yaml", Outside::Backslash),
        ];
        for (reference, why) in cases {
            assert_eq!(read(reference, "x"), Err(why), "{reference}");
        }
    }

    #[test]
    fn a_stem_is_a_name_without_its_extension() {
        let cases = [
            ("a/Tag.yaml", "Tag"),
            ("tag.v1.json", "tag.v1"),
            ("Tag", "Tag"),
            (".yaml", ".yaml"),
        ];
        for (path, expected) in cases {
            assert_eq!(stem(path), expected);
        }
    }
}
