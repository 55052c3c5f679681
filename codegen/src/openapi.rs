//! What the OpenAPI specification says, for every stage that needs it: the objects with their fields, the methods, and
//! how paths and references are written.

pub(crate) mod objects;
pub(crate) mod path;
pub(crate) mod reference;

/// The keys of a path item that hold operations.
pub(crate) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];
