//! An operation that takes many entries.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::job::JobItem;
use super::operation::OperationItem;
use super::paged::{path, place};
use crate::api::{AnswerPath, AnswerStep, Batch, BatchResults, EntryPart, Shape};
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

    fn job(&self) -> Option<JobItem<'_>> {
        let job = self.operation.operation.job.as_ref()?;
        Some(JobItem {
            operation: self.operation,
            batched: self,
            job,
        })
    }

    /// The type of an entry's id, and the expression for it.
    fn id(&self, entry: &Type) -> Option<(Type, TokenStream)> {
        let job = self.operation.operation.job.as_ref();
        let Some(EntryPart::Field(key)) = job.map(|job| &job.key) else {
            let id = if is_copy(entry) {
                quote!(*entry)
            } else {
                quote!(entry.clone())
            };
            return Some((entry.clone(), id));
        };
        let step = AnswerStep {
            field: key.clone(),
            optional: false,
        };
        let (ty, _) = self.operation.field_from(entry, &AnswerPath(vec![step]))?;
        let key = format_ident!("{key}");
        let clone = (!is_copy(&ty)).then(|| quote!(.clone()));
        Some((self.operation.qualified(&ty), quote!(entry.#key #clone)))
    }

    /// The type of what the answer gives for an entry, and the functions that take it from there.
    fn told_by_answer(
        &self,
        results: &BatchResults,
        entry: &Type,
    ) -> Option<(TokenStream, TokenStream)> {
        let list = self.operation.field_at(&results.list)?;
        let value = self.operation.qualified(&inner(&list, "Vec")?);
        let output = self.operation.output();
        let (list, key) = (path(&results.list), path(&results.key));
        let key = if is_copy(entry) {
            quote!(value.#key)
        } else {
            quote!(value.#key.clone())
        };
        let absence = self.absence(results);
        let functions = quote! {
            fn results(output: #output) -> Vec<(#entry, #value)> {
                output.#list.into_iter().map(|value| (#key, value)).collect()
            }
            #absence
        };
        Some((quote!(#value), functions))
    }

    fn told_by_job() -> TokenStream {
        quote! {
            fn carry_out(call: runtime::Call<Self>) -> runtime::internal::CarryingOut<Self> {
                runtime::internal::by_job(call)
            }
        }
    }

    fn absence(&self, results: &BatchResults) -> Option<TokenStream> {
        let (field, value) = results.untold.as_ref()?;
        let ty = self
            .operation
            .body_fields()
            .into_iter()
            .find(|(_, item)| item.name == field)?
            .1
            .value
            .clone();
        let name = ty.to_token_stream().to_string();
        let Shape::Enum(values, _) = &self.operation.api.schemas.get(&name)?.shape else {
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
            fn absence(&self) -> runtime::internal::Absence {
                match self.body.#field {
                    Some(#ty::#variant) => runtime::internal::Absence::Untold,
                    _ => runtime::internal::Absence::NotUpdated,
                }
            }
        })
    }
}

/// Whether values of the type are copied.
pub(super) fn is_copy(ty: &Type) -> bool {
    matches!(
        ty.to_token_stream().to_string().as_str(),
        "i32" | "i64" | "u32" | "u64" | "uuid :: Uuid"
    )
}

impl ToTokens for BatchedItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let name = self.operation.ident();
        let Some(entry) = self.entry() else { return };
        let size = proc_macro2::Literal::u64_unsuffixed(self.batch.size);
        let entries = place(&self.batch.request);
        let Some((id, id_of)) = self.id(&entry) else {
            return;
        };
        let job = self.job();
        let (value, told) = match (&self.batch.results, &job) {
            (Some(results), _) => match self.told_by_answer(results, &entry) {
                Some(told) => told,
                None => return,
            },
            (None, Some(job)) => (job.value(), Self::told_by_job()),
            (None, None) => return,
        };
        // Entries with fields of their own may each ask for something else.
        let one_an_id = (entry != id).then(|| {
            quote!(
                const ONE_AN_ID: bool = false;
            )
        });
        tokens.extend(quote! {
            impl runtime::Batched for #name {
                type Entry = #entry;
                type Id = #id;
                type Value = #value;
                const SIZE: usize = #size;
                #one_an_id
                fn entries(&mut self) -> &mut Vec<#entry> {
                    &mut #entries
                }
                fn id(entry: &#entry) -> #id {
                    #id_of
                }
                #told
            }
            #job
        });
    }
}
