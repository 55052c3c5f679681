//! The whole process of xtask and of other generators.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use tests::{documents, root};

use crate::large;
use crate::measure::median;
use crate::process::{Cost, cost, run};

/// The operations of the large document.
const OPERATIONS: usize = 300;

/// A generator that writes a crate.
struct Tool {
    name: &'static str,
    program: PathBuf,
    /// The arguments for a document and a new folder.
    arguments: fn(&Path, &Path) -> Vec<PathBuf>,
    /// Whether it reads the documents that are adapted to progenitor.
    is_progenitor: bool,
}

/// A document for all tools.
struct Input {
    name: String,
    path: PathBuf,
    /// The document that is adapted to progenitor.
    adapted: PathBuf,
}

/// Measures each tool in turn, for at least this CPU time in seconds in a round.
pub(crate) fn measure(rounds: usize, least: f64) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generator");
    let tools = [Some(xtask()?), ploidy(), progenitor()];
    let inputs = inputs(&folder)?;
    println!(
        "\nCPU time of the whole process, which writes a crate: median of {rounds} rounds in turn.\n"
    );
    println!("| document | xtask ÷ ploidy | xtask ÷ progenitor | xtask | ploidy | progenitor |");
    println!("|---|--:|--:|--:|--:|--:|");
    for input in inputs {
        let counts = tools.each_ref().map(|tool| {
            let count = count(tool.as_ref()?, &input, &folder, least);
            count.inspect_err(|error| eprintln!("{error}")).ok()
        });
        let mut costs: [Vec<f64>; 3] = Default::default();
        for round in 0..rounds {
            for turn in 0..tools.len() {
                let index = (round + turn) % tools.len();
                if let (Some(tool), Some(count)) = (&tools[index], counts[index]) {
                    let cost = generate(tool, &input, &folder, count)?;
                    costs[index].push(cost.cpu / crate::stages::float(count));
                }
            }
        }
        println!("{}", row(&input.name, &costs));
    }
    fs::remove_dir_all(folder)
}

fn row(name: &str, costs: &[Vec<f64>; 3]) -> String {
    let [own, others @ ..] = costs;
    let ratio = |other: &Vec<f64>| {
        let ratios: Vec<_> = own
            .iter()
            .zip(other)
            .map(|(own, other)| own / other)
            .collect();
        (!ratios.is_empty()).then(|| format!("**{:.2}**", median(ratios)))
    };
    let time = |costs: &Vec<f64>| {
        (!costs.is_empty()).then(|| format!("{:.0} ms", median(costs.clone()) * 1e3))
    };
    let cells = others.iter().map(ratio).chain(costs.iter().map(time));
    let cells = cells.map(|cell| cell.unwrap_or_else(|| "–".to_owned()));
    format!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "))
}

/// The number of runs that take this long.
fn count(tool: &Tool, input: &Input, folder: &Path, least: f64) -> io::Result<usize> {
    let mut count = 1;
    while generate(tool, input, folder, count)?.cpu < least {
        count *= 2;
    }
    Ok(count)
}

/// Generates this many crates, each in a new folder.
fn generate(tool: &Tool, input: &Input, folder: &Path, count: usize) -> io::Result<Cost> {
    let out = folder.join("out");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    let document = if tool.is_progenitor {
        &input.adapted
    } else {
        &input.path
    };
    let commands = (0..count).map(|index| {
        let mut command = Command::new(&tool.program);
        command.args((tool.arguments)(
            document,
            &out.join(format!("crate{index}")),
        ));
        command.current_dir(folder);
        command
    });
    cost(&mut commands.collect::<Vec<_>>())
}

/// The release build of xtask.
fn xtask() -> io::Result<Tool> {
    run(Command::new(env!("CARGO"))
        .args(["build", "--release", "--package", "xtask"])
        .current_dir(root()))?;
    // The temporary folder is in the target folder.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap_or(Path::new(""));
    Ok(Tool {
        name: "xtask",
        program: target
            .join("release")
            .join(format!("xtask{}", env::consts::EXE_SUFFIX)),
        arguments: |document, out| vec!["try".into(), document.into(), "--out".into(), out.into()],
        is_progenitor: false,
    })
}

fn ploidy() -> Option<Tool> {
    installed(Tool {
        name: "ploidy",
        program: "ploidy".into(),
        arguments: |document, out| {
            vec![
                "generate".into(),
                "rust".into(),
                document.into(),
                "--output".into(),
                out.into(),
            ]
        },
        is_progenitor: false,
    })
}

fn progenitor() -> Option<Tool> {
    installed(Tool {
        name: "cargo-progenitor",
        program: "cargo-progenitor".into(),
        arguments: |document, out| {
            let [name, version] = ["--name=client", "--version=0.1.0"];
            let (input, output) = ("--input".into(), "--output".into());
            vec![
                "progenitor".into(),
                input,
                document.into(),
                output,
                out.into(),
                name.into(),
                version.into(),
            ]
        },
        is_progenitor: true,
    })
}

/// Returns the tool if it is on the `PATH`.
fn installed(tool: Tool) -> Option<Tool> {
    let version = run(Command::new(&tool.program).arg("--version"));
    match version {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            eprintln!("{} is not installed", tool.name);
            None
        }
        _ => Some(tool),
    }
}

/// Writes the vendors' documents, as they are and for progenitor, and a large document to `folder`.
fn inputs(folder: &Path) -> io::Result<Vec<Input>> {
    fs::create_dir_all(folder)?;
    let mut inputs = Vec::new();
    for document in documents()? {
        let path = document.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let adapted = adapted(&stem).unwrap_or(path.clone());
        inputs.push(Input {
            name: document.name,
            path,
            adapted,
        });
    }
    let path = folder.join("large.yaml");
    fs::write(&path, large::with(OPERATIONS))?;
    inputs.push(Input {
        name: format!("{OPERATIONS} operations"),
        adapted: path.clone(),
        path,
    });
    Ok(inputs)
}

/// The document that the build script has adapted to progenitor.
fn adapted(module: &str) -> Option<PathBuf> {
    let file = Path::new(env!("OUT_DIR")).join(format!("progenitor_{module}.json"));
    file.exists().then_some(file)
}
