//! An operation that answers in pages.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::input::{as_option, path, place, stored};
use super::operation_context::OperationContext;
use crate::model::{Input, Integer, PageStyle, Pagination, Type};

/// `impl Paged`
pub(super) fn paged(file: &OperationContext<'_>) -> Option<TokenStream> {
    let pagination = file.operation.pagination.as_ref()?;
    let types = file.surface.paged.as_ref()?;
    let (name, output) = (file.ident(), file.output());
    let (item, cursor) = (file.ty(&types.item), file.ty(&types.cursor));
    let request = &pagination.request;
    let (get, set) = match pagination.style {
        PageStyle::Cursor { .. } => {
            let place = place(request);
            let get = as_option(&quote!(#place.clone()), request.presence);
            let set = stored(&quote!(cursor), request.presence);
            (get, quote!(#place = #set;))
        }
        PageStyle::Offset { .. } | PageStyle::Number { .. } => {
            (number(request), set_number(request))
        }
    };
    let (items, next) = (path(&pagination.items), next(pagination));
    Some(quote! {
        impl runtime::Paged for #name {
            type Item = #item;
            type Cursor = #cursor;
            fn cursor(&self) -> Option<#cursor> {
                #get
            }
            fn set_cursor(&mut self, cursor: #cursor) {
                #set
            }
            fn next(&self, page: &#output) -> Option<#cursor> {
                #next
            }
            fn items(page: #output) -> Vec<#item> {
                page.#items
            }
        }
    })
}

fn next(pagination: &Pagination) -> TokenStream {
    let items = path(&pagination.items);
    match &pagination.style {
        PageStyle::Cursor { response } => {
            let cursor = path(response);
            as_option(&quote!(page.#cursor.clone()), response.presence())
        }
        PageStyle::Offset { limit } => {
            let (request, limit) = (number(&pagination.request), bound(limit.as_ref()));
            quote!(internal::next_offset(#request, page.#items.len(), #limit))
        }
        PageStyle::Number { first, size } => {
            let (request, size) = (number(&pagination.request), bound(size.as_ref()));
            let first = Literal::i64_unsuffixed(*first);
            quote!(internal::next_number(#request, #first, page.#items.len(), #size))
        }
    }
}

fn is_wide(input: &Input) -> bool {
    input.ty == Type::Integer(Integer::I64)
}

/// An input that is an integer, as an `Option<i64>`.
fn number(input: &Input) -> TokenStream {
    let value = as_option(&place(input), input.presence);
    if is_wide(input) {
        value
    } else {
        quote!(#value.and_then(|value| i64::try_from(value).ok()))
    }
}

/// Stores `cursor`. One that the input has no room for leaves it as it is.
fn set_number(input: &Input) -> TokenStream {
    let (place, set) = (place(input), stored(&quote!(cursor), input.presence));
    if is_wide(input) {
        quote!(#place = #set;)
    } else {
        quote!(if let Ok(cursor) = cursor.try_into() { #place = #set; })
    }
}

fn bound(input: Option<&Input>) -> TokenStream {
    input.map_or_else(|| quote!(None), number)
}
