//! The generated module of one document.

use crate::commands::Commands;
use crate::diagnostic::Diagnostics;
use crate::file::File;
use crate::keep_types::UnknownSchema;
use crate::names;
use crate::surface::Surface;

/// The generated module of one document.
#[derive(Clone, Debug)]
pub struct Module {
    /// The name of the module and of its Cargo feature.
    pub name: String,
    /// The title of the document.
    pub title: String,
    /// The files, sorted by path.
    pub files: Vec<File>,
    /// The number of operations.
    pub operations: usize,
    /// The number of generated types.
    pub types: usize,
    /// The public items of the module.
    pub surface: Surface,
    /// The commands for a program, if it has any.
    pub(crate) commands: Option<Commands>,
    /// The `recursion_limit` that the crate needs, if its types are nested more deeply than the compiler's default
    /// allows.
    pub recursion_limit: Option<usize>,
    /// The names in [`Options::keep_types`](crate::Options::keep_types) that no schema has.
    pub unknown_schemas: Vec<UnknownSchema>,
    /// Diagnostics that did not stop the generation.
    pub warnings: Diagnostics,
}

/// Features, modules and exports of every generated crate, and names of files that Cargo treats specially.
const RESERVED_MODULES: &[&str] = &[
    "bin",
    "bytes",
    "chrono",
    "cli",
    "client",
    "default",
    "http2",
    "lib",
    "main",
    "mock",
    "native_tls",
    "reqwest",
    "runtime",
    "rustls",
    "serde_json",
    "test_util",
    "tracing",
    "uuid",
];

/// The modules inside a module. At the root of a crate, a module with such a name hides the one inside it.
const INNER: &[&str] = &["operations", "types", "webhooks"];

/// Whether the root of a crate can export the items of a module.
pub(crate) fn fits_root(module: &str) -> bool {
    !INNER.contains(&module)
}

/// Returns the name of a document's module, which is the stem of its file name.
pub fn module_name(source: &str) -> String {
    let file = source.rsplit(['/', '\\']).next().unwrap_or(source);
    let stem = file.split('.').next().unwrap_or(file);
    // rustc requires ASCII names for the files of modules.
    let name = names::field_name(&stem.replace(|c: char| !c.is_ascii(), "-"));
    if RESERVED_MODULES.contains(&name.as_str()) {
        format!("{name}_api")
    } else {
        names::file_stem(&name)
    }
}
