pub(crate) mod enums;
pub(crate) mod nullable;
pub(crate) mod unions;
