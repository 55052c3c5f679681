pub(crate) mod json;
pub(crate) mod multipart;
pub mod path;
pub mod query;
