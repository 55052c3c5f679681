//! What the benchmarks of the client share.

#![allow(dead_code, reason = "each benchmark uses a part of it")]

pub(crate) mod bodies;
pub(crate) mod by_hand;
pub(crate) mod calls;
pub(crate) mod instructions;
pub(crate) mod measure;
pub(crate) mod server;
pub(crate) mod types;
