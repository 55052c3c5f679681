//! The surface: the public items of a generated client, as data.
//!
//! Emitters print the surface, and the outline lists it. The manifest and the examples of the documentation are derived
//! from it. The outlines of two versions of a document show what changed for callers.

mod argument;
mod by_tag;
mod client;
mod constraints;
mod derive;
mod docs;
mod example;
mod family;
mod function;
mod markdown;
mod needs;
mod operation;
mod outline;
mod part;
mod paths;
mod rust_path;
mod rust_type;
#[cfg(test)]
mod tests;
mod trait_impl;
mod type_;
mod webhooks;

pub(crate) use argument::{Argument, ArgumentRole, Conversion};
pub(crate) use client::{
    ClientSurface, EnvironmentVariable, Setting, SettingKind, VariableUse, base_url_env,
};
pub(crate) use derive::Derive;
pub(crate) use docs::DocComment;
pub(crate) use example::{Program, ProgramKind};
pub(crate) use family::Family;
pub(crate) use function::{Function, Receiver, bound_of_entries};
pub(crate) use markdown::rustdoc;
pub(crate) use needs::{Need, Needs, NeedsOrigins};
pub(crate) use operation::{Method, MethodKind, OperationSurface, parameter_limits};
pub(crate) use part::{Part, PartTag};
pub(crate) use paths::Paths;
pub(crate) use rust_path::RustPath;
pub(crate) use rust_type::{RustType, Scope};
pub(crate) use trait_impl::TraitImpl;
pub(crate) use type_::{Field, TypeKind, TypeSurface, Variant};
pub(crate) use webhooks::WebhooksSurface;

use std::collections::BTreeMap;

use crate::diagnostic::Span;
use crate::examples::Samples;
use crate::guard;
use crate::model::{Docs, Features, Model, NamedType, Operation, TypeId};
use crate::names::{self, TakenNames};
use example::Example;

/// The public items of the module of a document.
///
/// [`outline`](Self::outline) lists them.
#[derive(Clone, Debug)]
pub struct Surface {
    /// The name of the module and of the Cargo feature.
    pub(crate) module: String,
    /// Whether the crate exports the items of the module from its root.
    pub(crate) at_root: bool,
    /// The Cargo features of its parts.
    pub(crate) parts: Vec<Part>,
    /// The extension of the document that divides the module.
    pub(crate) parts_origin: Option<Span>,
    pub(crate) docs: DocComment,
    /// Aliases of runtime types for this document.
    pub(crate) aliases: Vec<Alias>,
    /// The marker type of the document.
    pub(crate) marker: TypeSurface,
    /// The enum of the bodies of error responses.
    pub(crate) error_body: TypeSurface,
    pub(crate) client: ClientSurface,
    pub(crate) operations: Vec<OperationSurface>,
    /// The types, in the order of the model.
    pub(crate) types: Vec<TypeSurface>,
    /// The module `webhooks`, if the document has webhooks or callbacks with payloads.
    pub(crate) webhooks: Option<WebhooksSurface>,
    pub(crate) needs: Needs,
    pub(crate) needs_origins: NeedsOrigins,
    /// A complete example: a client is built, a request sent and the response read.
    pub(crate) first_example: String,
    /// Programs that call the first operation, the first with pages and the first with batches.
    pub(crate) programs: Vec<Program>,
    /// An example that handles errors; empty if the document has no operation.
    pub(crate) error_example: String,
}

/// An alias of a runtime type in the document's module.
#[derive(Clone, Debug)]
pub(crate) struct Alias {
    pub name: &'static str,
    pub docs: DocComment,
    pub ty: RustType,
    /// The Cargo feature that it requires.
    pub feature: Option<&'static str>,
}

/// The Cargo feature for the program.
pub(crate) const CLI: &str = "cli";

/// The Cargo feature for tests of programs that use the crate.
pub(crate) const TEST_UTIL: &str = "test-util";

