//! Measures calls by the generated client against the same calls by hand: `cargo bench -p tests --bench call`.
//!
//! `-- --quick` measures little, `-- --instructions` counts instructions with Valgrind.

mod client;

use std::io;

use client::measure::{Case, Effort, Times, measure};
use client::server::Server;
use client::{calls, instructions};

const HEADER: &str = "\
| call | generated | guarded by hand | plain by hand | ÷ guarded | ÷ plain | with pacer ÷ guarded |
|---|--:|--:|--:|--:|--:|--:|";

fn main() -> io::Result<()> {
    client::run(|arguments| match *arguments {
        [instructions::ARGUMENT, case, column, count, url] => {
            instructions::execute(&calls::cases(url), case, column, count)
        }
        ["--instructions"] => count_instructions(),
        ["--quick"] => measure_all(Effort::QUICK),
        [] => measure_all(Effort::FULL),
        _ => Err(io::Error::other(
            "the options are --quick and --instructions",
        )),
    })
}

fn measure_all(effort: Effort) -> io::Result<()> {
    let server = Server::start()?;
    println!(
        "CPU time of the client's thread, median of {} rounds in turn.\n",
        effort.rounds
    );
    println!("{HEADER}");
    for case in calls::cases(&server.url) {
        println!("{}", row(&case, &measure(&case, effort)));
    }
    Ok(())
}

fn row(case: &Case, times: &Times) -> String {
    let [generated, paced, guarded, plain] = [0, 1, 2, 3];
    format!(
        "| {} | {:.1} µs | {:.1} µs | {:.1} µs | **{:.2}** | **{:.2}** | {:.2} |",
        case.name,
        times.seconds(generated) * 1e6,
        times.seconds(guarded) * 1e6,
        times.seconds(plain) * 1e6,
        times.ratio(generated, guarded),
        times.ratio(generated, plain),
        times.ratio(paced, guarded),
    )
}

fn count_instructions() -> io::Result<()> {
    const CALLS: usize = 100;
    let server = Server::start()?;
    println!("Instructions of the client's process for one call, by Callgrind.\n");
    println!("{HEADER}");
    for case in calls::cases(&server.url) {
        let Some(counts) = instructions::count(&case, &server.url, CALLS)? else {
            println!("\nValgrind is not installed.");
            return Ok(());
        };
        let [generated, paced, guarded, plain] = counts[..] else {
            unreachable!("every case has these columns");
        };
        println!(
            "| {} | {generated:.0} | {guarded:.0} | {plain:.0} | **{:.2}** | **{:.2}** | {:.2} |",
            case.name,
            generated / guarded,
            generated / plain,
            paced / guarded,
        );
    }
    Ok(())
}
