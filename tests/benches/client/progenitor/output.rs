//! The output of progenitor for the vendors' documents. The build script generates it.

#![allow(
    dead_code,
    missing_docs,
    unreachable_patterns,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    reason = "progenitor has written it"
)]

pub(crate) mod bird {
    include!(concat!(env!("OUT_DIR"), "/progenitor_bird.rs"));
}

pub(crate) mod fernand {
    include!(concat!(env!("OUT_DIR"), "/progenitor_fernand.rs"));
}

pub(crate) mod kustomer {
    include!(concat!(env!("OUT_DIR"), "/progenitor_kustomer.rs"));
}
