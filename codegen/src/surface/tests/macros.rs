//! The runtime's macros, expanded as the compiler does.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, Item, Macro, Meta, Pat, Type};

use crate::runtime_source;

/// Macros of one rule each, by name.
pub(super) struct Macros(HashMap<String, Rule>);

struct Rule {
    pattern: Vec<Piece>,
    result: Vec<Piece>,
}

/// A part of a pattern, or of what is made of it.
#[derive(Clone)]
enum Piece {
    Token(TokenTree),
    Group(Delimiter, Vec<Piece>),
    /// `$name:kind`; of a result, `$name`.
    Variable(String, String),
    /// `$( … )`, what stands between its turns, and `*`, `+` or `?`.
    Repetition(Vec<Piece>, Option<char>, char),
}

/// What a variable stands for: tokens, or one a turn.
#[derive(Clone)]
enum Bound {
    Tokens(TokenStream),
    Turns(Vec<Bindings>),
}

type Bindings = HashMap<String, Bound>;

impl Macros {
    pub(super) fn of_runtime() -> Self {
        let mut macros = HashMap::new();
        for (_, text) in runtime_source::SOURCES {
            let file = syn::parse_file(text).expect("the runtime is Rust");
            for item in file.items {
                if let Item::Macro(item) = item
                    && let Some(name) = &item.ident
                {
                    macros.insert(name.to_string(), rule(item.mac.tokens));
                }
            }
        }
        Self(macros)
    }

    /// The items that a call writes.
    pub(super) fn expand(&self, call: &Macro) -> Vec<Item> {
        let name = call.path.segments.last().map(|it| it.ident.to_string());
        let name = name.unwrap_or_default();
        let rule = self
            .0
            .get(&name)
            .unwrap_or_else(|| panic!("no macro {name}"));
        let mut input = call.tokens.clone();
        let bindings = matched(&rule.pattern, &mut input).filter(|_| input.is_empty());
        let bindings = bindings.unwrap_or_else(|| panic!("no match: {name}!({})", call.tokens));
        let tokens = written(&rule.result, &bindings);
        let file: syn::File = syn::parse2(tokens).expect("a macro writes items");
        file.items
    }
}

/// `{ pattern } => { result };`
fn rule(tokens: TokenStream) -> Rule {
    let mut groups = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(pieces(group.stream())),
        _ => None,
    });
    let rule = Rule {
        pattern: groups.next().expect("a rule has a pattern"),
        result: groups.next().expect("a rule has a result"),
    };
    assert!(groups.next().is_none(), "a macro has one rule");
    rule
}

fn pieces(tokens: TokenStream) -> Vec<Piece> {
    let mut tokens = tokens.into_iter().peekable();
    let mut pieces = Vec::new();
    while let Some(token) = tokens.next() {
        pieces.push(match token {
            TokenTree::Punct(dollar) if dollar.as_char() == '$' => match tokens.next() {
                Some(TokenTree::Group(group)) => {
                    let inner = pieces_of(&group);
                    let mut mark = || match tokens.next() {
                        Some(TokenTree::Punct(mark)) => mark.as_char(),
                        other => panic!("no repetition: {other:?}"),
                    };
                    match mark() {
                        mark @ ('*' | '+' | '?') => Piece::Repetition(inner, None, mark),
                        separator => Piece::Repetition(inner, Some(separator), mark()),
                    }
                }
                // `$crate`, or a variable, which a pattern follows by its kind.
                Some(TokenTree::Ident(name)) => {
                    let mut ahead = tokens.clone();
                    let kind = match (ahead.next(), ahead.next()) {
                        (Some(TokenTree::Punct(colon)), Some(TokenTree::Ident(kind)))
                            if colon.as_char() == ':' && is_kind(&kind) =>
                        {
                            tokens = ahead;
                            kind.to_string()
                        }
                        _ => String::new(),
                    };
                    if name == "crate" {
                        Piece::Token(TokenTree::Ident(name))
                    } else {
                        Piece::Variable(name.to_string(), kind)
                    }
                }
                other => panic!("no variable: {other:?}"),
            },
            TokenTree::Group(group) => Piece::Group(group.delimiter(), pieces_of(&group)),
            token => Piece::Token(token),
        });
    }
    pieces
}

fn pieces_of(group: &Group) -> Vec<Piece> {
    pieces(group.stream())
}

fn is_kind(name: &Ident) -> bool {
    let kinds = ["ident", "literal", "meta", "ty", "expr", "pat"];
    kinds.iter().any(|kind| name == kind)
}

