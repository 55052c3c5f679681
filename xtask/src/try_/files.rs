//! The files of a crate: which files of a folder were generated, and how they are replaced.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::{panic, thread};

use codegen::{File, is_runtime_file};

use super::trial::WRITTEN_BY;
use crate::error::Error;
use crate::tree::{self, Change, ChangeKind};

/// Writes the files of a crate to a folder, and removes the generated files that the crate no longer has. The files of
/// others stay. Unchanged files are not written, so that Cargo compiles only what has changed.
///
/// # Errors
///
/// Fails if a file is in the way that was not generated, or if a file cannot be written. The folder is then as before.
pub(super) fn write(folder: &Path, files: &[File]) -> Result<(), Error> {
    reject_file(folder)?;
    let is_new = !folder.exists();
    fs::create_dir_all(folder).map_err(|source| Error::CreateFolder {
        path: folder.to_owned(),
        source,
    })?;
    reject_folder_of_others(folder)?;
    let places = Places::of(files);
    let changes = tree::changes_in(folder, files, |inside| places.has_folder_at_top(inside))?;
    let there = There::of(folder);
    let (removed, written): (Vec<_>, Vec<_>) = changes
        .iter()
        .partition(|change| change.new_text().is_none());
    let (stale, others): (Vec<_>, Vec<_>) = removed
        .into_iter()
        .partition(|change| there.is_stale(change));
    let foreign = written.iter().filter(|change| there.is_foreign(change));
    let in_the_way = others
        .iter()
        .filter(|it| places.folders.contains(&*it.path));
    reject_if_any(folder, foreign.chain(in_the_way).map(|it| &*it.path))?;
    let replaced = replace(folder, &written, &stale);
    if replaced.is_err() && is_new {
        let _ = fs::remove_dir(folder);
    }
    replaced
}

/// Fails if there is a file in the place of a folder.
pub(super) fn reject_file(folder: &Path) -> Result<(), Error> {
    if folder.exists() && !folder.is_dir() {
        return Err(Error::OutIsFile {
            path: folder.to_owned(),
        });
    }
    Ok(())
}

/// Fails if the folder has files, but no manifest that this command wrote. Hidden files do not count, so that a repository
/// may be created first.
fn reject_folder_of_others(folder: &Path) -> Result<(), Error> {
    if is_marked(&start(&folder.join("Cargo.toml"))) {
        return Ok(());
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(());
    };
    let names = entries.flatten().map(|entry| entry.file_name());
    let mut names: Vec<_> = names
        .filter(|name| !name.to_string_lossy().starts_with('.'))
        .collect();
    names.sort_unstable();
    reject_if_any(folder, names.iter().map(Path::new))
}

fn reject_if_any<'a>(folder: &Path, paths: impl Iterator<Item = &'a Path>) -> Result<(), Error> {
    let files: Vec<_> = paths.map(|path| path.display().to_string()).collect();
    if files.is_empty() {
        return Ok(());
    }
    Err(Error::NotGenerated {
        folder: folder.to_owned(),
        files,
    })
}

/// The folders that generated files are in.
struct Places<'a> {
    folders: HashSet<&'a Path>,
}

impl<'a> Places<'a> {
    fn of(files: &'a [File]) -> Self {
        let parents = files
            .iter()
            .flat_map(|file| Path::new(&file.path).ancestors().skip(1));
        Self {
            folders: parents.collect(),
        }
    }

    /// Whether a folder is below one at the top that has generated files, such as `src`. The others, such as `.git`, `target`
    /// and `tests`, have none, and may be large.
    fn has_folder_at_top(&self, folder: &Path) -> bool {
        let top = folder.iter().next().map(Path::new);
        top.is_some_and(|top| self.folders.contains(top))
    }
}

/// The files that are in the folder of a crate.
struct There<'a> {
    folder: &'a Path,
    /// Whether the root module was generated, so that the files without a mark were generated too.
    has_generated_root: bool,
}

impl<'a> There<'a> {
    fn of(folder: &'a Path) -> Self {
        Self {
            folder,
            has_generated_root: is_marked(&start(&folder.join("src/lib.rs"))),
        }
    }

    /// Whether a file to be replaced was not generated.
    fn is_foreign(&self, change: &Change<'_>) -> bool {
        match &change.kind {
            // A run that is killed can leave an empty file.
            ChangeKind::Changed { old, .. } if old.is_empty() => !self.is_file(change),
            ChangeKind::Changed { old, .. } => !self.is_generated(&change.path, old),
            ChangeKind::Added { .. } | ChangeKind::Removed => false,
        }
    }

    /// Whether a file that does not belong to the crate was generated.
    fn is_stale(&self, change: &Change<'_>) -> bool {
        self.is_file(change)
            && self.is_generated(&change.path, &start(&self.folder.join(&change.path)))
    }

