//! Emitters: from the surface and the model to source files, one file an operation and one a type.

mod argument;
mod batched;
mod checks;
mod client;
mod docs;
mod enum_;
mod error;
mod function;
mod imports;
mod input;
mod job;
mod module;
mod newtype;
mod object;
mod operation;
mod operation_context;
mod paged;
mod retry;
mod success;
#[cfg(test)]
mod tests;
mod type_;
mod type_context;
mod union;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::model::Model;
use crate::refine::Request;
use crate::surface::Surface;
use client::ClientFile;
use imports::Imports;
use module::ModuleFile;
use operation_context::OperationContext;
use type_context::TypeContext;

/// A source file that is not text yet.
pub(crate) struct SourceFile {
    /// Path inside the crate's `src`.
    pub path: String,
    pub pieces: Vec<Piece>,
}

/// A part of a source file.
pub(crate) enum Piece {
    Items(TokenStream),
    /// A call of a macro with a row a line, which no formatter sets.
    Table(Table),
}

/// A macro's name, what it is about, and its rows.
pub(crate) struct Table {
    /// `internal::open_enum`
    pub path: &'static str,
    pub name: String,
    pub rows: Rows,
    /// What stands behind the rows.
    pub suffix: &'static str,
}

pub(crate) enum Rows {
    /// Each as it is written.
    Values(Vec<String>),
    /// Functions without bodies.
    Functions(TokenStream),
}

impl SourceFile {
    fn of_items(path: String, items: impl ToTokens) -> Self {
        Self {
            path,
            pieces: vec![Piece::Items(items.into_token_stream())],
        }
    }
}

/// The files that a document has one of: the module, the client, and what lists the operations and the types.
pub(crate) fn module_files(model: &Model, surface: &Surface) -> Vec<SourceFile> {
    let module = &model.module;
    let operations = model.operations.iter();
    let operations = operations.map(|it| (it.module.as_str(), it.type_name.as_str()));
    let operations = index(
        "The operations as values: what a call holds until it is sent.",
        operations,
    );
    let types = model.types.iter();
    let types = types.map(|it| (it.module.as_str(), it.name.as_str()));
    let types = index("The types of the document's schemas.", types);
    vec![
        SourceFile::of_items(format!("{module}.rs"), ModuleFile { model, surface }),
        SourceFile::of_items(format!("{module}/client.rs"), ClientFile { surface }),
        SourceFile::of_items(format!("{module}/operations.rs"), operations),
        SourceFile::of_items(format!("{module}/types.rs"), types),
    ]
}

/// The file of the operation with this index.
pub(crate) fn operation_file(
    model: &Model,
    surface: &Surface,
    index: usize,
    request: &Request,
) -> SourceFile {
    let operation = &model.operations[index];
    let file = OperationContext {
        model,
        surface: &surface.operations[index],
        marker: &surface.marker.name,
        operation,
        request,
        imports: Imports::default(),
    };
    SourceFile {
        path: format!("{}/operations/{}.rs", model.module, operation.module),
        pieces: file.pieces(),
    }
}

/// The file of the type with this index.
pub(crate) fn type_file(model: &Model, surface: &Surface, index: usize) -> SourceFile {
    let named = &model.types[index];
    let file = TypeContext {
        model,
        named,
        surface: &surface.types[index],
        imports: Imports::default(),
    };
    SourceFile {
        path: format!("{}/types/{}.rs", model.module, named.module),
        pieces: type_::pieces(&file),
    }
}

/// A module that declares others and names what is in them.
fn index<'a>(docs: &str, modules: impl Iterator<Item = (&'a str, &'a str)>) -> TokenStream {
    let docs = format!(" {docs}");
    let (modules, names): (Vec<_>, Vec<_>) = modules
        .map(|(module, name)| (format_ident!("{module}"), format_ident!("{name}")))
        .unzip();
    quote! {
        #![doc = #docs]
        #(mod #modules;)*
        #(pub use #modules::#names;)*
    }
}

/// Security requirements as the runtime takes them.
fn alternatives(requirements: &[Vec<String>]) -> TokenStream {
    let alternatives = requirements.iter().map(|schemes| quote!(&[#(#schemes),*]));
    quote!(&[#(#alternatives),*])
}

/// `#[deprecated]`, where an item is.
fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}
