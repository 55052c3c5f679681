//! The journal of a batched operation: a file that records each batch, so that an interrupted run can go
//! on where it stopped.
//!
//! The intent to send a batch is recorded before the batch is sent, and its outcome after it. A batch
//! without an outcome was in flight when the program ended. The file has IDs and outcomes, and no bodies.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use fs4::{FileExt, TryLockError};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

#[cfg(unix)]
use super::private_file::MODE;
use super::private_file::private;

const VERSION: u32 = 1;

/// What identifies the command of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    journal: u32,
    /// The command, such as `fernand bulk-update-conversations`.
    command: String,
    /// A digest of the base URL and of the arguments, except for the entries.
    arguments: String,
    /// A digest of the entries, if an entry is more than its ID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entries: Option<String>,
}

impl Header {
    pub(crate) fn new(command: String, arguments: &Json, entries: Option<&Json>) -> Self {
        Self {
            journal: VERSION,
            command,
            arguments: digest(arguments),
            entries: entries.map(digest),
        }
    }
}

/// Returns the SHA-256 digest of a JSON value. The order of its properties does not matter.
fn digest(value: &Json) -> String {
    let mut hasher = Sha256::new();
    add(value, &mut hasher);
    let digest = hasher.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn add(value: &Json, hasher: &mut Sha256) {
    match value {
        Json::Array(items) => {
            hasher.update(b"[");
            for item in items {
                add(item, hasher);
                hasher.update(b",");
            }
            hasher.update(b"]");
        }
        Json::Object(properties) => {
            let mut properties: Vec<_> = properties.iter().collect();
            properties.sort_unstable_by_key(|(name, _)| *name);
            hasher.update(b"{");
            for (name, value) in properties {
                hasher.update(Json::from(name.as_str()).to_string());
                hasher.update(b":");
                add(value, hasher);
                hasher.update(b",");
            }
            hasher.update(b"}");
        }
        scalar => hasher.update(scalar.to_string()),
    }
}

/// A line of a journal after the header.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Sending(Intent),
    Finished(Finished),
}

/// The intent to send a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Intent {
    pub(crate) ids: Vec<Json>,
    /// The positions of the entries among those of the command, if an ID does not identify an entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) positions: Vec<usize>,
    /// Whether sending the batch twice has the same effect as sending it once.
    pub(crate) is_repeatable: bool,
}

/// The outcome of a batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finished {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) updated: Vec<Json>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) not_updated: Vec<Json>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) failed: Vec<Reason>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) unknown: Vec<Reason>,
}

impl Finished {
    /// Returns whether there are no IDs.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// IDs with the kind of their error and the status of the response.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Reason {
    pub(crate) ids: Vec<Json>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
}

/// The kind of error of the IDs that were in flight when the program ended.
pub(crate) const KILLED: &str = "program_ended";

/// What earlier runs did.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// The entries that must not be sent again: IDs as JSON, or positions.
    done_ids: HashSet<String>,
    done_positions: HashSet<usize>,
    pub(crate) updated: usize,
    pub(crate) not_updated: Vec<Json>,
    pub(crate) unknown: Vec<Reason>,
    /// The number of entries that were in flight when the program ended, and that are sent again.
    pub(crate) repeated: usize,
}

impl Past {
    /// Returns whether an entry must not be sent again.
    pub(crate) fn is_done(&self, id: &Json, position: Option<usize>) -> bool {
        match position {
            Some(position) => self.done_positions.contains(&position),
            None => self.done_ids.contains(&id.to_string()),
        }
    }

    fn add(&mut self, sent: &Intent, finished: Finished) {
        let failed = finished.failed.iter().flat_map(|failed| &failed.ids);
        let failed: HashSet<_> = failed.map(Json::to_string).collect();
        let unknown = finished.unknown.iter().flat_map(|unknown| &unknown.ids);
        let done = finished.updated.iter().chain(&finished.not_updated);
        let done: HashSet<_> = done.chain(unknown).map(Json::to_string).collect();
        if sent.positions.is_empty() {
            self.done_ids.extend(done);
        } else {
            // An ID that is in the batch twice may have both outcomes. It is not sent again.
            let is_done = |id: &Json| {
                let id = id.to_string();
                done.contains(&id) || !failed.contains(&id)
            };
            let positions = sent.ids.iter().zip(&sent.positions);
            let positions = positions.filter(|(id, _)| is_done(id));
            self.done_positions.extend(positions.map(|(_, at)| *at));
        }
        self.updated += finished.updated.len();
        self.not_updated.extend(finished.not_updated);
        self.unknown.extend(finished.unknown);
    }
}

/// An open journal. Its file is locked until it is dropped.
#[derive(Debug)]
pub(crate) struct Journal {
    file: Mutex<File>,
    /// The intent of the next batch.
    next: Mutex<Option<Intent>>,
}

