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
            quote!(internal::read::json(body).ok().map(#error_body::#variant))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{members, model, object, operation};
    use crate::model::ErrorResponse;

    type Responses<'a> = &'a [(Status, Option<TypeId>)];

    const MISSING: Option<TypeId> = Some(TypeId(0));
    const REFUSED: Option<TypeId> = Some(TypeId(1));

    /// The function for an operation with these error responses.
    fn function(errors: Responses<'_>) -> Option<TokenStream> {
        let errors = errors.iter().map(|(status, ty)| ErrorResponse {
            status: *status,
            ty: *ty,
            span: Span::default(),
        });
        let operation = Operation {
            errors: errors.collect(),
            ..operation("find_pets")
        };
        let types = vec![object("Missing", Vec::new()), object("Refused", Vec::new())];
        error(&model(types, Vec::new()), &operation, &Imports::default())
    }

    #[test]
    fn an_error_is_read_by_its_status_without_redundant_arms() {
        use Status::{Class, Code, Default};
        let missing = quote!(internal::read::json(body).ok().map(ErrorBody::Missing));
        let refused = quote!(internal::read::json(body).ok().map(ErrorBody::Refused));
        let cases: [(Responses<'_>, _, _); 4] = [
            (
                &[(Code(404), MISSING), (Default, REFUSED)],
                quote!(status),
                quote!(match status { 404 => #missing, _ => #refused, }),
            ),
            // A code with the value of the last arm has no arm.
            (
                &[
                    (Code(404), REFUSED),
                    (Code(409), REFUSED),
                    (Default, REFUSED),
                ],
                quote!(_),
                refused.clone(),
            ),
            // Codes precede classes, in any order of the document.
            (
                &[
                    (Class(4), REFUSED),
                    (Code(404), MISSING),
                    (Code(410), MISSING),
                ],
                quote!(status),
                quote!(match status {
                    404 | 410 => #missing,
                    400..=499 => #refused,
                    _ => <Self::Document as runtime::ApiDocument>::error(body),
                }),
            ),
            // A code with the value of the last arm has an arm if its class has another value.
            (
                &[
                    (Class(4), MISSING),
                    (Code(404), REFUSED),
                    (Default, REFUSED),
                ],
                quote!(status),
                quote!(match status { 404 => #refused, 400..=499 => #missing, _ => #refused, }),
            ),
        ];
        for (errors, status, body) in cases {
            let expected = quote! {
                fn error(#status: u16, body: &[u8]) -> Option<ErrorBody> {
                    #body
                }
            };
            assert_eq!(members(function(errors)), members(expected), "{errors:?}");
        }
    }

    #[test]
    fn the_document_reads_errors_without_a_type() {
        assert!(function(&[(Status::Code(404), None)]).is_none());
    }
}
