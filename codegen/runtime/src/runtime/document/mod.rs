pub(crate) mod api;
pub(crate) mod endpoint;
pub(crate) mod limits;
