//! Writes all changes to `generated/`, or none.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use crate::console::Console;
use crate::error::Error;
use crate::tree::Change;
use crate::workspace::Workspace;

/// Excludes other runs of `regen` until it is dropped.
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file releases the lock")] File);

impl Lock {
    /// Takes the lock, and waits if another run holds it.
    pub(crate) fn take(workspace: &Workspace, console: &Console) -> Result<Self, Error> {
        let path = workspace.target().join("xtask.lock");
        let failed = |source| Error::Write {
            path: path.clone(),
            source,
        };
        fs::create_dir_all(workspace.target()).map_err(failed)?;
        let file = File::create(&path).map_err(failed)?;
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                console.note("waiting for another `cargo xtask regen` to finish\n");
                FileExt::lock(&file).map_err(failed)?;
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        Ok(Self(file))
    }
}

/// Applies the changes.
///
/// New files are written to a staging folder first, and then moved into place one by one. The files that they replace
/// are kept in the staging folder until all moves are done.
///
/// # Errors
///
/// Fails if a file cannot be written or moved. The old files are restored first.
pub(crate) fn apply(
    _lock: &Lock,
    workspace: &Workspace,
    changes: &[Change<'_>],
) -> Result<(), Error> {
    let staging = Staging::prepare(workspace)?;
    let written = staging
        .stage(changes)
        .and_then(|()| staging.swap(&workspace.generated(), changes));
    // After a failed restore, the staging folder has the only copy of the old files.
    if !matches!(written, Err(Error::PartlyWritten { .. })) {
        staging.remove();
    }
    written
}

/// The staging folder. It is on the file system of `generated/`, so that moves between the two are atomic.
struct Staging {
    folder: PathBuf,
}

impl Staging {
    /// Creates the folder, and removes that of an earlier run that was killed.
    fn prepare(workspace: &Workspace) -> Result<Self, Error> {
        let in_target = workspace.target().join("xtask-regen");
        let beside = workspace.root().join(".generated.aside");
        for leftover in [&in_target, &beside] {
            remove_folder(leftover).map_err(|source| failed(leftover, source))?;
        }
        let same = same_file_system(&workspace.target(), workspace.root())
            .map_err(|source| failed(workspace.root(), source))?;
        let folder = if same { in_target } else { beside };
        fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
        Ok(Self { folder })
    }

    fn new_file(&self, change: &Change<'_>) -> PathBuf {
        self.folder.join("new").join(&change.path)
    }

    fn old_file(&self, change: &Change<'_>) -> PathBuf {
        self.folder.join("old").join(&change.path)
    }

    fn stage(&self, changes: &[Change<'_>]) -> Result<(), Error> {
        for change in changes {
            if let Some(text) = change.new_text() {
                let path = self.new_file(change);
                write_file(&path, text).map_err(|source| failed(&path, source))?;
            }
        }
        Ok(())
    }

    fn swap(&self, generated: &Path, changes: &[Change<'_>]) -> Result<(), Error> {
        let mut moves = Moves::default();
        let Err((path, source)) = self.try_swap(generated, changes, &mut moves) else {
            return Ok(());
        };
        match moves.undo() {
            Ok(()) => Err(Error::Write { path, source }),
            Err(undo) => Err(Error::PartlyWritten { path, source, undo }),
        }
    }

    /// Moves all old files away before it moves the new ones, because a file may replace a folder.
    fn try_swap(
        &self,
        generated: &Path,
        changes: &[Change<'_>],
        moves: &mut Moves,
    ) -> Result<(), (PathBuf, io::Error)> {
        for change in changes.iter().filter(|change| change.is_on_disk()) {
            let target = generated.join(&change.path);
            moves
                .apply(&target, &self.old_file(change))
                .map_err(|error| (target, error))?;
        }
        for change in changes.iter().filter(|change| change.new_text().is_some()) {
            let target = generated.join(&change.path);
            moves
                .apply(&self.new_file(change), &target)
                .map_err(|error| (target, error))?;
        }
        Ok(())
    }

    /// Removes the folder. If that fails, the next run removes it.
    fn remove(self) {
        let _ = fs::remove_dir_all(self.folder);
    }
}

/// The moves so far. They are undone in reverse order.
#[derive(Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn apply(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        move_file(from, to)?;
        self.0.push((from.to_owned(), to.to_owned()));
        Ok(())
    }

    fn undo(self) -> io::Result<()> {
        self.0
            .iter()
            .rev()
            .try_for_each(|(from, to)| move_file(to, from))
    }
}

/// Moves a file. Creates the folders of its target and removes the folders that become empty.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    let moved = create_parent(to).and_then(|()| fs::rename(from, to));
    remove_empty_parents(if moved.is_ok() { from } else { to });
    moved
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    create_parent(path)?;
    fs::write(path, text)
}

fn create_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn remove_empty_parents(path: &Path) {
    for folder in path.ancestors().skip(1) {
        if fs::remove_dir(folder).is_err() {
            break;
        }
    }
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn same_file_system(a: &Path, b: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(a)?.dev() == fs::metadata(b)?.dev())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the Unix version can fail")]
fn same_file_system(_a: &Path, _b: &Path) -> io::Result<bool> {
    Ok(true)
}

fn failed(path: &Path, source: io::Error) -> Error {
    Error::Write {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests;
