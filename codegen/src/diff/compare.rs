//! Compares two versions of a document.

use std::cmp::Reverse;
use std::fmt;
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
    pub rust_skipped: Option<Rejection>,
}

/// The generator rejects a version, so that there is no generated code to compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The rejected version.
    pub rejected: Rejected,
    /// The message of the first error.
    pub reason: String,
}

/// Which versions the generator rejects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejected {
    /// The old version alone: the change corrects it.
    Old,
    /// The new version alone: after the change, there is no client.
    New,
    /// Both versions.
    Both,
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

impl Rejection {
    pub(super) fn new(rejected: Rejected, reason: String) -> Self {
        Self { rejected, reason }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let versions = match self.rejected {
            Rejected::Old => "the old version",
            Rejected::New => "the new version",
            Rejected::Both => "both versions",
        };
        write!(f, "the generator rejects {versions}: {}", self.reason)
    }
}

impl Comparison {
    /// Returns the highest level of the findings.
    pub fn wire(&self) -> Option<Level> {
        self.findings.iter().map(|finding| finding.level).max()
    }

    /// Returns the step that the changes ask of the crate's version: the larger of the step in Rust and of a break on the
    /// wire, which is major.
    ///
    /// If the generated code was not compared, the step can be larger.
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
    let document = module_name(new.source.name);
    let surfaces = options
        .compare_rust
        .then(|| surfaces(&old_read, &new_read, &document, options));
    let (before, after) = (old_read.document, new_read.document);
    let (surfaces, rust_skipped) = match surfaces.transpose() {
        Ok(surfaces) => (surfaces, None),
        Err(reason) => (None, Some(reason)),
    };
    let compared = guard::run(|| {
        guard::step("comparing the documents");
        let changes = match &surfaces {
            Some((old, new)) => rust::compare(old, new),
            None if options.compare_rust => rust::moved_ids(&before, &after),
            None => Vec::new(),
        };
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
    old: &Read,
    new: &Read,
    module: &str,
    options: &Options,
) -> Result<(Surface, Surface), Rejection> {
    let surface = |version: &Read| match &version.rejection {
        Some(reason) => Err(reason.clone()),
        None => generate::surface(&version.document, module, &options.crate_name, false)
            .map_err(|found| first_error(&found)),
    };
    match (surface(old), surface(new)) {
        (Ok(old), Ok(new)) => Ok((old, new)),
        (Err(reason), Ok(_)) => Err(Rejection::new(Rejected::Old, reason)),
        (Ok(_), Err(reason)) => Err(Rejection::new(Rejected::New, reason)),
        (Err(_), Err(reason)) => Err(Rejection::new(Rejected::Both, reason)),
    }
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
    joined.adopt();
    let explained = wire.iter().zip(joined.by_cause);
    let explained = explained.filter_map(|(known, items)| context.finding(known, items));
    let others = joined
        .others
        .into_iter()
        .map(|item| context.crate_finding(item));
    explained.chain(others).collect()
}

/// Returns the message of the first error.
fn first_error(found: &Diagnostics) -> String {
    let error = found.iter().find(|it| it.severity() == Severity::Error);
    error.map_or_else(String::new, |it| it.message.clone())
}

/// A version that was read.
pub(super) struct Read {
    pub(super) document: Document,
    /// The first error, if the generator rejects it.
    pub(super) rejection: Option<String>,
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
        let rejection = found.has_errors().then(|| first_error(&found));
        if rejection.is_some() {
            check::repair(&mut document);
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
