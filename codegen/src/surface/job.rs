//! An operation that answers with a job.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::Type;

use super::batched::{BatchedItem, is_copy};
use super::operation::OperationItem;
use super::paged::path;
use crate::api::{AnswerPath, EntryPart, Job, JobQuestion, Operation};
use crate::refine::{Presence, inner};

pub(super) struct JobItem<'a> {
    pub operation: &'a OperationItem<'a>,
    pub batched: &'a BatchedItem<'a>,
    pub job: &'a Job,
}

impl JobItem<'_> {
    /// The type of what the caller gets for an entry that was updated.
    pub(super) fn value(&self) -> TokenStream {
        self.item()
            .map_or_else(|| quote!(()), |item| quote!(Option<#item>))
    }

    /// The type of what is told of an entry.
    fn item(&self) -> Option<TokenStream> {
        let items = self.job.results.items.as_ref()?;
        let item = format_ident!("{}", items.schema);
        Some(quote!(types::#item))
    }

    fn terms(&self) -> TokenStream {
        let Job {
            status, results, ..
        } = self.job;
        let every = proc_macro2::Literal::u64_unsuffixed(status.every);
        let (done, failed) = (&status.state.good, &status.failed);
        let items = results.items.as_ref();
        let succeeded = items.map_or(&[][..], |items| &items.state.good);
        quote! {
            const JOB: runtime::internal::JobTerms = runtime::internal::JobTerms {
                every: std::time::Duration::from_secs(#every),
                done: &[#(#done),*],
                failed: &[#(#failed),*],
                succeeded: &[#(#succeeded),*],
            };
        }
    }

    fn other(&self, question: &JobQuestion) -> Option<&Operation> {
        let mut operations = self.operation.api.operations.iter();
        operations.find(|operation| operation.name == question.operation)
    }

    /// The type of an operation that is asked, and the expression that makes it of an id.
    fn question(&self, question: &JobQuestion) -> Option<(TokenStream, TokenStream)> {
        let operation = self.other(question)?;
        let (name, argument) = (
            format_ident!("{}", operation.type_name),
            format_ident!("{}", question.argument),
        );
        let mut rest: Vec<_> = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.field != question.argument)
            .map(|parameter| format_ident!("{}", parameter.field))
            .collect();
        rest.extend(operation.body.as_ref().map(|_| format_ident!("body")));
        let member = if argument == "id" {
            quote!(id)
        } else {
            quote!(#argument: id)
        };
        let ty = quote!(super::#name);
        Some((ty.clone(), quote!(#ty { #member, #(#rest: None),* })))
    }

    fn progress(&self) -> TokenStream {
        let status = &self.job.status;
        let state = path(&status.state.path);
        let state = quote!(runtime::internal::text(&answer.#state).unwrap_or_default());
        let Some(progress) = &status.progress else {
            return quote! {
                runtime::JobProgress { state: #state, ..runtime::JobProgress::default() }
            };
        };
        let (within, complete, total) = (
            path(&progress.within),
            path(&progress.complete),
            path(&progress.total),
        );
        let is_optional = progress.within.0.last().is_some_and(|step| step.optional);
        let within = if is_optional {
            quote!(answer.#within.as_ref())
        } else {
            quote!(Some(&answer.#within))
        };
        quote! {
            let progress = #within;
            runtime::JobProgress {
                state: #state,
                complete: progress.and_then(|progress| runtime::internal::count(&progress.#complete)),
                total: progress.and_then(|progress| runtime::internal::count(&progress.#total)),
            }
        }
    }

    /// What the answer with the results, of type `output`, tells.
    fn told(&self, output: &Type) -> Option<TokenStream> {
        let results = &self.job.results;
        let (start, within) = match &results.within {
            None => (output.clone(), None),
            Some(within) => {
                let (list, presence) = self.operation.field_from(output, within)?;
                (inner(&list, "Vec")?, Some((within, presence)))
            }
        };
        let place = if within.is_some() {
            quote!(part)
        } else {
            quote!(answer)
        };
        let texts = |list: &Option<AnswerPath>| {
            let list = path(list.as_ref()?);
            Some(quote!(#place.#list))
        };
        let ids = texts(&results.ids)
            .map(|list| quote!(told.ids.extend(runtime::internal::texts(&#list));));
        let reasons = texts(&results.errors)
            .map(|list| quote!(told.reasons.extend(runtime::internal::values(&#list));));
        let items = match &results.items {
            Some(items) => {
                let (_, presence) = self.operation.field_from(&start, &items.path)?;
                let list = listed(&place, &items.path, presence);
                Some(quote!(told.items.extend(#list);))
            }
            None => None,
        };
        let lines = quote!(#ids #reasons #items);
        let lines = match within {
            Some((within, presence)) => {
                let parts = listed(&quote!(answer), within, presence);
                quote!(for part in #parts { #lines })
            }
            None => lines,
        };
        Some(quote! {
            let mut told = runtime::internal::JobResults::default();
            #lines
            told
        })
    }

    /// The type of what is told of an entry, and the functions that take it.
    fn item_functions(&self) -> (TokenStream, TokenStream) {
        let (Some(item), Some(items)) = (self.item(), &self.job.results.items) else {
            let nothing = quote!(std::convert::Infallible);
            let functions = quote! {
                fn report(item: &#nothing) -> runtime::internal::ItemReport {
                    match *item {}
                }
                fn value(_: Option<#nothing>) {}
            };
            return (nothing, functions);
        };
        let own = items.matches.iter().map(|(own, _)| format_ident!("{own}"));
        let state = path(&items.state.path);
        let reason = items.error.as_ref().map_or_else(
            || quote!(None),
            |error| {
                let error = path(error);
                quote!(runtime::internal::text(&item.#error))
            },
        );
        let functions = quote! {
            fn report(item: &#item) -> runtime::internal::ItemReport {
                runtime::internal::ItemReport {
                    keys: [#(runtime::internal::text(&item.#own)),*].into(),
                    state: runtime::internal::text(&item.#state),
                    reason: #reason,
                }
            }
            fn value(item: Option<#item>) -> Option<#item> {
                item
            }
        };
        (item, functions)
    }

    /// What names an entry, by the places of the items' keys.
    fn keys(&self) -> TokenStream {
        let part = |part: &EntryPart| match part {
            EntryPart::Field(field) => {
                let field = format_ident!("{field}");
                quote!(runtime::internal::text(&entry.#field))
            }
            EntryPart::Itself => quote!(runtime::internal::text(entry)),
        };
        let items = self.job.results.items.iter();
        let keys = items
            .flat_map(|items| &items.matches)
            .map(|(_, own)| part(own));
        let id = part(&self.job.key);
        quote!(runtime::internal::EntryKeys { id: #id, keys: [#(#keys),*].into() })
    }

    fn implementation(&self) -> Option<TokenStream> {
        let name = self.operation.ident();
        let entry = self.batched.entry()?;
        let output = self.operation.output();
        let (job_id, _) = self
            .operation
            .field_from(&self.operation.request().output, &self.job.id)?;
        let job_id = self.operation.qualified(&job_id);
        let id = path(&self.job.id);
        let id = if is_copy(&job_id) {
            quote!(output.#id)
        } else {
            quote!(output.#id.clone())
        };
        let (status, ask_status) = self.question(&self.job.status.question)?;
        let (results, ask_results) = self.question(&self.job.results.question)?;
        let answer_of = |question: &JobQuestion| {
            let request = self.operation.refined.requests.get(&question.operation)?;
            Some(request.output.clone())
        };
        let status_answer = self
            .operation
            .qualified(&answer_of(&self.job.status.question)?);
        let results_answer = answer_of(&self.job.results.question)?;
        let told = self.told(&results_answer)?;
        let results_answer = self.operation.qualified(&results_answer);
        let (terms, progress, keys) = (self.terms(), self.progress(), self.keys());
        let (item, item_functions) = self.item_functions();
        Some(quote! {
            impl runtime::Deferred for #name {
                type JobId = #job_id;
                type Status = #status;
                type Results = #results;
                type Item = #item;
                #terms
                fn job(output: &#output) -> #job_id {
                    #id
                }
                fn status(id: #job_id) -> #status {
                    #ask_status
                }
                fn progress(answer: &#status_answer) -> runtime::JobProgress {
                    #progress
                }
                fn job_results(id: #job_id) -> #results {
                    #ask_results
                }
                fn told(answer: #results_answer) -> runtime::internal::JobResults<#item> {
                    #told
                }
                fn keys(entry: &#entry) -> runtime::internal::EntryKeys {
                    #keys
                }
                #item_functions
            }
        })
    }
}

/// The items of the list that `way` leads to from `place`.
fn listed(place: &TokenStream, way: &AnswerPath, presence: Presence) -> TokenStream {
    let list = path(way);
    match presence {
        Presence::Required | Presence::Collection | Presence::Rest => quote!(#place.#list),
        Presence::Optional | Presence::RequiredNullable => {
            quote!(#place.#list.unwrap_or_default())
        }
        Presence::OptionalNullable => {
            quote!(#place.#list.and_then(runtime::Nullable::into_option).unwrap_or_default())
        }
    }
}

impl ToTokens for JobItem<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.implementation());
    }
}
