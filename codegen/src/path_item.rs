//! The operations of a path item, each with its HTTP method.

use crate::document::{Entry, Map, Node};
use crate::openapi::Version;
use crate::openapi::Version::{V3_0, V3_2};

/// The fields of a path item that are operations: the name, the HTTP method, and the first version with the field.
const FIELDS: &[(&str, &str, Version)] = &[
    ("get", "GET", V3_0),
    ("put", "PUT", V3_0),
    ("post", "POST", V3_0),
    ("delete", "DELETE", V3_0),
    ("options", "OPTIONS", V3_0),
    ("head", "HEAD", V3_0),
    ("patch", "PATCH", V3_0),
    ("trace", "TRACE", V3_0),
    ("query", "QUERY", V3_2),
];

/// The field of a path item with the operations whose methods have no field of their own, by method.
pub(crate) const ADDITIONAL: &str = "additionalOperations";

/// An operation of a path item.
#[derive(Clone, Copy)]
pub(crate) struct OperationEntry<'a> {
    /// The HTTP method as it is sent, such as `GET`.
    pub(crate) method: &'a str,
    /// The key of the operation in the path item or in `additionalOperations`.
    pub(crate) key: &'a str,
    pub(crate) is_additional: bool,
    pub(crate) entry: &'a Entry,
}

impl<'a> OperationEntry<'a> {
    pub(crate) fn node(self) -> &'a Node {
        &self.entry.value
    }

    /// The keys from the path item to the operation.
    pub(crate) fn keys(self) -> impl Iterator<Item = &'a str> {
        let outer = self.is_additional.then_some(ADDITIONAL);
        outer.into_iter().chain([self.key])
    }
}

/// Returns the operations of a path item, in the document's order.
pub(crate) fn operations(
    item: &Node,
    version: Version,
) -> impl Iterator<Item = OperationEntry<'_>> {
    item.entries().flat_map(move |(key, entry)| {
        let own = method_of(key, version).map(|method| OperationEntry {
            method,
            key,
            is_additional: false,
            entry,
        });
        let has_more = key == ADDITIONAL && version >= V3_2;
        let more = has_more.then(|| entry.value.entries());
        let more = more
            .into_iter()
            .flatten()
            .map(|(key, entry)| OperationEntry {
                method: key,
                key,
                is_additional: true,
                entry,
            });
        own.into_iter().chain(more)
    })
}

/// Calls `visit` with the method and the node of each operation of a path item.
pub(crate) fn each(item: &mut Map, version: Version, mut visit: impl FnMut(&str, &mut Node)) {
    for (key, entry) in item.iter_mut() {
        if let Some(method) = method_of(key, version) {
            visit(method, &mut entry.value);
        } else if key == ADDITIONAL && version >= V3_2 {
            let more = entry.value.as_object_mut().into_iter();
            for (method, entry) in more.flat_map(Map::iter_mut) {
                visit(method, &mut entry.value);
            }
        }
    }
}

/// Removes the operations of a path item that `keep` is false for.
pub(crate) fn retain(item: &mut Map, version: Version, mut keep: impl FnMut(&str, &Node) -> bool) {
    if version >= V3_2
        && let Some(more) = item.get_mut(ADDITIONAL).and_then(Node::as_object_mut)
    {
        more.retain(|method, entry| keep(method, &entry.value));
    }
    item.retain(|key, entry| {
        method_of(key, version).is_none_or(|method| keep(method, &entry.value))
    });
}

/// Adds an operation to a path item, under the same keys as another operation.
pub(crate) fn insert(item: &mut Map, keys_of: OperationEntry<'_>, entry: Entry) {
    if !keys_of.is_additional {
        item.insert(keys_of.key, entry);
        return;
    }
    if !item.contains_key(ADDITIONAL) {
        item.set(ADDITIONAL, Node::object(entry.value.span));
    }
    if let Some(more) = item.get_mut(ADDITIONAL).and_then(Node::as_object_mut) {
        more.insert(keys_of.key, entry);
    }
}

/// Returns the HTTP method of a field of a path item, if the field is an operation.
pub(crate) fn method_of(field: &str, version: Version) -> Option<&'static str> {
    let mut fields = FIELDS.iter();
    fields
        .find(|(name, _, since)| *name == field && *since <= version)
        .map(|(_, method, _)| *method)
}

/// Returns the field of a path item for the operations of a method, in upper or lower case.
pub(crate) fn field_of(method: &str) -> Option<&'static str> {
    let mut fields = FIELDS.iter();
    fields
        .find(|(field, ..)| field.eq_ignore_ascii_case(method))
        .map(|(field, ..)| *field)
}

/// The fields of a path item that hold operations.
pub(crate) fn fields(version: Version) -> impl Iterator<Item = &'static str> {
    let fields = FIELDS.iter().filter(move |(_, _, since)| *since <= version);
    let additional = (version >= V3_2).then_some(ADDITIONAL);
    fields.map(|(field, ..)| *field).chain(additional)
}
