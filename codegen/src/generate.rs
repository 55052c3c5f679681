//! Runs the stages that generate the module of a document.

use std::borrow::Cow;
use std::sync::Arc;

use crate::check::{UnusedSchemas, check_leniently, check_with};
use crate::commands::Commands;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Node, Span, limit};
use crate::folder::{Folder, NoFolder};
use crate::guard::{self, Panic};
use crate::invisible::is_invisible;
use crate::keep_types::{self, KeepTypes, UnknownSchema};
use crate::lower::{TypeOptions, UnusedSchema};
use crate::model::{self, Model};
use crate::module::{Module, fits_root, module_name};
use crate::openapi::START;
use crate::option_names::OptionNames;
use crate::parts::Parts;
use crate::surface::{Paths, Surface};
use crate::{bundle, dialect, failure, files, lower};

/// The name and the text of a document.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The name that diagnostics show, such as `spec/fernand.yaml`. The module is named after its file stem.
    pub name: &'a str,
    /// The document in YAML or JSON.
    pub text: &'a str,
}

/// Options for the generation of a module.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "the options are independent")]
pub struct Options {
    /// The name of the crate that contains the module, as a path: `conversations_client`.
    pub crate_name: String,
    /// Whether a [`Package`](crate::Package) with the module exports its items from the root, so that examples import
    /// `pets::Client` instead of `pets::pets::Client`. This suits a crate with a single module. A module named `operations`,
    /// `types` or `webhooks` stays where it is, since it would hide the module of this name inside it.
    pub at_root: bool,
    /// The largest number of bytes that the document may have together with the files that it references. It limits the
    /// memory and the time that a hostile document takes: a document may also have a value for each 64 of these bytes, and at
    /// least 2,000,000 values. The default is 128 MiB.
    pub max_bytes: usize,
    /// Whether a mistake with an obvious meaning is a warning instead of an error. For example, a reference to a missing
    /// schema stands for any JSON value, and an undeclared path parameter is a string.
    pub lenient: bool,
    /// The tool that the first line of each file names, such as `` `cargo xtask regen` ``.
    pub written_by: String,
    /// Whether the module has commands for the program of a [`Package`](crate::Package). They are in its submodule `cli`,
    /// behind the feature of this name.
    pub cli: bool,
    /// The schemas that have types although no operation, webhook or callback uses them. The extension `x-keep-types` of
    /// the document adds to them. [`Module::unknown_schemas`] has the names that no schema has.
    pub keep_types: KeepTypes,
    /// Whether equal inline schemas share one type, each under its own name. The extension `x-share-types: true` of the
    /// document does the same.
    pub share_types: bool,
    /// How the module is divided into parts. A build script ignores this option and generates a module without parts.
    pub parts: Parts,
    /// How messages name these options.
    pub option_names: OptionNames,
    /// Whether one warning lists the unused schemas, which suits a document that others wrote. Otherwise, each of them
    /// has a warning.
    pub summarize_unused: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            crate_name: "crate".to_owned(),
            at_root: false,
            max_bytes: limit::BYTES,
            lenient: false,
            written_by: crate::package::REGEN.to_owned(),
            cli: false,
            keep_types: KeepTypes::None,
            share_types: false,
            parts: Parts::Document,
            option_names: OptionNames::default(),
            summarize_unused: false,
        }
    }
}

impl Options {
    fn size(&self) -> limit::Size {
        limit::Size {
            bytes: self.max_bytes,
            names: self.option_names,
        }
    }
}

/// Checks a document without generating anything.
///
/// Use [`check_in`] for a document that refers to other files.
pub fn check(source: &Source<'_>) -> Diagnostics {
    check_in(source, &NoFolder)
}

/// Checks a document that may refer to other files of its folder.
///
/// Returns the diagnostics that [`generate_in`] would return.
pub fn check_in(source: &Source<'_>, folder: &dyn Folder) -> Diagnostics {
    let checked = guard::run(|| match read(source, folder, limit::Size::default()) {
        Ok(document) => {
            let module = module_name(document.name());
            let options = Options {
                option_names: OptionNames::None,
                ..Options::default()
            };
            let found = crate::check::check(&document);
            model(Cow::Owned(document), &module, &options, found).0
        }
        Err(found) => found,
    });
    checked.unwrap_or_else(|panic| failure::of_text(source.name, source.text, &panic))
}

