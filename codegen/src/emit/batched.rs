//! Emits the trait implementation of an operation that takes many entries.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::input::{copied, input_expr, path};
use super::operation_context::OperationContext;
use crate::model::{Batch, BatchResults, EntryPart, Presence, Type, UnconfirmedBy};
use crate::surface::RustType;

/// `impl Batched`
pub(super) fn batched(file: &OperationContext<'_>) -> Option<TokenStream> {
    let batch = file.operation.batch.as_ref()?;
    let types = file.surface.batched.as_ref()?;
    let name = file.ident();
    let (entry, id_type) = (file.ty(&types.entry), file.ty(&types.id));
    let value = file.ty(&types.value);
    let size = Literal::u64_unsuffixed(batch.size);
    let entries = input_expr(&batch.request);
    let id = id(file, batch);
    // Two entries with the same ID may have different fields.
    let deduplicate = (types.id != types.entry).then(|| {
        quote!(
            const DEDUPLICATE: bool = false;
        )
    });
    let results = match &batch.results {
        Some(results) => by_answer(file, results, &entry, &value),
        None => send_job_batch(),
    };
    Some(quote! {
        impl runtime::Batched for #name {
            type Entry = #entry;
            type Id = #id_type;
            type Value = #value;
            const SIZE: usize = #size;
            #deduplicate
            fn entries(&mut self) -> &mut Vec<#entry> {
                &mut #entries
            }
            fn id(entry: &#entry) -> #id_type {
                #id
            }
            #results
        }
    })
}

/// The expression for the ID of an entry.
fn id(file: &OperationContext<'_>, batch: &Batch) -> TokenStream {
    let job = file.operation.job.as_ref();
    match job.map(|job| (&job.key, &job.key_type)) {
        Some((EntryPart::Field(key), ty)) => {
            let key = format_ident!("{key}");
            copied(&quote!(entry.#key), ty)
        }
        _ if batch.entry.is_copy() => quote!(*entry),
        _ => quote!(entry.clone()),
    }
}

/// The functions that read the results of entries from the response.
fn by_answer(
    file: &OperationContext<'_>,
    results: &BatchResults,
    entry: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let output = file.output();
    let (list, key) = (path(&results.list), path(&results.key));
    let key = copied(&quote!(value.#key), &results.key.ty);
    let absence = results.unconfirmed.as_ref().map(|it| absence(file, it));
    quote! {
        fn results(output: #output) -> Vec<(#entry, #value)> {
            output.#list.into_iter().map(|value| (#key, value)).collect()
        }
        #absence
    }
}

/// The function that waits for the job of a batch.
fn send_job_batch() -> TokenStream {
    quote! {
        fn send_batch(call: runtime::Call<Self>) -> internal::BatchFuture<Self> {
            internal::send_job_batch(call)
        }
    }
}

/// The function that says what the absence of an entry from the response means.
fn absence(file: &OperationContext<'_>, unconfirmed: &UnconfirmedBy) -> TokenStream {
    let field = format_ident!("{}", unconfirmed.field);
    let ty = file.ty(&RustType::of(file.model, &Type::Named(unconfirmed.ty)));
    let variant = format_ident!("{}", unconfirmed.variant);
    let pattern = match unconfirmed.presence {
        Presence::Required | Presence::Collection | Presence::Rest => quote!(#ty::#variant),
        Presence::RequiredNullable | Presence::Optional => quote!(Some(#ty::#variant)),
        Presence::OptionalNullable => quote!(Some(runtime::Nullable::Value(#ty::#variant))),
    };
    quote! {
        fn absence(&self) -> internal::Absence {
            match self.body.#field {
                #pattern => internal::Absence::Unconfirmed,
                _ => internal::Absence::NotUpdated,
            }
        }
    }
}
