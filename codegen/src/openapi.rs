//! What the OpenAPI specification says, for every stage that needs it: the objects with their fields, the methods, and
//! how paths and references are written.

pub(crate) mod objects;
pub(crate) mod path;
pub(crate) mod reference;

/// The keys of a path item that hold operations.
pub(crate) const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Whether a header parameter of this name is ignored: the body, the answer and `security` give these.
pub(crate) fn is_set_aside(header: &str) -> bool {
    ["accept", "authorization", "content-type"]
        .iter()
        .any(|name| header.eq_ignore_ascii_case(name))
}
