//! The time and the memory of a process with its children.

use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// What a process used.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    /// The wall time in seconds.
    pub(crate) wall: f64,
    /// The CPU time of the process and its children in seconds.
    pub(crate) cpu: f64,
    /// The largest resident set of the process or one of its children, in MB.
    pub(crate) memory: f64,
}

/// Runs a command to its end, without output. Returns `None` if it fails.
///
/// # Errors
///
/// Fails if the command cannot be started.
pub(crate) fn usage(command: &mut Command) -> io::Result<Option<Usage>> {
    let start = Instant::now();
    command.stdin(Stdio::null());
    let mut process = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let used = process.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        return Ok(None);
    }
    let cpu = used.rusage.utime + used.rusage.stime;
    let bytes = u32::try_from(used.rusage.maxrss / 1024).unwrap_or(u32::MAX);
    Ok(Some(Usage {
        wall,
        cpu: cpu.as_secs_f64(),
        memory: f64::from(bytes) / 1024.0,
    }))
}
