//! The wire layer: what progenitor writes for the lowered document.

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use syn::{ImplItem, ImplItemFn, Item, ItemMod};

/// progenitor's output, taken apart.
pub(crate) struct Wire {
    /// The items of its `types` module.
    pub types: Vec<Item>,
    /// One request method an operation, by name.
    pub methods: IndexMap<String, ImplItemFn>,
}

/// Has progenitor write types and request methods.
///
/// A schema named in `replaced` is emitted by a later stage; progenitor only refers to it.
pub(crate) fn wire<'a>(
    dialect: &OpenAPI,
    replaced: impl IntoIterator<Item = &'a str>,
) -> Result<Wire, progenitor::Error> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap");
    for name in replaced {
        // Everything that is replaced is an enum of ours, and those can be shown and compared.
        settings.with_replacement(
            name,
            name,
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        );
    }
    let tokens = Generator::new(&settings).generate_tokens(dialect)?;
    let tokens = without_answers(tokens);
    let file: syn::File = syn::parse2(tokens).expect("progenitor writes a Rust file");

    let mut wire = Wire {
        types: Vec::new(),
        methods: IndexMap::new(),
    };
    for item in file.items {
        match item {
            Item::Mod(ItemMod {
                ident,
                content: Some((_, items)),
                ..
            }) if ident == "types" => {
                wire.types = items;
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let methods = block.items.into_iter().filter_map(|item| match item {
                    ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
                    _ => None,
                });
                wire.methods
                    .extend(methods.map(|method| (method.sig.ident.to_string(), method)));
            }
            _ => {}
        }
    }
    Ok(wire)
}

/// The file with each request method cut off where it has built the request: to parse what comes after takes longer
/// than what comes before, and nobody wants it.
fn without_answers(file: TokenStream) -> TokenStream {
    let mut is_client = false;
    map_blocks(file, |before, block| {
        is_client |= matches!(before, [.., TokenTree::Ident(impl_), TokenTree::Ident(client)]
            if *impl_ == "impl" && *client == "Client");
        if is_client {
            map_blocks(block, |_, body| up_to_first_try(body))
        } else {
            block
        }
    })
}

/// Replaces the contents of the braces in `tokens`, told what comes before them.
fn map_blocks(
    tokens: TokenStream,
    mut change: impl FnMut(&[TokenTree], TokenStream) -> TokenStream,
) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let token = match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                TokenTree::Group(Group::new(Delimiter::Brace, change(&out, group.stream())))
            }
            other => other,
        };
        out.push(token);
    }
    out.into_iter().collect()
}

/// The statements up to the first `let … = …?;`, or all of them.
fn up_to_first_try(body: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut statement = 0;
    for token in body {
        let ends = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        kept.push(token);
        if !ends {
            continue;
        }
        let is_let =
            |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if *ident == "let");
        if let [before @ .., TokenTree::Punct(last), _] = &kept[statement..]
            && last.as_char() == '?'
            && before.iter().any(is_let)
        {
            break;
        }
        statement = kept.len();
    }
    kept.into_iter().collect()
}
