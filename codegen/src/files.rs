//! Generates the files of a module from its model and its surface.

use std::iter;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use crate::commands::Commands;
use crate::document::Node;
use crate::emit::SourceFile;
use crate::examples::Examples;
use crate::file::File;
use crate::model::Model;
use crate::surface::Surface;
use crate::wire::{self, WireError};
use crate::{emit, guard, print, refine};

/// The number of types from which a second thread is worth its start.
const MIN_TYPES_FOR_THREAD: usize = 24;

/// The step that writes Rust items, and the code of a request.
const EMITTING: &str = "emitting the code";

/// Generates the files of the module of `model`, sorted by path. The first line of each file names `origin`. `root` is the
/// lowered document, from which the examples are computed. The module has `commands` for a program if there are any.
///
/// Types and examples do not depend on progenitor. A second thread prints them while progenitor generates the requests.
///
/// # Errors
///
/// Fails if progenitor cannot generate the requests.
pub(crate) fn files(
    root: &Node,
    model: &Model,
    surface: &Surface,
    commands: Option<&Commands>,
    origin: &str,
) -> Result<Vec<File>, WireError> {
    let next = AtomicUsize::new(0);
    let has_examples = AtomicBool::new(model.types.is_empty());
    let examples = || {
        let is_done = has_examples.swap(true, Ordering::Relaxed);
        (!is_done).then(|| {
            guard::step("computing the examples");
            let examples = Examples::of(root, model);
            guard::step(EMITTING);
            emit::examples_file(model, &examples)
        })
    };
    let types = || {
        let indexes = iter::from_fn(|| {
            let index = next.fetch_add(1, Ordering::Relaxed);
            (index < model.types.len()).then_some(index)
        });
        let files = indexes.map(|index| {
            guard::step(EMITTING);
            emit::type_file(model, surface, index)
        });
        let files = files.chain(examples());
        files.map(|file| printed(file, origin)).collect::<Vec<_>>()
    };
    let others = || -> Result<Vec<File>, WireError> {
        let mut files = operations(model, surface, commands, origin)?;
        files.extend(types());
        Ok(files)
    };
    let mut files = if model.types.len() < MIN_TYPES_FOR_THREAD {
        others()?
    } else {
        let (types, others) = guard::beside(types, others);
        let mut files = others?;
        files.extend(types);
        files
    };
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The files of the module and of its operations.
fn operations(
    model: &Model,
    surface: &Surface,
    commands: Option<&Commands>,
    origin: &str,
) -> Result<Vec<File>, WireError> {
    guard::step("generating the requests");
    let methods = wire::wire(model)?;
    guard::step(EMITTING);
    let operations = model.operations.iter().enumerate();
    let operations = operations.map(|(index, operation)| {
        guard::step(EMITTING);
        let request = refine::refine(operation, &methods[&operation.name]);
        emit::operation_file(model, surface, index, &request)
    });
    let files = emit::module_files(model, surface, commands)
        .into_iter()
        .chain(operations);
    Ok(files.map(|file| printed(file, origin)).collect())
}

fn printed(file: SourceFile, origin: &str) -> File {
    guard::step("printing");
    print::print(file, origin)
}
