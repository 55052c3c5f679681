//! Instructions by Callgrind. The benchmark starts itself in Valgrind, twice for each column: the difference of two
//! numbers of executions is without the start of the process.

use std::io;
use std::process::Command;
use std::{env, str};

use super::measure::Case;

/// The argument with which the benchmark starts itself in Valgrind.
pub(crate) const ARGUMENT: &str = "--execute";

/// Counts the instructions of each column for one execution. `None` if Valgrind is not installed.
pub(crate) fn count(case: &Case, url: &str, executions: usize) -> io::Result<Option<Vec<f64>>> {
    let mut counts = Vec::new();
    for column in &case.columns {
        let (Some(few), Some(many)) = (
            total(case, column.name, url, executions)?,
            total(case, column.name, url, 3 * executions)?,
        ) else {
            return Ok(None);
        };
        counts.push(ratio(many.saturating_sub(few), 2 * executions));
    }
    Ok(Some(counts))
}

fn ratio(count: u64, executions: usize) -> f64 {
    let (count, executions) = (u32::try_from(count), u32::try_from(executions));
    f64::from(count.unwrap_or(u32::MAX)) / f64::from(executions.unwrap_or(u32::MAX))
}

fn total(case: &Case, column: &str, url: &str, executions: usize) -> io::Result<Option<u64>> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args([ARGUMENT, &case.name, column, &executions.to_string(), url])
        .output();
    let output = match output {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        output => output?,
    };
    let text = str::from_utf8(&output.stderr).map_err(io::Error::other)?;
    let line = text
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    match line.map(|(_, count)| count.trim().parse()) {
        Some(Ok(count)) => Ok(Some(count)),
        _ => Err(io::Error::other(format!(
            "Callgrind counted nothing: {text}"
        ))),
    }
}

/// What the process in Valgrind does.
pub(crate) fn execute(cases: &[Case], case: &str, column: &str, count: &str) -> io::Result<()> {
    let count = count.parse().map_err(io::Error::other)?;
    let case = cases.iter().find(|it| it.name == case);
    let columns = case.map(|case| case.columns.as_slice()).unwrap_or_default();
    match columns.iter().find(|it| it.name == column) {
        Some(column) => {
            (column.run)(count);
            Ok(())
        }
        None => Err(io::Error::other("there is no such column")),
    }
}
