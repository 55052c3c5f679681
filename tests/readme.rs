//! Compiles the Rust examples in the README, and runs those with a mock. `build.rs` extracts them.

#![allow(unused, clippy::unused_async)]

include!(concat!(env!("OUT_DIR"), "/readme.rs"));
