pub(crate) mod call;
pub(crate) mod exchange;
pub(crate) mod operation;
pub mod read;
pub(crate) mod response;
pub(crate) mod run;
pub(crate) mod setters;
