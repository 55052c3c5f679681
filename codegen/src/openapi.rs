//! The OpenAPI specification as data: objects and their fields, methods, path templates and references.

pub(crate) mod objects;
pub(crate) mod path;
pub(crate) mod reference;
pub(crate) mod version;

pub(crate) use version::Version;

/// The help for a document without a version.
pub(crate) const START: &str =
    "an OpenAPI document starts with its version, such as `openapi: 3.1.1`";

/// Whether OpenAPI ignores header parameters with this name, since `content` and `security` specify them.
pub(crate) fn is_set_aside(header: &str) -> bool {
    ["accept", "authorization", "content-type"]
        .iter()
        .any(|name| header.eq_ignore_ascii_case(name))
}
