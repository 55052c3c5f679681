//! Diagnostics of unresolved references, with suggestions.

use super::address::{self, Outside};
use super::component;
use super::files::Files;
use super::target::{Expected, MAIN};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Node, Pointer};
use crate::openapi::objects;
use crate::openapi::reference::dangling;
use crate::suggestions::Suggestions;

const WITHIN: &str =
    "a reference within the document starts with `#/`, as in `#/components/schemas/Name`";

/// Returns a similar reference into the same file whose target exists.
pub(super) fn place(
    written: &str,
    root: &Node,
    expected: Expected,
    suggestions: &Suggestions,
) -> Option<String> {
    let (file, fragment) = address::split(written);
    let pointer = Pointer::from_reference(fragment).unwrap_or_default();
    let name = fragment.trim_start_matches('#').rsplit('/').next()?;
    if name.is_empty() {
        return (!file.is_empty()).then(|| file.to_owned());
    }
    let section = expected.and_then(|expected| objects::section_of(expected.kind));
    let section = section.unwrap_or("paths");
    let parent = pointer.split_last().map(|(parent, _)| parent);
    let places = [
        Some(Pointer::from_iter(["components", section])),
        Some(Pointer::root()),
        parent,
    ];
    let places = || {
        let places = places.iter().flatten();
        places.filter_map(|place| Some((place, root.at(place)?.as_object()?)))
    };
    let exact = places().find(|(_, map)| map.contains_key(name));
    let near = || {
        places().find_map(|(place, map)| Some(place.join(suggestions.nearest(name, map.keys())?)))
    };
    let pointer = exact.map(|(place, _)| place.join(name)).or_else(near)?;
    Some(format!("{file}{}", pointer.to_reference()))
}

/// Returns the diagnostic of a reference whose target is outside the document's folder.
pub(super) fn outside(
    files: &mut Files<'_>,
    written: &str,
    (file, span): (usize, Span),
    expected: Expected,
    why: Outside,
) -> Diagnostic {
    let within = match why {
        Outside::Absolute => within(files, written, file, expected),
        _ => None,
    };
    let help = within.map(|near| format!("did you mean `{near}`?"));
    let help = help.unwrap_or_else(|| match why {
        Outside::Absolute if written.starts_with("/components/") => WITHIN.to_owned(),
        Outside::Absolute => "use a path relative to this file, without a leading `/`".to_owned(),
        Outside::Url => "save a copy of the target in the document's folder, and reference that, as in `common.yaml#/components/schemas/Name`".to_owned(),
        Outside::Above => "move the file to the document's folder or a subfolder".to_owned(),
        Outside::Backslash => format!("separate folders with `/`: `{}`", written.replace('\\', "/")),
    });
    let message = format!("`{written}` is outside the document's folder");
    Diagnostic::new(Code::ExternalReference, span, message).with_help(help)
}

/// Returns the diagnostic of a reference to a file that does not exist.
pub(super) fn no_file(
    files: &mut Files<'_>,
    path: &str,
    written: &str,
    (file, span): (usize, Span),
    expected: Expected,
) -> Diagnostic {
    let is_name = !written.contains(['.', '#']);
    let within = is_name
        .then(|| within(files, written, file, expected))
        .flatten();
    let near = within.or_else(|| near_file(files, path, written, file));
    let diagnostic = match near {
        None if is_name => dangling(span, written, None).with_help(WITHIN),
        near => dangling(span, written, near),
    };
    let tried = format!("there is no file `{}`", files.shown(path));
    diagnostic.with_label("no such file").with_note(tried)
}

/// Returns the reference to a component of the same file, if the written reference is its name or similar to it.
fn within(files: &Files<'_>, written: &str, file: usize, expected: Expected) -> Option<String> {
    let section = objects::section_of(expected?.kind)?;
    let name = written.rsplit('/').next()?;
    let of_file;
    let names = if file == MAIN {
        files.own_names(section)?
    } else {
        of_file = component::names(files.root(file)?, section);
        &of_file
    };
    let exact = names.iter().find(|known| *known == name);
    let name = match exact {
        Some(name) => name,
        None => files
            .suggestions
            .nearest(name, names.iter().map(String::as_str))?,
    };
    Some(Pointer::from_iter(["components", section, name]).to_reference())
}

fn near_file(files: &mut Files<'_>, path: &str, written: &str, file: usize) -> Option<String> {
    let (written, fragment) = address::split(written);
    // The path may be relative to the document instead of this file.
    let depth = files.path(file).matches('/').count();
    if depth > 0
        && let Ok(address) = address::parse(written, "")
        && let Some(from_main) = address.path
        && has_file(files, &from_main)
    {
        return Some(format!("{}{from_main}{fragment}", "../".repeat(depth)));
    }
    let name = address::file_name(path);
    let names = files.names_in(address::folder(path)).to_vec();
    let near = files
        .suggestions
        .nearest(name, names.iter().map(String::as_str))?;
    let folder = written.strip_suffix(address::file_name(written))?;
    Some(format!("{folder}{near}{fragment}"))
}

fn has_file(files: &mut Files<'_>, path: &str) -> bool {
    let mut names = files.names_in(address::folder(path)).iter();
    names.any(|name| name == address::file_name(path))
}
