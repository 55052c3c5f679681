//! Compiles crates with Cargo.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use crate::error::Error;
use crate::workspace::Workspace;

/// Lines of what the compiler says that are shown.
const SHOWN: usize = 30;

/// Checks crates with one shared target folder.
pub(super) struct Compiler {
    cargo: OsString,
    target: PathBuf,
    /// The versions that this workspace is tested with, if it is around.
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

    /// Returns what the compiler says if a crate does not compile.
    ///
    /// # Errors
    ///
    /// Fails if Cargo cannot be started.
    pub(super) fn check(&self, folder: &Path) -> Result<Option<String>, Error> {
        self.lock(folder)?;
        // Without the network if that will do: what is in the lock file is mostly there already.
        let offline = self.run(folder, &["--offline"])?;
        let output = match offline {
            None => None,
            Some(said) if is_about_code(&said) => Some(said),
            Some(_) => self.run(folder, &[])?,
        };
        Ok(output.map(|said| shortened(&said)))
    }

    /// Gives a crate without a lock file that of this workspace, so that the same is compiled everywhere. Cargo removes
    /// what the crate does not need.
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

/// Whether Cargo came as far as the crate's code: what rustc says is about a file.
fn is_about_code(said: &str) -> bool {
    said.lines()
        .any(|line| line.starts_with("src/") || line.starts_with("error: could not compile"))
}

/// The errors without the warnings, the first of them if there are many.
fn shortened(said: &str) -> String {
    let is_warning = |line: &&str| line.contains(": warning: ") || line.starts_with("warning: ");
    let lines: Vec<_> = said.lines().filter(|line| !is_warning(line)).collect();
    let mut text = lines[..lines.len().min(SHOWN)].join("\n");
    if lines.len() > SHOWN {
        text.push_str(&format!("\n… {} more lines", lines.len() - SHOWN));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{is_about_code, shortened};

    #[test]
    fn what_rustc_says_is_told_from_what_cargo_says() {
        assert!(is_about_code("src/lib.rs:1:1: error: expected item\n"));
        assert!(!is_about_code(
            "error: no matching package named `x` found\n"
        ));
    }

    #[test]
    fn warnings_are_left_out_beside_errors() {
        let said = "src/a.rs:1:1: warning: unused\nsrc/a.rs:2:1: error[E0433]: no such thing\n";
        assert_eq!(shortened(said), "src/a.rs:2:1: error[E0433]: no such thing");
    }

    #[test]
    fn a_long_list_of_errors_is_cut_and_says_so() {
        let said = "src/a.rs:1:1: error: no\n".repeat(40);
        assert_eq!(shortened(&said).lines().last(), Some("… 10 more lines"));
    }
}
