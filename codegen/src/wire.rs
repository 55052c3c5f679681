//! The wire layer: what progenitor writes for each operation, which is the URL, the method, the query and the JSON body of its
//! request.

mod document;

#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use syn::ImplItemFn;
use syn::parse::Parse;

use crate::model::Model;

/// progenitor's method of each operation up to where it has built the request, by the operation's name.
pub(crate) type Methods = IndexMap<String, ImplItemFn>;

/// Why progenitor has not written a wire layer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WireError {
    #[error("openapiv3 does not read the operations: {0}")]
    Document(#[from] serde_json::Error),
    #[error("progenitor does not write the requests: {0}")]
    Progenitor(#[from] progenitor::Error),
    #[error("progenitor has written no request for `{0}`")]
    Missing(String),
}

/// Has progenitor write the request methods of `model`, one for each operation.
///
/// # Errors
///
/// When openapiv3 or progenitor refuses the operations.
pub(crate) fn wire(model: &Model) -> Result<Methods, WireError> {
    let document = document::of(model)?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_replacement(
            document::OPAQUE,
            document::OPAQUE,
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        );
    let file = Generator::new(&settings).generate_tokens(&document)?;
    let mut methods = Methods::new();
    for mut item in pieces(file) {
        let Some(TokenTree::Group(contents)) = item.pop() else {
            continue;
        };
        if let [.., TokenTree::Ident(kind), TokenTree::Ident(name)] = &item[..]
            && *kind == "impl"
            && *name == "Client"
        {
            let found = pieces(contents.stream()).map(without_answer).map(parse);
            let found = found.filter(|method: &ImplItemFn| method.sig.asyncness.is_some());
            methods.extend(found.map(|method| (method.sig.ident.to_string(), method)));
        }
    }
    let is_missing = |name: &&String| !methods.contains_key(*name);
    let mut names = model.operations.iter().map(|operation| &operation.name);
    match names.find(is_missing) {
        Some(name) => Err(WireError::Missing(name.clone())),
        None => Ok(methods),
    }
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
