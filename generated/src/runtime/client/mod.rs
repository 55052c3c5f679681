pub(crate) mod base_url;
pub(crate) mod builder;
pub(crate) mod credentials;
pub(crate) mod document;
pub(crate) mod secret;
pub(crate) mod transport;
