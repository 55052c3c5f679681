pub(crate) mod check;
pub(crate) mod measure;
pub(crate) mod number;
pub(crate) mod pattern;
pub(crate) mod validate;
pub(crate) mod violation;
