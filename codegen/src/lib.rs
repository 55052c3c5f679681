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
mod file;
mod files;
mod generate;
mod guard;
mod lower;
mod media_type;
mod model;
mod module;
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

#[cfg(test)]
mod rooms;

pub use file::File;
pub use generate::{Options, Source, check, check_in, generate, generate_in};
pub use guard::quiet_panics;
pub use module::{Module, module_name};
pub use package::{Package, package};
pub use surface::Surface;
