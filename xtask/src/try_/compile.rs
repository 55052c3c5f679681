//! Checks generated crates with Cargo.
//!
//! Cargo locks its target folder, and a single crate uses one core. So each worker has a target folder of its own. The
//! dependencies are compiled once and copied.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use crate::error::Error;
use crate::workspace::Workspace;

/// The largest number of lines of compiler output that are shown.
const MAX_LINES: usize = 30;

/// The largest number of crates that are compiled at the same time. Each worker has a copy of the dependencies.
const MAX_WORKERS: usize = 4;

/// The result of compiling a crate.
pub(super) struct Check {
    /// The compiler's errors, if the crate does not compile.
    pub(super) errors: Option<String>,
    pub(super) time: Duration,
}

/// The progress of [`Compiler::check_all`]. Crates are identified by their place in its list.
pub(super) enum Event {
    /// The dependencies are compiled.
    Dependencies,
    Started(usize),
    Finished(usize, Check),
}

/// Checks crates with Cargo.
pub(super) struct Compiler {
    cargo: OsString,
    target: PathBuf,
    /// Whether the command-line programs are compiled too.
    has_programs: bool,
    /// This workspace's lock file, if the command runs inside the workspace.
    lock_file: Option<Vec<u8>>,
}

impl Compiler {
    pub(super) fn new(out: &Path, has_programs: bool) -> Self {
        let lock_file = Workspace::find()
            .ok()
            .and_then(|workspace| fs::read(workspace.root().join("Cargo.lock")).ok());
        let target = out.join("target");
        Self {
            cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            target: std::path::absolute(&target).unwrap_or(target),
            has_programs,
            lock_file,
        }
    }

    /// Checks the crates in these folders on all cores, and calls `observe` on this thread for each event.
    ///
    /// # Errors
    ///
    /// Fails if Cargo cannot be started, and if `observe` fails.
    pub(super) fn check_all(
        &self,
        folders: &[PathBuf],
        mut observe: impl FnMut(Event) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let workers = cores.min(MAX_WORKERS).min(folders.len());
        let targets: Vec<_> = (0..workers).map(|worker| self.target_of(worker)).collect();
        let is_new = targets.iter().skip(1).any(|target| !target.exists());
        if let Some(first) = folders.first().filter(|_| is_new) {
            observe(Event::Dependencies)?;
            self.prepare(first, &targets)?;
        }
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            let (sender, events) = mpsc::channel();
            for target in &targets {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || self.work(target, folders, next, &sender));
            }
            drop(sender);
            let result = events.into_iter().try_for_each(|event| observe(event?));
            // After a failure, the workers start no other crate.
            next.store(folders.len(), Ordering::Relaxed);
            result
        })
    }

    /// Checks crates until all of them are taken.
    fn work(
        &self,
        target: &Path,
        folders: &[PathBuf],
        next: &AtomicUsize,
        events: &Sender<Result<Event, Error>>,
    ) {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(folder) = folders.get(index) else {
                return;
            };
            let started = Instant::now();
            let _ = events.send(Ok(Event::Started(index)));
            let finished = self.check(folder, target).map(|errors| {
                let time = started.elapsed();
                Event::Finished(index, Check { errors, time })
            });
            // The receiver is gone after a failure.
            if events.send(finished).is_err() {
                return;
            }
        }
    }

    fn target_of(&self, worker: usize) -> PathBuf {
        match worker {
            0 => self.target.clone(),
            worker => self.target.join(format!("worker-{worker}")),
        }
    }

    /// Compiles the dependencies of a crate, and copies them to the target folders of new workers. A failure is ignored:
    /// a worker compiles what it lacks, and reports the error.
    fn prepare(&self, crate_folder: &Path, targets: &[PathBuf]) -> Result<(), Error> {
        let folder = self.target.join("dependencies");
        let write = || {
            let manifest = fs::read_to_string(crate_folder.join("Cargo.toml"))?;
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("src/lib.rs"), "")?;
            fs::write(folder.join("Cargo.toml"), renamed(&manifest))
        };
        let path = folder.clone();
        write().map_err(|source| Error::WriteFile { path, source })?;
        self.check(&folder, &self.target)?;
        for target in targets.iter().filter(|target| !target.exists()) {
            let _ = copy_folder(&self.target.join("debug"), &target.join("debug"));
        }
        Ok(())
    }

    /// Checks a crate, and returns the compiler's errors if it does not compile.
    ///
    /// # Errors
    ///
    /// Fails if Cargo cannot be started.
    fn check(&self, folder: &Path, target: &Path) -> Result<Option<String>, Error> {
        self.lock(folder)?;
        // Most crates in the lock file are downloaded already, and then Cargo does not need the network.
        let offline = self.run(folder, target, &["--offline"])?;
        let output = match offline {
            None => None,
            Some(errors) if has_compiler_errors(&errors) => Some(errors),
            Some(_) => self.run(folder, target, &[])?,
        };
        Ok(output.map(|output| shortened(&output)))
    }

    /// Copies this workspace's lock file to a crate without one, so that each run compiles the same versions. Cargo
    /// removes the packages that the crate does not need.
    fn lock(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join("Cargo.lock");
        match &self.lock_file {
            Some(text) if !path.exists() => {
                fs::write(&path, text).map_err(|source| Error::WriteFile { path, source })
            }
            _ => Ok(()),
        }
    }

    fn run(&self, folder: &Path, target: &Path, options: &[&str]) -> Result<Option<String>, Error> {
        let output = Command::new(&self.cargo)
            .args(["check", "--quiet", "--message-format", "short"])
            .args(options)
            .args(self.has_programs.then_some("--features=cli"))
            .arg("--target-dir")
            .arg(target)
            .current_dir(folder)
            .stdin(Stdio::null())
            .output()
            .map_err(|source| Error::Cargo { source })?;
        if output.status.success() {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// Replaces the name of the package by one that no document has, and leaves out the program, whose source is missing.
/// Cargo takes packages with the same name for the same.
fn renamed(manifest: &str) -> String {
    let line = |line: &str| match line.strip_prefix("name = ") {
        Some(_) => "name = \"only_dependencies\"\n".to_owned(),
        None => format!("{line}\n"),
    };
    let sections = manifest.split("\n\n");
    let sections = sections.filter(|section| !section.starts_with("[[bin]]"));
    let sections: Vec<_> = sections.collect();
    sections.join("\n\n").lines().map(line).collect()
}

/// Copies a folder except for Cargo's locks. The files keep their times, by which Cargo decides what to compile.
fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_folder(&source, &target)?;
        } else if !entry.file_name().to_string_lossy().starts_with(".cargo") {
            fs::copy(&source, &target)?;
            let times = fs::FileTimes::new().set_modified(entry.metadata()?.modified()?);
            fs::File::options()
                .append(true)
                .open(&target)?
                .set_times(times)?;
        }
    }
    Ok(())
}

