//! Counts the allocations of calls: `cargo bench -p tests --bench allocations`. `--features progenitor` adds the output of
//! progenitor.

mod client;

use std::alloc::System;
use std::io;

use client::calls;
use client::measure::Column;
use client::server::Server;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CALLS: usize = 100;

fn main() -> io::Result<()> {
    client::run(|_| count_all())
}

fn count_all() -> io::Result<()> {
    let server = Server::start()?;
    println!("Allocations and bytes for one call, in the client's process.\n");
    println!("| call | generated | with pacer | guarded by hand | plain by hand | progenitor |");
    println!("|---|--:|--:|--:|--:|--:|");
    for case in calls::cases(&server.url) {
        let mut cells: Vec<_> = case.columns.iter().map(count).collect();
        if cfg!(not(feature = "progenitor")) {
            cells.push("–".to_owned());
        }
        println!("| {} | {} |", case.name, cells.join(" | "));
    }
    Ok(())
}

fn count(column: &Column) -> String {
    (column.run)(CALLS);
    let region = Region::new(ALLOCATOR);
    (column.run)(CALLS);
    let change = region.change();
    let allocations = change.allocations + change.reallocations;
    format!(
        "{} ({} KiB)",
        allocations / CALLS,
        change.bytes_allocated / CALLS / 1024
    )
}
