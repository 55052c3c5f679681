//! What a `$ref` says, before anything is read.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A reference, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Address<'a> {
    /// The file, by its path from the document's folder. Nothing is the file that the reference stands in.
    pub(super) path: Option<String>,
    /// The `#` with what follows it; nothing means the whole file.
    pub(super) fragment: &'a str,
}

/// Why a reference leads to nothing in the document's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// To the network, or whatever else a scheme stands for.
    Url,
    /// To a place that does not depend on where the document is.
    Absolute,
    /// Out of the folder by `..`.
    Above,
    /// By `\`, which some systems take for `/`.
    Backslash,
}

/// Takes a reference apart. `folder` is that of the file that it stands in.
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

/// Writes a path from the document's folder as a reference in the document does.
pub(super) fn written(path: &str) -> String {
    format!("./{}", path.replace('%', "%25").replace('#', "%23"))
}

/// Splits a reference before its `#`.
pub(super) fn split(reference: &str) -> (&str, &str) {
    reference.split_at(reference.find('#').unwrap_or(reference.len()))
}

/// The folder of a path; empty for that of the document.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The name of a file without what tells its format.
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

/// Whether it starts as `https:` does. One letter is a drive.
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
    fn a_path_is_relative_to_the_file_that_has_it() {
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
    fn a_path_stays_in_the_folder_of_the_document() {
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
    fn a_stem_is_a_name_without_its_format() {
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
