//! Checks a document for errors and probable mistakes.
//!
//! The walk compares the document with the objects of the specification, which are data in [`objects`], and collects
//! references, components and objects. Further checks then cover what involves several objects.

mod compose;
mod endless;
mod error_free;
mod extensions;
mod hints;
mod instance;
mod lenient;
mod names;
mod operations;
mod references;
mod schemas;
mod search;
mod walk;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Severity, SourceMap, Span};
use crate::document::{Document, Node};
use crate::guard;
use crate::openapi::{START, Version, objects};
use operations::Operations;
use schemas::Schemas;
use walk::Walk;

pub(crate) use error_free::error_free_part;

/// Whether unused component schemas are reported. Other components always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnusedSchemas {
    Reported,
    Omitted,
}

/// Checks a document. Returns all diagnostics, including the warnings of the parser.
///
/// A document without errors is an OpenAPI document without unresolved references, whose schemas are finite.
pub(crate) fn check(document: &Document) -> Diagnostics {
    check_with(document, UnusedSchemas::Reported)
}

/// Checks a document like [`check`].
pub(crate) fn check_with(document: &Document, unused: UnusedSchemas) -> Diagnostics {
    let mut diagnostics = Diagnostics::new(Arc::clone(document.source()));
    if let Some(error) = version(document.root()) {
        diagnostics.push(error);
        return diagnostics;
    }
    let mut found = document.warnings().to_vec();
    found.extend_from_slice(document.dialect_found());
    found.extend(references::grouped(document.file_errors()));
    if found
        .iter()
        .any(|diagnostic| diagnostic.code == Code::Limit)
    {
        diagnostics.extend(aggregate(document, found));
        return diagnostics;
    }
    let is_complete = document.file_errors().is_empty();
    let file_errors: HashSet<_> = document.file_errors().iter().map(|it| it.span).collect();
    let contents = contents(document, unused).into_iter();
    let is_redundant = |it: &Diagnostic| match it.code {
        // A reference in a mapping may have been reported when the files were bundled.
        Code::DanglingReference => file_errors.contains(&it.span),
        // A reference uses a value below the key.
        Code::UnknownField => document.used_keys().contains(&it.span),
        _ => false,
    };
    found.extend(contents.filter(|it| !is_redundant(it)));
    // An unused component may be the intended target of an unresolved reference.
    if !is_complete
        || found
            .iter()
            .any(|diagnostic| diagnostic.code == Code::DanglingReference)
    {
        found.retain(|diagnostic| diagnostic.code != Code::UnusedComponent);
    }
    diagnostics.extend(aggregate(document, found));
    diagnostics
}

/// Repairs the mistakes of a document that have an obvious correction. Invalid extensions stay.
pub(crate) fn repair(document: &mut Document) {
    lenient::repair(document);
}

/// Repairs mistakes with an obvious correction, with a warning for each, and checks the document again.
pub(crate) fn check_leniently(document: &mut Document, unused: UnusedSchemas) -> Diagnostics {
    let mut warnings = lenient::repair(document);
    warnings.extend(lenient::remove_extensions(document));
    let mut found = check_with(document, unused);
    // A path with a duplicate parameter stays unchanged: both places get the same value.
    for (span, warning) in lenient::duplicate_names(document) {
        found.retain(|it| it.code != Code::InvalidPath || it.span != span);
        warnings.push(warning);
    }
    found.extend(aggregate(document, warnings));
    found
}

/// The number of objects from which a second thread is worth its start.
const MANY: usize = 20_000;

fn contents(document: &Document, unused: UnusedSchemas) -> Vec<Diagnostic> {
    let (root, source) = (document.root(), document.source());
    let mut walk = Walk::new(document);
    walk.object(root, &objects::DOCUMENT, root.span);
    walk.found.extend(without_contents(root, walk.version));
    let likely_uses = references::follow(root, &mut walk);
    let is_unbounded = compose::check(root, &mut walk);
    if !is_unbounded {
        endless::check(root, &mut walk);
    }
    let operations_and_schemas = || {
        let mut operations = Operations {
            root,
            source,
            walk: &walk,
            found: Vec::new(),
            used_by_name: likely_uses,
        };
        operations.check();
        let mut schemas = Schemas {
            root,
            source,
            walk: &walk,
            found: operations.found,
            used_by_name: operations.used_by_name,
            steps: schemas::MAX_STEPS,
        };
        schemas.check(!is_unbounded);
        (schemas.found, schemas.used_by_name)
    };
    let visits = &walk.visits;
    let (shared_names, (found, mut used_by_name)) = guard::beside_if(
        visits.len() >= MANY,
        || names::check(root, visits),
        operations_and_schemas,
    );
    used_by_name.extend(references::kept(root, &walk));
    references::unused(root, &mut walk, &used_by_name, unused);
    walk.found.extend(found);
    walk.found.extend(shared_names);
    walk.found.extend(extensions::check(root));
    walk.found
}

