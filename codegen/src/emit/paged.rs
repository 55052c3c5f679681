//! Emits the trait implementation of a paginated operation.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::input::{as_option, input_expr, path, stored};
use super::operation_context::OperationContext;
use crate::model::{Input, Integer, PageStyle, Pagination, ResponsePath, Type};

/// `impl Paged`
pub(super) fn paged(file: &OperationContext<'_>) -> Option<TokenStream> {
    let pagination = file.operation.pagination.as_ref()?;
    let types = file.surface.paged.as_ref()?;
    let (name, output) = (file.ident(), file.output());
    let (item, cursor) = (file.ty(&types.item), file.ty(&types.cursor));
    let request = &pagination.request;
    let (get, set) = match pagination.style {
        PageStyle::Cursor { .. } => {
            let target = input_expr(request);
            let get = as_option(&quote!(#target.clone()), request.presence);
            let set = stored(&quote!(cursor), request.presence);
            (get, quote!(#target = #set;))
        }
        PageStyle::Offset { .. } | PageStyle::Number { .. } => {
            (number(request), set_number(request))
        }
    };
    let (items, next) = (in_page(&pagination.items), next(pagination));
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
                #items
            }
        }
    })
}

/// The value at a path in `page`, which is `page` itself if the path is empty.
fn in_page(steps: &ResponsePath) -> TokenStream {
    let fields = path(steps);
    if steps.steps.is_empty() {
        quote!(page)
    } else {
        quote!(page.#fields)
    }
}

fn next(pagination: &Pagination) -> TokenStream {
    let items = in_page(&pagination.items);
    match &pagination.style {
        PageStyle::Cursor { response } => {
            let cursor = path(response);
            let next = as_option(&quote!(page.#cursor.clone()), response.presence());
            if *response.ty.unboxed() == Type::String {
                // Some servers mark the last page with an empty cursor.
                quote!(#next.filter(|cursor| !cursor.is_empty()))
            } else {
                next
            }
        }
        PageStyle::Offset { limit } => {
            let (request, limit) = (number(&pagination.request), bound(limit.as_ref()));
            quote!(internal::next_offset(#request, #items.len(), #limit))
        }
        PageStyle::Number { first, size } => {
            let (request, size) = (number(&pagination.request), bound(size.as_ref()));
            let first = Literal::i64_unsuffixed(*first);
            quote!(internal::next_number(#request, #first, #items.len(), #size))
        }
    }
}

fn is_wide(input: &Input) -> bool {
    input.ty == Type::Integer(Integer::I64)
}

/// The value of an integer input, as an `Option<i64>`.
fn number(input: &Input) -> TokenStream {
    let value = as_option(&input_expr(input), input.presence);
    if is_wide(input) {
        value
    } else {
        quote!(#value.and_then(|value| i64::try_from(value).ok()))
    }
}

/// Stores `cursor`. A value out of the input's range is ignored.
fn set_number(input: &Input) -> TokenStream {
    let (target, set) = (input_expr(input), stored(&quote!(cursor), input.presence));
    if is_wide(input) {
        quote!(#target = #set;)
    } else {
        quote!(if let Ok(cursor) = cursor.try_into() { #target = #set; })
    }
}

fn bound(input: Option<&Input>) -> TokenStream {
    input.map_or_else(|| quote!(None), number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{
        expression, field_path, input, items, list, model, of_operation, operation, statements,
    };
    use crate::model::{InputLocation, Operation, Presence};

    fn pagination(style: PageStyle, request: Input) -> Pagination {
        Pagination {
            style,
            request,
            items: field_path("data", list(Type::String), Presence::Required),
            item: Type::String,
            span: Span::default(),
        }
    }

    fn integer(ty: Integer) -> Input {
        let presence = Presence::Optional;
        input(
            InputLocation::Parameter,
            "page",
            Type::Integer(ty),
            presence,
        )
    }

    #[test]
    fn a_cursor_is_read_and_set_by_the_presence_of_its_fields() {
        let after = input(
            InputLocation::Field,
            "after",
            Type::String,
            Presence::OptionalNullable,
        );
        let response = field_path("next", Type::String, Presence::RequiredNullable);
        let operation = Operation {
            pagination: Some(pagination(PageStyle::Cursor { response }, after)),
            ..operation("list_pets")
        };
        let expected = quote! {
            impl runtime::Paged for ListPets {
                type Item = String;
                type Cursor = String;
                fn cursor(&self) -> Option<String> {
                    self.body.after.clone().and_then(runtime::Nullable::into_option)
                }
                fn set_cursor(&mut self, cursor: String) {
                    self.body.after = Some(runtime::Nullable::Value(cursor));
                }
                fn next(&self, page: &()) -> Option<String> {
                    page.next.clone().filter(|cursor| !cursor.is_empty())
                }
                fn items(page: ()) -> Vec<String> {
                    page.data
                }
            }
        };
        let model = model(Vec::new(), vec![operation]);
        assert_eq!(items(of_operation(&model, paged)), items(expected));
    }

    #[test]
    fn the_next_offset_or_page_number_follows_from_the_items() {
        let page = || integer(Integer::I64);
        let cases = [
            (
                PageStyle::Offset { limit: None },
                quote!(internal::next_offset(self.page, page.data.len(), None)),
            ),
            (
                PageStyle::Number {
                    first: 1,
                    size: Some(page()),
                },
                quote!(internal::next_number(
                    self.page,
                    1,
                    page.data.len(),
                    self.page
                )),
            ),
        ];
        for (style, expected) in cases {
            let next = next(&pagination(style, page()));
            assert_eq!(expression(next), expression(expected));
        }
    }

    #[test]
    fn a_narrow_integer_is_converted() {
        let narrow = integer(Integer::U32);
        let read = quote!(self.page.and_then(|value| i64::try_from(value).ok()));
        assert_eq!(expression(number(&narrow)), expression(read));
        let set = quote!(if let Ok(cursor) = cursor.try_into() {
            self.page = Some(cursor);
        });
        assert_eq!(statements(set_number(&narrow)), statements(set));
    }
}
