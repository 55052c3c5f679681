//! Generates the files of a module from its model and its surface.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::commands::Commands;
use crate::document::Node;
use crate::emit::SourceFile;
use crate::examples::Examples;
use crate::file::File;
use crate::model::Model;
use crate::surface::Surface;
use crate::wire::{self, WireError};
use crate::{emit, guard, print, refine};

/// The number of operations and types from which a second thread is worth its start.
const MIN_ITEMS_FOR_THREAD: usize = 8;

/// The number of operations whose requests are generated at once. Each start of progenitor has a cost, and the syntax trees
/// of all requests stay in memory until the last file of the batch is printed.
const BATCH: usize = 16;

/// The step that writes Rust items, and the code of a request.
const EMITTING: &str = "emitting the code";

/// Generates the files of the module of `model`, sorted by path. The first line of each file names `origin`. `root` is the
/// lowered document, from which the examples are computed. The module has `commands` for a program if there are any.
///
/// Two threads take the parts of the module in turn.
///
/// # Errors
///
/// Fails if progenitor cannot generate the requests.
pub(crate) fn files(
    root: Node,
    model: &Model,
    surface: &Surface,
    commands: Option<&Commands>,
    origin: &str,
) -> Result<Vec<File>, WireError> {
    let parts = Parts {
        root: Mutex::new(Some(root)),
        model,
        surface,
        commands,
        origin,
        next: AtomicUsize::new(0),
    };
    let (others, own) = guard::beside_if(
        model.operations.len() + model.types.len() >= MIN_ITEMS_FOR_THREAD,
        || parts.print_rest(),
        || parts.print_rest(),
    );
    let (mut files, others) = match (own, others) {
        (Ok(own), Ok(others)) => (own, others),
        (Err(a), Err(b)) => return Err(if a.part < b.part { a } else { b }.error),
        (Err(failed), _) | (_, Err(failed)) => return Err(failed.error),
    };
    files.extend(others);
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// The parts of a module: the examples, batches of operations, the files of the module itself, and single types, in this
/// order.
struct Parts<'a> {
    /// The lowered document, until its examples are computed.
    root: Mutex<Option<Node>>,
    model: &'a Model,
    surface: &'a Surface,
    commands: Option<&'a Commands>,
    origin: &'a str,
    /// The index of the first part that no thread has taken.
    next: AtomicUsize,
}

/// The error of a part.
struct Failed {
    part: usize,
    error: WireError,
}

impl From<Failed> for WireError {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

impl Parts<'_> {
    /// Prints parts until all are taken.
    fn print_rest(&self) -> Result<Vec<File>, Failed> {
        let mut files = Vec::new();
        loop {
            let part = self.next.fetch_add(1, Ordering::Relaxed);
            let has_part = self.print_part(part, &mut files);
            if !has_part.map_err(|error| Failed { part, error })? {
                return Ok(files);
            }
        }
    }

    /// Prints the files of a part. Returns whether there is such a part.
    fn print_part(&self, part: usize, files: &mut Vec<File>) -> Result<bool, WireError> {
        let batches = self.model.operations.len().div_ceil(BATCH);
        if part == 0 {
            files.extend(self.examples());
        } else if part <= batches {
            self.operations((part - 1) * BATCH, files)?;
        } else if part == batches + 1 {
            guard::step(EMITTING);
            let module = emit::module_files(self.model, self.surface, self.commands);
            files.extend(module.into_iter().map(|file| self.printed(file)));
        } else {
            let index = part - batches - 2;
            if index >= self.model.types.len() {
                return Ok(false);
            }
            guard::step(EMITTING);
            files.push(self.printed(emit::type_file(self.model, self.surface, index)));
        }
        Ok(true)
    }

    fn examples(&self) -> Option<File> {
        let root = self
            .root
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()?;
        if self.model.types.is_empty() {
            return None;
        }
        guard::step("computing the examples");
        let examples = Examples::of(&root, self.model);
        drop(root);
        guard::step(EMITTING);
        Some(self.printed(emit::examples_file(self.model, &examples)))
    }

    /// Prints the files of a batch of operations.
    fn operations(&self, first: usize, files: &mut Vec<File>) -> Result<(), WireError> {
        guard::step("generating the requests");
        let end = self.model.operations.len().min(first + BATCH);
        let operations = &self.model.operations[first..end];
        let methods = wire::wire(operations)?;
        for (index, operation) in (first..).zip(operations) {
            guard::step(EMITTING);
            let request = refine::refine(operation, &methods[&operation.name]);
            let file = emit::operation_file(self.model, self.surface, index, &request);
            files.push(self.printed(file));
        }
        Ok(())
    }

    fn printed(&self, file: SourceFile) -> File {
        guard::step("printing");
        print::print(file, self.origin)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::BATCH;
    use crate::{Options, Source, generate};

    #[test]
    fn the_file_of_an_operation_does_not_depend_on_its_batch() {
        let count = 2 * BATCH + 1;
        let forward: Vec<_> = (0..count).collect();
        let backward: Vec<_> = forward.iter().rev().copied().collect();
        let (forward, backward) = (operations(&forward), operations(&backward));
        assert_eq!(forward.len(), count);
        assert_eq!(forward, backward);
    }

    /// The texts of the files of the operations with these numbers, by path.
    fn operations(numbers: &[usize]) -> BTreeMap<String, String> {
        let paths: String = numbers
            .iter()
            .map(|number| {
                format!(
                    "  /pets/{{id}}/{number}:
    get:
      operationId: get_pet_{number}
      parameters: [{{ name: id, in: path, required: true, schema: {{ type: string }} }}]
      responses: {{ '200': {{ description: The pet. }} }}
"
                )
            })
            .collect();
        let text =
            format!("openapi: 3.0.3\ninfo: {{ title: Pets, version: '1' }}\npaths:\n{paths}");
        let source = Source {
            name: "pets.yaml",
            text: &text,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let files = module.files.into_iter();
        files
            .filter(|file| file.path.starts_with("src/pets/operations/"))
            .map(|file| (file.path, file.text.into_owned()))
            .collect()
    }
}
