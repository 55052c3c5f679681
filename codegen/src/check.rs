//! Whether a document is one that can be generated from, and what in it is probably a mistake.
//!
//! The walk compares the document with the objects of the specification, which are data in [`objects`]. What it notes
//! on its way is then checked for what no object alone can tell: references, operations, schemas.

mod compose;
mod extensions;
mod hints;
mod instance;
mod lenient;
mod names;
mod operations;
mod references;
mod schemas;
mod sound;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, SourceMap, Span};
use crate::document::{Document, Node};
use crate::openapi::objects;
use operations::Operations;
use schemas::Schemas;
use walk::Walk;

pub(crate) use sound::sound;

/// Checks a document and returns all that is wrong with it, ordered by place, along with what was noticed while reading.
///
/// A document without errors is an OpenAPI 3.0 document whose references lead somewhere and whose schemas have bounds.
pub(crate) fn check(document: &Document) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(Arc::clone(document.source()));
    if let Some(error) = version(document.root()) {
        diagnostics.push(error);
        return diagnostics;
    }
    let mut found = document.warnings().to_vec();
    found.extend(references::grouped(document.broken()));
    if found
        .iter()
        .any(|diagnostic| diagnostic.code == Code::Limit)
    {
        diagnostics.extend(aggregate(document, found));
        return diagnostics;
    }
    let is_whole = document.broken().is_empty();
    let broken: HashSet<_> = document.broken().iter().map(|broken| broken.span).collect();
    let contents = contents(document).into_iter();
    let is_known = |it: &Diagnostic| match it.code {
        // A mapping may hold a reference that has been told of.
        Code::DanglingReference => broken.contains(&it.span),
        // What is below the key is in use, whatever it is in.
        Code::UnknownField => document.passed().contains(&it.span),
        _ => false,
    };
    found.extend(contents.filter(|it| !is_known(it)));
    // What nothing uses may be what a reference that leads nowhere was meant to name.
    if !is_whole
        || found
            .iter()
            .any(|diagnostic| diagnostic.code == Code::DanglingReference)
    {
        found.retain(|diagnostic| diagnostic.code != Code::UnusedComponent);
    }
    diagnostics.extend(aggregate(document, found));
    diagnostics
}

/// Checks a document again in which mistakes with a plain meaning are taken for what is meant, with a warning for each.
pub(crate) fn check_leniently(document: &mut Document) -> Diagnostics {
    let mut repaired = lenient::repair(document);
    let mut found = check(document);
    // A path with a name twice stays as it is: each place gets the same value.
    for (place, warning) in lenient::repeated(document) {
        found.retain(|it| it.code != Code::InvalidPath || it.span != place);
        repaired.push(warning);
    }
    found.extend(aggregate(document, repaired));
    found
}

fn contents(document: &Document) -> Vec<Diagnostic> {
    let (root, source) = (document.root(), document.source());
    let mut walk = Walk::new(source);
    walk.object(root, &objects::DOCUMENT, root.span);
    let meant = references::follow(root, &mut walk);
    let unbounded = compose::check(root, &mut walk);
    let mut operations = Operations {
        root,
        source,
        walk: &walk,
        found: Vec::new(),
        named: meant,
    };
    operations.check();
    let mut schemas = Schemas {
        root,
        source,
        walk: &walk,
        found: operations.found,
        named: operations.named,
        steps: schemas::MAX_STEPS,
    };
    schemas.check(!unbounded);
    let Schemas { found, named, .. } = schemas;
    references::unused(root, &mut walk, &named);
    walk.found.extend(found);
    let shared = names::check(root, &walk);
    walk.found.extend(shared);
    walk.found.extend(extensions::check(root));
    walk.found
}

/// Returns why a document is not one of OpenAPI 3.0.
fn version(root: &Node) -> Option<Diagnostic> {
    let top = Span::new(root.span.start, root.span.start);
    let not_openapi = |message: &str| {
        Diagnostic::new(Code::NotOpenApi, top, message)
            .with_help("an OpenAPI document starts with `openapi: 3.0.3`")
    };
    let Some(map) = root.as_object() else {
        return Some(not_openapi(&format!(
            "an OpenAPI document is an object, not {}",
            root.kind()
        )));
    };
    let Some(entry) = map.entry("openapi") else {
        return Some(match map.entry("swagger") {
            Some(entry) => Diagnostic::new(
                Code::UnsupportedVersion,
                entry.key_span,
                "this is a document of Swagger 2.0, and OpenAPI 3.0 is needed",
            )
            .with_help("convert it, for example with swagger2openapi"),
            None => not_openapi("this is not an OpenAPI document: it has no `openapi`"),
        });
    };
    let version = entry.value.to_json();
    let text = version
        .as_str()
        .map_or_else(|| version.to_string(), str::to_owned);
    let error = |code, message: String| Some(Diagnostic::new(code, entry.value.span, message));
    match text.as_str() {
        "3.0" if entry.value.as_str().is_none() => error(
            Code::WrongKind,
            "`openapi` must be a string, not the number `3.0`".to_owned(),
        )
        .map(|d| d.with_help("write the whole version: `openapi: 3.0.3`")),
        "3.0" => None,
        _ if text.starts_with("3.0.") => None,
        _ if text.starts_with("3.") => error(
            Code::UnsupportedVersion,
            format!("this is a document of OpenAPI {text}, and 3.0 is needed"),
        )
        .map(|d| d.with_help(FROM_3_1)),
        _ => error(
            Code::UnsupportedVersion,
            format!("`{text}` is not a version of OpenAPI that is known"),
        )
        .map(|d| d.with_help("write `openapi: 3.0.3`")),
    }
}

