//! The public surface of generated files, one line an item: what a reviewer wants to see change.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{
    Fields, ImplItem, Item, ItemImpl, ItemTrait, ReturnType, Signature, TraitItem, Type, Visibility,
};

use crate::File;

/// Lists every public item of `files`: types with their fields and variants, functions with their signatures.
///
/// Files that are not Rust are passed over. The order is that of the files and of the items in them.
pub fn outline(files: &[File]) -> String {
    let rust = files.iter().filter(|file| file.is_rust());
    let parsed = rust.filter_map(|file| syn::parse_file(&file.text).ok());
    let mut lines = Vec::new();
    for item in parsed.flat_map(|file| file.items) {
        outline_item(&item, &mut lines);
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn outline_item(item: &Item, lines: &mut Vec<String>) {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            lines.push(format!("struct {}", item.ident));
            if let Fields::Named(fields) = &item.fields {
                for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
                    let name = field
                        .ident
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    lines.push(format!("    {name}: {}", show(&field.ty)));
                }
            }
        }
        Item::Enum(item) if is_public(&item.vis) => {
            lines.push(format!("enum {}", item.ident));
            let variants = item
                .variants
                .iter()
                .map(|variant| format!("    {}{}", variant.ident, show(&variant.fields)));
            lines.extend(variants);
        }
        Item::Type(item) if is_public(&item.vis) => {
            lines.push(format!("type {} = {}", item.ident, show(&*item.ty)));
        }
        Item::Impl(item) if item.trait_.is_none() => outline_impl(item, lines),
        Item::Macro(item)
            if item.mac.path.segments.last().is_some_and(|last| {
                last.ident == "body_setters" || last.ident == "optional_body_setters"
            }) =>
        {
            outline_setters(&item.mac.tokens, lines);
        }
        _ => {}
    }
}

fn outline_impl(item: &ItemImpl, lines: &mut Vec<String>) {
    for function in &item.items {
        let ImplItem::Fn(function) = function else {
            continue;
        };
        if is_public(&function.vis) {
            lines.push(format!(
                "{}::{}",
                owner(&item.self_ty),
                signature(&function.sig)
            ));
        }
    }
}

/// The functions that `body_setters!` writes.
fn outline_setters(tokens: &TokenStream, lines: &mut Vec<String>) {
    let Ok(holder) = syn::parse2::<ItemTrait>(quote!(trait #tokens)) else {
        return;
    };
    for item in &holder.items {
        if let TraitItem::Fn(function) = item {
            let inputs: Vec<_> = function.sig.inputs.iter().map(show).collect();
            let name = &function.sig.ident;
            lines.push(format!(
                "Call<{}>::{name}(mut self, {}) -> Self",
                holder.ident,
                inputs.join(", ")
            ));
        }
    }
}

/// `Call<UpdateConversation>` without the module that `Call` is from.
fn owner(ty: &Type) -> String {
    show(ty)
        .replace("runtime::internal::", "")
        .replace("runtime::", "")
}

fn signature(signature: &Signature) -> String {
    let inputs: Vec<_> = signature.inputs.iter().map(show).collect();
    let output = match &signature.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", show(&**ty)),
    };
    format!("{}({}){output}", signature.ident, inputs.join(", "))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Tokens with the spacing of source text.
fn show(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (from, to) in [
        (" :: ", "::"),
        (" < ", "<"),
        (" > ", ">"),
        (" >", ">"),
        ("& ", "&"),
        (" , ", ", "),
        (" ,", ","),
        (" : ", ": "),
        ("( ", "("),
        (" )", ")"),
        (" (", "("),
    ] {
        text = text.replace(from, to);
    }
    text.trim().to_owned()
}