/// Whether the output has errors of rustc, which name a source file. Without them, Cargo failed before it ran rustc.
fn has_compiler_errors(output: &str) -> bool {
    output
        .lines()
        .any(|line| line.starts_with("src/") || line.starts_with("error: could not compile"))
}

/// Removes the warnings and keeps the first [`MAX_LINES`] lines of the rest.
fn shortened(output: &str) -> String {
    let is_warning = |line: &&str| line.contains(": warning: ") || line.starts_with("warning: ");
    let lines: Vec<_> = output.lines().filter(|line| !is_warning(line)).collect();
    let mut text = lines[..lines.len().min(MAX_LINES)].join("\n");
    if lines.len() > MAX_LINES {
        text.push_str(&format!("\n… {} more lines", lines.len() - MAX_LINES));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{has_compiler_errors, renamed, shortened};

    #[test]
    fn only_the_name_of_a_package_is_replaced() {
        let manifest = "[package]\nname = \"a\"\nversion = \"1\"\n[lib]\npath = \"x\"\n";
        let expected = manifest.replace("\"a\"", "\"only_dependencies\"");
        assert_eq!(renamed(manifest), expected);
    }

    #[test]
    fn errors_of_rustc_are_distinguished_from_errors_of_cargo() {
        assert!(has_compiler_errors(
            "src/lib.rs:1:1: error: expected item\n"
        ));
        assert!(!has_compiler_errors(
            "error: no matching package named `x` found\n"
        ));
    }

    #[test]
    fn warnings_are_removed_from_the_output() {
        let output = "src/a.rs:1:1: warning: unused\nsrc/a.rs:2:1: error[E0433]: no such thing\n";
        assert_eq!(
            shortened(output),
            "src/a.rs:2:1: error[E0433]: no such thing"
        );
    }

    #[test]
    fn a_long_list_of_errors_is_cut_and_ends_with_the_number_of_omitted_lines() {
        let output = "src/a.rs:1:1: error: no\n".repeat(40);
        assert_eq!(shortened(&output).lines().last(), Some("… 10 more lines"));
    }
}
