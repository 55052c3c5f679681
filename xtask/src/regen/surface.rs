//! Compares the surfaces of the documents with the accepted ones.

use std::fs;

use codegen::Module;
use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::error::Error;
use crate::listing;
use crate::workspace::Workspace;

/// The folder of the accepted surfaces, with one file for each module.
const FOLDER: &str = "tests/surface";

/// A module whose surface differs from the accepted one.
#[derive(Debug)]
pub(super) struct SurfaceChange {
    pub(super) module: String,
    /// The accepted surface, if the module has one.
    pub(super) old: Option<String>,
    /// The surface of the module's document, if there is a document.
    pub(super) new: Option<String>,
}

impl SurfaceChange {
    /// Returns the path of the accepted surface, relative to the workspace's root.
    pub(super) fn path(&self) -> String {
        format!("{FOLDER}/{}.txt", self.module)
    }

    /// Returns the added and removed lines.
    pub(super) fn lines(&self) -> Vec<SurfaceLine<'_>> {
        let [old, new] = [&self.old, &self.new].map(|it| it.as_deref().unwrap_or_default());
        let [old, new] = [old, new].map(|it| it.lines().collect::<Vec<_>>());
        let mut owner = None;
        let mut lines = Vec::new();
        for operation in capture_diff_slices(Algorithm::Myers, &old, &new) {
            let (tag, olds, news) = operation.as_tag_tuple();
            if tag == DiffTag::Equal {
                let last = new[news].iter().rfind(|line| !is_member(line));
                owner = last.map(|line| type_name(line)).or(owner);
                continue;
            }
            let removed = old[olds].iter().map(|text| (false, *text));
            let added = new[news].iter().map(|text| (true, *text));
            for (is_added, text) in removed.chain(added) {
                owner = owner.filter(|_| is_member(text));
                lines.push(SurfaceLine {
                    is_added,
                    text,
                    owner,
                });
            }
        }
        lines
    }
}

fn is_member(line: &str) -> bool {
    line.starts_with(' ')
}

/// Returns the line of a type without its traits and without the part in parentheses.
fn type_name(line: &str) -> &str {
    let ends = [": ", " ("].map(|end| line.find(end).unwrap_or(line.len()));
    &line[..ends[0].min(ends[1])]
}

/// An added or removed line of a surface.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SurfaceLine<'a> {
    pub(super) is_added: bool,
    pub(super) text: &'a str,
    /// The type of a member, such as `enum types::Status`, if the line of the type itself is unchanged.
    pub(super) owner: Option<&'a str>,
}

/// Returns the modules whose surface differs from the accepted one, in the order of their names.
pub(super) fn changes(
    workspace: &Workspace,
    modules: &[Module],
) -> Result<Vec<SurfaceChange>, Error> {
    let folder = workspace.root().join(FOLDER);
    let mut accepted = listing::texts(&folder, "txt")?;
    let mut changes = Vec::new();
    for module in modules {
        let old = accepted.remove(&module.name);
        let new = module.surface.outline();
        if old.as_ref() != Some(&new) {
            changes.push(SurfaceChange {
                module: module.name.clone(),
                old,
                new: Some(new),
            });
        }
    }
    changes.extend(accepted.into_iter().map(|(module, old)| SurfaceChange {
        module,
        old: Some(old),
        new: None,
    }));
    changes.sort_by(|a, b| a.module.cmp(&b.module));
    Ok(changes)
}

/// Writes the surfaces of the documents as the accepted ones.
pub(super) fn accept(workspace: &Workspace, changes: &[SurfaceChange]) -> Result<(), Error> {
    for change in changes {
        let path = workspace.root().join(change.path());
        let written = match &change.new {
            Some(text) => fs::create_dir_all(workspace.root().join(FOLDER))
                .and_then(|()| fs::write(&path, text)),
            None => fs::remove_file(&path),
        };
        written.map_err(|source| Error::Accept { path, source })?;
    }
    Ok(())
}
