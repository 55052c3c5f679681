//! Compares operations: the methods of the client, the methods of calls, and the traits.

use super::arguments::Owner;
use super::functions::Side;
use super::list::paired;
use super::requests::Requests;
use super::traits::Types;
use super::{Comparer, Item, Origin, text};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::surface::{
    ArgumentRole, Derive, Method, OperationSurface, RustType, TraitImpl, TypeSurface,
};

impl Comparer<'_> {
    pub(super) fn operations(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = paired(
            &old.operations,
            &new.operations,
            |operation| self.renames.operation(&operation.name).to_owned(),
            |operation| operation.name.clone(),
        );
        let requests = Requests::of(old, new);
        for (old, new) in pairs.both {
            self.operation((old, new), &requests);
        }
        for operation in pairs.old {
            let item = client_item(&operation.method().name, Origin::old(operation.origin));
            self.removed(&item);
        }
        for operation in pairs.new {
            let item = client_item(&operation.method().name, Origin::new(operation.origin));
            self.added(&item);
        }
    }

    fn operation(
        &mut self,
        (old, new): (&OperationSurface, &OperationSurface),
        requests: &Requests<'_>,
    ) {
        let origin = Origin::of(old.origin, new.origin);
        let item = client_item(&new.method().name, origin);
        let (before, after) = (old.method(), new.method());
        if before.name != after.name {
            let item = client_item(&before.name, origin);
            self.renamed(&item, &format!("Client::{}", after.name));
        }
        let owners = (
            Owner::Operation(old, body(&self.old_types, old)),
            Owner::Operation(new, body(&self.new_types, new)),
        );
        self.request(&item, (old, new), requests);
        self.part_of_operation(&item, old, new);
        self.deprecated(&item, before.is_deprecated, after.is_deprecated);
        self.methods(&item, (old, owners.0), (new, owners.1));
        self.output(&item, old, new);
        let path = format!("Call<{}>", new.name);
        let (before, after) = ((&old.setters[..], owners.0), (&new.setters[..], owners.1));
        self.setters(&path, before, after, origin);
        let before = (&old.body_setters[..], owners.0);
        let after = (&new.body_setters[..], owners.1);
        self.setters(&path, before, after, origin);
        let item = Item::new(format!("operations::{}", new.name), origin);
        self.operation_default(&item, old, new);
        self.operation_traits(&item, old, new);
    }

    /// Compares the methods of the client. The first one takes the required values, the other one takes a body.
    fn methods(
        &mut self,
        item: &Item,
        (old, old_owner): (&OperationSurface, Owner<'_>),
        (new, new_owner): (&OperationSurface, Owner<'_>),
    ) {
        let side = |method, owner| -> Side<'_> {
            let method: &Method = method;
            Side {
                function: &method.function,
                owner,
            }
        };
        let (mut before, mut after) = (old.methods.iter(), new.methods.iter());
        if let (Some(old), Some(new)) = (before.next(), after.next()) {
            self.function(item, &side(old, old_owner), &side(new, new_owner));
        }
        let member = |method: &Method, origin| Item {
            owner: item.origin,
            ..client_item(&method.function.name, origin)
        };
        let (of_old, of_new) = (body_origin(old), body_origin(new));
        match (before.next(), after.next()) {
            (Some(old), Some(new)) => {
                let member = member(new, item.origin);
                self.function(&member, &side(old, old_owner), &side(new, new_owner));
            }
            (Some(old), None) => self.removed(&member(old, Origin::of(of_old, of_new))),
            (None, Some(new)) => self.added(&member(new, Origin::of(of_old, of_new))),
            (None, None) => {}
        }
    }

    fn output(&mut self, item: &Item, old: &OperationSurface, new: &OperationSurface) {
        if self.is_same(&old.output, &new.output) {
            return;
        }
        let origin = self.response_origin(old, new);
        let (before, after) = (text::ty(&old.output), text::ty(&new.output));
        let change = format!("changed its result from `{before}` to `{after}`");
        self.change(&item.from(origin), Step::Major, change);
    }

    /// The origins of the first successful response that differs, or of the first one if all have the same types.
    fn response_origin(&self, old: &OperationSurface, new: &OperationSurface) -> Origin {
        let pairs = paired(
            &old.successes,
            &new.successes,
            |response| response.status,
            |response| response.status,
        );
        let mut both = pairs.both.iter();
        let differing = both.find(|(old, new)| !self.is_same(&old.ty, &new.ty));
        let has_same = pairs.old.is_empty() && pairs.new.is_empty();
        let first = pairs.both.first().filter(|_| has_same);
        if let Some((old, new)) = differing.or(first) {
            return Origin::of(old.origin, new.origin);
        }
        let (old, new) = (pairs.old.first(), pairs.new.first());
        Origin::of(old.and_then(|it| it.origin), new.and_then(|it| it.origin))
    }

    /// Compares whether the struct of an operation has a default value. It has one if nothing is required.
    fn operation_default(&mut self, item: &Item, old: &OperationSurface, new: &OperationSurface) {
        let default = Derive::Default.name();
        let required = |operation: &OperationSurface| -> Option<Span> {
            let mut fields = operation.fields.iter();
            fields.find(|field| field.is_required)?.origin
        };
        match (old.has_default, new.has_default) {
            (true, false) => {
                let item = item.from(Origin::new(required(new)));
                let change = format!("no longer implements `{default}`");
                self.change(&item, Step::Major, change);
            }
            (false, true) => {
                let item = item.from(Origin::old(required(old)));
                self.change(&item, Step::Minor, format!("implements `{default}`"));
            }
            _ => {}
        }
    }

    /// Compares the traits for pages, batches and jobs. The result is compared with the method.
    fn operation_traits(&mut self, item: &Item, old: &OperationSurface, new: &OperationSurface) {
        let (before, after) = (old.traits(), new.traits());
        for (path, origin) in extensions(old, new) {
            let of_path = |traits: &[TraitImpl]| -> Vec<TraitImpl> {
                let traits = traits.iter().filter(|it| it.path.name() == path);
                traits.cloned().collect()
            };
            let (before, after) = (of_path(&before), of_path(&after));
            let mut item = item.from(origin);
            if path == "JobOperation" {
                // The types of a job depend on the operation that returns its results.
                item = item.within(self.job_origin(old, new));
            }
            if let ([before], [after]) = (&before[..], &after[..]) {
                self.associated_types(before, after, |comparer, name| {
                    let origin = comparer.associated_origin(name, old, new);
                    // The types also depend on the fields that the extension names.
                    match origin {
                        Some(origin) => item.from(origin).within(item.origin),
                        None => item.clone(),
                    }
                });
            } else {
                self.traits(&item, &before, &after);
            }
        }
        self.batch_size(item, old, new);
    }

    /// The origin of an associated type, unless it is the extension.
    fn associated_origin(
        &self,
        name: &str,
        old: &OperationSurface,
        new: &OperationSurface,
    ) -> Option<Origin> {
        let entries = |it: &OperationSurface| it.batched.as_ref()?.entries_origin;
        let is_job = (old.job_types.is_some(), new.job_types.is_some());
        match name {
            "Id" if is_job.0 != is_job.1 => Some(self.job_origin(old, new)),
            "Cursor" | "Status" | "Results" => None,
            "Entry" | "Id" => Some(Origin::of(entries(old), entries(new))),
            "Item" | "Value" if is_job.0 || is_job.1 => Some(self.job_origin(old, new)),
            _ => Some(self.response_origin(old, new)),
        }
    }

    /// The origins of the response with the status of a job, if it differs, or of that with the results.
    fn job_origin(&self, old: &OperationSurface, new: &OperationSurface) -> Origin {
        let types = old.job_types.as_ref().or(new.job_types.as_ref());
        let requests = types.map(|types| [&types.results, &types.status]);
        let mut origin = Origin::default();
        for request in requests.into_iter().flatten() {
            let is_request = |operation: &&OperationSurface| matches!(request, RustType::Operation(name) if *name == operation.name);
            let old = self.old.operations.iter().find(is_request);
            let new = self.new.operations.iter().find(is_request);
            let (Some(old), Some(new)) = (old, new) else {
                continue;
            };
            if origin == Origin::default() || !self.is_same(&old.output, &new.output) {
                origin = self.response_origin(old, new);
            }
        }
        origin
    }

    fn batch_size(&mut self, item: &Item, old: &OperationSurface, new: &OperationSurface) {
        let (Some(old), Some(new)) = (&old.batched, &new.batched) else {
            return;
        };
        if old.size != new.size {
            let item = item.from(Origin::of(old.origin, new.origin));
            let change = format!("changed its batch size from {} to {}", old.size, new.size);
            self.change(&item, Step::Patch, change);
        }
    }
}

