//! The conversations, and the jobs that update them.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::request::Record;
use crate::random::Random;

/// The largest number of records in a batch.
const MAX_BATCH_SIZE: usize = 40;

/// The pace at which jobs run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobPace {
    /// Jobs run by the clock of the sandbox.
    Clock {
        /// The time that a job waits before it runs.
        queued: Duration,
        /// The time that each batch takes.
        batch: Duration,
    },
    /// Jobs run by the number of requests for their status.
    Polls {
        /// The number of requests during which the job is queued.
        queued: u32,
        /// The number of requests during which each batch runs.
        batch: u32,
    },
}

impl Default for JobPace {
    /// One second in the queue, and one second for each batch.
    fn default() -> Self {
        Self::Clock {
            queued: Duration::from_secs(1),
            batch: Duration::from_secs(1),
        }
    }
}

/// A conversation of Kustomer.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// The ID, which is 24 hexadecimal digits.
    pub id: String,
    /// The attributes, by the names of the fields in requests. `customer` and `rev` always exist.
    pub attributes: Map<String, Value>,
    /// The number of updates.
    pub writes: u64,
}

impl Conversation {
    fn rev(&self) -> Option<i64> {
        self.attributes.get("rev").and_then(Value::as_i64)
    }

    fn apply(&mut self, changes: &Map<String, Value>) -> Result<(), &'static str> {
        let rev = self.rev();
        let sent = changes.get("rev").and_then(Value::as_i64);
        if sent.is_some() && sent != rev {
            return Err("the conversation has a different revision");
        }
        for (name, value) in changes {
            match (self.attributes.get_mut(name), value) {
                (Some(Value::Object(kept)), Value::Object(new)) if name == "custom" => {
                    kept.extend(new.clone());
                }
                _ => {
                    self.attributes.insert(name.clone(), value.clone());
                }
            }
        }
        let next = rev.unwrap_or_default() + 1;
        self.attributes.insert("rev".to_owned(), next.into());
        self.writes += 1;
        Ok(())
    }
}

#[derive(Debug)]
struct Job {
    id: String,
    created: DateTime<Utc>,
    updated: DateTime<Utc>,
    polls: u32,
    running: bool,
    batches: Vec<Batch>,
}

#[derive(Debug)]
struct Batch {
    id: String,
    records: Vec<Record>,
    outcome: Option<Outcome>,
}

/// The outcome of a batch.
#[derive(Debug)]
struct Outcome {
    completed: DateTime<Utc>,
    /// The result of each record, in the order of the records.
    results: Vec<Result<(), &'static str>>,
}

/// An object in a response.
#[derive(Debug, Serialize)]
pub(crate) struct Resource {
    r#type: &'static str,
    id: String,
    attributes: Value,
}

impl Job {
    fn completed_batches(&self) -> usize {
        let done = |batch: &&Batch| batch.outcome.is_some();
        self.batches.iter().filter(done).count()
    }

    fn is_complete(&self) -> bool {
        self.completed_batches() == self.batches.len()
    }

    /// Returns the number of batches that should be complete. Returns `None` while the job is queued.
    fn due(&self, pace: JobPace, now: DateTime<Utc>) -> Option<u128> {
        match pace {
            JobPace::Clock { queued, batch } => {
                let since = (now - self.created).to_std().unwrap_or_default();
                let running = since.checked_sub(queued)?.as_nanos();
                Some(running.checked_div(batch.as_nanos()).unwrap_or(u128::MAX))
            }
            JobPace::Polls { queued, batch } => {
                let running = u128::from(self.polls.checked_sub(queued)?);
                Some(running.checked_div(batch.into()).unwrap_or(u128::MAX))
            }
        }
    }

    fn resource(&self) -> Resource {
        let status = match (self.is_complete(), self.running) {
            (true, _) => "complete",
            (false, true) => "running",
            (false, false) => "queued",
        };
        Resource {
            r#type: "bulk",
            id: self.id.clone(),
            attributes: json!({
                "status": status,
                "completed": self.is_complete(),
                "batches": {
                    "complete": self.completed_batches(),
                    "total": self.batches.len(),
                },
                "createdAt": timestamp(self.created),
                "updatedAt": timestamp(self.updated),
            }),
        }
    }
}

impl Batch {
    fn resource(&self) -> Resource {
        Resource {
            r#type: "bulk_batch",
            id: self.id.clone(),
            attributes: match &self.outcome {
                None => json!({
                    "status": "queued",
                    "objectIds": [],
                    "successCount": 0,
                    "failureCount": 0,
                }),
                Some(outcome) => self.attributes(outcome),
            },
        }
    }

