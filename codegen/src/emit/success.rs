//! Emits the function that reads a successful response.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::model::{Content, Model, Operation, ResponseVariant, Status, Success};

/// `Operation::output`
pub(super) fn output(model: &Model, operation: &Operation) -> TokenStream {
    match &operation.success {
        Success::Always(content) => {
            let read = read(content);
            function(&quote!(_), &quote!(#read(body)))
        }
        Success::Optional(content, statuses) => {
            let read = read(content);
            let value = |is_empty: &bool| match is_empty {
                true => quote!(Ok(None)),
                false => quote!(#read(body).map(Some)),
            };
            let arms = arms(statuses.clone(), value);
            function(&quote!(status), &quote!(match status { #arms }))
        }
        Success::ByStatus(id) => {
            let named = model.named(*id);
            let name = format_ident!("{}", named.name);
            let value = |index: &usize| {
                let response: &ResponseVariant = &named.responses()[*index];
                let variant = format_ident!("{}", response.name);
                if response.content == Content::Empty {
                    return quote!(Ok(types::#name::#variant));
                }
                let read = read(&response.content);
                quote!(#read(body).map(types::#name::#variant))
            };
            let statuses = named.responses().iter().enumerate();
            let statuses = statuses.map(|(index, response)| (response.status, index));
            let arms = arms(statuses.collect(), value);
            function(&quote!(status), &quote!(match status { #arms }))
        }
    }
}

fn read(content: &Content) -> TokenStream {
    match content {
        Content::Empty => quote!(internal::read::empty),
        Content::Json(_) => quote!(internal::read::json),
        Content::Text => quote!(internal::read::text),
        Content::Bytes => quote!(internal::read::bytes),
    }
}

fn function(status: &TokenStream, value: &TokenStream) -> TokenStream {
    quote! {
        fn output(#status: u16, body: &mut bytes::Bytes) -> Result<Self::Output, runtime::ReadError> {
            #value
        }
    }
}

/// The arms of a `match` on the status. The last arm has the value of a class or `default`, or else of the lowest code.
fn arms<K: PartialEq>(
    mut responses: Vec<(Status, K)>,
    value: impl Fn(&K) -> TokenStream,
) -> TokenStream {
    let is_code = |(status, _): &(Status, K)| matches!(status, Status::Code(_));
    let others = responses.iter().position(|response| !is_code(response));
    let (_, others) = responses.remove(others.unwrap_or_default());
    responses.retain(|response| is_code(response) && response.1 != others);
    let arms = grouped(&responses, &value);
    let others = value(&others);
    quote!(#arms _ => #others,)
}

/// The arms of a `match`, where adjacent statuses with the same value share an arm.
pub(super) fn grouped<K: PartialEq>(
    responses: &[(Status, K)],
    value: impl Fn(&K) -> TokenStream,
) -> TokenStream {
    let arms = responses.chunk_by(|a, b| a.1 == b.1).map(|same| {
        let patterns = same.iter().map(|(status, _)| pattern(*status));
        let value = value(&same[0].1);
        quote!(#(#patterns)|* => #value,)
    });
    arms.collect()
}

fn pattern(status: Status) -> TokenStream {
    let literal = Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => literal(code).into_token_stream(),
        Status::Class(digit) => {
            let (low, high) = (literal(digit * 100), literal(digit * 100 + 99));
            quote!(#low..=#high)
        }
        Status::Default => quote!(_),
    }
}

#[cfg(test)]
mod tests {
    use syn::{ExprMatch, parse_quote};

    use super::*;

    /// A `match` with the arms for these responses. A letter stands for the value of each.
    fn matched(responses: &[(Status, char)]) -> ExprMatch {
        let arms = arms(responses.to_vec(), |letter| {
            Literal::character(*letter).into_token_stream()
        });
        syn::parse2(quote!(match status { #arms })).expect("the arms are of a match")
    }

    #[test]
    fn a_response_is_read_by_status() {
        use Status::{Class, Code, Default};
        let cases: [(&[(Status, char)], ExprMatch); 6] = [
            // The lowest code is the fallback.
            (
                &[(Code(200), 'a')],
                parse_quote!(match status {
                    _ => 'a',
                }),
            ),
            (
                &[(Code(200), 'a'), (Code(201), 'b')],
                parse_quote!(match status {
                    201 => 'b',
                    _ => 'a',
                }),
            ),
            // A class or `default` is the fallback, and a code with the same value has no arm.
            (
                &[(Code(200), 'a'), (Class(2), 'b')],
                parse_quote!(match status {
                    200 => 'a',
                    _ => 'b',
                }),
            ),
            (
                &[(Code(200), 'a'), (Code(201), 'b'), (Default, 'b')],
                parse_quote!(match status {
                    200 => 'a',
                    _ => 'b',
                }),
            ),
            // Adjacent codes with the same value share an arm.
            (
                &[(Code(200), 'a'), (Code(201), 'b'), (Code(202), 'b')],
                parse_quote!(match status {
                    201 | 202 => 'b',
                    _ => 'a',
                }),
            ),
            (
                &[
                    (Code(200), 'a'),
                    (Code(201), 'b'),
                    (Code(202), 'c'),
                    (Code(203), 'b'),
                ],
                parse_quote!(match status {
                    201 => 'b',
                    202 => 'c',
                    203 => 'b',
                    _ => 'a',
                }),
            ),
        ];
        for (responses, expected) in cases {
            assert_eq!(matched(responses), expected, "{responses:?}");
        }
    }

    #[test]
    fn a_class_is_a_range_of_codes() {
        let arms = grouped(&[(Status::Class(4), 'a')], |_| quote!(a));
        let expected = quote!(400..=499 => a,);
        assert_eq!(arms.to_string(), expected.to_string());
    }
}