/// What the variables of a pattern stand for, where `input` starts with what it matches; that is taken from it.
fn matched(pattern: &[Piece], input: &mut TokenStream) -> Option<Bindings> {
    let mut bindings = Bindings::new();
    for piece in pattern {
        match piece {
            Piece::Token(expected) => {
                let token = first(input)?;
                (token.to_string() == expected.to_string()).then_some(())?;
            }
            Piece::Group(delimiter, inner) => {
                let TokenTree::Group(group) = first(input)? else {
                    return None;
                };
                let mut stream = group.stream();
                let found = matched(inner, &mut stream)?;
                (group.delimiter() == *delimiter && stream.is_empty()).then_some(())?;
                bindings.extend(found);
            }
            Piece::Variable(name, kind) => {
                let tokens = fragment(kind, input)?;
                bindings.insert(name.clone(), Bound::Tokens(tokens));
            }
            Piece::Repetition(inner, separator, mark) => {
                let turns = turns(inner, *separator, *mark, input);
                for name in variables(inner) {
                    bindings.insert(name, Bound::Turns(turns.clone()));
                }
            }
        }
    }
    Some(bindings)
}

fn turns(
    inner: &[Piece],
    separator: Option<char>,
    mark: char,
    input: &mut TokenStream,
) -> Vec<Bindings> {
    let mut turns = Vec::new();
    loop {
        let mut rest = input.clone();
        if let Some(separator) = separator.filter(|_| !turns.is_empty()) {
            let next = first(&mut rest).map(|token| token.to_string());
            if next != Some(separator.to_string()) {
                break;
            }
        }
        let Some(turn) = matched(inner, &mut rest) else {
            break;
        };
        turns.push(turn);
        *input = rest;
        if mark == '?' || input.is_empty() {
            break;
        }
    }
    turns
}

fn first(input: &mut TokenStream) -> Option<TokenTree> {
    let mut tokens = input.clone().into_iter();
    let first = tokens.next();
    *input = tokens.collect();
    first
}

/// Takes what a variable of this kind stands for.
fn fragment(kind: &str, input: &mut TokenStream) -> Option<TokenStream> {
    match kind {
        "ident" => taken(Ident::parse, input),
        "literal" | "expr" => taken(Expr::parse, input),
        "meta" => taken(Meta::parse, input),
        "ty" => taken(Type::parse, input),
        "pat" => taken(Pat::parse_multi, input),
        other => panic!("a variable of another kind: {other}"),
    }
}

fn taken<T: ToTokens>(
    parse: impl Fn(ParseStream<'_>) -> syn::Result<T>,
    input: &mut TokenStream,
) -> Option<TokenStream> {
    let parser = |stream: ParseStream<'_>| {
        let found = parse(stream)?;
        Ok((found.to_token_stream(), stream.parse::<TokenStream>()?))
    };
    let (found, rest) = parser.parse2(input.clone()).ok()?;
    *input = rest;
    Some(found)
}

/// The variables of a pattern or a result, those in repetitions too.
fn variables(pieces: &[Piece]) -> Vec<String> {
    let names = pieces.iter().flat_map(|piece| match piece {
        Piece::Token(_) => Vec::new(),
        Piece::Variable(name, _) => vec![name.clone()],
        Piece::Group(_, inner) | Piece::Repetition(inner, ..) => variables(inner),
    });
    names.collect()
}

/// What a result becomes.
fn written(pieces: &[Piece], bindings: &Bindings) -> TokenStream {
    let mut tokens = TokenStream::new();
    for piece in pieces {
        match piece {
            Piece::Token(token) => tokens.extend([token.clone()]),
            Piece::Group(delimiter, inner) => {
                let group = Group::new(*delimiter, written(inner, bindings));
                tokens.extend([TokenTree::Group(group)]);
            }
            Piece::Variable(name, _) => match bindings.get(name) {
                Some(Bound::Tokens(found)) => tokens.extend(found.clone()),
                _ => panic!("${name} stands for nothing here"),
            },
            Piece::Repetition(inner, separator, _) => {
                let names = variables(inner);
                let turns = names.iter().find_map(|name| match bindings.get(name) {
                    Some(Bound::Turns(turns)) => Some(turns),
                    _ => None,
                });
                for (index, turn) in turns.into_iter().flatten().enumerate() {
                    if let Some(separator) = separator.filter(|_| index > 0) {
                        let separator =
                            proc_macro2::Punct::new(separator, proc_macro2::Spacing::Alone);
                        tokens.extend([TokenTree::Punct(separator)]);
                    }
                    let mut all = bindings.clone();
                    all.extend(turn.clone());
                    tokens.extend(written(inner, &all));
                }
            }
        }
    }
    tokens
}
