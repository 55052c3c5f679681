//! An operation that takes many entries.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::operation::OperationItem;
use super::paged::{path, place};
use crate::api::{Batch, Shape};
use crate::refine::inner;

pub(super) struct BatchedItem<'a> {
    pub operation: &'a OperationItem<'a>,
    pub batch: &'a Batch,
}

impl BatchedItem<'_> {
    /// The type of an entry.
    pub(super) fn entry(&self) -> Option<Type> {
        let list = self.operation.place_type(&self.batch.request)?;
        inner(&list, "Vec").map(|entry| self.operation.qualified(&entry))
    }

    fn absence(&self) -> Option<TokenStream> {
        let (field, value) = self.batch.untold.as_ref()?;
        let ty = self
            .operation
            .body_fields()
            .into_iter()
            .find(|(_, item)| item.name == field)?
            .1
            .value
            .clone();
        let name = ty.to_token_stream().to_string();
        let Shape::Enum(values) = &self.operation.api.schemas.get(&name)?.shape else {
            return None;
        };
        let variant = values
            .iter()
            .find(|known| known.value.as_str() == Some(value))?;
        let (field, ty, variant) = (
            format_ident!("{field}"),
            self.operation.qualified(&ty),
            format_ident!("{}", variant.variant),
        );
        Some(quote! {
            fn absence(&self) -> runtime::Absence {
                match self.body.#field {
                    Some(#ty::#variant) => runtime::Absence::Untold,
                    _ => runtime::Absence::NotUpdated,
                }
            }
        })
    }
}

impl ToTokens for BatchedItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.operation.ident();
        let Some(entry) = self.entry() else { return };
        let output = self.operation.output();
        let Some(list) = self.operation.field_at(&self.batch.results) else {
            return;
        };
        let value = inner(&list, "Vec").map(|value| self.operation.qualified(&value));
        let size = proc_macro2::Literal::u64_unsuffixed(self.batch.size);
        let (entries, results, key) = (
            place(&self.batch.request),
            path(&self.batch.results),
            path(&self.batch.key),
        );
        let is_copy = matches!(
            entry.to_token_stream().to_string().as_str(),
            "i32" | "i64" | "u32" | "u64"
        );
        let (id, key) = if is_copy {
            (quote!(*entry), quote!(value.#key))
        } else {
            (quote!(entry.clone()), quote!(value.#key.clone()))
        };
        let absence = self.absence();
        tokens.extend(quote! {
            impl runtime::Batched for #name {
                type Entry = #entry;
                type Id = #entry;
                type Value = #value;
                const SIZE: usize = #size;
                fn entries(&mut self) -> &mut Vec<#entry> {
                    &mut #entries
                }
                fn id(entry: &#entry) -> #entry {
                    #id
                }
                fn results(output: #output) -> Vec<(#entry, #value)> {
                    output.#results.into_iter().map(|value| (#key, value)).collect()
                }
                #absence
            }
        });
    }
}
