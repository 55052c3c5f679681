pub mod path;
pub mod query;
