//! The clients of all fixtures. They compile without a warning, and so do their examples.

#![deny(warnings)]
#![deny(missing_docs)]
#![forbid(unsafe_code)]
#![recursion_limit = "512"]
#![cfg_attr(docsrs, feature(doc_cfg))]
// A generated crate has the compiler's own lints.
#![allow(unreachable_pub, clippy::all, clippy::pedantic)]
#![doc = include_str!(concat!(env!("OUT_DIR"), "/lib.md"))]

include!(concat!(env!("OUT_DIR"), "/lib.rs"));
