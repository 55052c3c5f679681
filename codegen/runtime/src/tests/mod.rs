mod support;

mod build;
mod calls;
mod checks;
mod credentials;
mod enums;
mod errors;
mod nullable;
mod queries;
mod redirects;
