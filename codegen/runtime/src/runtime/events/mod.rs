pub(crate) mod progress;
pub(crate) mod trace;
pub(crate) mod wait;
