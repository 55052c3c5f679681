//! The answers of an operation, as an enum of their types by status.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::docs::DocComment;
use super::operation::content_type;
use crate::api::{AnswerVariant, Answers, Content, Docs, Operation, Status};

pub(super) struct AnswerItem<'a> {
    pub operation: &'a Operation,
    pub answers: &'a Answers,
    /// The types of those that are JSON.
    pub types: &'a [Type],
}

impl ToTokens for AnswerItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = format_ident!("{}", self.answers.name);
        let method = &self.operation.name;
        let docs = DocComment::of(format!(
            "What [`{method}`](super::super::Client::{method}) answers with, by status.\n\n{}",
            others(&self.answers.variants)
        ));
        let mut types = self.types.iter();
        let variants = self.answers.variants.iter().map(|answer| {
            let (docs, name) = (variant_docs(answer), format_ident!("{}", answer.name));
            let held = match answer.content {
                Content::Empty => None,
                Content::Json => types.next().map(ToTokens::to_token_stream),
                other => Some(content_type(other)),
            };
            let held = held.map(|held| quote!((#held)));
            quote!(#docs #name #held,)
        });
        tokens.extend(quote! {
            #docs
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
            }
        });
    }
}

/// How a status is read that the document does not name.
fn others(answers: &[AnswerVariant]) -> String {
    let others = answers
        .iter()
        .find(|answer| !matches!(answer.status, Status::Code(_)));
    let others = others.or(answers.first()).map_or("", |answer| &answer.name);
    format!("A success of another status is read as `{others}`.")
}

fn variant_docs(answer: &AnswerVariant) -> DocComment {
    let status = match answer.status {
        Status::Code(code) => code.to_string(),
        Status::Class(_) | Status::Default => "another status".to_owned(),
    };
    let docs = Docs {
        description: answer.description.clone(),
        ..Docs::default()
    };
    DocComment::from_docs(&docs, || format!("The answer of {status}."))
        .and_sentence(&format!("status {status}"))
}
