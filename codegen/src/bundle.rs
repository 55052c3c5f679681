//! Brings what a document refers to in other files into the document.
//!
//! Each target of a reference to another file becomes a component, or an entry of `x-path-items` if it is a path, and
//! the references become ones to that. Where the specification has an object but no reference to one, such as an operation, what
//! the reference leads to is put in its place. So all that comes after this knows of one tree; spans tell which file a node is
//! from. A component of the document that is nothing but such a reference becomes what the reference leads to, and so
//! does a path.
//!
//! Where a reference cannot be followed, it is left as it is, and the document tells why as [`Document::broken`].
//!
//! `address` reads a reference, `files` reads the file that it names, and `follow` finds the place in it. `homes` gives that
//! place a home and a name in the document. `sections`, `references`, `discriminator` and `rewrite` let references lead
//! there, and `place` puts there what they lead to.

mod address;
mod component;
mod discriminator;
mod files;
mod follow;
mod homes;
mod place;
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
use homes::Homes;
use references::References;
use rewrite::Rewriter;
use target::MAIN;

/// Brings the parts of other files that a document refers to into it.
pub(crate) fn bundle(mut document: Document, folder: &dyn Folder) -> Document {
    let mut root = mem::replace(document.root_mut(), Node::object(Span::default()));
    let mut files = Files::new(document, folder);
    let mut homes = Homes::default();
    sections::expand(&mut files, &mut root);
    files.note_names(&root);
    homes.note_names(&root);
    sections::adopt(&mut files, &mut homes, &root);
    let mut rewriter = Rewriter::new(References { files, homes });
    rewriter.object(&mut root, &objects::DOCUMENT, MAIN);
    while let Some(part) = rewriter.references.homes.next_part() {
        place::place(&mut rewriter, &mut root, &part);
    }
    let mut document = rewriter.references.files.document;
    *document.root_mut() = root;
    document
}
