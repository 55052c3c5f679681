//! Measurement of the columns of a table in turn.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// One way of doing what a case does.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    /// Does it this many times.
    pub(crate) run: Box<dyn Fn(usize)>,
}

/// Something that each of the columns does.
pub(crate) struct Case {
    pub(crate) name: String,
    /// The number of bytes that are read, if that is what is measured.
    pub(crate) bytes: usize,
    pub(crate) columns: Vec<Column>,
}

/// The CPU time of each column for one execution, by round.
pub(crate) struct Times {
    pub(crate) rounds: Vec<Vec<f64>>,
}

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) rounds: usize,
    /// The CPU time of one column in a round.
    pub(crate) round: Duration,
}

impl Effort {
    pub(crate) const FULL: Self = Self {
        rounds: 20,
        round: Duration::from_millis(40),
    };
    pub(crate) const QUICK: Self = Self {
        rounds: 3,
        round: Duration::from_millis(3),
    };
}

/// The CPU time of this thread.
pub(crate) fn cpu_time() -> Duration {
    now(ClockId::ThreadCPUTime)
}

pub(crate) fn cpu_time_of_process() -> Duration {
    now(ClockId::ProcessCPUTime)
}

fn now(clock: ClockId) -> Duration {
    let time = clock_gettime(clock);
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}

/// Measures the columns in turn. Each round begins with another column.
pub(crate) fn measure(case: &Case, effort: Effort) -> Times {
    let counts: Vec<_> = case
        .columns
        .iter()
        .map(|column| executions(column, effort.round))
        .collect();
    let rounds = (0..effort.rounds).map(|round| {
        let mut times = vec![0.0; case.columns.len()];
        for turn in 0..case.columns.len() {
            let index = (round + turn) % case.columns.len();
            let start = cpu_time();
            (case.columns[index].run)(counts[index]);
            let time = cpu_time().saturating_sub(start).as_secs_f64();
            times[index] = time / f64::from(u32::try_from(counts[index]).unwrap_or(u32::MAX));
        }
        times
    });
    Times {
        rounds: rounds.collect(),
    }
}

/// The number of executions that take about this long.
fn executions(column: &Column, time: Duration) -> usize {
    let mut count = 1;
    loop {
        let start = cpu_time();
        (column.run)(count);
        if cpu_time().saturating_sub(start) >= time {
            return count;
        }
        count *= 2;
    }
}

impl Times {
    /// The median of a column, in seconds.
    pub(crate) fn seconds(&self, column: usize) -> f64 {
        median(self.rounds.iter().map(|round| round[column]).collect())
    }

    /// The median of the ratios of two columns in the same round.
    pub(crate) fn ratio(&self, column: usize, to: usize) -> f64 {
        median(
            self.rounds
                .iter()
                .map(|round| round[column] / round[to])
                .collect(),
        )
    }
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values[middle]
    } else {
        f64::midpoint(values[middle - 1], values[middle])
    }
}
