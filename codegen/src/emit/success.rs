//! The function that reads a successful answer.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::model::{AnswerVariant, Content, Model, Operation, Status, Success};

/// `Operation::output`
pub(super) fn output(model: &Model, operation: &Operation) -> TokenStream {
    match &operation.success {
        Success::Always(content) => {
            let read = read(content);
            function(&quote!(_), &quote!(#read(body)))
        }
        Success::OrNothing(content, statuses) => {
            let read = read(content);
            let value = |is_nothing: &bool| match is_nothing {
                true => quote!(Ok(None)),
                false => quote!(#read(body).map(Some)),
            };
            let arms = arms(statuses.clone(), value);
            function(&quote!(status), &quote!(match status { #arms }))
        }
        Success::Several(id) => {
            let named = model.named(*id);
            let name = format_ident!("{}", named.name);
            let value = |index: &usize| {
                let answer: &AnswerVariant = &named.answers()[*index];
                let variant = format_ident!("{}", answer.name);
                if answer.content == Content::Empty {
                    return quote!(Ok(types::#name::#variant));
                }
                let read = read(&answer.content);
                quote!(#read(body).map(types::#name::#variant))
            };
            let statuses = named.answers().iter().enumerate();
            let statuses = statuses.map(|(index, answer)| (answer.status, index));
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
        fn output(#status: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
            #value
        }
    }
}

/// A match's arms. What is given for no code, or else for the lowest, is for all others too.
fn arms<K: PartialEq>(
    mut answers: Vec<(Status, K)>,
    value: impl Fn(&K) -> TokenStream,
) -> TokenStream {
    let is_code = |(status, _): &(Status, K)| matches!(status, Status::Code(_));
    let others = answers.iter().position(|answer| !is_code(answer));
    let (_, others) = answers.remove(others.unwrap_or_default());
    answers.retain(|answer| is_code(answer) && answer.1 != others);
    let arms = grouped(&answers, &value);
    let others = value(&others);
    quote!(#arms _ => #others,)
}

/// Arms in which statuses with the same value stand together.
pub(super) fn grouped<K: PartialEq>(
    answers: &[(Status, K)],
    value: impl Fn(&K) -> TokenStream,
) -> TokenStream {
    let arms = answers.chunk_by(|a, b| a.1 == b.1).map(|same| {
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

    /// A `match` with the arms for these answers, each of which has a letter.
    fn matched(answers: &[(Status, char)]) -> ExprMatch {
        let arms = arms(answers.to_vec(), |letter| {
            Literal::character(*letter).into_token_stream()
        });
        syn::parse2(quote!(match status { #arms })).expect("the arms are of a match")
    }

    #[test]
    fn answers_are_read_by_status() {
        use Status::{Class, Code, Default};
        let cases: [(&[(Status, char)], ExprMatch); 6] = [
            // The lowest status is for all others.
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
            // What has no code is for all others, and a code that gives the same needs no arm.
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
            // Statuses with one answer share an arm.
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
        for (answers, expected) in cases {
            assert_eq!(matched(answers), expected, "{answers:?}");
        }
    }

    #[test]
    fn a_class_is_a_range_of_codes() {
        let arms = grouped(&[(Status::Class(4), 'a')], |_| quote!(a));
        let expected = quote!(400..=499 => a,);
        assert_eq!(arms.to_string(), expected.to_string());
    }
}
