//! Renames each component schema to the name of its type.
//!
//! Before: the target of each `$ref` to a schema is a component schema.
//!
//! After: the name of each component schema is the unique name of a Rust type, and each `$ref` has the new name. The
//! mappings of discriminators keep the document's names.

use std::collections::HashMap;

use super::tree::{component_of, reference_to, schemas_mut, share_schemas};
use crate::document::{Entry, Map, Node};
use crate::names::{self, TakenNames};

pub(super) fn assign(root: &mut Node) {
    let Some(schemas) = schemas_mut(root) else {
        return;
    };
    let mut taken = TakenNames::default();
    let mut renamed = HashMap::new();
    let old = std::mem::replace(schemas, Map::new());
    for (name, Entry { key_span, value }) in old {
        let rust_name = taken.unique(names::type_name(&name));
        schemas.insert(rust_name.clone(), Entry::new(key_span, value));
        renamed.insert(name, rust_name);
    }
    share_schemas(root, |schema| {
        let name = schema.reference().and_then(component_of);
        let name = name.and_then(|name| renamed.get(&*name));
        if let (Some(name), Some(reference)) = (name, schema.get_mut("$ref")) {
            *reference = Node::string(reference_to(name), reference.span);
        }
    });
}
