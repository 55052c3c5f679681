//! Writes `generated/`: all of it, or nothing.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use fs4::{FileExt, TryLockError};

use crate::console::Console;
use crate::error::Error;
use crate::tree::Change;
use crate::workspace::Workspace;

/// Keeps other runs out until it is dropped.
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file gives the lock back")] File);

impl Lock {
    /// Waits for the run that holds the lock, if there is one.
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

/// Makes the changes.
///
/// New files are written aside first, then moved into place one by one. What they replace is kept
/// aside until all of them are there.
///
/// # Errors
///
/// Fails if something cannot be written or moved, after putting everything back.
pub(crate) fn apply(
    _lock: &Lock,
    workspace: &Workspace,
    changes: &[Change<'_>],
) -> Result<(), Error> {
    let aside = Aside::prepare(workspace)?;
    let written = aside
        .stage(changes)
        .and_then(|()| aside.swap(&workspace.generated(), changes));
    // What could not be put back is nowhere else.
    if !matches!(written, Err(Error::HalfWritten { .. })) {
        aside.remove();
    }
    written
}

/// A folder on the file system of `generated/`, so that files move between the two at once.
struct Aside {
    folder: PathBuf,
}

impl Aside {
    /// Makes the folder, after removing what a run that was killed has left.
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
            Err(undo) => Err(Error::HalfWritten { path, source, undo }),
        }
    }

    /// Moves everything old away before anything new comes: a file may take the place of a folder.
    fn try_swap(
        &self,
        generated: &Path,
        changes: &[Change<'_>],
        moves: &mut Moves,
    ) -> Result<(), (PathBuf, io::Error)> {
        for change in changes.iter().filter(|change| change.is_on_disk()) {
            let place = generated.join(&change.path);
            moves
                .make(&place, &self.old_file(change))
                .map_err(|error| (place, error))?;
        }
        for change in changes.iter().filter(|change| change.new_text().is_some()) {
            let place = generated.join(&change.path);
            moves
                .make(&self.new_file(change), &place)
                .map_err(|error| (place, error))?;
        }
        Ok(())
    }

    /// Removes the folder. The next run removes what cannot be removed now.
    fn remove(self) {
        let _ = fs::remove_dir_all(self.folder);
    }
}

/// The moves made so far, to be undone from the last to the first.
#[derive(Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn make(&mut self, from: &Path, to: &Path) -> io::Result<()> {
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

/// Moves a file, making the folders that it needs and removing those that it leaves empty.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    let moved = make_parent(to).and_then(|()| fs::rename(from, to));
    remove_empty_parents(if moved.is_ok() { from } else { to });
    moved
}

fn write_file(path: &Path, text: &str) -> io::Result<()> {
    make_parent(path)?;
    fs::write(path, text)
}

fn make_parent(path: &Path) -> io::Result<()> {
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
#[expect(clippy::unnecessary_wraps, reason = "other systems have to ask")]
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
