//! Follows references from file to file.

use std::collections::HashSet;

use super::address::{self, Address};
use super::files::{Files, NotOpened};
use super::target::{Expected, MAIN, Target, TargetError, only_reference};
use super::{component, suggest};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::Pointer;
use crate::folder::Unread;
use crate::openapi::reference::{dangling, other_kind};

/// The maximum length of a chain of references. The checks report longer chains.
const MAX_HOPS: usize = 64;

/// Follows a reference to a node that is not just another reference. Returns the target and a name for it: the first name
/// in the chain of references, or else that of the file.
pub(super) fn target(
    files: &mut Files<'_>,
    written: &str,
    file: usize,
    span: Span,
    expected: Expected,
) -> Result<(Target, String), TargetError> {
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
        // An unresolved reference is reported when its own file is walked.
        let Ok(next) = step(files, &next, target.file, span, expected) else {
            break;
        };
        if !seen.insert(next.clone()) || seen.len() > MAX_HOPS {
            // The checks find the circle, since all of its references are kept.
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

/// Returns the target of a single reference.
fn step(
    files: &mut Files<'_>,
    written: &str,
    file: usize,
    span: Span,
    expected: Expected,
) -> Result<Target, TargetError> {
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
        // The checks report a target that the document does not have, if the reference is a valid pointer.
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

/// Returns the index of the file of a reference.
fn open(
    files: &mut Files<'_>,
    path: &str,
    written: &str,
    (from, span): (usize, Span),
    expected: Expected,
) -> Result<usize, TargetError> {
    let why = match files.open(path, span) {
        Ok(file) => return Ok(file),
        Err(NotOpened::Full) => return Err(None),
        Err(NotOpened::Unread(why)) => why,
    };
    if why == Unread::NotThere {
        let diagnostic = suggest::no_file(files, path, written, (from, span), expected);
        return Err(Some(Box::new(diagnostic)));
    }
    let message = format!("cannot read the target of `{written}`: {why}");
    let help = if why == Unread::NoFolder {
        "pass the document by its path, or use a single file"
    } else {
        "the target must be a readable file of UTF-8 text"
    };
    let diagnostic = Diagnostic::new(Code::UnreadableFile, span, message);
    Err(Some(Box::new(diagnostic.with_help(help))))
}
