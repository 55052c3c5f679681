//! Measures the generator by stage, its growth, and the whole process: `cargo bench -p tests --bench generator`.
//!
//! The variable `DOCUMENTS` names a folder with more documents. `-- --quick` measures little.

#[path = "../large/document.rs"]
mod large;
#[path = "../client/measure.rs"]
#[expect(dead_code, reason = "the benchmark uses a part of it")]
mod measure;
#[path = "../build/process.rs"]
mod process;
mod stages;
mod tools;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use stages::{Generation, STAGES};
use tests::{DocumentFile, documents};

/// How much is measured.
#[derive(Clone, Copy)]
struct Effort {
    rounds: usize,
    /// The rounds for a document with thousands of operations.
    large_rounds: usize,
    operations: &'static [usize],
    /// The CPU time of a tool in a round, in seconds.
    process: f64,
}

const FULL: Effort = Effort {
    rounds: 20,
    large_rounds: 5,
    operations: &[3, 30, 300, 1_000, 3_000],
    process: 0.3,
};
const QUICK: Effort = Effort {
    rounds: 2,
    large_rounds: 1,
    operations: &[3, 30],
    process: 0.0,
};

/// A document to generate from.
struct Input {
    name: String,
    path: PathBuf,
    text: String,
}

impl From<DocumentFile> for Input {
    fn from(document: DocumentFile) -> Self {
        Self {
            path: document.path(),
            name: document.name,
            text: document.text,
        }
    }
}

fn main() -> io::Result<()> {
    let arguments = env::args().skip(1).filter(|argument| argument != "--bench");
    let effort = match &arguments.collect::<Vec<_>>()[..] {
        [] => FULL,
        [argument] if argument == "--quick" => QUICK,
        _ => return Err(io::Error::other("the option is --quick")),
    };
    stages::observe();
    let vendors = documents()?.into_iter().map(Input::from).collect();
    by_stage(vendors, effort)?;
    growth(effort)?;
    tools::measure(effort.rounds, effort.process)
}

/// Measures the stages for the vendors' documents and those in the folder `DOCUMENTS`.
fn by_stage(mut inputs: Vec<Input>, effort: Effort) -> io::Result<()> {
    if let Some(folder) = env::var_os("DOCUMENTS") {
        inputs.extend(documents_in(Path::new(&folder))?);
    }
    println!(
        "CPU time of both threads by stage in ms, median of {} rounds.\n",
        effort.rounds
    );
    println!(
        "| document | operations | lines | wall | CPU | {} |",
        STAGES.join(" | ")
    );
    println!("|---|--:|--:|--:|--:|{}", "--:|".repeat(STAGES.len()));
    let mut rejected = Vec::new();
    for input in inputs {
        match Generation::measure(&input, effort.rounds) {
            Some(found) => println!(
                "| {} | {} | {} | {:.1} | {:.1} | {} |",
                input.name,
                found.operations,
                found.lines,
                found.wall * 1e3,
                found.cpu() * 1e3,
                found.cells(1e3, 2),
            ),
            None => rejected.push(input.name),
        }
    }
    if !rejected.is_empty() {
        println!("\n{} rejected: {}", rejected.len(), rejected.join(", "));
    }
    Ok(())
}

fn documents_in(folder: &Path) -> io::Result<Vec<Input>> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        if matches!(extension, Some("yaml" | "yml" | "json")) {
            inputs.push(Input {
                name: path
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned(),
                text: fs::read_to_string(&path)?,
                path,
            });
        }
    }
    inputs.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(inputs)
}

/// Measures documents that differ in their number of operations.
fn growth(effort: Effort) -> io::Result<()> {
    /// The number of operations that the others are compared with. In smaller documents, what is done once counts.
    const BASE: usize = 30;
    println!("\nCPU time for each operation of a synthetic document, in µs by stage.\n");
    println!(
        "| operations | lines | ÷ {BASE} operations | CPU | wall | {} |",
        STAGES.join(" | ")
    );
    println!("|--:|--:|--:|--:|--:|{}", "--:|".repeat(STAGES.len()));
    let measured = effort.operations.iter().map(|&operations| {
        let input = Input {
            name: "synthetic.yaml".to_owned(),
            path: PathBuf::from("synthetic.yaml"),
            text: large::with(operations),
        };
        let rounds = if operations < 1_000 {
            effort.rounds
        } else {
            effort.large_rounds
        };
        let found = Generation::measure(&input, rounds);
        found.ok_or_else(|| io::Error::other("the synthetic document is rejected"))
    });
    let measured = measured.collect::<io::Result<Vec<_>>>()?;
    let base = measured.iter().find(|it| it.operations == BASE);
    let base = base.map_or(f64::NAN, Generation::cpu_per_operation);
    for found in &measured {
        let each = 1e6 / stages::float(found.operations);
        println!(
            "| {} | {} | **{:.2}** | {:.0} | {:.0} | {} |",
            found.operations,
            found.lines,
            found.cpu_per_operation() / base,
            found.cpu() * each,
            found.wall * each,
            found.cells(each, 0),
        );
    }
    Ok(())
}
