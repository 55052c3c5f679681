//! Sends many IDs through `batches()`: `cargo bench -p tests --bench long_runs`. `-- --quick` sends few.

mod client;

use std::io;
use std::time::Duration;

use client::calls;
use client::measure::cpu_time;
use client::server::Server;
use conversations_client::fernand::Client;
use conversations_client::fernand::types::BulkStatus;
use peak_alloc::PeakAlloc;
use tokio::time::{Instant, sleep};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// A paused clock jumps while data is in flight, but only from one of these to the next.
const HEARTBEAT: Duration = Duration::from_millis(100);
/// A timeout that is not reached by these jumps.
const TIMEOUT: Duration = Duration::from_secs(3_000);

fn main() -> io::Result<()> {
    client::run(|arguments| match *arguments {
        ["--quick"] => measure_all(20_000),
        [] => measure_all(1_000_000),
        _ => Err(io::Error::other("the option is --quick")),
    })
}

fn measure_all(ids: i64) -> io::Result<()> {
    let server = Server::start()?;
    println!("{ids} IDs through `batches()`, the server in another process.\n");
    println!(
        "| IDs sent | memory | CPU time for each ID, without a pacer | time of the paused clock, with the documented limits |"
    );
    println!("|--:|--:|--:|--:|");
    let unpaced = run(&calls::fernand_client(&server.url), ids, false)?;
    let builder = Client::builder()
        .api_key(calls::KEY)
        .base_url(&server.url)
        .timeout(TIMEOUT);
    let paced = builder.build().map_err(io::Error::other)?;
    let paced = run(&paced, ids, true)?;
    for (unpaced, paced) in unpaced.iter().zip(&paced) {
        println!(
            "| {} | {} KiB | {:.2} µs | {:.0} h |",
            unpaced.ids,
            unpaced.memory / 1024,
            unpaced.cpu.as_secs_f64() * 1e6
                / f64::from(u32::try_from(unpaced.ids).unwrap_or(u32::MAX)),
            paced.elapsed.as_secs_f64() / 3_600.0,
        );
    }
    Ok(())
}

/// The state after a tenth of the IDs, two tenths and so on.
struct Reached {
    ids: usize,
    memory: usize,
    cpu: Duration,
    elapsed: Duration,
}

fn run(client: &Client, ids: i64, is_paused: bool) -> io::Result<Vec<Reached>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(is_paused)
        .build()?;
    runtime.block_on(async {
        let heartbeat = tokio::spawn(async {
            loop {
                sleep(HEARTBEAT).await;
            }
        });
        let (memory, cpu, started) = (ALLOCATOR.current_usage(), cpu_time(), Instant::now());
        let call = client
            .bulk_update_conversations(1..=ids)
            .status(BulkStatus::Closed);
        let mut batches = call.batches();
        let mut reached = Vec::new();
        let tenth = usize::try_from(ids).unwrap_or_default() / 10;
        let mut updated = 0;
        while let Some(batch) = batches.next().await {
            updated += batch.outcome.updated.len();
            if updated == tenth * (reached.len() + 1) {
                reached.push(Reached {
                    ids: updated,
                    memory: ALLOCATOR.current_usage().saturating_sub(memory),
                    cpu: cpu_time().saturating_sub(cpu),
                    elapsed: started.elapsed(),
                });
            }
        }
        heartbeat.abort();
        match reached.len() {
            10 => Ok(reached),
            _ => Err(io::Error::other(format!("{updated} of {ids} were updated"))),
        }
    })
}
