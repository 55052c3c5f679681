pub(crate) mod next;
pub(crate) mod paged;
pub(crate) mod stream;
