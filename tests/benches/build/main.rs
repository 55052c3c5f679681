//! Measures how long the generated crate takes to build, and how large a program is:
//! `cargo bench -p tests --features progenitor --bench build`. `-- --quick` measures little.

mod crates;
#[path = "../client/measure.rs"]
#[expect(dead_code, reason = "the benchmark uses a part of it")]
mod measure;
mod process;

use std::path::Path;
use std::{env, fs, io};

use crates::{Crate, Kind};
use measure::median;
use process::{Cost, cost};

/// How much is measured.
#[derive(Clone, Copy)]
struct Effort {
    modules: &'static [&'static str],
    /// The rounds with all dependencies.
    clean_rounds: usize,
    /// The rounds with one crate.
    rounds: usize,
}

const FULL: Effort = Effort {
    modules: &["fernand", "kustomer", "bird"],
    clean_rounds: 3,
    rounds: 10,
};
const QUICK: Effort = Effort {
    modules: &["fernand"],
    clean_rounds: 1,
    rounds: 1,
};

fn main() -> io::Result<()> {
    let arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let effort = match &arguments.collect::<Vec<_>>()[..] {
        [] => FULL,
        [argument] if argument == "--quick" => QUICK,
        _ => return Err(io::Error::other("the option is --quick")),
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build");
    check_all(&folder, effort)?;
    link_all(&folder)?;
    fs::remove_dir_all(folder)
}

/// A table of `cargo check` for the generated crate and the output of progenitor.
fn check_all(folder: &Path, effort: Effort) -> io::Result<()> {
    println!("`cargo check`, median in turn: CPU time of all its processes, and wall time.\n");
    println!(
        "| document | what | ÷ progenitor | generated | progenitor | generated, wall | progenitor, wall |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|");
    for module in effort.modules {
        let crates =
            [Kind::Generated, Kind::Progenitor].map(|kind| Crate::library(kind, module, folder));
        let [generated, progenitor] = crates;
        let crates = [generated?, progenitor?];
        let counts = [crates[0].dependencies()?, crates[1].dependencies()?];
        let clean = in_turn(&crates, effort.clean_rounds, |checked, _| {
            checked.clean()?;
            cost(&mut [checked.cargo(&["check"])])
        })?;
        let [own, other] = counts;
        println!(
            "| {module} | from clean, with {own} and {other} dependencies {}",
            row(&clean)
        );
        let alone = in_turn(&crates, effort.rounds, |checked, _| {
            checked.clean_alone()?;
            cost(&mut [checked.cargo(&["check"])])
        })?;
        println!("| {module} | the crate alone {}", row(&alone));
        let edited = in_turn(&crates, effort.rounds, |checked, round| {
            checked.edit(round)?;
            cost(&mut [checked.cargo(&["check"])])
        })?;
        println!("| {module} | after a change of one type {}", row(&edited));
    }
    Ok(())
}

/// Measures the crates in each round, which begins with another one.
fn in_turn(
    crates: &[Crate; 2],
    rounds: usize,
    measure: impl Fn(&Crate, usize) -> io::Result<Cost>,
) -> io::Result<[Vec<Cost>; 2]> {
    let mut costs: [Vec<Cost>; 2] = Default::default();
    for round in 0..rounds {
        for turn in 0..crates.len() {
            let index = (round + turn) % crates.len();
            costs[index].push(measure(&crates[index], round)?);
        }
    }
    Ok(costs)
}

fn row(costs: &[Vec<Cost>; 2]) -> String {
    let [generated, progenitor] = costs;
    let ratios = generated.iter().zip(progenitor);
    let ratio = median(ratios.map(|(own, other)| own.cpu / other.cpu).collect());
    let cpu = |costs: &[Cost]| median(costs.iter().map(|it| it.cpu).collect());
    let wall = |costs: &[Cost]| median(costs.iter().map(|it| it.wall).collect());
    format!(
        "| **{ratio:.2}** | {:.2} s | {:.2} s | {:.2} s | {:.2} s |",
        cpu(generated),
        cpu(progenitor),
        wall(generated),
        wall(progenitor),
    )
}

/// A table of the release builds of the smallest program.
fn link_all(folder: &Path) -> io::Result<()> {
    println!(
        "\nThe program that lists conversations and prints their number, in the release profile, stripped.\n"
    );
    println!("| program | size | ÷ by hand | dependencies | CPU time to build |");
    println!("|---|--:|--:|--:|--:|");
    let mut by_hand = None;
    for kind in [Kind::ByHand, Kind::Generated, Kind::Progenitor] {
        let program = Crate::program(kind, folder)?;
        let dependencies = program.dependencies()?;
        program.clean()?;
        let cost = cost(&mut [program.cargo(&["build", "--release"])])?;
        let size = program.size()? / 1024;
        let size = f64::from(u32::try_from(size).unwrap_or(u32::MAX));
        let by_hand = *by_hand.get_or_insert(size);
        println!(
            "| {} | {size:.0} KiB | **{:.2}** | {} | {:.1} s |",
            kind.name(),
            size / by_hand,
            dependencies,
            cost.cpu,
        );
    }
    Ok(())
}
