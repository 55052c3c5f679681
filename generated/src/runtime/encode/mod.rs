pub(crate) mod json;
pub mod path;
pub mod query;
