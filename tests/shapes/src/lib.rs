//! The generated clients of all fixtures. The clients and their examples must compile without warnings.

#![deny(warnings)]
#![deny(missing_docs)]
#![forbid(unsafe_code)]
#![recursion_limit = "512"]
#![cfg_attr(docsrs, feature(doc_cfg))]
// Generated crates do not use the workspace's lints.
#![allow(unreachable_pub, clippy::all, clippy::pedantic)]
#![doc = include_str!(concat!(env!("OUT_DIR"), "/lib.md"))]

include!(concat!(env!("OUT_DIR"), "/lib.rs"));
