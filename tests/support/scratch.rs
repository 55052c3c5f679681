//! Crates that are written by a test and built as their users would.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::root;

/// How this workspace builds dependencies: what it has built of them is not built again for another crate.
const PROFILE: &str = r#"profile.dev.package."*".debug = false"#;

/// A crate outside of the workspace that has the workspace's versions of dependencies.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    target: PathBuf,
}

impl Scratch {
    /// Writes the files, by their paths inside of the crate, to the folder `name` in `CARGO_TARGET_TMPDIR`, which is
    /// `tmpdir`. What was in it is gone. The manifest has to make the crate a workspace of its own.
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

    /// Returns a command of Cargo for the crate, which builds in the workspace's target folder.
    pub fn cargo(&self, command: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.arg(command).arg("--quiet").current_dir(&self.folder);
        cargo.args(["--config", PROFILE]);
        cargo.arg("--target-dir").arg(&self.target);
        cargo
    }
}
