pub(crate) mod enums;
pub mod nullable;
pub mod scalars;
pub mod unions;