/// Returns an error if a document has nothing to describe. Version 3.0 requires `paths`.
fn without_contents(root: &Node, version: Version) -> Option<Diagnostic> {
    let has_contents = ["paths", "components", "webhooks"]
        .iter()
        .any(|key| root.get(key).is_some());
    (version > Version::V3_0 && !has_contents).then(|| {
        let message = "missing field `paths` in an OpenAPI document";
        let help = "add `paths`, `webhooks` or `components`";
        Diagnostic::new(Code::MissingField, root.span, message).with_help(help)
    })
}

/// Returns an error if a document is not an OpenAPI document of a known version.
pub(crate) fn version(root: &Node) -> Option<Diagnostic> {
    let top = Span::new(root.span.start, root.span.start);
    let not_openapi =
        |message: &str| Diagnostic::new(Code::NotOpenApi, top, message).with_help(START);
    let Some(map) = root.as_object() else {
        return Some(not_openapi(&format!(
            "expected an OpenAPI document, found {}",
            root.kind()
        )));
    };
    let Some(entry) = map.entry("openapi") else {
        return Some(match map.entry("swagger") {
            Some(entry) => Diagnostic::new(
                Code::UnsupportedVersion,
                entry.key_span,
                "expected OpenAPI 3, found Swagger 2.0",
            )
            .with_help("convert it, for example with swagger2openapi"),
            None => not_openapi("not an OpenAPI document: missing field `openapi`"),
        });
    };
    let version = entry.value.to_json();
    let text = version
        .as_str()
        .map_or_else(|| version.to_string(), str::to_owned);
    let error = |code, message: String| Some(Diagnostic::new(code, entry.value.span, message));
    let known = Version::parse(&text);
    match known {
        Some(version) if entry.value.as_str().is_none() => error(
            Code::WrongKind,
            format!("expected a string for `openapi`, found the number `{version}`"),
        )
        .map(|d| {
            d.with_help(format!(
                "write the full version: `openapi: {}`",
                full(version)
            ))
        }),
        Some(_) => None,
        None if text.starts_with("3.") => error(
            Code::UnsupportedVersion,
            format!(
                "expected OpenAPI 3.0 to {}, found OpenAPI {text}",
                Version::NEWEST
            ),
        )
        .map(|d| {
            d.with_help(format!(
                "if it uses nothing newer, write `openapi: {}`",
                full(Version::NEWEST)
            ))
        }),
        None => error(
            Code::UnsupportedVersion,
            format!("unknown OpenAPI version `{text}`"),
        )
        .map(|d| d.with_help(format!("write `openapi: {}`", full(Version::NEWEST)))),
    }
}

/// A full version, as the field `openapi` has it.
fn full(version: Version) -> &'static str {
    match version {
        Version::V3_0 => "3.0.3",
        Version::V3_1 => "3.1.1",
        Version::V3_2 => "3.2.0",
    }
}

/// The number of warnings of a code to show one by one. If there are more, only the first are shown.
const MANY_WARNINGS: usize = 10;
const FIRST_WARNINGS: usize = 3;
const MANY_ERRORS: usize = 200;
const FIRST_ERRORS: usize = 100;
/// The number of lines to list for the other diagnostics.
const MAX_LINES: usize = 8;

/// Sorts the diagnostics and groups equal warnings. If there are many of a code, keeps the first and adds a note for the
/// others.
pub(crate) fn aggregate(document: &Document, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by_key(|diagnostic| (diagnostic.code, diagnostic.span.start, diagnostic.span.end));
    // The same part of another file may be copied, and thus checked, more than once.
    found.dedup();
    found
        .chunk_by(|a, b| a.code == b.code)
        .flat_map(|same_code| truncated(document, &groups(same_code)))
        .collect()
}

/// A diagnostic with those that have the same message elsewhere.
struct Group<'a> {
    first: &'a Diagnostic,
    others: Vec<&'a Diagnostic>,
}

/// Groups warnings with the same message. Each error has its own group, since each has to be fixed.
fn groups(same_code: &[Diagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known = HashMap::new();
    for diagnostic in same_code {
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

fn truncated(document: &Document, groups: &[Group<'_>]) -> Vec<Diagnostic> {
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

/// The first diagnostic of a group, with the number and the lines of the others in a note.
fn with_count(document: &Document, group: &Group<'_>) -> Diagnostic {
    let others = &group.others;
    let first = group.first.clone();
    match others.len() {
        0 => first,
        1 => first.with_note(format!("also {}", lines(document, others))),
        more => first.with_note(format!(
            "also in {more} more places, {}",
            lines(document, others)
        )),
    }
}

/// Lists the lines of the first few diagnostics.
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

/// Returns the number of a line, with the name of the file if it is not the document.
fn line(source: &SourceMap, offset: usize) -> String {
    let line = source.line(offset);
    if source.is_main(offset) {
        line.to_string()
    } else {
        format!("{line} of {}", source.name_at(offset))
    }
}
