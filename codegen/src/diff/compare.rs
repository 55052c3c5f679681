//! Compares two versions of a document.

use std::cmp::Reverse;
use std::sync::Arc;

use super::change::Change;
use super::findings::Context;
use super::join::{Cause, Graphs};
use super::places::Places;
use super::{Finding, Level, Revision, RustChange, Step, rust, whole_document, wire};
use crate::diagnostic::{Diagnostics, Severity};
use crate::document::{Document, limit};
use crate::folder::Folder;
use crate::generate::{self, Source};
use crate::module::module_name;
use crate::surface::Surface;
use crate::{check, failure, guard};

/// A version of a document.
#[derive(Clone, Copy)]
pub struct Version<'a> {
    /// The name and the text.
    pub source: Source<'a>,
    /// The folder that references to other files are resolved in.
    pub folder: &'a dyn Folder,
}

/// Options for a comparison.
#[derive(Clone, Debug)]
pub struct Options {
    /// The name of the crate that contains the module, as a path: `conversations_client`.
    pub crate_name: String,
    /// Whether the document was renamed, so that the name of its module changes as well. Otherwise, a difference between
    /// the names of the two versions has no meaning.
    pub is_renamed: bool,
    /// Whether to compare the generated code as well as the documents.
    pub compare_rust: bool,
}

/// The difference between two versions of a document.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The module of the new version.
    pub document: String,
    /// The changes: those that compile and behave differently first, then the worst on the wire first.
    pub findings: Vec<Finding>,
    /// The step that the changes in Rust ask of the crate's version.
    pub rust: Step,
    /// Why the generated code was not compared.
    pub rust_skipped: Option<String>,
}

/// The error of a version that is not an OpenAPI document.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the {} version is not an OpenAPI document", revision.as_str())]
pub struct CompareError {
    /// The version.
    pub revision: Revision,
    /// The diagnostics of the version.
    pub diagnostics: Diagnostics,
}

impl Comparison {
    /// Returns the highest level of the findings.
    pub fn wire(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.level).max()
    }

    /// Returns the step that the changes ask of the crate's version: the larger of the step in Rust and of a break on the
    /// wire, which is major.
    pub fn step(&self) -> Step {
        let wire = match self.wire() {
            Some(Level::Breaking) => Step::Major,
            Some(_) => Step::Patch,
            None => Step::None,
        };
        wire.max(self.rust)
    }
}

/// Compares two versions of a document.
///
/// A document that the generator rejects is compared as far as it can be read. Then `rust_skipped` has the reason.
///
/// # Errors
///
/// Returns an error if a version cannot be read or is not an OpenAPI document.
pub fn compare(
    old: &Version<'_>,
    new: &Version<'_>,
    options: &Options,
) -> Result<Comparison, CompareError> {
    let (old_read, new_read) = (read(old, Revision::Old)?, read(new, Revision::New)?);
    let rejection = old_read.rejection.or(new_read.rejection);
    let (before, after) = (old_read.document, new_read.document);
    let document = module_name(new.source.name);
    let surfaces = options.compare_rust.then(|| match rejection {
        Some(reason) => Err(reason),
        None => surfaces(&before, &after, &document, options),
    });
    let (surfaces, rust_skipped) = match surfaces.transpose() {
        Ok(surfaces) => (surfaces, None),
        Err(reason) => (None, Some(reason)),
    };
    let compared = guard::run(|| {
        guard::step("comparing the documents");
        let changes = surfaces.as_ref().map(|(old, new)| rust::compare(old, new));
        let changes = changes.unwrap_or_default();
        let rust = changes.iter().map(|change| change.step).max();
        let findings = findings(&before, &after, &document, changes);
        (findings, rust.unwrap_or_default())
    });
    let (mut findings, mut rust) = compared.map_err(|panic| CompareError {
        revision: Revision::New,
        diagnostics: failure::of_text(new.source.name, new.source.text, &panic),
    })?;
    if options.is_renamed {
        let renamed = whole_document::renamed(&before, &after, &options.crate_name);
        rust = rust.max(renamed.rust.step);
        findings.push(renamed);
    }
    sort(&mut findings);
    Ok(Comparison {
        document,
        findings,
        rust,
        rust_skipped,
    })
}