    fn is_generated(&self, path: &Path, text: &[u8]) -> bool {
        is_marked(text) || (self.has_generated_root && is_without_mark(path))
    }

    /// Links are not followed, because their targets belong to others.
    fn is_file(&self, change: &Change<'_>) -> bool {
        let metadata = self.folder.join(&change.path).symlink_metadata();
        metadata.is_ok_and(|metadata| metadata.is_file())
    }
}

/// Whether the file at a path has no mark when this command writes it.
fn is_without_mark(path: &Path) -> bool {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let path = parts.join("/");
    path == "README.md" || is_runtime_file(&path)
}

/// Whether the first line of a file says that this command wrote it. Other generators write `@generated` too.
fn is_marked(text: &[u8]) -> bool {
    let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let line = String::from_utf8_lossy(line);
    let line = line.trim_end();
    line.contains("@generated ") && line.ends_with(&format!("by {WRITTEN_BY}. Do not edit."))
}

/// The start of a file, with its first line. It is empty if there is no such file.
fn start(path: &Path) -> Vec<u8> {
    const MOST: u64 = 4096;
    let mut text = Vec::new();
    let file = fs::File::open(path).map(|file| file.take(MOST).read_to_end(&mut text));
    match file {
        Ok(Ok(_)) => text,
        _ => Vec::new(),
    }
}

/// Writes files and then removes the stale ones. Restores all of them if one of these fails.
fn replace(folder: &Path, written: &[&Change<'_>], stale: &[&Change<'_>]) -> Result<(), Error> {
    // Most of the time to create a file is spent waiting for the file system.
    let (first, second) = written.split_at(written.len() / 2);
    let (mut done, mut result) = thread::scope(|scope| {
        let second = scope.spawn(|| apply(folder, second));
        let (mut done, result) = apply(folder, first);
        let second = second.join();
        let (more, second) = second.unwrap_or_else(|payload| panic::resume_unwind(payload));
        done.0.extend(more.0);
        (done, result.and(second))
    });
    if result.is_ok() {
        let (removed, removal) = apply(folder, stale);
        done.0.extend(removed.0);
        result = removal;
    }
    let Err((path, source)) = result else {
        return Ok(());
    };
    let undone = done.undo(folder);
    let folder = folder.to_owned();
    Err(match undone {
        Ok(()) => Error::WriteCrate {
            folder,
            path,
            source,
        },
        Err(undo) => Error::PartlyWrittenCrate {
            folder,
            path,
            source,
            undo,
        },
    })
}

/// The files that were written or removed, with their contents before, if they were there.
#[derive(Default)]
struct Done<'a>(Vec<(PathBuf, Option<Cow<'a, [u8]>>)>);

impl Done<'_> {
    fn undo(self, folder: &Path) -> io::Result<()> {
        for (path, old) in self.0.into_iter().rev() {
            match old {
                Some(old) => restore(&path, &old)?,
                None => remove(folder, &path)?,
            }
        }
        Ok(())
    }
}

/// Applies changes until one fails. Returns those that it has started too.
fn apply<'a>(
    folder: &Path,
    changes: &[&'a Change<'_>],
) -> (Done<'a>, Result<(), (PathBuf, io::Error)>) {
    let mut done = Done::default();
    let mut created = HashSet::new();
    for change in changes {
        let path = folder.join(&change.path);
        let applied = match &change.kind {
            ChangeKind::Added { new } => {
                done.0.push((path.clone(), None));
                write_file(&path, new, &mut created)
            }
            ChangeKind::Changed { old, new } => {
                done.0.push((path.clone(), Some(old.into())));
                fs::write(&path, new)
            }
            ChangeKind::Removed => fs::read(&path).and_then(|old| {
                done.0.push((path.clone(), Some(old.into())));
                remove(folder, &path)
            }),
        };
        if let Err(error) = applied {
            return (done, Err((path, error)));
        }
    }
    (done, Ok(()))
}

/// Writes a file. Creates its folder if that is not in `created`.
fn write_file(path: &Path, text: &str, created: &mut HashSet<PathBuf>) -> io::Result<()> {
    if let Some(folder) = path.parent()
        && !created.contains(folder)
    {
        fs::create_dir_all(folder)?;
        created.insert(folder.to_owned());
    }
    fs::write(path, text)
}

fn restore(path: &Path, text: &[u8]) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

/// Removes a file, if there is one, and the folders below `folder` that become empty.
fn remove(folder: &Path, path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if metadata.is_dir() => return Ok(()),
        Ok(_) => fs::remove_file(path)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let parents = path
        .ancestors()
        .skip(1)
        .take_while(|parent| *parent != folder);
    for parent in parents {
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(())
}
