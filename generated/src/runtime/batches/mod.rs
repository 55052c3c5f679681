pub(crate) mod batched;
pub(crate) mod entries;
pub(crate) mod outcome;
pub(crate) mod stream;
