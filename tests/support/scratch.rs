//! Crates that a test writes to disk and builds with Cargo.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::root;

/// The profile of dependencies in this workspace. With the same profile, Cargo reuses the dependencies that it has
/// built.
const PROFILE: &str = r#"profile.dev.package."*".debug = false"#;

/// A crate outside the workspace that uses the workspace's lock file.
#[derive(Debug)]
pub struct ScratchCrate {
    folder: PathBuf,
    target: PathBuf,
}

impl ScratchCrate {
    /// Writes files, given by their paths in the crate, to the folder `name` in `tmpdir`, and removes its old contents.
    /// `tmpdir` must be `CARGO_TARGET_TMPDIR`, and the manifest must have a `[workspace]` section.
    ///
    /// # Errors
    ///
    /// Fails if a file or a folder cannot be written.
    pub fn write<'a>(
        tmpdir: &str,
        name: &str,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> io::Result<Self> {
        let tmpdir = Path::new(tmpdir);
        let folder = tmpdir.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&folder))?;
            fs::write(path, text)?;
        }
        fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let target = tmpdir.parent().unwrap_or(tmpdir).to_owned();
        Ok(Self { folder, target })
    }

    /// Returns a Cargo command for the crate that uses the workspace's target folder.
    pub fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.arg(command).arg("--quiet").current_dir(&self.folder);
        cargo.args(["--config", PROFILE]);
        cargo.arg("--target-dir").arg(&self.target);
        cargo
    }
}
