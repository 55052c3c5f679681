//! A command-line program with a command for each operation.
//!
//! Generated code describes the commands as data. The program parses the arguments, sends the requests
//! like any other caller of the crate, and prints the results.

#![cfg(feature = "cli")]

pub(crate) mod arguments;
mod batch_report;
mod change;
mod cli_operation;
pub(crate) mod columns;
pub(crate) mod command;
mod command_line;
pub(crate) mod confirm;
pub(crate) mod counts;
mod credentials;
pub(crate) mod csv_input;
pub(crate) mod csv_line;
pub(crate) mod curl;
pub(crate) mod entries;
pub(crate) mod entry_outcome;
pub(crate) mod estimate;
mod failed_entries;
pub(crate) mod given_value;
pub(crate) mod human;
mod invocation;
pub(crate) mod journal;
pub(crate) mod ordered_json;
pub(crate) mod output;
pub(crate) mod pace_estimate;
pub(crate) mod parser;
mod private_file;
mod program;
pub(crate) mod progress;
mod request;
mod run_batches;
mod run_call;
mod run_pages;
mod secrets;
mod session;
pub(crate) mod signals;
mod status;
mod stop;
pub(crate) mod summary;
pub(crate) mod table;
mod usage_error;
pub(crate) mod value_rules;
mod verbose;
pub(crate) mod visible;
pub(crate) mod whole_value;

pub use arguments::Arguments;
pub use cli_operation::{CliOperation, Record};
pub use command::{Argument, Body, Command, Group, Invocation, Part, Run, Value};
pub use program::main;
pub use run_batches::CliBatched;
pub use status::ExitStatus;
pub use usage_error::UsageError;
