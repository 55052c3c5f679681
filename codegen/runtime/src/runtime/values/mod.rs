pub(crate) mod enums;
pub(crate) mod nullable;
pub(crate) mod scalars;
pub(crate) mod unions;
