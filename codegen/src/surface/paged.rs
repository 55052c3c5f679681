//! An operation that answers in pages.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};

use super::operation::OperationItem;
use crate::api::{AnswerPath, Input, PageStyle, Pagination};
use crate::refine::inner;

pub(super) struct PagedItem<'a> {
    pub operation: &'a OperationItem<'a>,
    pub pagination: &'a Pagination,
}

impl PagedItem<'_> {
    fn next(&self) -> TokenStream {
        let items = path(&self.pagination.items);
        match &self.pagination.style {
            PageStyle::Cursor { response } => {
                let last_is_optional = response.0.last().is_some_and(|step| step.optional);
                let cursor = path(response);
                if last_is_optional {
                    quote!(page.#cursor.clone())
                } else {
                    quote!(Some(page.#cursor.clone()))
                }
            }
            PageStyle::Offset { limit } => {
                let (request, limit) = (number(&self.pagination.request), bound(limit.as_ref()));
                quote!(runtime::internal::next_offset(#request, page.#items.len(), #limit))
            }
            PageStyle::Number { first, size } => {
                let (request, size) = (number(&self.pagination.request), bound(size.as_ref()));
                let first = proc_macro2::Literal::i64_unsuffixed(*first);
                quote!(runtime::internal::next_number(#request, #first, page.#items.len(), #size))
            }
        }
    }
}

impl ToTokens for PagedItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.operation.ident();
        let output = self.operation.output();
        let Some(list) = self.operation.field_at(&self.pagination.items) else {
            return;
        };
        let item = inner(&list, "Vec").map(|item| self.operation.qualified(&item));
        let cursor = match self.pagination.style {
            PageStyle::Cursor { .. } => quote!(String),
            PageStyle::Offset { .. } | PageStyle::Number { .. } => quote!(i64),
        };
        let request = place(&self.pagination.request);
        let is_text = matches!(self.pagination.style, PageStyle::Cursor { .. });
        let clone = is_text.then(|| quote!(.clone()));
        let (get, set) = if self.pagination.request.required {
            (quote!(Some(#request #clone)), quote!(#request = cursor;))
        } else {
            (quote!(#request #clone), quote!(#request = Some(cursor);))
        };
        let (items, next) = (path(&self.pagination.items), self.next());
        tokens.extend(quote! {
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
        });
    }
}

/// The way into an answer, as field accesses.
pub(super) fn path(path: &AnswerPath) -> TokenStream {
    let fields = path.0.iter().map(|step| format_ident!("{}", step.field));
    quote!(#(#fields).*)
}

/// Where a call keeps an input.
pub(super) fn place(input: &Input) -> TokenStream {
    let field = format_ident!("{}", input.field);
    if input.in_body {
        quote!(self.body.#field)
    } else {
        quote!(self.#field)
    }
}

fn number(input: &Input) -> TokenStream {
    let place = place(input);
    if input.required {
        quote!(Some(#place))
    } else {
        quote!(#place)
    }
}

fn bound(input: Option<&Input>) -> TokenStream {
    input.map_or_else(|| quote!(None), number)
}
