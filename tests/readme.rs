//! What the README shows compiles. `build.rs` takes it from there.

#![allow(unused)]

include!(concat!(env!("OUT_DIR"), "/readme.rs"));
