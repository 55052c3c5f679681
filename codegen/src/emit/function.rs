//! Emits a function with its documentation and its signature.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::deprecated;
use super::imports::Imports;
use crate::surface::{Function, Receiver, RustType, Scope, bound_of_entries};

/// The number of arguments that clippy allows.
const MANY_ARGUMENTS: usize = 7;

/// A public function whose body is `body`.
pub(super) fn function(
    function: &Function,
    scope: Scope,
    imports: &Imports,
    body: &TokenStream,
) -> TokenStream {
    function_allowing(None, function, scope, imports, body)
}

/// Like [`function`], with an attribute that allows what a lint reports.
pub(super) fn function_allowing(
    lint: Option<&TokenStream>,
    function: &Function,
    scope: Scope,
    imports: &Imports,
    body: &TokenStream,
) -> TokenStream {
    let docs = &function.docs;
    let deprecated = deprecated(function.is_deprecated);
    let name = format_ident!("{}", function.name);
    let receiver = match function.receiver {
        Receiver::None => None,
        Receiver::Reference => Some(quote!(&self)),
        Receiver::Value => Some(quote!(self)),
        Receiver::MutValue => Some(quote!(mut self)),
    };
    let arguments = function.arguments.iter().map(|argument| {
        let (name, ty) = (
            format_ident!("{}", argument.name),
            imports.ty(&argument.ty, scope),
        );
        quote!(#name: #ty)
    });
    let arguments: Vec<_> = receiver.into_iter().chain(arguments).collect();
    let has_many = arguments.len() > MANY_ARGUMENTS;
    let many = has_many.then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let output = (function.output != RustType::Unit).then(|| {
        let output = imports.ty(&function.output, scope);
        quote!(-> #output)
    });
    let (generics, bound) = match &function.entries {
        Some(entry) => {
            let bound = imports.ty(&bound_of_entries(entry.clone()), scope);
            (
                Some(quote!(<I>)),
                Some(quote!(where I: IntoIterator<Item: #bound>,)),
            )
        }
        None => (None, None),
    };
    let constness = function.is_const.then(|| quote!(const));
    quote! {
        #docs
        #deprecated
        #lint
        #many
        pub #constness fn #name #generics(#(#arguments),*) #output #bound {
            #body
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::members;
    use crate::surface::{Argument, ArgumentRole, Conversion, DocComment};

    fn argument(name: &str) -> Argument {
        Argument {
            name: name.to_owned(),
            ty: RustType::text().into(),
            conversion: Conversion::Into,
            is_some: false,
            role: ArgumentRole::Body,
        }
    }

    fn rename(arguments: Vec<Argument>) -> Function {
        Function {
            name: "rename".to_owned(),
            docs: DocComment::default(),
            is_deprecated: false,
            is_const: false,
            receiver: Receiver::MutValue,
            arguments,
            entries: None,
            output: RustType::plain("Self"),
        }
    }

    fn emitted(function: &Function) -> String {
        let body = quote!(self);
        members(super::function(
            function,
            Scope::Types,
            &Imports::default(),
            &body,
        ))
    }

    #[test]
    fn a_function_has_its_signature_and_body() {
        let function = Function {
            is_deprecated: true,
            ..rename(vec![argument("name")])
        };
        let expected = quote! {
            #[deprecated]
            pub fn rename(mut self, name: impl Into<String>) -> Self {
                self
            }
        };
        assert_eq!(emitted(&function), members(expected));
    }

    #[test]
    fn the_entries_of_a_batch_are_a_type_parameter() {
        let function = Function {
            entries: Some(RustType::text()),
            ..rename(Vec::new())
        };
        let expected = quote! {
            pub fn rename<I>(mut self) -> Self
            where
                I: IntoIterator<Item: runtime::IntoEntry<String>>,
            {
                self
            }
        };
        assert_eq!(emitted(&function), members(expected));
    }

    #[test]
    fn a_function_with_many_arguments_allows_clippys_lint() {
        let function = |count: usize| {
            let arguments = (0..count).map(|index| argument(&format!("a{index}")));
            emitted(&rename(arguments.collect()))
        };
        let lint = "#[allow(clippy::too_many_arguments)]";
        assert!(!function(MANY_ARGUMENTS - 1).contains(lint));
        assert!(function(MANY_ARGUMENTS).contains(lint));
    }
}
