//! The cost of a process with its children.

use std::io;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The time that a process took, in seconds.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: f64,
    /// The CPU time of the process and its children, in steps of 10 ms. `None` if the system does not tell.
    pub(crate) cpu: Option<f64>,
}

impl Cost {
    /// The CPU time, or the wall time without it.
    pub(crate) fn seconds(self) -> f64 {
        self.cpu.unwrap_or(self.wall)
    }
}

/// Runs each command to its end, without output.
///
/// # Errors
///
/// Fails if a command cannot be started or fails. The error has its output.
pub(crate) fn cost(commands: &mut [Command]) -> io::Result<Cost> {
    let (cpu, wall) = (cpu_time_of_children(), Instant::now());
    for command in commands {
        run(command)?;
    }
    Ok(Cost {
        wall: wall.elapsed().as_secs_f64(),
        cpu: cpu_time_of_children()
            .zip(cpu)
            .map(|(after, before)| after - before),
    })
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

/// The CPU time of all processes that this one has started and that have ended.
fn cpu_time_of_children() -> Option<f64> {
    // Linux counts it in these steps, whatever the clock of the kernel is.
    const STEPS_PER_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is the name in parentheses. Fields 16 and 17 are the user and the system time of the children.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(13);
    let (user, system): (f64, f64) = (times.next()?.parse().ok()?, times.next()?.parse().ok()?);
    Some((user + system) / STEPS_PER_SECOND)
}
