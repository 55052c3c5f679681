//! The wire layer: what progenitor writes for the lowered document.

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use syn::parse::Parse;
use syn::{ImplItemFn, Item};

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
    let file = Generator::new(&settings).generate_tokens(dialect)?;

    let mut wire = Wire {
        types: Vec::new(),
        methods: IndexMap::new(),
    };
    for mut item in pieces(file) {
        let Some(TokenTree::Group(contents)) = item.pop() else {
            continue;
        };
        match &item[..] {
            [.., TokenTree::Ident(kind), TokenTree::Ident(name)]
                if *kind == "mod" && *name == "types" =>
            {
                wire.types = pieces(contents.stream()).map(parse).collect();
            }
            [.., TokenTree::Ident(kind), TokenTree::Ident(name)]
                if *kind == "impl" && *name == "Client" =>
            {
                let methods = pieces(contents.stream()).map(without_answer).map(parse);
                let methods = methods.filter(|method: &ImplItemFn| method.sig.asyncness.is_some());
                wire.methods
                    .extend(methods.map(|method| (method.sig.ident.to_string(), method)));
            }
            _ => {}
        }
    }
    Ok(wire)
}

/// The items in `tokens`, each of which ends with a block or a semicolon. To parse them one by one takes less memory
/// than to parse them all, and what nobody wants need not be parsed.
fn pieces(tokens: TokenStream) -> impl Iterator<Item = Vec<TokenTree>> {
    let is_semicolon =
        |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';');
    let mut tokens = tokens.into_iter().peekable();
    std::iter::from_fn(move || {
        let mut piece = Vec::new();
        for token in tokens.by_ref() {
            let ends = is_semicolon(&token) || is_block(&token);
            piece.push(token);
            if ends {
                break;
            }
        }
        if let Some(semicolon) = tokens.next_if(is_semicolon) {
            piece.push(semicolon);
        }
        (!piece.is_empty()).then_some(piece)
    })
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

fn parse<T: Parse>(item: Vec<TokenTree>) -> T {
    syn::parse2(item.into_iter().collect()).expect("progenitor writes Rust")
}

/// A request method, cut off where it has built the request: to parse what comes after takes longer than what comes
/// before, and nobody wants it.
fn without_answer(mut method: Vec<TokenTree>) -> Vec<TokenTree> {
    if let Some(TokenTree::Group(body)) = method.pop_if(|last| is_block(last)) {
        let start = up_to_first_try(body.stream());
        method.push(Group::new(Delimiter::Brace, start).into());
    }
    method
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
