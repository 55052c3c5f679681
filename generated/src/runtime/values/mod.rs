pub(crate) mod enums;
pub mod nullable;
pub mod unions;
