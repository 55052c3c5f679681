//! Turns an OpenAPI 3.0 document into the sources of a Rust client.
//!
//! Text goes in and text comes out; this crate touches no file, no clock and no network, but for [`build_script`],
//! which is for other packages, and [`folder::OnDisk`], which callers choose for documents that refer to other files.
//! Data flows one way, and each step is a module that knows only those before it:
//!
//! ```text
//! text ─document─▶ a tree that keeps every key with its place
//!      ─bundle───▶ the same with the parts of other files that it refers to
//!      ─check────▶ diagnostics, or go on
//!      ─lower────▶ small passes, one reason each: one dialect, whatever was written
//!      ─model────▶ what the client is: operations, types, pages, batches, jobs; every type resolved, as data
//!      ─wire─────▶ progenitor: each request's URL, method, query and JSON body
//!      ─refine───▶ the rest of the request: other bodies, headers, cookies
//!      ─surface──▶ what consumers can name, as data built from the model
//!      ─emit─────▶ items: one file an operation and one a type
//!      ─print────▶ files
//! ```
//!
//! Below all of them is what more than one step needs: [`diagnostic`], [`document`], `openapi` (what the specification
//! says), `names` and `suggestions`.

pub mod build_script;
pub mod diagnostic;
pub mod document;
pub mod folder;

mod bundle;
mod check;
mod emit;
mod failure;
mod files;
mod guard;
mod lower;
mod media_type;
mod model;
mod names;
mod object_reader;
mod openapi;
mod package;
mod print;
mod refine;
mod reserved;
mod runtime_source;
mod suggestions;
mod surface;
mod wire;

use std::borrow::Cow;

use diagnostic::{Code, Diagnostic, Diagnostics};
use document::Document;
use folder::{Folder, NoFolder};

use guard::Panic;
pub use guard::quiet_panics;
use model::Model;
pub use package::Package;
pub use surface::Surface;

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
            written_by: REGEN.to_owned(),
        }
    }
}

/// The command that writes the files of this repository.
const REGEN: &str = "`cargo xtask regen`";

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path inside the crate's folder, with `/` between its parts.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The module that was generated for one document.
#[derive(Clone, Debug)]
pub struct Module {
    /// Name of the module and of its Cargo feature.
    pub name: String,
    /// The document's title.
    pub title: String,
    /// The files, in the order of their paths.
    pub files: Vec<File>,
    /// How many operations the document has.
    pub operations: usize,
    /// How many types were generated.
    pub types: usize,
    /// What consumers can name of it.
    pub surface: Surface,
    /// What the crate's root has to say of `recursion_limit`, where types hold one another more deeply than the compiler
    /// follows by default.
    pub recursion_limit: Option<usize>,
    /// What was noticed and did not stop the generation.
    pub warnings: Diagnostics,
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
        Ok(document) => model(&document, check::check(&document)).0,
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
    let mut found = check::check(&document);
    if options.lenient && found.has_errors() {
        found = check::check_leniently(document.to_mut());
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
        return (found, None);
    }
    guard::step("lowering the document");
    let mut lost = Diagnostics::new(document.source().clone());
    let root = lower::lower(document, &mut lost);
    guard::step("reading the model");
    let model = model::read(&root, &module_name(document.name()), &mut lost);
    let has_errors = lost.has_errors();
    found.extend(check::aggregate(document, lost.into_iter().collect()));
    (found, (!has_errors).then_some(model))
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

/// Puts modules together to a crate: the manifest, the root, the runtime and the modules' files, ordered by path.
pub fn package(modules: &[Module], package: &Package) -> Vec<File> {
    let mut files = package::files(package, modules);
    files.extend(runtime_source::files(package::needs(modules)));
    files.extend(
        modules
            .iter()
            .flat_map(|module| module.files.iter().cloned()),
    );
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Features and modules that the generated crate has of its own, and files that mean something to Cargo.
const TAKEN_MODULES: &[&str] = &[
    "bin",
    "client",
    "default",
    "http2",
    "lib",
    "main",
    "native_tls",
    "runtime",
    "rustls",
    "tracing",
];

/// The module of a document: the stem of its file's name.
pub fn module_name(source: &str) -> String {
    let file = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let stem = file.split('.').next().unwrap_or(file);
    // rustc wants the names of files to be ASCII.
    let name = names::field_name(&stem.replace(|c: char| !c.is_ascii(), "-"));
    if TAKEN_MODULES.contains(&name.as_str()) {
        format!("{name}_api")
    } else {
        names::file_stem(&name)
    }
}