/// Reads a document of up to this size with its other files, in the dialect of the later stages.
///
/// # Errors
///
/// Returns diagnostics if the text cannot be parsed.
pub(crate) fn read(
    source: &Source<'_>,
    folder: &dyn Folder,
    size: limit::Size,
) -> Result<Document, Diagnostics> {
    guard::step("reading the document");
    let mut document = Document::read_up_to(size, source.name, source.text)
        .map_err(|found| with_start(found, source.text))?;
    guard::step("bundling the files");
    dialect::locate(&mut document);
    let mut document = bundle::bundle(document, folder);
    guard::step("rewriting the document in one dialect");
    dialect::rewrite(&mut document);
    Ok(document)
}

/// Adds how a document starts to the error about a text without content.
fn with_start(found: Diagnostics, text: &str) -> Diagnostics {
    let is_empty = |line: &str| line.is_empty() || line.starts_with('#') || line == "---";
    if !text.lines().all(|line| is_empty(line.trim())) {
        return found;
    }
    let mut helped = Diagnostics::new(Arc::clone(found.source()));
    helped.extend(found.into_iter().map(|error| match error.code {
        Code::Syntax => error.with_help(START),
        _ => error,
    }));
    helped
}

/// Generates the module of one document.
///
/// Use [`generate_in`] for a document that refers to other files. Generation runs on a separate thread, whose stack is
/// large enough for the deepest document that is accepted.
///
/// # Errors
///
/// Returns diagnostics if the document cannot be read, is invalid, or uses something that is not supported.
pub fn generate(source: &Source<'_>, options: &Options) -> Result<Module, Diagnostics> {
    generate_in(source, &NoFolder, options)
}

/// Generates the module of a document that may refer to other files of its folder.
///
/// # Errors
///
/// Returns diagnostics in the same cases as [`generate`].
pub fn generate_in(
    source: &Source<'_>,
    folder: &dyn Folder,
    options: &Options,
) -> Result<Module, Diagnostics> {
    let generated = guard::run(|| {
        let document = read(source, folder, options.size())?;
        module(Cow::Owned(document), options)
    });
    generated.unwrap_or_else(|panic| Err(failed(source, folder, options, &panic)))
}

/// Diagnostics for a document on which the generator panicked.
fn failed(
    source: &Source<'_>,
    folder: &dyn Folder,
    options: &Options,
    panic: &Panic,
) -> Diagnostics {
    match guard::run(|| read(source, folder, options.size())) {
        Ok(Ok(document)) => {
            let fails = |document: &Document| {
                guard::run(|| module(Cow::Borrowed(document), options)).is_err()
            };
            failure::of_document(&document, panic, fails)
        }
        _ => failure::of_text(source.name, source.text, panic),
    }
}

/// Returns the surface of a document whose module has the name `module`.
///
/// # Errors
///
/// Returns diagnostics in the same cases as [`generate_in`], except for errors of the wire layer.
pub(crate) fn surface(
    document: &Document,
    module: &str,
    crate_name: &str,
    lenient: bool,
) -> Result<Surface, Diagnostics> {
    let options = Options {
        crate_name: crate_name.to_owned(),
        lenient,
        ..Options::default()
    };
    let described = |document: &Document| {
        let document = Cow::Borrowed(document);
        guard::run(|| Described::of(document.clone(), module, &options).map(|it| it.surface))
    };
    described(document).unwrap_or_else(|panic| {
        let fails = |document: &Document| described(document).is_err();
        Err(failure::of_document(document, &panic, fails))
    })
}

/// The client that a document describes.
struct Described {
    /// The lowered document.
    root: Node,
    model: Model,
    surface: Surface,
    unknown_schemas: Vec<UnknownSchema>,
    warnings: Diagnostics,
}

impl Described {
    fn of(
        mut document: Cow<'_, Document>,
        module: &str,
        options: &Options,
    ) -> Result<Self, Diagnostics> {
        guard::step("checking the document");
        let unused = if options.summarize_unused {
            UnusedSchemas::Omitted
        } else {
            UnusedSchemas::Reported
        };
        let mut found = check_with(&document, unused);
        if options.lenient && found.has_errors() {
            found = check_leniently(document.to_mut(), unused);
        }
        let unknown_schemas = keep_types::unknown(document.root(), &options.keep_types);
        let (warnings, read) = model(document, module, options, found);
        let Some((root, mut model)) = read else {
            return Err(warnings);
        };
        model.title = one_line(&model.title);
        guard::step("building the surface");
        let paths = Paths {
            crate_name: &options.crate_name,
            at_root: options.at_root && fits_root(&model.module),
        };
        let surface = Surface::of(&model, paths);
        Ok(Self {
            root,
            model,
            surface,
            unknown_schemas,
            warnings,
        })
    }
}

