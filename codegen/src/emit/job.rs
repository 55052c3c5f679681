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
    let types = file.surface.job_types.as_ref()?;
    let ty = |ty: &Type| file.ty(&RustType::of(file.model, ty));
    let (name, output) = (file.ident(), file.output());
    let job_id = file.ty(&types.job_id);
    let item = file.ty(&types.item);
    let id = path(&job.id);
    let id = copied(&quote!(output.#id), &job.id.ty);
    let (status, new_status) = request(file, &job.status.request);
    let (results, new_results) = request(file, &job.results.request);
    let (status_response, results_response) = (ty(&job.status.response), ty(&job.results.response));
    let (settings, progress) = (settings(job), progress(job));
    let next_page = next_page(file, &results, &results_response, job);
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
            #next_page
            fn read_results(answer: #results_response) -> internal::JobResults<#item> {
                #read_results
            }
            #item_functions
        }
    })
}

fn settings(job: &Job) -> TokenStream {
    let poll_interval = Literal::u64_unsuffixed(job.status.poll_interval);
    let (done, failed) = (&job.status.state.success_states, &job.status.failed);
    let items = job.results.items.as_ref();
    let succeeded = items.map_or(&[][..], |items| &items.state.success_states);
    let progress = job.status.progress.as_ref();
    let total_counts_parts = progress.is_some_and(|progress| progress.counts_parts);
    let part = job.results.part.as_ref();
    let part_done = part.and_then(|part| part.state.as_ref());
    let part_done = part_done.map_or(&[][..], |state| &state.success_states);
    let part_counts = part.is_some_and(|part| part.succeeded.is_some());
    quote! {
        const JOB: internal::JobSettings = internal::JobSettings {
            poll_interval: std::time::Duration::from_secs(#poll_interval),
            done: &[#(#done),*],
            failed: &[#(#failed),*],
            succeeded: &[#(#succeeded),*],
            total_counts_parts: #total_counts_parts,
            part_done: &[#(#part_done),*],
            part_counts: #part_counts,
        };
    }
}

/// The function that returns the request for the next page of results, if there are pages.
fn next_page(
    file: &OperationContext<'_>,
    request: &TokenStream,
    response: &TokenStream,
    job: &Job,
) -> Option<TokenStream> {
    let operation = &file.model.operations[job.results.request.operation];
    operation.pagination.as_ref()?;
    Some(quote! {
        fn next_page(request: &#request, answer: &#response) -> Option<internal::NextPage<#request>> {
            internal::next_page(request, answer)
        }
    })
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
        ..
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
    let part = part(results, &parent);
    let reasons = results.errors.as_ref().map(|list| {
        let list = path(list);
        quote!(results.reasons.extend(internal::values(&#parent.#list));)
    });
    let items = results.items.as_ref().map(|items| {
        let list = list_items(&parent, &items.path);
        quote!(results.items.extend(#list);)
    });
    let lines = quote!(results.parts.push(#part); #reasons #items);
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

/// The expression that reads the state, the counts and the IDs of a part of the results.
fn part(results: &JobResults, parent: &TokenStream) -> TokenStream {
    let read = |function: &str, path: &ResponsePath| {
        let (function, path) = (format_ident!("{function}"), self::path(path));
        quote!(internal::#function(&#parent.#path))
    };
    let part = results.part.as_ref();
    let state = part.and_then(|part| part.state.as_ref());
    let members = [
        ("state", state.map(|state| read("text", &state.path))),
        (
            "succeeded",
            part.and_then(|part| Some(read("count", part.succeeded.as_ref()?))),
        ),
        (
            "failed",
            part.and_then(|part| Some(read("count", part.failed.as_ref()?))),
        ),
        ("ids", results.ids.as_ref().map(|ids| read("texts", ids))),
    ];
    let rest = members.iter().any(|(_, value)| value.is_none());
    let rest = rest.then(|| quote!(..internal::JobPart::default()));
    let members = members.into_iter().filter_map(|(name, value)| {
        let name = format_ident!("{name}");
        value.map(|value| quote!(#name: #value,))
    });
    quote!(internal::JobPart { #(#members)* #rest })
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
pub(super) fn entry_keys(job: &Job) -> TokenStream {
    let part = |part: &EntryPart| match part {
        EntryPart::Field(field) => {
            let field = format_ident!("{field}");
            quote!(internal::text(&entry.#field))
        }
        EntryPart::Entry => quote!(internal::text(entry)),
    };
    let matches = job.results.items.iter().flat_map(|items| &items.matches);
    let keys = matches.map(|(_, own)| part(own));
    let id = part(&job.key);
    quote!(internal::EntryKeys { id: #id, keys: [#(#keys),*].into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::emit::test_support::{
        expression, field_path, list, members, model, of_operation, operation, parameter,
        statements,
    };
    use crate::model::{JobItems, JobPart, JobState, JobStatus, Operation, ResponsePath, TypeId};

    fn field(name: &str, presence: Presence) -> ResponsePath {
        field_path(name, Type::String, presence)
    }

    fn state(success: &str) -> JobState {
        JobState {
            path: field("state", Presence::Required),
            success_states: vec![success.to_owned()],
        }
    }

    fn call(argument: &str) -> JobRequest {
        JobRequest {
            operation: 0,
            argument: argument.to_owned(),
        }
    }

    fn results() -> JobResults {
        JobResults {
            request: call("id"),
            response: Type::Json,
            within: None,
            part: None,
            items: Some(JobItems {
                path: field_path("items", list(Type::Json), Presence::Optional),
                ty: TypeId(0),
                matches: vec![("pet".to_owned(), EntryPart::Field("id".to_owned()))],
                state: state("ok"),
                error: None,
            }),
            ids: None,
            errors: None,
        }
    }

    fn job(results: JobResults) -> Job {
        Job {
            id: field("job", Presence::Required),
            key: EntryPart::Field("id".to_owned()),
            key_type: Type::String,
            status: JobStatus {
                request: call("id"),
                response: Type::Json,
                state: state("done"),
                failed: vec!["lost".to_owned()],
                progress: None,
                poll_interval: 2,
            },
            results,
            span: Span::default(),
        }
    }

    #[test]
    fn the_settings_of_a_job_are_those_of_the_document() {
        let expected = quote! {
            const JOB: internal::JobSettings = internal::JobSettings {
                poll_interval: std::time::Duration::from_secs(2),
                done: &["done"],
                failed: &["lost"],
                succeeded: &["ok"],
                total_counts_parts: false,
                part_done: &[],
                part_counts: false,
            };
        };
        assert_eq!(members(settings(&job(results()))), members(expected));
    }

    #[test]
    fn a_request_about_a_job_sets_only_the_id() {
        let get_job = |name: &str| Operation {
            parameters: vec![
                parameter(name, Type::String, true),
                parameter("page", Type::String, false),
            ],
            ..operation("get_job")
        };
        let cases = [
            ("id", quote!(super::GetJob { id, page: None })),
            (
                "job",
                quote!(super::GetJob {
                    job: id,
                    page: None
                }),
            ),
        ];
        for (argument, expected) in cases {
            let model = model(Vec::new(), vec![get_job(argument)]);
            let (ty, value) = of_operation(&model, |file| request(file, &call(argument)));
            assert_eq!(ty.to_string(), quote!(super::GetJob).to_string());
            assert_eq!(expression(value), expression(expected));
        }
    }

    #[test]
    fn progress_is_counted_if_the_response_has_counts() {
        let mut job = job(results());
        let state = quote!(state: internal::text(&answer.state).unwrap_or_default());
        let plain = quote!(runtime::JobProgress { #state, ..runtime::JobProgress::default() });
        assert_eq!(statements(progress(&job)), statements(plain));
        job.status.progress = Some(JobProgress {
            within: field("parts", Presence::Optional),
            complete: field("complete", Presence::Required),
            total: field("total", Presence::Required),
            counts_parts: true,
        });
        let counted = quote! {
            let progress = answer.parts.as_ref();
            runtime::JobProgress {
                #state,
                complete: progress.and_then(|progress| internal::count(&progress.complete)),
                total: progress.and_then(|progress| internal::count(&progress.total)),
            }
        };
        assert_eq!(statements(progress(&job)), statements(counted));
    }

    #[test]
    fn results_are_read_from_the_response_or_from_the_items_of_a_list() {
        let read = |lines: TokenStream| {
            statements(quote! {
                let mut results = internal::JobResults::default();
                #lines
                results
            })
        };
        let direct = quote! {
            results.parts.push(internal::JobPart { ..internal::JobPart::default() });
            results.items.extend(answer.items.unwrap_or_default());
        };
        assert_eq!(statements(read_results(&results())), read(direct));
        let part = JobPart {
            state: Some(state("ready")),
            succeeded: Some(field("good", Presence::Optional)),
            failed: Some(field("bad", Presence::Optional)),
        };
        let nested = JobResults {
            part: Some(part),
            within: Some(field_path("parts", list(Type::Json), Presence::Required)),
            ids: Some(field_path("ids", list(Type::String), Presence::Required)),
            items: None,
            ..results()
        };
        let expected = quote! {
            for part in answer.parts {
                results.parts.push(internal::JobPart {
                    state: internal::text(&part.state),
                    succeeded: internal::count(&part.good),
                    failed: internal::count(&part.bad),
                    ids: internal::texts(&part.ids),
                });
            }
        };
        assert_eq!(statements(read_results(&nested)), read(expected));
    }

    #[test]
    fn an_item_is_matched_with_its_entry_by_keys() {
        let item = quote!(types::Line);
        let expected = quote! {
            fn report(item: &types::Line) -> internal::ItemReport {
                internal::ItemReport {
                    keys: [internal::text(&item.pet)].into(),
                    state: internal::text(&item.state),
                    reason: None,
                }
            }
            fn value(item: Option<types::Line>) -> Option<types::Line> {
                item
            }
        };
        assert_eq!(
            members(item_functions(&item, &results())),
            members(expected)
        );
        let keys = entry_keys(&job(results()));
        let expected = quote!(internal::EntryKeys {
            id: internal::text(&entry.id),
            keys: [internal::text(&entry.id)].into(),
        });
        assert_eq!(expression(keys), expression(expected));
    }
}