    fn attributes(&self, outcome: &Outcome) -> Value {
        let pairs = || self.records.iter().zip(&outcome.results);
        let updated: Vec<_> = pairs()
            .filter(|(_, result)| result.is_ok())
            .map(|(record, _)| &record.id)
            .collect();
        let errors: Vec<_> = pairs()
            .filter_map(|(record, result)| {
                let message = result.err()?;
                Some(json!({ "message": message, "meta": { "id": record.id } }))
            })
            .collect();
        let mut attributes = json!({
            "status": "complete",
            "objectIds": updated,
            "successCount": updated.len(),
            "failureCount": errors.len(),
            "errors": errors,
            "completedAt": timestamp(outcome.completed),
        });
        let results: Vec<_> = pairs()
            .filter_map(|(record, result)| result_entry(record, *result))
            .collect();
        if !results.is_empty() {
            attributes["results"] = results.into();
        }
        attributes
    }
}

/// Returns the entry of a record in `results`, if the record has a reference.
fn result_entry(record: &Record, result: Result<(), &str>) -> Option<Value> {
    let client_ref = record.client_ref.as_ref()?;
    Some(match result {
        Ok(()) => json!({
            "_clientRef": client_ref,
            "objectId": record.id,
            "status": "updated",
        }),
        Err(message) => json!({
            "_clientRef": client_ref,
            "status": "error",
            "error": message,
        }),
    })
}

fn timestamp(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Kustomer's data.
#[derive(Debug)]
pub(crate) struct Store {
    conversations: BTreeMap<String, Conversation>,
    jobs: Vec<Job>,
    pace: JobPace,
    random: Random,
}

impl Store {
    /// Generates `count` conversations, which are the same for the same seed.
    pub(crate) fn seeded(count: usize, seed: u64, pace: JobPace) -> Self {
        // Different random numbers from those of Fernand with the same seed.
        let mut random = Random::new(seed ^ 0x4b75_7374_6f6d_6572);
        let conversations = (0..count)
            .map(|_| generate(&mut random))
            .map(|it| (it.id.clone(), it))
            .collect();
        Self {
            conversations,
            jobs: Vec::new(),
            pace,
            random,
        }
    }

    pub(crate) fn conversations(&self) -> Vec<Conversation> {
        self.conversations.values().cloned().collect()
    }

    pub(crate) fn conversation(&self, id: &str) -> Option<&Conversation> {
        self.conversations.get(id)
    }

    /// Adds a job to the queue.
    pub(crate) fn submit(&mut self, records: &[Record], now: DateTime<Utc>) -> Resource {
        let batches = records
            .chunks(MAX_BATCH_SIZE)
            .map(|records| Batch {
                id: object_id(&mut self.random),
                records: records.to_vec(),
                outcome: None,
            })
            .collect();
        let job = Job {
            id: object_id(&mut self.random),
            created: now,
            updated: now,
            polls: 0,
            running: false,
            batches,
        };
        let resource = job.resource();
        self.jobs.push(job);
        resource
    }

    /// Returns the status of a job, and counts the request as a poll.
    pub(crate) fn job(&mut self, id: &str) -> Option<Resource> {
        let job = self.jobs.iter_mut().find(|job| job.id == id)?;
        let resource = job.resource();
        job.polls += 1;
        Some(resource)
    }

    pub(crate) fn batches(&self, id: &str) -> Option<Vec<Resource>> {
        let job = self.jobs.iter().find(|job| job.id == id)?;
        Some(job.batches.iter().map(Batch::resource).collect())
    }

    /// Runs the batches that are due.
    pub(crate) fn settle(&mut self, now: DateTime<Utc>) {
        for job in self.jobs.iter_mut().filter(|job| !job.is_complete()) {
            let Some(due) = job.due(self.pace, now) else {
                continue;
            };
            let due = usize::try_from(due).unwrap_or(usize::MAX);
            job.running = true;
            let waiting = |batch: &&mut Batch| batch.outcome.is_none();
            for batch in job.batches.iter_mut().take(due).filter(waiting) {
                let update = |record: &Record| match self.conversations.get_mut(&record.id) {
                    Some(conversation) => conversation.apply(&record.changes),
                    None => Err("the conversation does not exist"),
                };
                batch.outcome = Some(Outcome {
                    completed: now,
                    results: batch.records.iter().map(update).collect(),
                });
                job.updated = now;
            }
        }
    }
}

fn object_id(random: &mut Random) -> String {
    format!("{:016x}{:08x}", random.next(), random.next() >> 32)
}

fn generate(random: &mut Random) -> Conversation {
    let attributes = json!({
        "customer": object_id(random),
        "name": random.pick(&["Where is my order?", "Login", "Invoice", "Return"]),
        "status": random.pick(&["open", "open", "snoozed", "done"]),
        "direction": random.pick(&["in", "out"]),
        "priority": 1 + random.below(5),
        "tags": [],
        "custom": {},
        "rev": 1,
    });
    let Value::Object(attributes) = attributes else {
        unreachable!("the attributes are an object");
    };
    Conversation {
        id: object_id(random),
        attributes,
        writes: 0,
    }
}
