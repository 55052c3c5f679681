//! The cost of a process with its children.

use std::io::{self, Read};
use std::process::{Command, Stdio};
use std::time::Instant;

use wait4::Wait4;

/// What processes used.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    /// The wall time in seconds.
    pub(crate) wall: f64,
    /// The CPU time of the processes and their children in seconds.
    pub(crate) cpu: f64,
    /// The largest resident set of a process or one of its children, in MB.
    pub(crate) memory: f64,
}

/// Runs each command to its end, without output.
///
/// # Errors
///
/// Fails if a command cannot be started or fails. The error has what it wrote to standard error.
pub(crate) fn cost(commands: &mut [Command]) -> io::Result<Cost> {
    let mut total = Cost::default();
    for command in commands {
        let start = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let mut process = command.stderr(Stdio::piped()).spawn()?;
        let mut errors = Vec::new();
        if let Some(mut stderr) = process.stderr.take() {
            stderr.read_to_end(&mut errors)?;
        }
        let used = process.wait4()?;
        if !used.status.success() {
            let errors = String::from_utf8_lossy(&errors);
            return Err(io::Error::other(format!("{command:?} failed:\n{errors}")));
        }
        let kib = u32::try_from(used.rusage.maxrss / 1024).unwrap_or(u32::MAX);
        total.wall += start.elapsed().as_secs_f64();
        total.cpu += (used.rusage.utime + used.rusage.stime).as_secs_f64();
        total.memory = total.memory.max(f64::from(kib) / 1024.0);
    }
    Ok(total)
}

/// Runs a command to its end, and returns its standard output.
///
/// # Errors
///
/// Fails if the command cannot be started or fails.
pub(crate) fn run(command: &mut Command) -> io::Result<String> {
    let output = command.stdin(Stdio::null()).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(text);
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    Err(io::Error::other(format!(
        "{command:?} failed:\n{text}{errors}"
    )))
}
