pub(crate) mod trace;
pub(crate) mod wait;
