//! The CPU time of a generation by stage.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use codegen::folder::OnDisk;
use codegen::{Options, Source, generate_in};

use crate::Input;
use crate::measure::{cpu_time, median};

/// The stages in their order. Reading the model, for example, is the stage `model`.
pub(crate) const STAGES: [&str; 10] = [
    "document", "bundle", "check", "lower", "model", "surface", "wire", "examples", "emit", "print",
];

/// The stage of a step of the generator.
fn stage(step: &str) -> usize {
    let stage = match step {
        "bundling the files" => "bundle",
        "checking the document" => "check",
        "lowering the document" => "lower",
        "reading the model" => "model",
        "building the surface" => "surface",
        "generating the requests" => "wire",
        "computing the examples" => "examples",
        "emitting the code" => "emit",
        "printing" => "print",
        // The start of a thread is short.
        _ => "document",
    };
    STAGES
        .iter()
        .position(|it| *it == stage)
        .unwrap_or_default()
}

thread_local! {
    /// The step of this thread, and the CPU time at its beginning.
    static STEP: Cell<Option<(&'static str, Duration)>> = const { Cell::new(None) };
}

static TIMES: Mutex<BTreeMap<&str, Duration>> = Mutex::new(BTreeMap::new());

/// Begins to record the steps of all generations.
pub(crate) fn observe() {
    codegen::observe_steps(|step| {
        let now = cpu_time();
        if let Some((name, start)) = STEP.replace(step.map(|name| (name, now))) {
            let mut times = TIMES.lock().unwrap_or_else(PoisonError::into_inner);
            *times.entry(name).or_default() += now.saturating_sub(start);
        }
    });
}

/// What a generation costs.
pub(crate) struct Generation {
    pub(crate) operations: usize,
    pub(crate) lines: usize,
    pub(crate) wall: f64,
    /// The CPU time of each stage, in seconds.
    stages: [f64; STAGES.len()],
}

impl Generation {
    /// Generates the document once, and then in each round. Returns `None` if it is rejected.
    pub(crate) fn measure(input: &Input, rounds: usize) -> Option<Self> {
        let source = Source {
            name: &input.name,
            text: &input.text,
        };
        let folder = OnDisk::of(&input.path);
        let options = Options {
            lenient: true,
            ..Options::default()
        };
        let module = generate_in(&source, &folder, &options).ok()?;
        let lines = module
            .files
            .iter()
            .map(|file| file.text.lines().count())
            .sum();
        let mut walls = Vec::new();
        let mut stages: [Vec<f64>; STAGES.len()] = Default::default();
        for _ in 0..rounds {
            take();
            let start = Instant::now();
            drop(generate_in(&source, &folder, &options));
            walls.push(start.elapsed().as_secs_f64());
            for (stage, time) in stages.iter_mut().zip(take()) {
                stage.push(time);
            }
        }
        Some(Self {
            operations: module.operations,
            lines,
            wall: median(walls),
            stages: stages.map(median),
        })
    }

    /// The CPU time in seconds.
    pub(crate) fn cpu(&self) -> f64 {
        self.stages.iter().sum()
    }

    pub(crate) fn cpu_per_operation(&self) -> f64 {
        self.cpu() / float(self.operations)
    }

    /// The cells of the stages, in parts of a second.
    pub(crate) fn cells(&self, scale: f64, decimals: usize) -> String {
        let cells = self
            .stages
            .map(|time| format!("{:.decimals$}", time * scale));
        cells.join(" | ")
    }
}

/// The times by stage since the last call.
fn take() -> [f64; STAGES.len()] {
    let mut stages = [0.0; STAGES.len()];
    let times = mem::take(&mut *TIMES.lock().unwrap_or_else(PoisonError::into_inner));
    for (step, time) in times {
        stages[stage(step)] += time.as_secs_f64();
    }
    stages
}

pub(crate) fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
