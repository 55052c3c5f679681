//! Completes the request that progenitor generated.
//!
//! Only the part of progenitor's method that builds the request is used. It becomes the body of
//! `fn request(&self, base: &RequestBase<'_>) -> reqwest::Result<reqwest::Request>`. The runtime sends the request and
//! reads the response, for every operation. Progenitor's `api-version` header is removed, and the parts that progenitor
//! does not support are added: other bodies, headers and cookies.

mod rewrite;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::visit_mut::VisitMut;
use syn::{Expr, ImplItemFn, Local, Pat, Stmt, parse_quote};

use crate::model::{Body, BodyKind, Location, Operation, Style, Type};
use rewrite::{OtherUrl, Rewrite, fields, pairs};

/// The code that builds the request of an operation.
pub(crate) struct Request {
    /// The statements of the function body. The last one is an expression.
    pub statements: TokenStream,
}

/// Completes the method that progenitor generated for `operation`.
pub(crate) fn refine(operation: &Operation, method: &ImplItemFn) -> Request {
    Request {
        statements: statements(operation, method),
    }
}

fn statements(operation: &Operation, method: &ImplItemFn) -> TokenStream {
    let mut rewrite = Rewrite { operation };
    let mut statements = TokenStream::new();
    let mut block = Cow::Borrowed(&method.block);
    if has_unknown_url(operation) {
        OtherUrl.visit_block_mut(block.to_mut());
    }
    for statement in &block.stmts {
        let Stmt::Local(Local {
            init: Some(init),
            pat,
            ..
        }) = statement
        else {
            continue;
        };
        match &*init.expr {
            Expr::Macro(_) => {
                let mut statement = statement.clone();
                rewrite.visit_stmt_mut(&mut statement);
                statement.to_tokens(&mut statements);
            }
            Expr::Try(built) => {
                let mut chain = built_chain(&built.expr);
                rewrite.visit_expr_mut(&mut chain);
                statements.extend(finish(operation, chain));
                break;
            }
            _ => debug_assert!(
                is_header_map(pat),
                "progenitor's method has an unknown statement"
            ),
        }
    }
    statements
}

/// Whether a parameter that progenitor is not given has the name of its variable.
fn has_unknown_url(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter();
    parameters
        .any(|it| it.field == "url" && !matches!(it.location, Location::Path | Location::Query))
}

fn is_header_map(pat: &Pat) -> bool {
    matches!(pat, Pat::Ident(pattern) if pattern.ident == "header_map")
}

/// The call chain before `.headers(header_map).build()`.
fn built_chain(expr: &Expr) -> Expr {
    match expr {
        Expr::MethodCall(call) if call.method == "build" || call.method == "headers" => {
            built_chain(&call.receiver)
        }
        other => other.clone(),
    }
}

