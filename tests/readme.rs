//! Compiles the Rust examples in the README. `build.rs` extracts them.

#![allow(unused)]

include!(concat!(env!("OUT_DIR"), "/readme.rs"));