/// Returns the surfaces of both versions under one module name, or why there is none.
fn surfaces(
    old: &Document,
    new: &Document,
    module: &str,
    options: &Options,
) -> Result<(Surface, Surface), String> {
    let surface = |document: &Document, revision: Revision| {
        let surface = generate::surface(document, module, &options.crate_name, false);
        surface.map_err(|found| rejection(&found, revision))
    };
    Ok((surface(old, Revision::Old)?, surface(new, Revision::New)?))
}

/// Compares the contracts of two documents, and joins the changes of the crate to their causes.
fn findings(
    old: &Document,
    new: &Document,
    document: &str,
    changes: Vec<RustChange>,
) -> Vec<Finding> {
    let (old_places, new_places) = (Places::new(old), Places::new(new));
    let (wire, operations) = wire::compare(&old_places, &new_places);
    let context = Context {
        document,
        old: &old_places,
        new: &new_places,
        operations: &operations,
    };
    let causes = |is_cause: &dyn Fn(&Change<'_>) -> bool| {
        let changes = wire.iter().map(|known| &known.change);
        let cause = changes.map(|it| {
            if is_cause(it) {
                context.cause(it)
            } else {
                Cause::default()
            }
        });
        cause.collect::<Vec<_>>()
    };
    // Wording explains an item only if nothing else does, except for a title, which can name a type.
    let graphs = Graphs::new(old, new);
    let mut joined = graphs.join(&causes(&|it| !context.is_wording(it)), changes);
    let rest = graphs.join(&causes(&|it| context.is_wording(it)), joined.others);
    for (items, more) in joined.by_cause.iter_mut().zip(rest.by_cause) {
        items.extend(more);
    }
    joined.others = rest.others;
    let explained = wire.iter().zip(joined.by_cause);
    let explained = explained.filter_map(|(known, items)| context.finding(known, items));
    let others = joined
        .others
        .into_iter()
        .map(|item| context.crate_finding(item));
    explained.chain(others).collect()
}

/// Says that the generator rejects a version, with the first error.
fn rejection(found: &Diagnostics, revision: Revision) -> String {
    let error = found.iter().find(|it| it.severity() == Severity::Error);
    let error = error.map_or_else(String::new, |it| format!(": {}", it.message));
    format!(
        "the generator rejects the {} version{error}",
        revision.as_str()
    )
}

/// A version that was read.
pub(super) struct Read {
    pub(super) document: Document,
    /// Why the generator rejects it.
    rejection: Option<String>,
}

/// Reads a version. Mistakes with an obvious meaning are repaired, so that they do not hide other differences.
pub(super) fn read(version: &Version<'_>, revision: Revision) -> Result<Read, CompareError> {
    let source = &version.source;
    let read = guard::run(|| {
        let mut document = generate::read(source, version.folder, limit::Size::default())?;
        if let Some(error) = check::version(document.root()) {
            let mut found = Diagnostics::new(Arc::clone(document.source()));
            found.push(error);
            return Err(found);
        }
        let found = check::check(&document);
        let rejection = found.has_errors().then(|| rejection(&found, revision));
        if rejection.is_some() {
            check::check_leniently(&mut document, check::UnusedSchemas::Omitted);
        }
        Ok(Read {
            document,
            rejection,
        })
    });
    let read = read.unwrap_or_else(|panic| Err(failure::of_text(source.name, source.text, &panic)));
    read.map_err(|diagnostics| CompareError {
        revision,
        diagnostics,
    })
}

/// Sorts findings: those that compile and behave differently first, then the worst first, then by place.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let order = |it: &Finding| (Reverse(it.is_silent_in_rust()), Reverse(it.level));
        let place = |it: &Finding| {
            (
                it.location.revision == Revision::Old,
                it.location.line,
                it.location.column,
            )
        };
        order(a)
            .cmp(&order(b))
            .then_with(|| a.location.file.cmp(&b.location.file))
            .then_with(|| place(a).cmp(&place(b)))
            .then_with(|| a.kind.cmp(&b.kind))
            .then_with(|| a.change.cmp(&b.change))
    });
}
