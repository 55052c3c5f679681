//! Emits the trait implementation of an operation that starts a job.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::input::{as_option, copied, path};
use super::operation_context::OperationContext;
use crate::model::{
    EntryPart, Job, JobProgress, JobRequest, JobResults, Presence, ResponsePath, Type,
};
use crate::surface::RustType;

/// `impl JobOperation`
pub(super) fn job(file: &OperationContext<'_>) -> Option<TokenStream> {
    let job = file.operation.job.as_ref()?;
    let (types, batched) = (
        file.surface.job_types.as_ref()?,
        file.surface.batched.as_ref()?,
    );
    let ty = |ty: &Type| file.ty(&RustType::of(file.model, ty));
    let (name, output) = (file.ident(), file.output());
    let (entry, job_id) = (file.ty(&batched.entry), file.ty(&types.job_id));
    let item = file.ty(&types.item);
    let id = path(&job.id);
    let id = copied(&quote!(output.#id), &job.id.ty);
    let (status, new_status) = request(file, &job.status.request);
    let (results, new_results) = request(file, &job.results.request);
    let (status_response, results_response) = (ty(&job.status.response), ty(&job.results.response));
    let (settings, progress, keys) = (settings(job), progress(job), keys(job));
    let read_results = read_results(&job.results);
    let item_functions = item_functions(&item, &job.results);
    Some(quote! {
        impl runtime::JobOperation for #name {
            type JobId = #job_id;
            type Status = #status;
            type Results = #results;
            type Item = #item;
            #settings
            fn job_id(output: &#output) -> #job_id {
                #id
            }
            fn status_request(id: #job_id) -> #status {
                #new_status
            }
            fn progress(answer: &#status_response) -> runtime::JobProgress {
                #progress
            }
            fn results_request(id: #job_id) -> #results {
                #new_results
            }
            fn read_results(answer: #results_response) -> internal::JobResults<#item> {
                #read_results
            }
            fn keys(entry: &#entry) -> internal::EntryKeys {
                #keys
            }
            #item_functions
        }
    })
}

fn settings(job: &Job) -> TokenStream {
    let poll_interval = Literal::u64_unsuffixed(job.status.every);
    let (done, failed) = (&job.status.state.success_states, &job.status.failed);
    let items = job.results.items.as_ref();
    let succeeded = items.map_or(&[][..], |items| &items.state.success_states);
    quote! {
        const JOB: internal::JobSettings = internal::JobSettings {
            poll_interval: std::time::Duration::from_secs(#poll_interval),
            done: &[#(#done),*],
            failed: &[#(#failed),*],
            succeeded: &[#(#succeeded),*],
        };
    }
}

/// The struct of an operation about a job, and the expression that creates it from the job's ID.
fn request(file: &OperationContext<'_>, request: &JobRequest) -> (TokenStream, TokenStream) {
    let operation = &file.model.operations[request.operation];
    let name = format_ident!("{}", operation.type_name);
    let others = operation.parameters.iter().map(|it| it.field.as_str());
    let others = others.filter(|field| *field != request.argument);
    let body = operation.body.as_ref().map(|_| "body");
    let others = others.chain(body).map(|field| format_ident!("{field}"));
    let argument = format_ident!("{}", request.argument);
    let member = if request.argument.as_str() == "id" {
        quote!(id)
    } else {
        quote!(#argument: id)
    };
    let ty = quote!(super::#name);
    (ty.clone(), quote!(#ty { #member, #(#others: None),* }))
}

fn progress(job: &Job) -> TokenStream {
    let status = &job.status;
    let state = path(&status.state.path);
    let state = quote!(internal::text(&answer.#state).unwrap_or_default());
    let Some(progress) = &status.progress else {
        return quote! {
            runtime::JobProgress { state: #state, ..runtime::JobProgress::default() }
        };
    };
    let JobProgress {
        within,
        complete,
        total,
    } = progress;
    let object = path(within);
    let object = match within.presence() {
        Presence::OptionalNullable => {
            quote!(answer.#object.as_ref().and_then(runtime::Nullable::as_option))
        }
        presence if presence.is_option() => quote!(answer.#object.as_ref()),
        _ => quote!(Some(&answer.#object)),
    };
    let (complete, total) = (path(complete), path(total));
    quote! {
        let progress = #object;
        runtime::JobProgress {
            state: #state,
            complete: progress.and_then(|progress| internal::count(&progress.#complete)),
            total: progress.and_then(|progress| internal::count(&progress.#total)),
        }
    }
}

/// The body of the function that reads the results of a job.
fn read_results(results: &JobResults) -> TokenStream {
    let parent = if results.within.is_some() {
        quote!(part)
    } else {
        quote!(answer)
    };
    let ids = results.ids.as_ref().map(|list| {
        let list = path(list);
        quote!(results.ids.extend(internal::texts(&#parent.#list));)
    });
    let reasons = results.errors.as_ref().map(|list| {
        let list = path(list);
        quote!(results.reasons.extend(internal::values(&#parent.#list));)
    });
    let items = results.items.as_ref().map(|items| {
        let list = list_items(&parent, &items.path);
        quote!(results.items.extend(#list);)
    });
    let lines = quote!(#ids #reasons #items);
    let lines = match &results.within {
        Some(within) => {
            let parts = list_items(&quote!(answer), within);
            quote!(for part in #parts { #lines })
        }
        None => lines,
    };
    quote! {
        let mut results = internal::JobResults::default();
        #lines
        results
    }
}

/// The items of the list at `path` in `parent`.
fn list_items(parent: &TokenStream, path: &ResponsePath) -> TokenStream {
    let list = self::path(path);
    let list = quote!(#parent.#list);
    if path.presence().is_option() {
        let list = as_option(&list, path.presence());
        quote!(#list.unwrap_or_default())
    } else {
        list
    }
}

/// The functions that read the result of an entry.
fn item_functions(item: &TokenStream, results: &JobResults) -> TokenStream {
    let Some(items) = &results.items else {
        return quote! {
            fn report(item: &#item) -> internal::ItemReport {
                match *item {}
            }
            fn value(_: Option<#item>) {}
        };
    };
    let own = items.matches.iter().map(|(own, _)| format_ident!("{own}"));
    let state = path(&items.state.path);
    let reason = if let Some(error) = &items.error {
        let error = path(error);
        quote!(internal::text(&item.#error))
    } else {
        quote!(None)
    };
    quote! {
        fn report(item: &#item) -> internal::ItemReport {
            internal::ItemReport {
                keys: [#(internal::text(&item.#own)),*].into(),
                state: internal::text(&item.#state),
                reason: #reason,
            }
        }
        fn value(item: Option<#item>) -> Option<#item> {
            item
        }
    }
}

/// The ID and the keys of an entry, with the keys in the order of the results' keys.
fn keys(job: &Job) -> TokenStream {
    let part = |part: &EntryPart| match part {
        EntryPart::Field(field) => {
            let field = format_ident!("{field}");
            quote!(internal::text(&entry.#field))
        }
        EntryPart::Itself => quote!(internal::text(entry)),
    };
    let matches = job.results.items.iter().flat_map(|items| &items.matches);
    let keys = matches.map(|(_, own)| part(own));
    let id = part(&job.key);
    quote!(internal::EntryKeys { id: #id, keys: [#(#keys),*].into() })
}
