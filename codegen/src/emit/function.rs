//! Emits a function with its documentation and its signature.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::deprecated;
use super::imports::Imports;
use crate::surface::{Entries, Function, Receiver, RustType, Scope};

/// The number of arguments from which clippy warns of more.
const MANY_ARGUMENTS: usize = 7;

/// A public function whose body is `body`.
pub(super) fn function(
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
    let lint =
        (arguments.len() > MANY_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let output = (function.output != RustType::UNIT).then(|| {
        let output = imports.ty(&function.output, scope);
        quote!(-> #output)
    });
    let (generics, bound) = match &function.entries {
        Some(entries) => {
            let bound = bound(entries, scope, imports);
            (
                Some(quote!(<I>)),
                Some(quote!(where I: IntoIterator<#bound>,)),
            )
        }
        None => (None, None),
    };
    let constness = function.is_const.then(|| quote!(const));
    quote! {
        #docs
        #deprecated
        #lint
        pub #constness fn #name #generics(#(#arguments),*) #output #bound {
            #body
        }
    }
}

fn bound(entries: &Entries, scope: Scope, imports: &Imports) -> TokenStream {
    let item = imports.ty(&entries.item, scope);
    if entries.is_into {
        quote!(Item: Into<#item>)
    } else {
        quote!(Item = #item)
    }
}
