//! Refining: from the request that progenitor wrote to the one that is sent.
//!
//! progenitor's method goes on to send the request and to read the answer; the runtime does both for every operation, so
//! what is kept is the body of `fn request(&self, wire: &Wire<'_>) -> reqwest::Result<reqwest::Request>`. That drops the
//! `api-version` header too, which no document asks for. What progenitor does not write is added here: other bodies,
//! headers and cookies.

mod rewrite;

#[cfg(test)]
mod tests;

use quote::format_ident;
use syn::visit_mut::VisitMut;
use syn::{Expr, ImplItemFn, Local, Pat, Stmt, parse_quote};

use crate::model::{Body, BodyKind, Location, Operation, Style, Type};
use rewrite::{Rewrite, pairs};

/// The code that builds the request of an operation.
pub(crate) struct Request {
    /// The statements of the function's body; the last one is an expression.
    pub statements: Vec<Stmt>,
}

/// Refines the method that progenitor wrote for `operation`.
pub(crate) fn refine(operation: &Operation, method: &ImplItemFn) -> Request {
    Request {
        statements: statements(operation, method),
    }
}

fn statements(operation: &Operation, method: &ImplItemFn) -> Vec<Stmt> {
    let mut rewrite = Rewrite { operation };
    let mut statements = Vec::new();
    for statement in &method.block.stmts {
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
                statements.push(statement);
            }
            Expr::Try(built) => {
                let mut chain = built_chain(&built.expr);
                rewrite.visit_expr_mut(&mut chain);
                statements.extend(finish(operation, chain));
                break;
            }
            _ => debug_assert!(
                is_header_map(pat),
                "progenitor's method has a statement that is not known"
            ),
        }
    }
    statements
}

fn is_header_map(pat: &Pat) -> bool {
    matches!(pat, Pat::Ident(pattern) if pattern.ident == "header_map")
}

/// The builder's chain before `.headers(header_map).build()`.
fn built_chain(expr: &Expr) -> Expr {
    match expr {
        Expr::MethodCall(call) if call.method == "build" || call.method == "headers" => {
            built_chain(&call.receiver)
        }
        other => other.clone(),
    }
}

/// Adds what is not in progenitor's chain and builds.
fn finish(operation: &Operation, mut chain: Expr) -> Vec<Stmt> {
    if let Some(media_type) = &operation.accept {
        with_accept(&mut chain, media_type);
    }
    let mut optional: Vec<Stmt> = Vec::new();
    for parameter in of(operation, Location::Header) {
        let (name, field) = (&parameter.name, format_ident!("{}", parameter.field));
        let value: Expr = match parameter.style {
            Style::Json => parse_quote!(internal::path::plain_json(#field)),
            Style::Simple(true) => parse_quote!(internal::path::plain_exploded(#field)),
            _ => parse_quote!(internal::path::plain(#field)),
        };
        if parameter.required {
            chain = parse_quote!(#chain.header(#name, #value));
        } else {
            optional.push(
                parse_quote!(if let Some(#field) = #field { request = request.header(#name, #value); }),
            );
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| !is_plain_json(body)) {
        chain = without(&chain, "json");
        if body.required {
            chain = with_body(&chain, body);
        } else {
            let with_body = with_body(&parse_quote!(request), body);
            optional.push(parse_quote!(if let Some(body) = body { request = #with_body; }));
        }
    }
    let cookies: Vec<Expr> = of(operation, Location::Cookie)
        .map(|cookie| {
            let field = format_ident!("{}", cookie.field);
            pairs(&parse_quote!(#field), &cookie.name, cookie.style)
        })
        .collect();
    if !cookies.is_empty() {
        chain = parse_quote!(internal::query::cookies(#chain, [#(#cookies),*]));
    }
    if optional.is_empty() {
        return vec![Stmt::Expr(parse_quote!(#chain.build()), None)];
    }
    let mut statements: Vec<Stmt> = vec![parse_quote!(let mut request = #chain;)];
    statements.extend(optional);
    statements.push(Stmt::Expr(parse_quote!(request.build()), None));
    statements
}

fn of(operation: &Operation, location: Location) -> impl Iterator<Item = &crate::model::Parameter> {
    let parameters = operation.parameters.iter();
    parameters.filter(move |parameter| parameter.location == location)
}

/// Adds the media types that are read, right after the method and the URL.
fn with_accept(chain: &mut Expr, media_type: &str) {
    if let Expr::MethodCall(call) = chain {
        if matches!(&*call.receiver, Expr::MethodCall(_)) {
            return with_accept(&mut call.receiver, media_type);
        }
        *chain = parse_quote!(#chain.header(reqwest::header::ACCEPT, #media_type));
    }
}

const JSON: &str = "application/json";

/// A body as progenitor's chain has it.
fn is_plain_json(body: &Body) -> bool {
    body.kind == BodyKind::Json && body.media_type == JSON && body.required
}

/// The chain with a body that progenitor does not write.
fn with_body(chain: &Expr, body: &Body) -> Expr {
    let media_type = &body.media_type;
    match body.kind {
        BodyKind::Json if media_type != JSON => {
            parse_quote!(#chain.header(reqwest::header::CONTENT_TYPE, #media_type).json(body))
        }
        BodyKind::Json => parse_quote!(#chain.json(body)),
        BodyKind::Form => {
            let fields = fields(body);
            parse_quote!(#chain.form(&#fields))
        }
        BodyKind::Multipart => {
            let media_type = media_type.split(';').next().unwrap_or_default();
            let (parts, media_type) = (parts(body), media_type.replace('*', "form-data"));
            parse_quote!(#parts.write(#chain, #media_type))
        }
        BodyKind::Text | BodyKind::Bytes => {
            parse_quote!(#chain.header(reqwest::header::CONTENT_TYPE, #media_type).body(body.clone()))
        }
    }
}

/// The fields of a form.
fn fields(body: &Body) -> Expr {
    let styles = body.parts.iter().filter_map(|part| {
        let is_json = part.content_type.as_deref() == Some(JSON);
        let style: Expr = match part.style {
            _ if is_json => parse_quote!(Json),
            Style::Joined(separator) => parse_quote!(Joined(#separator)),
            Style::Deep => parse_quote!(Deep),
            _ => return None,
        };
        let name = &part.name;
        let style: Expr = parse_quote!((#name, internal::query::Style::#style));
        Some(style)
    });
    parse_quote!(internal::query::fields(body, &[#(#styles),*]))
}

/// A body of several parts, of a value's fields.
fn parts(body: &Body) -> Expr {
    if body.ty == Type::Multipart {
        return parse_quote!(body);
    }
    let start = parse_quote!(runtime::Multipart::new());
    body.parts.iter().fold(start, |parts, part| {
        let (name, field) = (&part.name, format_ident!("{}", part.field));
        let media_type: Expr = match &part.content_type {
            Some(media_type) => parse_quote!(Some(#media_type)),
            None => parse_quote!(None),
        };
        if part.is_rest {
            parse_quote!(#parts.values(&body.#field))
        } else if part.is_file {
            parse_quote!(#parts.files(#name, #media_type, &body.#field))
        } else {
            parse_quote!(#parts.value(#name, #media_type, &body.#field))
        }
    })
}

/// The chain less its call of `method`.
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
