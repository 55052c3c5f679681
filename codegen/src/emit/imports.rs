//! Collects the imports of a file while its items are emitted.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use crate::surface::{RustPath, RustType, Scope};

/// The imported names of a file.
#[derive(Default)]
pub(super) struct Imports {
    /// The operation of the file, whose type hides a name of the document's module that is the same.
    operation: Option<String>,
    runtime: Cell<bool>,
    internal: Cell<bool>,
    serde: Cell<bool>,
    /// Types of the document.
    types: RefCell<BTreeSet<String>>,
    /// Other names of the document's module.
    module: RefCell<BTreeSet<String>>,
}

impl Imports {
    /// The imports of the file of the operation with this type.
    pub(super) fn in_operation(name: &str) -> Self {
        Self {
            operation: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// Imports `runtime`.
    pub(super) fn runtime(&self) -> TokenStream {
        self.runtime.set(true);
        quote!(runtime)
    }

    /// Imports `internal`.
    pub(super) fn internal(&self) -> TokenStream {
        self.internal.set(true);
        quote!(internal)
    }

    /// Imports `types`.
    pub(super) fn types(&self) {
        self.of_module("types");
    }

    /// Imports the derive macros of serde.
    pub(super) fn serde(&self) {
        self.serde.set(true);
    }

    /// Imports a name of the document's module, and returns how the file refers to it.
    pub(super) fn of_module(&self, name: &str) -> TokenStream {
        let ident = format_ident!("{name}");
        if self.operation.as_deref() == Some(name) {
            return quote!(super::super::#ident);
        }
        self.module.borrow_mut().insert(name.to_owned());
        ident.to_token_stream()
    }

    /// Imports the names that a type uses, and returns its tokens in `scope`.
    pub(super) fn ty(&self, ty: &RustType, scope: Scope) -> TokenStream {
        ty.each(&mut |inner| match inner {
            RustType::Path(RustPath::Runtime(_), _) => self.runtime.set(true),
            RustType::Type(name) if scope == Scope::Types => {
                self.types.borrow_mut().insert(name.clone());
            }
            RustType::Type(_) => {
                self.of_module("types");
            }
            _ => {}
        });
        ty.in_scope(scope).to_token_stream()
    }

    /// The imports of the file of an operation.
    pub(super) fn of_operation(&self) -> TokenStream {
        let module = import(&quote!(super::super), &self.module.borrow());
        let runtime = self.runtime_import();
        quote!(#module #runtime)
    }

    /// The imports of a file in the document's module.
    pub(super) fn of_submodule(&self) -> TokenStream {
        let module = import(&quote!(super), &self.module.borrow());
        let runtime = self.runtime_import();
        quote!(#module #runtime)
    }

    /// The imports of the file of the type `name`.
    pub(super) fn of_type(&self, name: &str) -> TokenStream {
        let mut types = self.types.borrow().clone();
        types.remove(name);
        let types = import(&quote!(super), &types);
        let runtime = self.runtime_import();
        let serde = self.serde.get().then(|| {
            quote!(
                use serde::{Deserialize, Serialize};
            )
        });
        quote!(#types #runtime #serde)
    }

    fn runtime_import(&self) -> Option<TokenStream> {
        match (self.runtime.get(), self.internal.get()) {
            (true, true) => Some(quote!(
                use crate::runtime::{self, internal};
            )),
            (true, false) => Some(quote!(
                use crate::runtime;
            )),
            (false, true) => Some(quote!(
                use crate::runtime::internal;
            )),
            (false, false) => None,
        }
    }
}

/// A `use` of names from `module`.
fn import(module: &TokenStream, names: &BTreeSet<String>) -> Option<TokenStream> {
    let names: Vec<_> = names.iter().map(|name| format_ident!("{name}")).collect();
    match &names[..] {
        [] => None,
        [one] => Some(quote!(use #module::#one;)),
        many => Some(quote!(use #module::{#(#many),*};)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::items;

    #[test]
    fn a_type_imports_the_types_it_names_except_itself() {
        let imports = Imports::default();
        for name in ["Pet", "Tag", "Owner"] {
            imports.ty(&RustType::Type(name.to_owned()), Scope::Types);
        }
        imports.serde();
        let expected = quote! {
            use super::{Owner, Tag};
            use serde::{Deserialize, Serialize};
        };
        assert_eq!(items(imports.of_type("Pet")), items(expected));
    }

    #[test]
    fn an_operation_imports_the_module_types() {
        let imports = Imports::default();
        imports.of_module("Client");
        imports.ty(&RustType::Type("Pet".to_owned()).option(), Scope::Module);
        let expected = quote!(
            use super::super::{Client, types};
        );
        assert_eq!(items(imports.of_operation()), items(expected));
    }

    #[test]
    fn an_operation_with_the_name_of_another_item_refers_to_that_by_its_path() {
        let imports = Imports::in_operation("Client");
        let client = imports.of_module("Client");
        assert_eq!(client.to_string(), quote!(super::super::Client).to_string());
        assert!(imports.of_operation().is_empty());
    }

    #[test]
    fn a_type_of_the_runtime_imports_the_runtime() {
        let imports = Imports::default();
        imports.ty(&RustType::text().nullable().option(), Scope::Types);
        let runtime = quote!(
            use crate::runtime;
        );
        assert_eq!(items(imports.of_type("Pet")), items(runtime));
        imports.internal();
        let both = quote!(
            use crate::runtime::{self, internal};
        );
        assert_eq!(items(imports.of_type("Pet")), items(both));
    }
}