/// The lowered document and the model of a document that is read leniently.
#[cfg(test)]
pub(crate) fn lowered(source: &Source<'_>, folder: &dyn Folder) -> Option<(Node, Model)> {
    let described = guard::run(|| {
        let document = read(source, folder, limit::Size::default()).ok()?;
        let module = module_name(document.name());
        let options = Options {
            lenient: true,
            ..Options::default()
        };
        Described::of(Cow::Owned(document), &module, &options).ok()
    });
    let described = described.ok()??;
    Some((described.root, described.model))
}

fn module(document: Cow<'_, Document>, options: &Options) -> Result<Module, Diagnostics> {
    let (name, span) = (document.name().to_owned(), document.root().span);
    let Described {
        root,
        model,
        surface,
        unknown_schemas,
        warnings: mut found,
    } = Described::of(document, &module_name(&name), options)?;
    let origin = format!("{name} by {}", options.written_by);
    let commands = options.cli.then(|| Commands::of(&model));
    let files = match files::files(root, &model, &surface, commands.as_ref(), &origin) {
        Ok(files) => files,
        Err(error) => {
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
        commands,
        files,
        unknown_schemas,
        warnings: found,
    })
}

/// Lowers a document and reads its model, unless the checks found errors. Returns all diagnostics. `module` is the name of
/// the module.
///
/// Frees the tree of an owned document after it is lowered.
fn model(
    mut document: Cow<'_, Document>,
    module: &str,
    options: &Options,
    mut found: Diagnostics,
) -> (Diagnostics, Option<(Node, Model)>) {
    if found.has_errors() {
        let extensions = sound_extensions(&document, &found);
        found.extend(extensions);
        return (found, None);
    }
    guard::step("lowering the document");
    let mut model_found = Diagnostics::new(document.source().clone());
    let types = TypeOptions {
        keep: options.keep_types.clone(),
        share: options.share_types,
    };
    let mut lowered = lower::lower(&document, &types, &mut model_found);
    let unused = std::mem::take(&mut lowered.unused);
    model_found.extend(unused_schemas(&document, options, unused));
    if let Cow::Owned(document) = &mut document {
        *document.root_mut() = Node::object(Span::default());
    }
    guard::step("reading the model");
    let mut model = model::read(&lowered, module, &mut model_found);
    model_found.extend(options.parts.warning(
        &lowered.root,
        model.operations.len(),
        model.tags.len(),
    ));
    if options.parts.are_tags(&lowered.root) {
        model.split_by_tag(&mut model_found);
    }
    let has_errors = model_found.has_errors();
    found.extend(crate::check::aggregate(
        &document,
        model_found.into_iter().collect(),
    ));
    (found, (!has_errors).then_some((lowered.root, model)))
}

/// A warning about the schemas that have no types because nothing uses them.
fn unused_schemas(
    document: &Document,
    options: &Options,
    mut unused: Vec<UnusedSchema>,
) -> Option<Diagnostic> {
    if !options.summarize_unused {
        // The checks report those of the document itself to which nothing refers.
        let is_main = |schema: &UnusedSchema| document.source().is_main(schema.span.start);
        let (mut main, others): (Vec<_>, Vec<_>) = unused.into_iter().partition(is_main);
        lower::retain_in_unused_media_types(&mut main, document.root());
        main.extend(others);
        unused = main;
    }
    UnusedSchema::warning(&unused, options.option_names)
}

/// Diagnostics about the extensions of the valid operations in a document that has errors elsewhere.
fn sound_extensions(document: &Document, found: &Diagnostics) -> Vec<Diagnostic> {
    // The valid part may have errors that the first errors hid.
    const ROUNDS: usize = 3;
    guard::step("checking the extensions");
    let mut sound = crate::check::error_free_part(document, found);
    for _ in 0..ROUNDS {
        let Some(document) = &sound else { break };
        let found = crate::check::check(document);
        if found.has_errors() {
            sound = crate::check::error_free_part(document, &found);
            continue;
        }
        let read = guard::run(|| {
            let mut found = Diagnostics::new(document.source().clone());
            let lowered = lower::lower(document, &TypeOptions::default(), &mut found);
            model::read(&lowered, "sound", &mut found);
            found
        });
        // Other diagnostics are about the reduced document, not about the original.
        let found = read.into_iter().flatten();
        return found.filter(|it| it.code == Code::Extension).collect();
    }
    Vec::new()
}

/// The recursion limit for deeply nested types. The compiler needs four to six levels for a list or a map in a field, and
/// its default limit is 128.
fn recursion_limit(model: &Model) -> Option<usize> {
    const STEPS: usize = 8;
    (model.nesting * STEPS > 128).then(|| (model.types.len() * STEPS).next_power_of_two().max(256))
}

/// The title for a manifest and for comments. A line break would end it, and rustc rejects bidirectional controls.
fn one_line(title: &str) -> String {
    let title = title.replace(is_invisible, " ");
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}
