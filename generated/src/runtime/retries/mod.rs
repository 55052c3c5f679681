pub(crate) mod budget;
pub(crate) mod policy;
pub(crate) mod repeat;
