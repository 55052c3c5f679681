//! Compares xtask with ploidy on published documents, and compiles the crates that they write:
//! `cargo bench -p tests --bench published -- [--rounds N] [--share-types] [--parts] DOCUMENT…`.
//!
//! With `--parts`, each part of xtask's crate is compiled on its own instead, and compared with the whole crate.

#[path = "../client/measure.rs"]
#[expect(dead_code, reason = "the benchmark uses a part of it")]
mod measure;
#[path = "../build/process.rs"]
#[expect(dead_code, reason = "the benchmark uses a part of it")]
mod process;
mod published_crate;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use measure::median;
use process::{Cost, cost};
use published_crate::PublishedCrate;

struct Arguments {
    rounds: usize,
    share_types: bool,
    parts: bool,
    documents: Vec<PathBuf>,
}

impl Arguments {
    fn read() -> io::Result<Self> {
        let mut read = Self {
            rounds: 5,
            share_types: false,
            parts: false,
            documents: Vec::new(),
        };
        let mut arguments = env::args().skip(1).filter(|argument| argument != "--bench");
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--rounds" => {
                    let rounds = arguments.next().and_then(|text| text.parse().ok());
                    let rounds = rounds.filter(|rounds| *rounds > 0);
                    read.rounds = rounds.ok_or_else(|| io::Error::other("--rounds N"))?;
                }
                "--share-types" => read.share_types = true,
                "--parts" => read.parts = true,
                _ => read.documents.push(fs::canonicalize(argument)?),
            }
        }
        Ok(read)
    }
}

fn main() -> io::Result<()> {
    let arguments = Arguments::read()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("published");
    fs::create_dir_all(&folder)?;
    if arguments.documents.is_empty() {
        println!("no documents: cargo bench -p tests --bench published -- DOCUMENT…");
    } else if arguments.parts {
        parts(&arguments, &folder)?;
    } else {
        generators(&arguments, &folder)?;
        crates(&arguments, &folder)?;
    }
    fs::remove_dir_all(folder)
}

/// A generator that writes a crate.
#[derive(Clone, Copy)]
enum Generator {
    Xtask,
    Ploidy,
}

impl Generator {
    const ALL: [Self; 2] = [Self::Xtask, Self::Ploidy];

    fn name(self) -> &'static str {
        match self {
            Self::Xtask => "xtask",
            Self::Ploidy => "ploidy",
        }
    }

    /// The command that writes the crate of a document to a folder in `out`.
    fn command(self, document: &Path, out: &Path, arguments: &Arguments) -> Command {
        match self {
            Self::Xtask => {
                let mut command = Command::new(xtask());
                command.arg("try").arg(document).arg("--lenient");
                command.arg("--out").arg(out);
                command.args(arguments.share_types.then_some("--share-types"));
                command.args(arguments.parts.then_some("--parts-by-tag"));
                command
            }
            Self::Ploidy => {
                let mut command = Command::new("ploidy");
                command.args(["generate", "rust"]).arg(document);
                command.arg("--output").arg(out.join("client"));
                command
            }
        }
    }

    /// Writes the crate of a document in a new folder.
    ///
    /// Returns the cost and the folder of the crate, or `None` if the generator rejects the document.
    fn generate(
        self,
        document: &Path,
        folder: &Path,
        arguments: &Arguments,
    ) -> io::Result<Option<(Cost, PathBuf)>> {
        let out = folder.join(self.name());
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        fs::create_dir_all(&out)?;
        let used = match cost(&mut [self.command(document, &out, arguments)]) {
            Ok(used) => used,
            Err(error) => {
                eprintln!("{error}");
                return Ok(None);
            }
        };
        let written = fs::read_dir(&out)?.next();
        let written = written.ok_or_else(|| io::Error::other("no crate was written"))?;
        Ok(Some((used, written?.path())))
    }
}

/// The release build of xtask, which `cargo build --release -p xtask` writes. The variable `XTASK` names another one.
fn xtask() -> PathBuf {
    if let Some(path) = env::var_os("XTASK") {
        return path.into();
    }
    // The temporary folder is in the target folder.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let file = format!("xtask{}", env::consts::EXE_SUFFIX);
    target.unwrap_or(Path::new("")).join("release").join(file)
}

