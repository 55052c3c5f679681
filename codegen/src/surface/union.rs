//! One schema of several, as an enum of their types.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::docs::DocComment;
use super::limits::Limited;
use crate::api::{Schema, Union};
use crate::refine::inner;

pub(super) struct UnionItem<'a> {
    pub name: &'a str,
    pub schema: &'a Schema,
    pub union: &'a Union,
    /// The type that each variant holds.
    pub types: &'a [Type],
    pub limited: &'a Limited,
}

impl UnionItem<'_> {
    /// `From` for every type that only one variant holds.
    fn conversions(&self) -> impl Iterator<Item = TokenStream> {
        let name = format_ident!("{}", self.name);
        let texts: Vec<_> = self
            .types
            .iter()
            .map(|ty| ty.to_token_stream().to_string())
            .collect();
        let mut seen = HashSet::new();
        let repeated: HashSet<_> = texts
            .iter()
            .filter(|text| !seen.insert(text.as_str()))
            .cloned()
            .collect();
        self.union
            .variants
            .iter()
            .zip(self.types)
            .zip(texts)
            .filter(move |(_, text)| !repeated.contains(text))
            .map(move |((variant, ty), _)| {
                let variant = format_ident!("{}", variant.name);
                let (ty, value) = match inner(ty, "Box") {
                    Some(ty) => (ty, quote!(Box::new(value))),
                    None => (ty.clone(), quote!(value)),
                };
                quote! {
                    impl From<#ty> for #name {
                        fn from(value: #ty) -> Self {
                            Self::#variant(#value)
                        }
                    }
                }
            })
    }

    fn validation(&self) -> Option<TokenStream> {
        if !self.limited.contains(self.name) {
            return None;
        }
        let name = format_ident!("{}", self.name);
        let arms = self
            .union
            .variants
            .iter()
            .zip(self.types)
            .filter(|(_, ty)| self.limited.reaches(ty))
            .map(|(variant, _)| {
                let variant = format_ident!("{}", variant.name);
                quote!(Self::#variant(value) => runtime::internal::Validate::validate(value, check),)
            });
        Some(quote! {
            impl runtime::internal::Validate for #name {
                fn validate(&self, check: &mut runtime::internal::Check) {
                    match self {
                        #(#arms)*
                        _ => {}
                    }
                }
            }
        })
    }
}

impl ToTokens for UnionItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = format_ident!("{}", self.name);
        let docs = DocComment::from_docs(&self.schema.docs, || {
            format!("One of the schemas of `{}`.", self.name)
        });
        let deprecated = self.schema.docs.deprecated.then(|| quote!(#[deprecated]));
        let members: Vec<_> = self.union.variants.iter().zip(self.types).collect();
        let variants = members.iter().map(|(variant, ty)| {
            let docs = DocComment::of(
                variant
                    .description
                    .clone()
                    .unwrap_or_else(|| format!("The schema is that of `{}`.", variant.name)),
            );
            let name = format_ident!("{}", variant.name);
            quote!(#docs #name(#ty),)
        });
        let tag = self
            .union
            .tag
            .as_ref()
            .map_or_else(|| quote!(None), |tag| quote!(Some(#tag)));
        let rows = members.iter().map(|(variant, ty)| {
            let (name, values) = (format_ident!("{}", variant.name), &variant.values);
            let values: &[String] = if self.union.tag.is_some() {
                values
            } else {
                &[]
            };
            quote!(#name = (#ty, #tag, &[#(#values),*]))
        });
        let (conversions, validation) = (self.conversions(), self.validation());
        tokens.extend(quote! {
            #docs
            #deprecated
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants)*
                /// JSON that fits none of them.
                Unknown(serde_json::Value),
            }
            runtime::internal::union! { #name { #(#rows),* } }
            #(#conversions)*
            #validation
        });
    }
}