/// Adds headers, cookies and other bodies to the call chain, and builds the request.
fn finish(operation: &Operation, mut chain: Expr) -> TokenStream {
    if let Some(media_type) = &operation.accept {
        with_accept(&mut chain, media_type);
    }
    let body = operation.body.as_ref().filter(|body| !is_plain_json(body));
    if body.is_some() {
        chain = without(&chain, "json");
    }
    let mut chain = chain.into_token_stream();
    let mut optional = TokenStream::new();
    for parameter in of(operation, Location::Header) {
        let (name, field) = (&parameter.name, format_ident!("{}", parameter.field));
        let value = match parameter.style {
            Style::Json => quote!(internal::path_styles::plain_json(#field)),
            Style::Simple(true) => quote!(internal::path_styles::plain_exploded(#field)),
            _ => quote!(internal::path::plain(#field)),
        };
        if parameter.required {
            chain.extend(quote!(.header(#name, #value)));
        } else {
            optional.extend(
                quote!(if let Some(#field) = #field { request = request.header(#name, #value); }),
            );
        }
    }
    match body {
        Some(body) if body.required => chain = with_body(&chain, body),
        Some(body) => {
            let with_body = with_body(&quote!(request), body);
            optional.extend(quote!(if let Some(body) = body { request = #with_body; }));
        }
        None => {}
    }
    let cookies: Vec<Expr> = of(operation, Location::Cookie)
        .map(|cookie| {
            let field = format_ident!("{}", cookie.field);
            pairs(&parse_quote!(#field), &cookie.name, cookie.style)
        })
        .collect();
    if !cookies.is_empty() {
        chain = quote!(internal::cookies(#chain, [#(#cookies),*]));
    }
    if optional.is_empty() {
        return built(operation, &chain);
    }
    let built = built(operation, &quote!(request));
    quote! {
        let mut request = #chain;
        #optional
        #built
    }
}

/// The built request of a call chain, with its query string if that is a single value.
fn built(operation: &Operation, chain: &TokenStream) -> TokenStream {
    let mut query = of(operation, Location::QueryString).filter(|it| it.style != Style::Form);
    let Some(parameter) = query.next() else {
        return quote!(#chain.build());
    };
    let field = format_ident!("{}", parameter.field);
    let write = if parameter.style == Style::Json {
        quote!(json)
    } else {
        quote!(text)
    };
    quote!(internal::query_string::#write(#chain, #field))
}

fn of(operation: &Operation, location: Location) -> impl Iterator<Item = &crate::model::Parameter> {
    let parameters = operation.parameters.iter();
    parameters.filter(move |parameter| parameter.location == location)
}

/// Adds the header `Accept` after the HTTP method and the URL.
fn with_accept(chain: &mut Expr, media_type: &str) {
    if let Expr::MethodCall(call) = chain {
        if matches!(&*call.receiver, Expr::MethodCall(_)) {
            return with_accept(&mut call.receiver, media_type);
        }
        *chain = parse_quote!(#chain.header(reqwest::header::ACCEPT, #media_type));
    }
}

const JSON: &str = "application/json";

/// Whether progenitor generates the body.
fn is_plain_json(body: &Body) -> bool {
    body.kind == BodyKind::Json && body.media_type == JSON && body.required
}

/// Adds a body to the call chain.
fn with_body(chain: &TokenStream, body: &Body) -> TokenStream {
    let media_type = &body.media_type;
    match body.kind {
        BodyKind::Json if media_type != JSON => {
            quote!(#chain.header(reqwest::header::CONTENT_TYPE, #media_type).json(body))
        }
        BodyKind::Json => quote!(#chain.json(body)),
        BodyKind::Form => {
            let fields = fields(&parse_quote!(body), &body.parts);
            quote!(#chain.form(&#fields))
        }
        BodyKind::Multipart => {
            let media_type = media_type.split(';').next().unwrap_or_default();
            let (parts, media_type) = (parts(body), media_type.replace('*', "form-data"));
            quote!(#parts.write(#chain, #media_type))
        }
        BodyKind::Text | BodyKind::Bytes => {
            quote!(#chain.header(reqwest::header::CONTENT_TYPE, #media_type).body(body.clone()))
        }
    }
}

/// The parts of a multipart body.
fn parts(body: &Body) -> TokenStream {
    if body.ty == Type::Multipart {
        return quote!(body);
    }
    let mut parts = quote!(runtime::Multipart::new());
    for part in &body.parts {
        let (name, field) = (&part.name, format_ident!("{}", part.field));
        let media_type = part.content_type.as_ref();
        let media_type = media_type.map_or(quote!(None), |it| quote!(Some(#it)));
        parts.extend(if part.is_rest {
            quote!(.values(&body.#field))
        } else if part.is_file {
            quote!(.files(#name, #media_type, &body.#field))
        } else {
            quote!(.value(#name, #media_type, &body.#field))
        });
    }
    parts
}

/// The call chain without the call of `method`.
fn without(chain: &Expr, method: &str) -> Expr {
    let mut chain = chain.clone();
    if let Expr::MethodCall(call) = &mut chain {
        if call.method == method {
            return (*call.receiver).clone();
        }
        *call.receiver = without(&call.receiver, method);
    }
    chain
}