const FROM_3_1: &str = "convert it to 3.0: write `openapi: 3.0.3`, `nullable: true` for the type `null`, `enum` with one \
                        value for `const`, and `example` for `examples` in schemas";

/// How many warnings of one kind are shown one by one; of more, only the first.
const MANY_WARNINGS: usize = 10;
const FIRST_WARNINGS: usize = 3;
const MANY_ERRORS: usize = 200;
const FIRST_ERRORS: usize = 100;
/// How many of the others are named by their lines.
const MAX_LINES: usize = 8;

/// Puts the diagnostics in order, warnings that say the same together and, where there are many of a kind, replaces all
/// but the first of them by a note.
pub(crate) fn aggregate(document: &Document, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|diagnostic| (diagnostic.code, diagnostic.span.start, diagnostic.span.end));
    // What is taken from another file more than once is checked as often.
    found.dedup();
    found
        .chunk_by(|a, b| a.code == b.code)
        .flat_map(|similar| first_of(document, &groups(similar)))
        .collect()
}

/// A diagnostic with those that say the same of other places.
struct Group<'a> {
    first: &'a Diagnostic,
    others: Vec<&'a Diagnostic>,
}

/// Puts warnings of one kind that say the same into one group. Each error is one of its own, since each has to be mended.
fn groups(similar: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = HashMap::new();
    for diagnostic in similar {
        let is_plain = diagnostic.severity() == Severity::Warning
            && diagnostic.related.is_empty()
            && diagnostic.notes.is_empty();
        let group = groups.len();
        let group = if is_plain {
            *known
                .entry((&diagnostic.message, &diagnostic.help))
                .or_insert(group)
        } else {
            group
        };
        match groups.get_mut(group) {
            Some(group) => group.others.push(diagnostic),
            None => groups.push(Group {
                first: diagnostic,
                others: Vec::new(),
            }),
        }
    }
    groups
}

fn first_of(document: &Document, groups: &[Group<'_>]) -> Vec<Diagnostic> {
    let is_error = groups
        .iter()
        .any(|group| group.first.severity() == Severity::Error);
    let (many, first) = if is_error {
        (MANY_ERRORS, FIRST_ERRORS)
    } else {
        (MANY_WARNINGS, FIRST_WARNINGS)
    };
    let first = if groups.len() > many { first } else { many };
    let (shown, rest) = groups.split_at(first.min(groups.len()));
    let mut shown: Vec<_> = shown
        .iter()
        .map(|group| with_count(document, group))
        .collect();
    let mut rest: Vec<_> = rest
        .iter()
        .flat_map(|group| group.others.iter().copied().chain([group.first]))
        .collect();
    rest.sort_by_key(|diagnostic| diagnostic.span);
    if let Some(last) = shown.last_mut().filter(|_| !rest.is_empty()) {
        let note = format!(
            "and {} more like this, {}",
            rest.len(),
            lines(document, &rest)
        );
        last.notes.push(note);
    }
    shown
}

/// The first diagnostic of a group, with the number and the lines of the others.
fn with_count(document: &Document, group: &Group<'_>) -> Diagnostic {
    let others = &group.others;
    let first = group.first.clone();
    match others.len() {
        0 => first,
        1 => first.with_note(format!("the same {}", lines(document, others))),
        more => first.with_note(format!(
            "the same in {more} more places, {}",
            lines(document, others)
        )),
    }
}

/// Names the lines of the first of some diagnostics.
fn lines(document: &Document, found: &[&Diagnostic]) -> String {
    let mut lines: Vec<_> = found
        .iter()
        .map(|diagnostic| line(document.source(), diagnostic.span.start))
        .collect();
    lines.dedup();
    let noun = if lines.len() == 1 { "line" } else { "lines" };
    let more = if lines.len() > MAX_LINES { ", …" } else { "" };
    lines.truncate(MAX_LINES);
    format!("in {noun} {}{more}", lines.join(", "))
}

/// Names a line: by its number and, where it is in another file than the document itself, by that.
fn line(source: &SourceMap, offset: usize) -> String {
    let line = source.line(offset);
    if source.is_main(offset) {
        line.to_string()
    } else {
        format!("{line} of {}", source.name_at(offset))
    }
}
