//! Emits the payloads of webhooks and callbacks, and the function that reads them.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::imports::Imports;
use super::{SourceFile, docs, enum_};
use crate::model::{Content, Model, Webhook};
use crate::surface::{Scope, WebhooksSurface};

/// The module of the payloads, in the module of the document.
pub(super) const MODULE: &str = "webhooks";

/// The file of the payloads.
pub(super) fn file(model: &Model, surface: &WebhooksSurface) -> SourceFile {
    let imports = Imports::default();
    imports.runtime();
    let docs = docs::inner(&surface.docs);
    let declaration = enum_::declaration(&surface.ty, Scope::Module, &imports);
    let parse = parse(model, surface, &imports);
    let imports = imports.of_submodule();
    let items = quote!(#docs #imports #declaration #parse);
    SourceFile::of_items(format!("{}/{MODULE}.rs", model.module), items)
}

fn parse(model: &Model, surface: &WebhooksSurface, imports: &Imports) -> TokenStream {
    let function = &surface.parse;
    let (docs, name) = (&function.docs, format_ident!("{}", function.name));
    let arguments = function.arguments.iter().map(|argument| {
        let name = format_ident!("{}", argument.name);
        let ty = argument.ty.in_scope(Scope::Module);
        quote!(#name: #ty)
    });
    let output = function.output.in_scope(Scope::Module).to_token_stream();
    let ty = format_ident!("{}", surface.ty.name);
    let arms = model.webhooks.iter().map(|it| arm(it, &ty, imports));
    quote! {
        #docs
        pub fn #name(#(#arguments),*) -> #output {
            match name {
                #(#arms)*
                _ => Err(runtime::WebhookError::UnknownName(name.to_owned())),
            }
        }
    }
}

fn arm(webhook: &Webhook, ty: &proc_macro2::Ident, imports: &Imports) -> TokenStream {
    let (name, variant) = (&webhook.name, format_ident!("{}", webhook.variant));
    let read = match webhook.content {
        Content::Empty => return quote!(#name => Ok(#ty::#variant),),
        Content::Json(_) => format_ident!("json_payload"),
        Content::Text => format_ident!("text_payload"),
        Content::Bytes => format_ident!("bytes_payload"),
    };
    let internal = imports.internal();
    quote!(#name => #internal::#read(name, body, #ty::#variant),)
}
