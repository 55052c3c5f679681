//! Expands the macros of the runtime like the compiler.

use std::collections::HashMap;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Expr, Item, Macro, Meta, Pat, Type};

use crate::runtime_source;

/// Macros with one rule each, by name.
pub(super) struct Macros(HashMap<String, Rule>);

struct Rule {
    pattern: Vec<Piece>,
    result: Vec<Piece>,
}

/// A part of a pattern or of an expansion.
#[derive(Clone)]
enum Piece {
    Token(TokenTree),
    Group(Delimiter, Vec<Piece>),
    /// `$name:kind`, or `$name` in an expansion.
    Variable(String, String),
    /// `$( … )`, its separator, and `*`, `+` or `?`.
    Repetition(Vec<Piece>, Option<char>, char),
}

/// The value of a variable: tokens, or one value for each repetition.
#[derive(Clone)]
enum Bound {
    Tokens(TokenStream),
    Repeated(Vec<Bindings>),
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

    /// The items of an expanded macro call.
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
        let tokens = expansion(&rule.result, &bindings);
        let file: syn::File = syn::parse2(tokens).expect("a macro expands to items");
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
                        other => panic!("expected a repetition, found {other:?}"),
                    };
                    match mark() {
                        mark @ ('*' | '+' | '?') => Piece::Repetition(inner, None, mark),
                        separator => Piece::Repetition(inner, Some(separator), mark()),
                    }
                }
                // `$crate`, or a variable, which has a kind in a pattern.
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
                other => panic!("expected a variable, found {other:?}"),
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

/// Matches the start of `input` and removes it. Returns the values of the pattern's variables.
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
                let repetitions = repetitions(inner, *separator, *mark, input);
                for name in variables(inner) {
                    bindings.insert(name, Bound::Repeated(repetitions.clone()));
                }
            }
        }
    }
    Some(bindings)
}

fn repetitions(
    inner: &[Piece],
    separator: Option<char>,
    mark: char,
    input: &mut TokenStream,
) -> Vec<Bindings> {
    let mut repetitions = Vec::new();
    loop {
        let mut rest = input.clone();
        if let Some(separator) = separator.filter(|_| !repetitions.is_empty()) {
            let next = first(&mut rest).map(|token| token.to_string());
            if next != Some(separator.to_string()) {
                break;
            }
        }
        let Some(repetition) = matched(inner, &mut rest) else {
            break;
        };
        repetitions.push(repetition);
        *input = rest;
        if mark == '?' || input.is_empty() {
            break;
        }
    }
    repetitions
}

fn first(input: &mut TokenStream) -> Option<TokenTree> {
    let mut tokens = input.clone().into_iter();
    let first = tokens.next();
    *input = tokens.collect();
    first
}

/// Removes a fragment of this kind from the start of `input`.
fn fragment(kind: &str, input: &mut TokenStream) -> Option<TokenStream> {
    match kind {
        "ident" => parse_prefix(Ident::parse, input),
        "literal" | "expr" => parse_prefix(Expr::parse, input),
        "meta" => parse_prefix(Meta::parse, input),
        "ty" => parse_prefix(Type::parse, input),
        "pat" => parse_prefix(Pat::parse_multi, input),
        other => panic!("unsupported kind of variable: {other}"),
    }
}

fn parse_prefix<T: ToTokens>(
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

/// The names of the variables in a pattern or an expansion, including those in repetitions.
fn variables(pieces: &[Piece]) -> Vec<String> {
    let names = pieces.iter().flat_map(|piece| match piece {
        Piece::Token(_) => Vec::new(),
        Piece::Variable(name, _) => vec![name.clone()],
        Piece::Group(_, inner) | Piece::Repetition(inner, ..) => variables(inner),
    });
    names.collect()
}

/// The expansion with the values of its variables.
fn expansion(pieces: &[Piece], bindings: &Bindings) -> TokenStream {
    let mut tokens = TokenStream::new();
    for piece in pieces {
        match piece {
            Piece::Token(token) => tokens.extend([token.clone()]),
            Piece::Group(delimiter, inner) => {
                let group = Group::new(*delimiter, expansion(inner, bindings));
                tokens.extend([TokenTree::Group(group)]);
            }
            Piece::Variable(name, _) => match bindings.get(name) {
                Some(Bound::Tokens(found)) => tokens.extend(found.clone()),
                _ => panic!("${name} has no value here"),
            },
            Piece::Repetition(inner, separator, _) => {
                let names = variables(inner);
                let repetitions = names.iter().find_map(|name| match bindings.get(name) {
                    Some(Bound::Repeated(repetitions)) => Some(repetitions),
                    _ => None,
                });
                for (index, repetition) in repetitions.into_iter().flatten().enumerate() {
                    if let Some(separator) = separator.filter(|_| index > 0) {
                        let separator =
                            proc_macro2::Punct::new(separator, proc_macro2::Spacing::Alone);
                        tokens.extend([TokenTree::Punct(separator)]);
                    }
                    let mut all = bindings.clone();
                    all.extend(repetition.clone());
                    tokens.extend(expansion(inner, &all));
                }
            }
        }
    }
    tokens
}
