//! The function that reads the body of an error answer.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::success::grouped;
use crate::model::{Model, Operation, Status, TypeId};

/// `Operation::error`, where some status has a type.
pub(super) fn error(
    model: &Model,
    operation: &Operation,
    imports: &Imports,
) -> Option<TokenStream> {
    let mut answers: Vec<(Status, Option<TypeId>)> = operation
        .errors
        .iter()
        .map(|it| (it.status, it.ty))
        .collect();
    // Codes come before classes, and `default` last.
    answers.sort_by_key(|(status, _)| *status);
    answers.iter().find(|(_, ty)| ty.is_some())?;
    let error_body = imports.of_module("ErrorBody");
    let read = |ty: &Option<TypeId>| {
        if let Some(id) = ty {
            let variant = format_ident!("{}", model.named(*id).name);
            quote!(internal::read::json(body).ok().map(ErrorBody::#variant))
        } else {
            quote!(<Self::Document as runtime::ApiDocument>::error(body))
        }
    };
    let others = answers
        .iter()
        .find(|(status, _)| *status == Status::Default);
    let others = others.and_then(|(_, ty)| *ty);
    answers.retain(|(status, _)| *status != Status::Default);
    // What the last arm gives needs no arm of its own, unless one between them gives something else.
    while answers.last().is_some_and(|(_, ty)| *ty == others) {
        answers.pop();
    }
    if !answers
        .iter()
        .any(|(status, _)| matches!(status, Status::Class(_)))
    {
        answers.retain(|(_, ty)| *ty != others);
    }
    let (arms, others) = (grouped(&answers, read), read(&others));
    let (status, body) = if answers.is_empty() {
        (quote!(_), others)
    } else {
        (quote!(status), quote!(match status { #arms _ => #others, }))
    };
    Some(quote! {
        fn error(#status: u16, body: &[u8]) -> Option<#error_body> {
            #body
        }
    })
}
