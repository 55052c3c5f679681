//! What the benchmarks of the client share.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

use std::{env, io};

pub(crate) mod bodies;
pub(crate) mod by_hand;
pub(crate) mod calls;
pub(crate) mod instructions;
pub(crate) mod measure;
#[cfg(feature = "progenitor")]
pub(crate) mod progenitor;
pub(crate) mod server;
pub(crate) mod types;

/// Runs a benchmark with its arguments, or the server in the process that a benchmark starts for it.
pub(crate) fn run(benchmark: impl FnOnce(&[&str]) -> io::Result<()>) -> io::Result<()> {
    let arguments: Vec<_> = env::args()
        .skip(1)
        .filter(|argument| argument != "--bench")
        .collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        [server::ARGUMENT] => server::serve(),
        _ => benchmark(&arguments),
    }
}
