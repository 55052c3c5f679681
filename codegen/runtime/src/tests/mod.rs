mod limiter;
mod simulation;
mod support;

mod batches;
mod bodies;
mod build;
mod calls;
mod checks;
#[cfg(feature = "cli")]
mod cli_arguments;
#[cfg(feature = "cli")]
mod cli_confirm;
#[cfg(feature = "cli")]
mod cli_curl;
#[cfg(feature = "cli")]
mod cli_entries;
#[cfg(feature = "cli")]
mod cli_estimate;
#[cfg(feature = "cli")]
mod cli_journal;
#[cfg(feature = "cli")]
mod cli_output;
#[cfg(feature = "cli")]
mod cli_progress;
#[cfg(feature = "cli")]
mod cli_summary;
#[cfg(feature = "cli")]
mod cli_values;
mod credentials;
mod enums;
mod errors;
#[cfg(feature = "test-util")]
mod examples;
mod hidden;
mod http_client;
mod jobs;
mod ledger;
#[cfg(feature = "test-util")]
mod mock;
mod multipart;
mod nullable;
mod objects;
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
