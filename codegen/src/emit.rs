//! Emitters: they turn the surface and the model into source files, one for each operation and each type.

mod argument;
mod batched;
mod checks;
mod cli;
mod client;
mod condition;
mod debug;
mod docs;
mod enum_;
mod error;
mod examples;
mod function;
mod imports;
mod input;
mod job;
mod json_text;
mod mock;
mod module;
mod newtype;
mod object;
mod operation;
mod operation_context;
mod output_arms;
mod paged;
mod retry;
mod success;
#[cfg(test)]
mod test_support;
mod type_;
mod type_context;
mod union;
mod webhooks;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::commands::Commands;
use crate::model::{Features, Model};
use crate::refine::Request;
use crate::surface::Surface;
use client::ClientFile;
use condition::condition;
pub(crate) use examples::examples_file;
use imports::Imports;
use module::ModuleFile;
use operation_context::OperationContext;
use type_context::TypeContext;

/// A source file before it is printed.
pub(crate) struct SourceFile {
    /// The path relative to the crate's `src`.
    pub path: String,
    pub pieces: Vec<Piece>,
}

/// A part of a source file.
pub(crate) enum Piece {
    Items(TokenStream),
    /// A call of a macro with one row per line. Formatters do not change macro arguments.
    Table(Table),
}

/// A call of a runtime macro with a table as its argument.
pub(crate) struct Table {
    /// The path of the macro, such as `internal::open_enum`.
    pub path: &'static str,
    /// The type that the macro is called for.
    pub name: String,
    pub rows: Rows,
    /// The tokens after the rows.
    pub suffix: &'static str,
}

pub(crate) enum Rows {
    /// Rows of source text.
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

/// The files of the document's module, of the client, of the mock, of the webhooks, of the commands, and of the modules
/// `operations` and `types`.
pub(crate) fn module_files(
    model: &Model,
    surface: &Surface,
    commands: Option<&Commands>,
) -> Vec<SourceFile> {
    let module = &model.module;
    let operations = model.operations.iter();
    let operations = operations.map(|it| (it.module.as_str(), it.type_name.as_str(), &it.features));
    let operations = index(
        "The structs of the operations, which hold the arguments of calls.",
        operations,
    );
    let types = model.types.iter();
    let types = types.map(|it| (it.module.as_str(), it.name.as_str(), &it.features));
    let types = index("The types of the document's schemas.", types);
    let module_file = ModuleFile {
        model,
        surface,
        has_commands: commands.is_some(),
    };
    let mut files = vec![
        SourceFile::of_items(format!("{module}.rs"), module_file),
        SourceFile::of_items(format!("{module}/client.rs"), ClientFile { surface }),
        SourceFile::of_items(format!("{module}/operations.rs"), operations),
        SourceFile::of_items(format!("{module}/types.rs"), types),
    ];
    files.extend(mock::file(model));
    let webhooks = surface.webhooks.as_ref();
    files.extend(webhooks.map(|webhooks| webhooks::file(model, webhooks)));
    files.extend(commands.map(|commands| cli::file(model, surface, commands)));
    files
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
        imports: Imports::in_operation(&surface.operations[index].name),
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

/// A module that declares submodules and exports their items, each with its features.
fn index<'a>(
    docs: &str,
    modules: impl Iterator<Item = (&'a str, &'a str, &'a Features)>,
) -> TokenStream {
    let docs = format!(" {docs}");
    let (declarations, exports): (Vec<_>, Vec<_>) = modules
        .map(|(module, name, features)| {
            let condition = condition(features);
            let (module, name) = (format_ident!("{module}"), format_ident!("{name}"));
            (
                quote!(#condition mod #module;),
                quote!(#condition pub use #module::#name;),
            )
        })
        .unzip();
    quote! {
        #![doc = #docs]
        #(#declarations)*
        #(#exports)*
    }
}

/// Security requirements, as an expression for the runtime.
fn alternatives(requirements: &[Vec<String>]) -> TokenStream {
    let alternatives = requirements.iter().map(|schemes| quote!(&[#(#schemes),*]));
    quote!(&[#(#alternatives),*])
}

/// `#[deprecated]`, if an item is deprecated.
fn deprecated(is_deprecated: bool) -> Option<TokenStream> {
    is_deprecated.then(|| quote!(#[deprecated]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::{expression, items};

    #[test]
    fn an_index_declares_its_modules_and_exports_their_items() {
        let expected = quote! {
            //! The pets.
            mod cat;
            mod dog;
            pub use cat::Cat;
            pub use dog::Dog;
        };
        let none = Features::default();
        let modules = [("cat", "Cat", &none), ("dog", "Dog", &none)].into_iter();
        assert_eq!(items(index("The pets.", modules)), items(expected));
    }

    #[test]
    fn security_is_a_list_of_alternatives() {
        let requirements = [vec!["key".to_owned(), "app".to_owned()], Vec::new()];
        let expected = quote!(&[&["key", "app"], &[]]);
        assert_eq!(
            expression(alternatives(&requirements)),
            expression(expected)
        );
    }
}