fn name(document: &Path) -> String {
    let stem = document.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// A table of the wall time and the peak memory of the generators.
fn generators(arguments: &Arguments, folder: &Path) -> io::Result<()> {
    println!(
        "Whole processes that write a crate, medians of {} rounds in turn.\n",
        arguments.rounds
    );
    println!(
        "| document | wall ÷ ploidy | memory ÷ ploidy | xtask, wall | ploidy, wall | xtask, memory | ploidy, memory |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for document in &arguments.documents {
        let used = in_turn(arguments.rounds, |generator| {
            let generated = generator.generate(document, folder, arguments)?;
            Ok(generated.map(|(cost, _)| cost))
        })?;
        let cells = [
            ratio(&used, |it| it.wall),
            ratio(&used, |it| it.memory),
            cell(&used[0], |it| it.wall * 1e3, "ms"),
            cell(&used[1], |it| it.wall * 1e3, "ms"),
            cell(&used[0], |it| it.memory, "MB"),
            cell(&used[1], |it| it.memory, "MB"),
        ];
        println!("| {} | {} |", name(document), cells.join(" | "));
    }
    Ok(())
}

/// Tables of the CPU time and the peak memory of `cargo check` of the crates alone.
fn crates(arguments: &Arguments, folder: &Path) -> io::Result<()> {
    println!(
        "\n`cargo check` of the crate alone, medians of {} rounds in turn: from clean after its dependencies, and again after \
         `touch src/lib.rs`.\n",
        arguments.rounds
    );
    println!(
        "| document | what | CPU ÷ ploidy | memory ÷ ploidy | xtask, CPU | ploidy, CPU | xtask, memory | ploidy, memory |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|");
    for document in &arguments.documents {
        let mut packages = Vec::new();
        for generator in Generator::ALL {
            let generated = generator.generate(document, folder, arguments)?;
            let package = generated.map(|(_, path)| PublishedCrate::open(&path, folder));
            // The crate of another generator may not compile.
            let package = package.and_then(|it| it.inspect_err(|error| eprintln!("{error}")).ok());
            packages.push(package);
        }
        let measure = |what: &str, check: fn(&PublishedCrate) -> io::Result<Cost>| {
            let used = in_turn(arguments.rounds, |generator| {
                packages[generator as usize].as_ref().map(check).transpose()
            })?;
            let cells = [
                ratio(&used, |it| it.cpu),
                ratio(&used, |it| it.memory),
                cell(&used[0], |it| it.cpu, "s"),
                cell(&used[1], |it| it.cpu, "s"),
                cell(&used[0], |it| it.memory, "MB"),
                cell(&used[1], |it| it.memory, "MB"),
            ];
            println!("| {} | {what} | {} |", name(document), cells.join(" | "));
            io::Result::Ok(())
        };
        measure("clean", PublishedCrate::check_clean)?;
        measure("touched", PublishedCrate::check_touched)?;
    }
    Ok(())
}

/// A table of the parts of crates, each compiled on its own.
fn parts(arguments: &Arguments, folder: &Path) -> io::Result<()> {
    println!("`cargo check` of one part from clean after the dependencies ÷ the whole crate.\n");
    println!(
        "| document | parts | median, CPU | smallest | largest | median, memory | whole, CPU | whole, memory |"
    );
    println!("|---|--:|--:|--:|--:|--:|--:|--:|");
    for document in &arguments.documents {
        let generated = Generator::Xtask.generate(document, folder, arguments)?;
        let Some((_, path)) = generated else {
            println!("| {} | – | – | – | – | – | – | – |", name(document));
            continue;
        };
        let package = PublishedCrate::open(&path, folder)?;
        let rounds = (0..arguments.rounds).map(|_| package.check_clean());
        let whole: Vec<_> = rounds.collect::<io::Result<_>>()?;
        let whole_of = |of: fn(&Cost) -> f64| median(whole.iter().map(of).collect());
        let (cpu, memory) = (whole_of(|it| it.cpu), whole_of(|it| it.memory));
        let parts = package.parts()?;
        let used = parts.iter().map(|part| package.check_part(part));
        let used: Vec<_> = used.collect::<io::Result<_>>()?;
        let mut ratios: Vec<_> = used.iter().map(|it| it.cpu / cpu).collect();
        ratios.sort_by(f64::total_cmp);
        let (Some(smallest), Some(largest)) = (ratios.first(), ratios.last()) else {
            println!("| {} | 0 | – | – | – | – | – | – |", name(document));
            continue;
        };
        println!(
            "| {} | {} | **{:.2}** | {smallest:.2} | {largest:.2} | {:.2} | {cpu:.1} s | {memory:.0} MB |",
            name(document),
            parts.len(),
            median(ratios.clone()),
            median(used.iter().map(|it| it.memory / memory).collect()),
        );
    }
    Ok(())
}

/// Measures both generators in each round, which begins with another one.
fn in_turn(
    rounds: usize,
    mut measure: impl FnMut(Generator) -> io::Result<Option<Cost>>,
) -> io::Result<[Vec<Cost>; 2]> {
    let mut used: [Vec<Cost>; 2] = Default::default();
    for round in 0..rounds {
        for turn in 0..used.len() {
            let generator = Generator::ALL[(round + turn) % used.len()];
            used[generator as usize].extend(measure(generator)?);
        }
    }
    Ok(used)
}

/// The median of the ratios within a round, as a cell.
fn ratio([own, other]: &[Vec<Cost>; 2], of: impl Fn(&Cost) -> f64) -> String {
    let pairs = own.iter().zip(other);
    let ratios: Vec<_> = pairs.map(|(own, other)| of(own) / of(other)).collect();
    if ratios.is_empty() {
        return "–".to_owned();
    }
    format!("**{:.2}**", median(ratios))
}

/// The median with its unit, as a cell.
fn cell(used: &[Cost], of: impl Fn(&Cost) -> f64, unit: &str) -> String {
    if used.is_empty() {
        return "–".to_owned();
    }
    let value = median(used.iter().map(of).collect());
    let digits = usize::from(value < 100.0);
    format!("{value:.digits$} {unit}")
}
