pub(crate) mod deferred;
pub(crate) mod job;
pub(crate) mod json;
