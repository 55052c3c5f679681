//! The surface: what a consumer of a generated client can name, as data.
//!
//! Emitters print it, the outline lists it, the manifest and the examples of the documentation follow from it. Two of
//! them tell what a change of a document does to callers.

mod argument;
mod client;
mod constraints;
mod docs;
mod example;
mod function;
mod needs;
mod operation;
mod outline;
mod rust_type;
mod type_;

pub(crate) use argument::{Argument, Conversion, Source};
pub(crate) use client::{ClientSurface, Setting, SettingKind, base_url_env};
pub(crate) use docs::DocComment;
pub(crate) use function::{Entries, Function, Receiver};
pub(crate) use needs::Needs;
pub(crate) use operation::{Method, MethodKind, OperationSurface};
pub(crate) use rust_type::{RustType, Scope};
pub(crate) use type_::{Field, TypeKind, TypeSurface, Variant};

use std::collections::BTreeSet;

use crate::model::{Docs, Model, NamedType, TypeId};
use crate::names;
use example::Example;

/// What a consumer can name of the module of a document.
///
/// [`outline`](Self::outline) lists it.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Name of the module and of the Cargo feature.
    pub(crate) module: String,
    pub(crate) docs: DocComment,
    /// The type that stands for the document.
    pub(crate) marker: String,
    pub(crate) client: ClientSurface,
    pub(crate) operations: Vec<OperationSurface>,
    /// The types, in the model's order.
    pub(crate) types: Vec<TypeSurface>,
    pub(crate) error_body: ErrorBody,
    pub(crate) needs: Needs,
    /// From nothing to an answer.
    pub(crate) first_example: String,
}

/// The bodies of error answers, as one enum.
#[derive(Clone, Debug)]
pub(crate) struct ErrorBody {
    pub variants: Vec<Variant>,
    pub is_exact: bool,
}

impl Surface {
    /// The surface of a client in the crate `crate_name`, which examples name.
    pub(crate) fn of(model: &Model, crate_name: &str) -> Self {
        let operations = model.operations.iter();
        let names = operations.clone().map(|it| it.name.as_str()).collect();
        let operations: Vec<_> = operations
            .map(|operation| OperationSurface::of(model, operation, &names, crate_name))
            .collect();
        let first_example = first_example(model, &operations, crate_name);
        let docs = Docs {
            summary: Some(model.title.clone()),
            description: model.description.clone(),
            deprecated: false,
        };
        Self {
            module: model.module.clone(),
            docs: DocComment::from_docs(&docs, || model.title.clone()).and(first_example.clone()),
            marker: names::type_name(&model.module),
            client: ClientSurface::of(model),
            operations,
            types: model
                .types
                .iter()
                .map(|it| TypeSurface::of(model, it))
                .collect(),
            error_body: ErrorBody::of(model),
            needs: Needs::of(model),
            first_example,
        }
    }
}

fn first_example(model: &Model, operations: &[OperationSurface], crate_name: &str) -> String {
    let (Some(operation), Some(surface)) = (model.operations.first(), operations.first()) else {
        return String::new();
    };
    Example {
        model,
        operation,
        method: surface.method(),
        setters: &surface.setters,
        body_setters: &surface.body_setters,
        crate_name,
    }
    .first()
}

impl ErrorBody {
    fn of(model: &Model) -> Self {
        let errors = model
            .operations
            .iter()
            .flat_map(|operation| &operation.errors);
        let types: BTreeSet<TypeId> = errors.filter_map(|answer| answer.ty).collect();
        let named: Vec<&NamedType> = types.iter().map(|id| model.named(*id)).collect();
        let mut variants: Vec<_> = named
            .iter()
            .map(|named| Variant {
                name: named.name.clone(),
                docs: DocComment::of(format!("A [`{0}`](types::{0}).", named.name)),
                held: Some(RustType::Type(named.name.clone())),
            })
            .collect();
        variants.push(Variant {
            name: names::unique(
                "Json".to_owned(),
                &mut named.iter().map(|it| it.name.clone()).collect(),
            ),
            docs: DocComment::of("JSON of any shape."),
            held: Some(RustType::plain("serde_json::Value")),
        });
        Self {
            is_exact: named.iter().all(|named| named.is_exact),
            variants,
        }
    }
}