impl Surface {
    /// The surface of a client. `paths` is for its examples.
    pub(crate) fn of(model: &Model, paths: Paths<'_>) -> Self {
        let (types, operations) = types_and_operations(model, paths);
        let samples = Samples::default();
        let examples: Vec<_> = examples(model, &operations, paths, &samples).collect();
        let first = current(&examples).next().or(examples.first());
        let first_example = first.map(Example::first).unwrap_or_default();
        let error_example = first.map(Example::errors).unwrap_or_default();
        let programs = programs(&examples);
        let needs_origins = NeedsOrigins::of(model);
        let docs = Docs {
            summary: Some(model.title.clone()),
            description: model.description.clone(),
            deprecated: false,
        };
        Self {
            module: model.module.clone(),
            at_root: paths.at_root,
            parts: Part::all(model),
            parts_origin: model.parts_span,
            docs: DocComment::from_docs(&docs, || model.title.clone()).and(first_example.clone()),
            aliases: aliases(model),
            marker: marker(model),
            error_body: error_body(model),
            client: ClientSurface::of(model),
            operations,
            types,
            webhooks: WebhooksSurface::of(model, paths),
            needs: needs_origins.needs(),
            needs_origins,
            first_example,
            programs,
            error_example,
        }
    }

    /// Returns the Cargo feature of the module without its parts.
    pub(crate) fn base_feature(&self) -> String {
        if self.parts.is_empty() {
            self.module.clone()
        } else {
            names::base_feature_name(&self.module)
        }
    }

    /// Returns the names of the Cargo features of the module. If it has parts, these are the feature of all parts, the one
    /// of the module without its parts, and those of the parts.
    pub fn features(&self) -> impl Iterator<Item = String> {
        let base = (!self.parts.is_empty()).then(|| self.base_feature());
        let parts = self.parts.iter().map(|part| part.feature.clone());
        [self.module.clone()].into_iter().chain(base).chain(parts)
    }

    /// Returns the names of the environment variables that the client reads.
    pub(crate) fn environment(&self) -> Vec<String> {
        let variables = self.client.environment.iter();
        variables.map(|variable| variable.name.clone()).collect()
    }

    /// Returns the names of the client's methods for the operations, in the document's order.
    pub fn operation_names(&self) -> impl Iterator<Item = &str> {
        self.operations
            .iter()
            .map(|operation| operation.method().name.as_str())
    }
}

/// The number of types and operations from which a second thread is worth its start.
const MANY: usize = 1_000;

/// The types and the operations of a model. If there are many, two threads read them.
fn types_and_operations(
    model: &Model,
    paths: Paths<'_>,
) -> (Vec<TypeSurface>, Vec<OperationSurface>) {
    let (types, operations) = (&model.types, &model.operations);
    let names = operations.iter().map(|it| it.name.as_str()).collect();
    let read = |operations: &[Operation]| -> Vec<_> {
        let (samples, operations) = (Samples::default(), operations.iter());
        operations
            .map(|it| OperationSurface::of(model, it, &names, paths, &samples))
            .collect()
    };
    // An operation takes as long as four types, so that both threads have half of the work.
    let half = operations.len() / 2 + types.len() / 8;
    let (own, others) = operations.split_at(half.min(operations.len()));
    let ((types, others), mut operations) = guard::beside_if(
        types.len() + operations.len() >= MANY,
        || {
            let types = types.iter().map(|it| TypeSurface::of(model, it)).collect();
            (types, read(others))
        },
        || read(own),
    );
    operations.extend(others);
    (types, operations)
}

/// The examples of the operations, in the document's order.
fn examples<'a>(
    model: &'a Model,
    operations: &'a [OperationSurface],
    paths: Paths<'a>,
    samples: &'a Samples,
) -> impl Iterator<Item = Example<'a>> {
    let operations = model.operations.iter().zip(operations);
    operations.map(move |(operation, surface)| Example {
        model,
        operation,
        method: surface.method(),
        setters: &surface.setters,
        body_setters: &surface.body_setters,
        paths,
        samples,
    })
}

