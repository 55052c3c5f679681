//! The wire layer: progenitor generates a method for each operation. The method builds the request's URL, HTTP method,
//! query and JSON body.

mod document;

#[cfg(test)]
mod tests;

use indexmap::IndexMap;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use syn::ImplItemFn;
use syn::parse::Parse;

use crate::model::Operation;

/// The method of each operation up to the built request, by the name of the operation.
pub(crate) type Methods = IndexMap<String, ImplItemFn>;

/// An error of the wire layer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WireError {
    #[error("openapiv3 cannot read the operations: {0}")]
    Document(#[from] serde_json::Error),
    #[error("progenitor cannot generate the requests: {0}")]
    Progenitor(#[from] progenitor::Error),
    #[error("progenitor generated no request for `{0}`")]
    Missing(String),
}

/// Generates the request methods of `operations` by progenitor, one for each.
///
/// # Errors
///
/// Fails if openapiv3 or progenitor rejects the operations.
pub(crate) fn wire(operations: &[Operation]) -> Result<Methods, WireError> {
    let document = document::of(operations)?;
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
            let found = pieces(contents.stream()).map(cut_after_request).map(parse);
            let found = found.filter(|method: &ImplItemFn| method.sig.asyncness.is_some());
            methods.extend(found.map(|method| (method.sig.ident.to_string(), method)));
        }
    }
    let is_missing = |name: &&String| !methods.contains_key(*name);
    let mut names = operations.iter().map(|operation| &operation.name);
    match names.find(is_missing) {
        Some(name) => Err(WireError::Missing(name.clone())),
        None => Ok(methods),
    }
}

/// Splits `tokens` into items, which end with a block or a semicolon.
///
/// Parsing single items takes less memory than parsing the file, and unused items need not be parsed.
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
    syn::parse2(item.into_iter().collect()).expect("progenitor generates Rust")
}

/// Cuts a request method off after the statement that builds the request. The rest is unused and slow to parse.
fn cut_after_request(mut method: Vec<TokenTree>) -> Vec<TokenTree> {
    if let Some(TokenTree::Group(body)) = method.pop_if(|last| is_block(last)) {
        let start = up_to_first_try(body.stream());
        method.push(Group::new(Delimiter::Brace, start).into());
    }
    method
}

/// The statements up to the first `let … = …?;`, or all statements.
fn up_to_first_try(body: TokenStream) -> TokenStream {
    let mut tokens: Vec<TokenTree> = Vec::new();
    let mut statement = 0;
    for token in body {
        let ends = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ';');
        tokens.push(token);
        if !ends {
            continue;
        }
        let is_let =
            |token: &TokenTree| matches!(token, TokenTree::Ident(ident) if *ident == "let");
        if let [before @ .., TokenTree::Punct(last), _] = &tokens[statement..]
            && last.as_char() == '?'
            && before.iter().any(is_let)
        {
            break;
        }
        statement = tokens.len();
    }
    tokens.into_iter().collect()
}
