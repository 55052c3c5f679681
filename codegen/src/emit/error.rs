//! Emits the function that reads the body of an error response.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::success::grouped;
use crate::model::{Model, Operation, Status, TypeId};

/// `Operation::error`, if some status has a type.
pub(super) fn error(
    model: &Model,
    operation: &Operation,
    imports: &Imports,
) -> Option<TokenStream> {
    let mut responses: Vec<(Status, Option<TypeId>)> = operation
        .errors
        .iter()
        .map(|it| (it.status, it.ty))
        .collect();
    // Codes come before classes, and `default` last.
    responses.sort_by_key(|(status, _)| *status);
    responses.iter().find(|(_, ty)| ty.is_some())?;
    let error_body = imports.of_module("ErrorBody");
    let read = |ty: &Option<TypeId>| {
        if let Some(id) = ty {
            let variant = format_ident!("{}", model.named(*id).name);
            quote!(internal::read::json(body).ok().map(ErrorBody::#variant))
        } else {
            quote!(<Self::Document as runtime::ApiDocument>::error(body))
        }
    };
    let others = responses
        .iter()
        .find(|(status, _)| *status == Status::Default);
    let others = others.and_then(|(_, ty)| *ty);
    responses.retain(|(status, _)| *status != Status::Default);
    // A status with the value of the last arm needs no arm, unless an arm between them matches it.
    while responses.last().is_some_and(|(_, ty)| *ty == others) {
        responses.pop();
    }
    if !responses
        .iter()
        .any(|(status, _)| matches!(status, Status::Class(_)))
    {
        responses.retain(|(_, ty)| *ty != others);
    }
    let (arms, others) = (grouped(&responses, read), read(&others));
    let (status, body) = if responses.is_empty() {
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
