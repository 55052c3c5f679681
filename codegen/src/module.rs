//! The module that is generated for one document.

use crate::diagnostic::Diagnostics;
use crate::file::File;
use crate::names;
use crate::surface::Surface;

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