/// The traits for the extensions of operations, with the origins of the extensions.
fn extensions(old: &OperationSurface, new: &OperationSurface) -> [(&'static str, Origin); 3] {
    let paged = |it: &OperationSurface| it.paged.as_ref().and_then(|it| it.origin);
    let batched = |it: &OperationSurface| it.batched.as_ref().and_then(|it| it.origin);
    let job = |it: &OperationSurface| it.job_types.as_ref().and_then(|it| it.origin);
    [
        ("Paged", Origin::of(paged(old), paged(new))),
        ("Batched", Origin::of(batched(old), batched(new))),
        ("JobOperation", Origin::of(job(old), job(new))),
    ]
}

fn client_item(method: &str, origin: Origin) -> Item {
    Item::new(format!("Client::{method}"), origin)
}

/// The type of the body of an operation, if it is a type of the document.
fn body<'a>(types: &Types<'a>, operation: &OperationSurface) -> Option<&'a TypeSurface> {
    let mut fields = operation.fields.iter();
    let body = fields.find(|field| field.role == ArgumentRole::Body)?;
    types.named(&body.ty)
}

fn body_origin(operation: &OperationSurface) -> Option<Span> {
    let mut fields = operation.fields.iter();
    fields
        .find(|field| field.role == ArgumentRole::Body)?
        .origin
}
