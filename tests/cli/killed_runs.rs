//! Runs of 5,000 entries that are killed again and again. The log of the sandbox shows what was processed.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Stdio};
use std::time::Duration;

use fastrand::Rng;
use sandbox::{Fault, Faults, When};
use serde_json::Value;
use support::{Place, kill, wait_until};

const ENTRIES: usize = 5_000;
const KILLS: usize = 20;

struct Run {
    place: Place,
    /// The IDs of the conversations.
    ids: BTreeSet<i64>,
    arguments: Vec<String>,
    random: Rng,
}

impl Run {
    async fn new(change: &[&str], seed: u64) -> Self {
        let delay = Fault::Delay(Duration::from_millis(4), When::AfterProcessing);
        let faults = Faults::seeded(seed).with(delay, 0.5);
        let place = Place::with(|builder| builder.conversations(ENTRIES).faults(faults)).await;
        let ids: BTreeSet<_> = place
            .sandbox
            .conversations()
            .iter()
            .map(|it| it.id)
            .collect();
        let file = place.file("ids", &support::lines(&ids));
        let fixed = [
            "fernand",
            "bulk-update-conversations",
            "--ids-from",
            &file,
            "--yes",
        ];
        let journal = ["--journal", "journal"];
        let arguments = fixed.iter().chain(change).chain(&journal);
        Self {
            arguments: arguments.map(|it| (*it).to_owned()).collect(),
            place,
            ids,
            random: Rng::with_seed(seed),
        }
    }

    fn arguments(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }

    /// Starts the command and kills it at a random place. Returns whether it was still running.
    fn kill_once(&mut self) -> bool {
        let before = self.place.sandbox.counts().received;
        let requests = self.random.u64(0..4);
        let pause = self.random.u32(0..200_000);
        let mut command = self.place.command(&self.arguments());
        // A full pipe would stop the program.
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let has_ended = |child: &mut Child| child.try_wait().expect("the state").is_some();
        wait_until(|| {
            has_ended(&mut child) || self.place.sandbox.counts().received >= before + requests
        });
        (0..pause).for_each(|_| std::hint::spin_loop());
        let was_running = !has_ended(&mut child);
        if was_running {
            kill(&child);
        }
        child.wait().expect("the program ends");
        was_running
    }

    fn kill_often(&mut self) {
        let kills = (0..KILLS).filter(|_| self.kill_once()).count();
        assert_eq!(kills, KILLS, "the runs end before they are killed");
    }

    /// Returns how often each ID was processed.
    fn processed(&self) -> BTreeMap<i64, usize> {
        let mut processed = BTreeMap::new();
        for request in self
            .place
            .sandbox
            .requests()
            .iter()
            .filter(|it| it.processed)
        {
            let body: Value = serde_json::from_slice(&request.body).expect("a JSON body");
            for id in body["ids"].as_array().expect("a list of IDs") {
                *processed.entry(id.as_i64().expect("an ID")).or_default() += 1;
            }
        }
        processed
    }

    /// Returns the IDs of each state in the journal.
    fn recorded(&self) -> BTreeMap<&'static str, Vec<i64>> {
        let mut recorded: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let id = |id: &Value| id.as_i64().expect("an ID");
        for line in support::json_lines(&self.place.read("journal")) {
            let finished = &line["finished"];
            let ids = |name: &str| finished[name].as_array().cloned().unwrap_or_default();
            recorded
                .entry("updated")
                .or_default()
                .extend(ids("updated").iter().map(id));
            for reason in ids("unknown") {
                let unknown = reason["ids"].as_array().cloned().unwrap_or_default();
                recorded
                    .entry("unknown")
                    .or_default()
                    .extend(unknown.iter().map(id));
            }
        }
        recorded
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_sends_no_batch_twice_and_accounts_for_every_entry() {
    for seed in 0..2 {
        let mut run = Run::new(&["--status", "closed"], seed).await;
        run.kill_often();
        let ended = run.place.run(&run.arguments());
        let processed = run.processed();
        assert!(processed.values().all(|times| *times == 1), "seed {seed}");
        let recorded = run.recorded();
        let (updated, unknown) = (&recorded["updated"], &recorded["unknown"]);
        let all: BTreeSet<_> = updated.iter().chain(unknown).copied().collect();
        assert_eq!(all, run.ids, "every ID has an outcome, seed {seed}");
        assert_eq!(
            updated.len() + unknown.len(),
            ENTRIES,
            "and only one, seed {seed}"
        );
        assert!(
            updated.iter().all(|id| processed.contains_key(id)),
            "seed {seed}"
        );
        let expected = if unknown.is_empty() { 0 } else { 3 };
        assert_eq!(ended.status, Some(expected), "seed {seed}: {}", ended.err);
        assert!(unknown.len() <= KILLS * 100, "seed {seed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tagging_repeats_at_most_one_batch_for_each_kill_and_updates_every_entry() {
    for seed in 0..2 {
        let mut run = Run::new(&["--tag", "stale"], seed).await;
        run.kill_often();
        run.place.run(&run.arguments()).exits_with(0);
        let processed = run.processed();
        assert_eq!(
            processed.keys().copied().collect::<BTreeSet<_>>(),
            run.ids,
            "seed {seed}"
        );
        let repeats: usize = processed.values().map(|times| times - 1).sum();
        assert!(repeats <= KILLS * 100, "seed {seed}: {repeats}");
        let most = processed.values().max().copied().unwrap_or_default();
        assert!(most <= KILLS + 1, "seed {seed}");
    }
}
