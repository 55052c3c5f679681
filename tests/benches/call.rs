//! Measures calls by the generated client against the same calls by hand: `cargo bench -p tests --bench call`.
//!
//! `--features progenitor` adds the output of progenitor. `-- --quick` measures little, `-- --instructions` counts
//! instructions with Valgrind.

mod client;

use std::io;

use client::measure::{Case, Effort, Times, measure};
use client::server::Server;
use client::{calls, instructions};

const HEADER: &str = "\
| call | ÷ guarded | ÷ plain | ÷ progenitor | with pacer ÷ guarded | generated | guarded by hand | plain by hand | progenitor |
|---|--:|--:|--:|--:|--:|--:|--:|--:|";

const GENERATED: usize = 0;
const PACED: usize = 1;
const GUARDED: usize = 2;
const PLAIN: usize = 3;
const PROGENITOR: usize = 4;

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
    let columns = case.columns.len();
    let ratio = |of, to| (to < columns).then(|| times.ratio(of, to));
    let time =
        |column| (column < columns).then(|| format!("{:.1} µs", times.seconds(column) * 1e6));
    cells(&case.name, ratio, time)
}

/// A row of the table. A cell is `–` if the column is not measured.
fn cells(
    name: &str,
    ratio: impl Fn(usize, usize) -> Option<f64>,
    amount: impl Fn(usize) -> Option<String>,
) -> String {
    let ratios = [
        (GENERATED, GUARDED),
        (GENERATED, PLAIN),
        (GENERATED, PROGENITOR),
        (PACED, GUARDED),
    ];
    let ratios = ratios.map(|(of, to)| ratio(of, to).map(|ratio| format!("**{ratio:.2}**")));
    let amounts = [GENERATED, GUARDED, PLAIN, PROGENITOR].map(amount);
    let cells = ratios.into_iter().chain(amounts);
    let cells = cells.map(|cell| cell.unwrap_or_else(|| "–".to_owned()));
    format!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "))
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
        let ratio = |of: usize, to: usize| Some(counts.get(of)? / counts.get(to)?);
        let count = |column: usize| counts.get(column).map(|count| format!("{count:.0}"));
        println!("{}", cells(&case.name, ratio, count));
    }
    Ok(())
}
