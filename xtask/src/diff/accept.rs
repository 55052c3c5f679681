//! `cargo xtask diff --accept`

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;

use codegen::diff::Finding;

use super::accepted::{self, Acceptance, appended};
use super::changes::Changes;
use crate::console::Console;
use crate::error::Error;
use crate::printable::printable;
use crate::workspace::Workspace;

/// Adds an entry to `spec/accepted.toml` for each fingerprint, unless the change is accepted already.
///
/// # Errors
///
/// Fails if a fingerprint is not that of a change, and if the reason is empty. Then the file is unchanged.
pub(super) fn accept(
    workspace: &Workspace,
    changes: &Changes,
    fingerprints: &[String],
    reason: &str,
    console: &Console,
) -> Result<(), Error> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Error::NoReason);
    }
    let mut entries = Vec::new();
    for finding in findings(changes, fingerprints)? {
        let entry = Acceptance::of(finding, reason);
        let place = printable(&entry.place);
        if let Some(earlier) = changes.acceptance(finding) {
            let reason = printable(&earlier.reason);
            console.print(&format!("already accepted: {place} ({reason})\n"))?;
        } else {
            console.print(&format!("accepted: {place}\n"))?;
            entries.push(entry);
        }
    }
    if entries.is_empty() {
        return Ok(());
    }
    add(workspace, entries)?;
    console.print(&format!(
        "wrote {}, which the reviewer sees\n",
        accepted::PATH
    ))
}

/// Returns the findings with the fingerprints, each once.
fn findings<'a>(changes: &'a Changes, fingerprints: &[String]) -> Result<Vec<&'a Finding>, Error> {
    let mut known = HashSet::new();
    let fingerprints = fingerprints.iter().filter(|it| known.insert(it.as_str()));
    let found = fingerprints.map(|fingerprint| {
        let finding = changes
            .findings()
            .find(|finding| finding.fingerprint == *fingerprint);
        finding.ok_or_else(|| Error::UnknownFingerprint {
            fingerprint: fingerprint.clone(),
        })
    });
    found.collect()
}

fn add(workspace: &Workspace, entries: Vec<Acceptance>) -> Result<(), Error> {
    let path = workspace.root().join(accepted::PATH);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        text => text.map_err(|source| Error::Read {
            path: accepted::PATH.to_owned(),
            source,
        })?,
    };
    let text = appended(&text, entries)?;
    fs::write(&path, text).map_err(|source| Error::WriteAccepted { source })
}
