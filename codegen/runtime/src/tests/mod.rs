mod limiter;
mod simulation;
mod support;

mod batches;
mod bodies;
mod build;
mod calls;
mod checks;
mod credentials;
mod enums;
mod errors;
#[cfg(feature = "test-util")]
mod examples;
mod http_client;
mod jobs;
mod ledger;
#[cfg(feature = "test-util")]
mod mock;
mod multipart;
mod nullable;
mod pacing;
mod pages;
mod proxies;
mod queries;
mod redirects;
mod retries;
mod secrets;
mod short_texts;
#[cfg(feature = "tracing")]
mod traces;
mod unions;
