//! Follows references from file to file.

use std::collections::HashSet;

use super::address::{self, Address};
use super::files::{Files, NotOpened};
use super::target::{Broken, Expected, MAIN, Target, only_reference};
use super::{component, suggest};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Pointer;
use crate::folder::Unread;
use crate::openapi::reference::{dangling, other_kind};

/// How far references that lead to nothing but a reference are followed; the checks report longer chains.
const MAX_HOPS: usize = 64;

/// Returns what a reference leads to, beyond those places that hold nothing but another reference, and a name for it: the
/// first that one of the references gives, or else that of the file.
pub(super) fn target(
    files: &mut Files<'_>,
    written: &str,
    file: usize,
    span: Span,
    expected: Expected,
) -> Result<(Target, String), Broken> {
    let first = step(files, written, file, span, expected)?;
    let mut name = component::name_in(&first.pointer);
    let mut seen = HashSet::from([first.clone()]);
    let mut target = first.clone();
    while target.file != MAIN {
        let Some(node) = files.node(&target) else {
            break;
        };
        let (span, Some(next)) = (node.span, only_reference(node).map(ToOwned::to_owned)) else {
            break;
        };
        // One that leads nowhere is told of where it stands.
        let Ok(next) = step(files, &next, target.file, span, expected) else {
            break;
        };
        if !seen.insert(next.clone()) || seen.len() > MAX_HOPS {
            // The checks see the circle if each of its references is kept.
            target = first;
            break;
        }
        name = name.or_else(|| component::name_in(&next.pointer));
        target = next;
    }
    let stem = || address::stem(files.path(target.file)).to_owned();
    let name = name.unwrap_or_else(stem);
    Ok((target, name))
}

/// Returns the place that a reference names.
fn step(
    files: &mut Files<'_>,
    written: &str,
    file: usize,
    span: Span,
    expected: Expected,
) -> Result<Target, Broken> {
    let folder = address::folder(files.path(file)).to_owned();
    let Address { path, fragment } = address::parse(written, &folder).map_err(|why| {
        Some(Box::new(suggest::outside(
            files,
            written,
            (file, span),
            expected,
            why,
        )))
    })?;
    let file = match path {
        None => file,
        Some(path) => open(files, &path, written, (file, span), expected)?,
    };
    let pointer = match fragment {
        "" => Some(Pointer::root()),
        fragment => Pointer::from_reference(fragment),
    };
    if file == MAIN {
        // Whether there is such a place is for the checks to say; they read a reference by its `#`.
        let pointer = pointer.ok_or_else(|| Some(Box::new(dangling(span, written, None))))?;
        return Ok(Target { file, pointer });
    }
    let Some(root) = files.root(file) else {
        return Err(None);
    };
    let Some((pointer, node)) = pointer.and_then(|it| Some((it.clone(), root.at(&it)?))) else {
        let near = suggest::place(written, root, expected, &files.suggestions);
        return Err(Some(Box::new(dangling(span, written, near))));
    };
    if let Some(kind) = component::kind_at(&pointer)
        && let Some(expected) = expected
        && kind != expected.kind
    {
        let diagnostic = other_kind((written, span), expected, node.span, kind);
        return Err(Some(Box::new(diagnostic)));
    }
    Ok(Target { file, pointer })
}

/// Returns the number of the file that a reference names.
fn open(
    files: &mut Files<'_>,
    path: &str,
    written: &str,
    (from, span): (usize, Span),
    expected: Expected,
) -> Result<usize, Broken> {
    let why = match files.open(path, span) {
        Ok(file) => return Ok(file),
        Err(NotOpened::Full) => return Err(None),
        Err(NotOpened::Unread(why)) => why,
    };
    if why == Unread::NotThere {
        let diagnostic = suggest::no_file(files, path, written, (from, span), expected);
        return Err(Some(Box::new(diagnostic)));
    }
    let message = format!("cannot read what `{written}` leads to: {why}");
    let help = if why == Unread::NoFolder {
        "read the document from its folder, or put all of it into one file"
    } else {
        "a reference leads to a readable file of UTF-8 text"
    };
    let diagnostic = Diagnostic::new(Code::UnreadableFile, span, message);
    Err(Some(Box::new(diagnostic.with_help(help))))
}
