//! Emits the trait implementation of an operation that takes many entries.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::input::{copied, input_expr, path};
use super::job::entry_keys;
use super::operation_context::OperationContext;
use crate::model::{
    Batch, BatchResults, EntryPart, Input, InputLocation, Presence, Type, UnconfirmedBy,
};
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
        Some(results) => response_functions(file, results, &entry, &value),
        None => job_functions(file, &entry),
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

/// The checks that no two entries have the same value of a property, other than the ID, by which the results of a job are
/// matched with entries.
pub(super) fn distinct_entries(file: &OperationContext<'_>) -> Vec<TokenStream> {
    let (Some(batch), Some(job)) = (&file.operation.batch, &file.operation.job) else {
        return Vec::new();
    };
    let (name, entries) = (
        entries_name(file, &batch.request),
        input_expr(&batch.request),
    );
    let matches = job.results.items.iter().flat_map(|items| &items.matches);
    let parts = matches.map(|(_, part)| part);
    let fields = parts
        .filter(|part| **part != job.key)
        .filter_map(|part| match part {
            EntryPart::Field(field) => Some(field),
            EntryPart::Entry => None,
        });
    let properties = file.model.properties(&batch.entry);
    fields
        .filter_map(|field| properties.iter().find(|property| property.field == *field))
        .map(|property| {
            let (wire, field) = (&property.name, format_ident!("{}", property.field));
            quote! {
                check.distinct(#name, &#entries, #wire, |entry| internal::text(&entry.#field));
            }
        })
        .collect()
}

/// The name of the list of entries in messages. It is empty for the body itself.
fn entries_name<'a>(file: &'a OperationContext<'_>, request: &Input) -> &'a str {
    let operation = file.operation;
    let body = operation.body.as_ref();
    let name = match request.location {
        InputLocation::Body => None,
        InputLocation::Parameter => {
            let mut parameters = operation.parameters.iter();
            let parameter = parameters.find(|parameter| parameter.field == request.field);
            parameter.map(|parameter| &parameter.name)
        }
        InputLocation::Field => {
            let properties = body.map_or(&[][..], |body| file.model.properties(&body.ty));
            let mut properties = properties.iter();
            let property = properties.find(|property| property.field == request.field);
            property.map(|property| &property.name)
        }
    };
    name.map_or("", String::as_str)
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
fn response_functions(
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
/// The functions of a batch that starts a job: the keys of an entry, and the request that waits for the job.
fn job_functions(file: &OperationContext<'_>, entry: &TokenStream) -> TokenStream {
    let keys = file.operation.job.as_ref().map(|job| {
        let keys = entry_keys(job);
        quote! {
            fn keys(entry: &#entry) -> internal::EntryKeys {
                #keys
            }
        }
    });
    quote! {
        #keys
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{
        body, field_path, input, items, list, members, model, object, of_operation, operation,
        property,
    };
    use crate::model::{Enum, EnumKind, EnumValue, InputLocation, Model, Operation, Shape, TypeId};

    /// The operation `close`, whose body has a list of IDs.
    fn close(results: Option<BatchResults>) -> Model {
        let ids = list(Type::String);
        let request = input(InputLocation::Field, "ids", ids.clone(), Presence::Required);
        let close = Operation {
            body: Some(body(Type::Named(TypeId(0)), true)),
            batch: Some(batch(request, results)),
            ..operation("close")
        };
        let request = object("Close", vec![property("ids", ids, Presence::Required)]);
        model(vec![request], vec![close])
    }

    fn batch(request: Input, results: Option<BatchResults>) -> Batch {
        Batch {
            request,
            entry: Type::String,
            size: 10,
            results,
            span: Span::default(),
        }
    }

    #[test]
    fn a_batch_has_its_entries_in_the_body() {
        let model = close(None);
        let expected = quote! {
            impl runtime::Batched for Close {
                type Entry = String;
                type Id = String;
                type Value = ();
                const SIZE: usize = 10;
                fn entries(&mut self) -> &mut Vec<String> {
                    &mut self.body.ids
                }
                fn id(entry: &String) -> String {
                    entry.clone()
                }
                fn send_batch(call: runtime::Call<Self>) -> internal::BatchFuture<Self> {
                    internal::send_job_batch(call)
                }
            }
        };
        assert_eq!(items(of_operation(&model, batched)), items(expected));
    }

    #[test]
    fn results_are_read_from_the_response_with_their_ids() {
        let results = BatchResults {
            list: field_path("closed", list(Type::String), Presence::Required),
            item: Type::Json,
            key: field_path("id", Type::String, Presence::Required),
            unconfirmed: None,
        };
        let model = close(None);
        let functions = of_operation(&model, |file| {
            response_functions(file, &results, &quote!(String), &quote!(Pet))
        });
        let expected = quote! {
            fn results(output: ()) -> Vec<(String, Pet)> {
                output.closed.into_iter().map(|value| (value.id.clone(), value)).collect()
            }
        };
        assert_eq!(members(functions), members(expected));
    }

    #[test]
    fn an_absent_entry_is_unconfirmed_for_one_value_of_a_field() {
        let status = named_status();
        let model = model(vec![status], vec![operation("close")]);
        let cases = [
            (Presence::Required, quote!(types::Status::Deleted)),
            (Presence::Optional, quote!(Some(types::Status::Deleted))),
            (
                Presence::OptionalNullable,
                quote!(Some(runtime::Nullable::Value(types::Status::Deleted))),
            ),
        ];
        for (presence, pattern) in cases {
            let unconfirmed = UnconfirmedBy {
                field: "status".to_owned(),
                presence,
                ty: TypeId(0),
                variant: "Deleted".to_owned(),
            };
            let function = of_operation(&model, |file| absence(file, &unconfirmed));
            let expected = quote! {
                fn absence(&self) -> internal::Absence {
                    match self.body.status {
                        #pattern => internal::Absence::Unconfirmed,
                        _ => internal::Absence::NotUpdated,
                    }
                }
            };
            assert_eq!(members(function), members(expected), "{presence:?}");
        }
    }

    fn named_status() -> crate::model::NamedType {
        let value = EnumValue {
            value: "DELETED".into(),
            variant: "Deleted".to_owned(),
            name: None,
            description: None,
            span: Span::default(),
        };
        let shape = Shape::Enum(Enum {
            kind: EnumKind::Strings,
            values: vec![value],
        });
        crate::emit::test_support::named("Status", shape)
    }
}
