//! Bundles a document with the parts of other files that it references.
//!
//! Each target in another file becomes a component, or an entry of `x-path-items` if it is a path item, and its references
//! are rewritten. If the specification does not allow a reference, as for an operation, the target replaces the reference.
//! A component or path that consists of a reference to another file becomes the target. The later stages therefore see a
//! single tree, in which the spans identify the file of each node.
//!
//! A reference that cannot be resolved stays unchanged, and [`Document::file_errors`] has the error.
//!
//! `address` parses a reference, `files` reads the file, and `follow` finds the target in it. `locations` assigns the
//! target a location in the document. `sections`, `references`, `discriminator` and `rewrite` rewrite the references, and
//! `insert` inserts the targets.

mod address;
mod component;
mod discriminator;
mod files;
mod follow;
mod insert;
mod locations;
mod references;
mod rewrite;
mod sections;
mod suggest;
mod target;

#[cfg(test)]
mod tests;

use std::mem;

use crate::diagnostic::Span;
use crate::document::{Document, Node};
use crate::folder::Folder;
use crate::openapi::objects;
use files::Files;
use locations::Locations;
use references::References;
use rewrite::Rewriter;
use target::MAIN;

/// Adds the parts of other files that a document references.
pub(crate) fn bundle(mut document: Document, folder: &dyn Folder) -> Document {
    let version = document.version();
    let mut root = mem::replace(document.root_mut(), Node::object(Span::default()));
    let mut files = Files::new(document, folder);
    let mut locations = Locations::default();
    sections::expand(&mut files, &mut root);
    files.record_names(&root);
    locations.record_names(&root);
    sections::assign_locations(&mut files, &mut locations, &root);
    let mut rewriter = Rewriter::new(References { files, locations }, version);
    rewriter.object(&mut root, &objects::DOCUMENT, MAIN);
    while let Some(pending) = rewriter.references.locations.next_pending() {
        insert::insert(&mut rewriter, &mut root, &pending);
    }
    let mut document = rewriter.references.files.document;
    *document.root_mut() = root;
    document
}
