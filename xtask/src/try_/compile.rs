//! Checks generated crates with Cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::error::Error;
use crate::workspace::Workspace;

/// The largest number of lines of compiler output that are shown.
const MAX_LINES: usize = 30;

/// Checks crates with one shared target folder.
pub(super) struct Compiler {
    cargo: OsString,
    target: PathBuf,
    /// This workspace's lock file, if the command runs inside the workspace.
    lock_file: Option<Vec<u8>>,
}

impl Compiler {
    pub(super) fn new(out: &Path) -> Self {
        let lock_file = Workspace::find()
            .ok()
            .and_then(|workspace| fs::read(workspace.root().join("Cargo.lock")).ok());
        let target = out.join("target");
        Self {
            cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            target: std::path::absolute(&target).unwrap_or(target),
            lock_file,
        }
    }

    /// Checks a crate, and returns the compiler's errors if it does not compile.
    ///
    /// # Errors
    ///
    /// Fails if Cargo cannot be started.
    pub(super) fn check(&self, folder: &Path) -> Result<Option<String>, Error> {
        self.lock(folder)?;
        // Most crates in the lock file are downloaded already, and then Cargo does not need the network.
        let offline = self.run(folder, &["--offline"])?;
        let output = match offline {
            None => None,
            Some(errors) if has_compiler_errors(&errors) => Some(errors),
            Some(_) => self.run(folder, &[])?,
        };
        Ok(output.map(|output| shortened(&output)))
    }

    /// Copies this workspace's lock file to a crate without one, so that each run compiles the same versions. Cargo
    /// removes the packages that the crate does not need.
    fn lock(&self, folder: &Path) -> Result<(), Error> {
        let path = folder.join("Cargo.lock");
        match &self.lock_file {
            Some(text) if !path.exists() => {
                fs::write(&path, text).map_err(|source| Error::WriteCrate { path, source })
            }
            _ => Ok(()),
        }
    }

    fn run(&self, folder: &Path, options: &[&str]) -> Result<Option<String>, Error> {
        let output = Command::new(&self.cargo)
            .args(["check", "--quiet", "--message-format", "short"])
            .args(options)
            .arg("--target-dir")
            .arg(&self.target)
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
    use super::{has_compiler_errors, shortened};

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
