//! The road from a document to its module, step by step.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use crate::folder::{Folder, NoFolder};
use crate::guard::{self, Panic};
use crate::model::{self, Model};
use crate::module::{Module, module_name};
use crate::surface::Surface;
use crate::{bundle, failure, files, lower};

/// A document's text and its name.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name that diagnostics show, such as `spec/fernand.yaml`. Its stem names the module.
    pub name: &'a str,
    /// YAML or JSON.
    pub text: &'a str,
}

/// How a module is generated.
#[derive(Clone, Debug)]
pub struct Options {
    /// Name of the crate that the module is part of, as a path: `conversations_client`.
    pub crate_name: String,
    /// Whether a mistake whose meaning is plain is a warning: a reference to a schema that is not there is free JSON, for
    /// example, and a path parameter that nothing declares is text.
    pub lenient: bool,
    /// What writes the files, as their first line says: `` `cargo xtask regen` ``.
    pub written_by: String,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            crate_name: "crate".to_owned(),
            lenient: false,
            written_by: crate::package::REGEN.to_owned(),
        }
    }
}

/// Reads a document and checks it, without generating anything.
///
/// The document is one text; [`check_in`] is for one that refers to other files.
pub fn check(source: &Source<'_>) -> Diagnostics {
    check_in(source, &NoFolder)
}

/// Reads a document, and what it refers to in other files of its folder, and says all that [`generate_in`] would say.
pub fn check_in(source: &Source<'_>, folder: &dyn Folder) -> Diagnostics {
    let checked = guard::run(|| match read(source, folder) {
        Ok(document) => model(&document, crate::check::check(&document)).0,
        Err(found) => found,
    });
    checked.unwrap_or_else(|panic| failure::of_text(source.name, source.text, &panic))
}

fn read(source: &Source<'_>, folder: &dyn Folder) -> Result<Document, Diagnostics> {
    guard::step("reading the document");
    let document = Document::read(source.name, source.text)?;
    Ok(bundle::bundle(document, folder))
}

/// Generates the module of one document.
///
/// The document is one text; [`generate_in`] is for one that refers to other files. The work is done on a thread of its
/// own, whose stack has room for the deepest document that is accepted.
///
/// # Errors
///
/// The diagnostics of a document that cannot be read, is not valid or has something that is not supported.
pub fn generate(source: &Source<'_>, options: &Options) -> Result<Module, Diagnostics> {
    generate_in(source, &NoFolder, options)
}

/// Generates the module of a document that may refer to other files of its folder.
///
/// # Errors
///
/// As [`generate`].
pub fn generate_in(
    source: &Source<'_>,
    folder: &dyn Folder,
    options: &Options,
) -> Result<Module, Diagnostics> {
    let generated = guard::run(|| {
        let document = read(source, folder)?;
        module(&document, options)
    });
    generated.unwrap_or_else(|panic| Err(failed(source, folder, options, &panic)))
}

/// What is said of a document that generation has panicked over.
fn failed(
    source: &Source<'_>,
    folder: &dyn Folder,
    options: &Options,
    panic: &Panic,
) -> Diagnostics {
    match guard::run(|| read(source, folder)) {
        Ok(Ok(document)) => {
            let fails = |document: &Document| guard::run(|| module(document, options)).is_err();
            failure::of_document(&document, panic, fails)
        }
        _ => failure::of_text(source.name, source.text, panic),
    }
}

fn module(document: &Document, options: &Options) -> Result<Module, Diagnostics> {
    guard::step("checking the document");
    let mut document = Cow::Borrowed(document);
    let mut found = crate::check::check(&document);
    if options.lenient && found.has_errors() {
        found = crate::check::check_leniently(document.to_mut());
    }
    let (mut found, model) = model(&document, found);
    let Some(mut model) = model else {
        return Err(found);
    };
    model.title = one_line(&model.title);
    guard::step("building the surface");
    let surface = Surface::of(&model, &options.crate_name);
    let origin = format!("{} by {}", document.name(), options.written_by);
    let files = match files::files(&model, &surface, &origin) {
        Ok(files) => files,
        Err(error) => {
            let span = document.root().span;
            found.push(Diagnostic::new(Code::View, span, error.to_string()));
            return Err(found);
        }
    };
    Ok(Module {
        operations: model.operations.len(),
        types: model.types.len(),
        recursion_limit: recursion_limit(&model),
        title: model.title,
        name: model.module,
        surface,
        files,
        warnings: found,
    })
}

/// Reads the model of a document unless the checks have found errors, and adds what is said of that.
fn model(document: &Document, mut found: Diagnostics) -> (Diagnostics, Option<Model>) {
    if found.has_errors() {
        let extensions = sound_extensions(document, &found);
        found.extend(extensions);
        return (found, None);
    }
    guard::step("lowering the document");
    let mut later = Diagnostics::new(document.source().clone());
    let root = lower::lower(document, &mut later);
    guard::step("reading the model");
    let model = model::read(&root, &module_name(document.name()), &mut later);
    let has_errors = later.has_errors();
    found.extend(crate::check::aggregate(
        document,
        later.into_iter().collect(),
    ));
    (found, (!has_errors).then_some(model))
}

/// What reading the model says of the extensions in those operations of a document with errors that nothing is wrong with.
fn sound_extensions(document: &Document, found: &Diagnostics) -> Vec<Diagnostic> {
    // What is left may have errors that the first ones hid.
    const ROUNDS: usize = 3;
    guard::step("checking the extensions");
    let mut sound = crate::check::sound(document, found);
    for _ in 0..ROUNDS {
        let Some(document) = &sound else { break };
        let found = crate::check::check(document);
        if found.has_errors() {
            sound = crate::check::sound(document, &found);
            continue;
        }
        let read = guard::run(|| {
            let mut found = Diagnostics::new(document.source().clone());
            let root = lower::lower(document, &mut found);
            model::read(&root, "sound", &mut found);
            found
        });
        // Why the part alone cannot be read is of no interest.
        let found = read.into_iter().flatten();
        return found.filter(|it| it.code == Code::Extension).collect();
    }
    Vec::new()
}

/// A list or a map in a field is four to six steps of the compiler's, which makes 128 by default.
fn recursion_limit(model: &Model) -> Option<usize> {
    const STEPS: usize = 8;
    (model.nesting * STEPS > 128).then(|| (model.types.len() * STEPS).next_power_of_two().max(256))
}

/// A title for a manifest and for comments, where a line break would end it and rustc refuses what turns text around.
fn one_line(title: &str) -> String {
    let title = title.replace(is_invisible, " ");
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