/// The first program of each kind. Operations that are deprecated have none.
fn programs(examples: &[Example<'_>]) -> Vec<Program> {
    let kinds = [ProgramKind::Call, ProgramKind::Pages, ProgramKind::Batch];
    let first = |kind| current(examples).find_map(|example| example.program(kind));
    kinds.into_iter().filter_map(first).collect()
}

/// The examples of the operations that are not deprecated.
fn current<'a, 'b>(examples: &'a [Example<'b>]) -> impl Iterator<Item = &'a Example<'b>> {
    let examples = examples.iter();
    examples.filter(|it| !it.operation.docs.deprecated)
}

fn aliases(model: &Model) -> Vec<Alias> {
    let marker = RustType::Marker(names::marker_name(&model.module));
    vec![
        Alias {
            name: "ClientBuilder",
            docs: DocComment::of(format!(
                "Builds a [`Client`] for {}.",
                rustdoc(&model.title)
            )),
            ty: RustType::runtime("ClientBuilder", vec![marker.clone()]),
            feature: None,
        },
        Alias {
            name: "Error",
            docs: DocComment::of("The error of a failed call."),
            ty: RustType::runtime("Error", vec![RustType::plain("ErrorBody")]),
            feature: None,
        },
        Alias {
            name: "Mock",
            docs: DocComment::of(
                "A mock of the server, for tests of programs that use this crate.",
            ),
            ty: RustType::runtime("test_util::Mock", vec![marker]),
            feature: Some(TEST_UTIL),
        },
    ]
}

fn marker(model: &Model) -> TypeSurface {
    let docs = format!(
        "The marker type of the document, version {}.",
        model.version
    );
    let document = TraitImpl::plain(RustPath::Runtime("ApiDocument"))
        .with("Client", RustType::plain("Client"))
        .with("ErrorBody", RustType::plain("ErrorBody"));
    let name = names::marker_name(&model.module);
    TypeSurface {
        derives: vec![Derive::Clone, Derive::Copy, Derive::Debug],
        traits: vec![document],
        ..TypeSurface::plain(name, DocComment::of(docs), TypeKind::Unit)
    }
}

fn error_body(model: &Model) -> TypeSurface {
    let errors = model
        .operations
        .iter()
        .flat_map(|operation| &operation.errors);
    let mut types: BTreeMap<TypeId, Span> = BTreeMap::new();
    for response in errors {
        if let Some(id) = response.ty {
            types.entry(id).or_insert(response.span);
        }
    }
    let named: Vec<&NamedType> = types.keys().map(|id| model.named(*id)).collect();
    let mut variants: Vec<_> = named
        .iter()
        .zip(types.values())
        .map(|(named, span)| Variant {
            name: named.name.clone(),
            docs: DocComment::of(format!(
                "A body with the type [`{0}`](types::{0}).",
                named.name
            )),
            held: Some(RustType::Type(named.name.clone())),
            features: named.features.clone(),
            has_from: false,
            wire_values: Vec::new(),
            origin: Some(*span),
        })
        .collect();
    variants.push(Variant {
        name: named
            .iter()
            .map(|it| it.name.clone())
            .collect::<TakenNames>()
            .unique("Json".to_owned()),
        docs: DocComment::of("Any other JSON."),
        held: Some(RustType::JSON),
        features: Features::default(),
        has_from: false,
        wire_values: Vec::new(),
        origin: None,
    });
    let mut derives = vec![Derive::Clone, Derive::Debug, Derive::PartialEq];
    derives.extend(
        named
            .iter()
            .all(|named| named.is_exact)
            .then_some(Derive::Eq),
    );
    let docs = DocComment::of("The body of an error response.");
    TypeSurface {
        derives,
        ..TypeSurface::plain("ErrorBody", docs, TypeKind::Enum(variants))
    }
}
