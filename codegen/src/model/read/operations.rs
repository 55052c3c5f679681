//! Reads the operations.

use super::responses::SingleResponse;
use super::types::Types;
use super::{client, docs, key_span, text};
use crate::document::{Node, version_of};
use crate::lower::tree::plain_path;
use crate::model::{Features, Operation};
use crate::names::{self, TakenNames};
use crate::path_item;

pub(super) fn read(root: &Node, types: &mut Types) -> Vec<Operation> {
    let mut type_names = TakenNames::default();
    let mut modules = TakenNames::default();
    let one = SingleResponse::of(root);
    let version = version_of(root);
    let mut operations = Vec::new();
    for (path, item) in root.get("paths").into_iter().flat_map(Node::entries) {
        for operation in path_item::operations(&item.value, version) {
            let node = operation.node();
            let name = text(node, "operationId").unwrap_or_default();
            let type_name = type_names.unique(names::operation_type_name(&name));
            let (success, successes) = types.success(node, &name, &type_name, &one);
            operations.push(Operation {
                parameters: types.parameters(node),
                body: types.body(node),
                has_secret_response: super::responses::has_secret(node),
                success,
                successes,
                type_name,
                module: modules.unique(names::file_stem(&name)),
                name,
                method: operation.method.to_owned(),
                path: plain_path(path).to_owned(),
                docs: docs(node),
                tags: Vec::new(),
                tags_span: node.get("tags").map(|_| key_span(node, "tags")),
                features: Features::default(),
                accept: super::responses::accept(node),
                responses: super::responses::descriptions(node),
                errors: types.errors(node),
                rate_class: None,
                retry: None,
                pagination: None,
                batch: None,
                job: None,
                confirm: Vec::new(),
                security: node
                    .get("security")
                    .map(|it| client::requirements(root, it)),
                span: operation.entry.key_span,
            });
        }
    }
    operations
}
