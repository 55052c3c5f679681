//! A crate that a generator wrote for a published document.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use crate::process::{Cost, cost};

/// A crate in a folder. All crates share a target folder, so that the dependencies are built once.
pub(crate) struct PublishedCrate {
    package: String,
    folder: PathBuf,
    target: PathBuf,
}

impl PublishedCrate {
    /// Opens the crate in a folder, and builds its dependencies.
    ///
    /// # Errors
    ///
    /// Fails if the crate has no manifest or does not compile.
    pub(crate) fn open(folder: &Path, shared: &Path) -> io::Result<Self> {
        let manifest = fs::read_to_string(folder.join("Cargo.toml"))?;
        let name = manifest.lines().find_map(|it| it.strip_prefix("name = "));
        let name = name.ok_or_else(|| io::Error::other("the manifest has no name"))?;
        if !manifest.contains("[workspace]") {
            let text = format!("{manifest}\n[workspace]\n");
            fs::write(folder.join("Cargo.toml"), text)?;
        }
        let package = Self {
            package: name.trim_matches('"').to_owned(),
            folder: folder.to_owned(),
            target: shared.join("target"),
        };
        package.cargo(&["check"])?;
        Ok(package)
    }

    /// Compiles the crate after its dependencies.
    pub(crate) fn check_clean(&self) -> io::Result<Cost> {
        self.clean()?;
        self.cargo(&["check", "--offline"])
    }

    /// Compiles the crate again after a file changed without an effect.
    pub(crate) fn check_touched(&self) -> io::Result<Cost> {
        let file = self.folder.join("src/lib.rs");
        let text = fs::read(&file)?;
        fs::write(&file, text)?;
        self.cargo(&["check", "--offline"])
    }

    /// Compiles a part of the crate after its dependencies.
    pub(crate) fn check_part(&self, part: &str) -> io::Result<Cost> {
        self.clean()?;
        let features = format!("rustls,{part}");
        let features = ["--no-default-features", "--features", &features];
        self.cargo(&[&["check", "--offline"], &features[..]].concat())
    }

    /// The features of the parts.
    pub(crate) fn parts(&self) -> io::Result<Vec<String>> {
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml"))?;
        let features = manifest.lines().filter_map(|line| line.split_once(" = "));
        let parts = features.filter(|(_, enables)| enables.ends_with("-base\"]"));
        Ok(parts.map(|(name, _)| name.to_owned()).collect())
    }

    fn clean(&self) -> io::Result<Cost> {
        self.cargo(&["clean", "--offline", "--package", &self.package])
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<Cost> {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .arg("--target-dir")
            .arg(&self.target);
        command.current_dir(&self.folder);
        cost(&mut [command])
    }
}