impl Journal {
    /// Opens the journal of a command, or creates it, and returns what earlier runs did. A new file is
    /// private to the user.
    ///
    /// # Errors
    ///
    /// Returns a message if the file cannot be used: it is not a journal, it is that of another command,
    /// or another program has it open.
    pub(crate) fn open(path: &Path, header: &Header) -> Result<(Self, Past), String> {
        let shown = path.display();
        let cannot = |error: io::Error| format!("cannot use the journal `{shown}`: {error}");
        let mut file = open_private(path).map_err(cannot)?;
        match FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!("another program uses the journal `{shown}`"));
            }
            Err(TryLockError::Error(error)) => return Err(cannot(error)),
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(cannot)?;
        let (past, in_flight, end) = read(&text, header)
            .map_err(|problem| format!("cannot use the journal `{shown}`: {problem}"))?;
        // The rest is a line that was being written when the program ended.
        file.set_len(end as u64).map_err(cannot)?;
        file.seek(SeekFrom::End(0)).map_err(cannot)?;
        let journal = Self {
            file: Mutex::new(file),
            next: Mutex::new(None),
        };
        if end == 0 {
            journal.write(header).map_err(cannot)?;
        }
        let past = journal.settle(past, in_flight).map_err(cannot)?;
        Ok((journal, past))
    }

    /// Decides what happens with the batch that was in flight when the program ended.
    fn settle(&self, mut past: Past, in_flight: Option<Intent>) -> io::Result<Past> {
        let Some(intent) = in_flight else {
            return Ok(past);
        };
        let (failed, unknown) = if intent.is_repeatable {
            past.repeated = intent.ids.len();
            (intent.ids.clone(), Vec::new())
        } else {
            (Vec::new(), intent.ids.clone())
        };
        let reason = |ids: Vec<Json>| Reason {
            ids,
            kind: Some(KILLED.to_owned()),
            status: None,
        };
        let reasons = |ids: Vec<Json>| {
            if ids.is_empty() {
                vec![]
            } else {
                vec![reason(ids)]
            }
        };
        let finished = Finished {
            failed: reasons(failed),
            unknown: reasons(unknown),
            ..Finished::default()
        };
        self.finish(&finished)?;
        past.add(&intent, finished);
        Ok(past)
    }

    /// Sets the intent that [`record_intent`](Self::record_intent) records.
    pub(crate) fn prepare(&self, intent: Intent) {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(intent);
    }

    /// Records the intent of the next batch, right before it is sent.
    pub(crate) fn record_intent(&self) -> io::Result<()> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        match next.take() {
            Some(intent) => self.write(&Line::Sending(intent)),
            None => Ok(()),
        }
    }

    /// Records the outcome of a batch.
    pub(crate) fn finish(&self, finished: &Finished) -> io::Result<()> {
        self.write(&Line::Finished(finished.clone()))
    }

    fn write(&self, line: &impl Serialize) -> io::Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(text.as_bytes())?;
        file.sync_data()
    }
}

/// Reads a journal. Returns what earlier runs did, the batch that was in flight, and the length of the
/// complete lines.
fn read(text: &str, header: &Header) -> Result<(Past, Option<Intent>, usize), String> {
    let mut past = Past::default();
    let mut in_flight: Option<Intent> = None;
    let end = text.rfind('\n').map_or(0, |at| at + 1);
    let mut lines = text[..end].lines().enumerate();
    match lines.next() {
        None if text.is_empty() => return Ok((past, None, 0)),
        None if is_cut_header(text, header) => return Ok((past, None, 0)),
        None => return Err("it is not a journal".to_owned()),
        Some((_, line)) => check_header(line, header)?,
    }
    for (index, line) in lines {
        let line: Line =
            serde_json::from_str(line).map_err(|error| format!("line {}: {error}", index + 1))?;
        match line {
            Line::Sending(intent) => in_flight = Some(intent),
            Line::Finished(finished) => {
                let sent = in_flight.take().unwrap_or_default();
                past.add(&sent, finished);
            }
        }
    }
    Ok((past, in_flight, end))
}

/// Whether the text is the beginning of the header's line.
fn is_cut_header(text: &str, header: &Header) -> bool {
    serde_json::to_string(header).is_ok_and(|line| line.starts_with(text))
}

fn check_header(line: &str, header: &Header) -> Result<(), String> {
    let found: Header = serde_json::from_str(line).map_err(|_| "it is not a journal".to_owned())?;
    if found.journal != VERSION {
        return Err(format!("its version is {}", found.journal));
    }
    if found.command != header.command {
        return Err(format!("it is of the command `{}`", found.command));
    }
    if found.arguments != header.arguments {
        return Err(
            "it is of the same command with other arguments or another base URL".to_owned(),
        );
    }
    if found.entries != header.entries {
        return Err("it is of the same command with other entries".to_owned());
    }
    Ok(())
}

/// Opens a file that only the user can read, or creates it.
fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = private(&mut options).open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    make_private(&file)?;
    Ok(file)
}

/// Takes the permissions of a file that exists already from others.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(MODE);
        file.set_permissions(permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn make_private(_file: &File) -> io::Result<()> {
    Ok(())
}
