//! Generates the source code of a Rust client from an OpenAPI document of version 3.0, 3.1 or 3.2.
//!
//! Input and output are text. The crate uses no network and no clock. Only [`build_script`] and [`folder::OnDisk`]
//! access the file system; callers choose `OnDisk` for documents that refer to other files.
//!
//! Data flows one way. Each stage is a module that depends only on earlier stages:
//!
//! ```text
//! text ─document─▶ a tree that keeps the source position of every key
//!      ─bundle───▶ the same tree with the referenced parts of other files
//!      ─dialect──▶ the same tree in the dialect of OpenAPI 3.0
//!      ─check────▶ diagnostics; errors stop the generation
//!      ─lower────▶ a tree in one dialect, by small passes with one purpose each
//!      ─model────▶ the client as data: operations, types, pages, batches and jobs, with every type resolved
//!      ─examples─▶ a value of each type, for tests of programs that use the client
//!      ─wire─────▶ code by progenitor: the URL, method, query and JSON body of each request
//!      ─refine───▶ the complete code of each request, with other bodies, headers and cookies
//!      ─surface──▶ the public items of the client as data
//!      ─commands─▶ the commands of a command-line program as data
//!      ─emit─────▶ Rust items: one file for each operation and for each type
//!      ─print────▶ files
//! ```
//!
//! [`diff`] compares two versions of a document: the contracts of their trees, and their surfaces.
//!
//! Several stages share [`diagnostic`], [`document`], `openapi` (the rules of the specification), `names` and
//! `suggestions`.

pub mod build_script;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod folder;

mod bundle;
mod check;
mod commands;
mod dialect;
mod emit;
mod examples;
mod failure;
mod file;
mod files;
mod generate;
mod graph;
mod guard;
mod invisible;
mod keep_types;
mod lower;
mod media_type;
mod model;
mod module;
mod names;
mod object_reader;
mod openapi;
mod option_names;
mod package;
mod parts;
mod path_item;
mod print;
mod refine;
mod reserved;
mod runtime_source;
mod suggestions;
mod surface;
mod text_shape;
mod wire;

#[cfg(test)]
mod module_order;

pub use file::File;
pub use generate::{Options, Source, check, check_in, generate, generate_in};
#[cfg(feature = "steps")]
pub use guard::observe_steps;
pub use guard::quiet_panics;
pub use keep_types::{KeepTypes, UnknownSchema};
pub use module::{Module, module_name};
pub use option_names::OptionNames;
pub use package::{Package, package, package_from};
pub use parts::Parts;
pub use runtime_source::is_runtime_file;
pub use surface::Surface;
