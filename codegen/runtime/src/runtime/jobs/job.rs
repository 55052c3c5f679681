use std::collections::HashMap;
use std::fmt::{self, Debug};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::{Instant, sleep_until, timeout_at};

use super::job_operation::{EntryKeys, ItemReport, JobOperation, JobResults};
use crate::runtime::batches::batched::{BatchFuture, OutcomeOf};
use crate::runtime::batches::outcome::{Failed, Outcome};
use crate::runtime::calls::call::{Call, Fill};
use crate::runtime::calls::operation::{ErrorOf, Operation};
use crate::runtime::calls::request::Options;
use crate::runtime::client::transport::Transport;
use crate::runtime::clock::LONGEST;
use crate::runtime::errors::error::Error;
use crate::runtime::errors::job::{ItemError, JobError, JobErrorKind};
use crate::runtime::events::{JobProgress, Wait, WaitReason};

/// The default of [`Call::job_timeout`].
const PATIENCE: Duration = Duration::from_secs(15 * 60);

impl<O: JobOperation, S: Fill<O>> Call<O, S> {
    /// Sets how long to wait for each job to finish, counted from when the wait begins. The default
    /// is 15 minutes.
    ///
    /// When the time is over, the wait fails with [`JobErrorKind::Unfinished`]. The job itself goes
    /// on.
    pub fn job_timeout(mut self, timeout: Duration) -> Self {
        self.options.job_timeout = Some(timeout);
        self
    }

    /// Sends one request and returns the job that it starts, without waiting for the job.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send).
    pub async fn send_job(self) -> Result<Job<O>, ErrorOf<O>> {
        let Self {
            mut operation,
            transport,
            options,
            source,
        } = self;
        source.fill(&mut operation);
        let entries = operation.entries().iter().map(Expected::new).collect();
        let call = Call {
            operation,
            transport: transport.clone(),
            options: options.clone(),
            source: (),
        };
        let output = call.send().await?;
        Ok(Job {
            id: O::job(&output),
            entries,
            transport,
            options: options.for_reading(),
            due: Instant::now() + O::JOB.every,
            progress: None,
            asking: None,
            reading: None,
        })
    }
}

/// Sends one batch, waits for the job that it starts, and returns the outcome of its entries.
pub fn by_job<O: JobOperation>(mut call: Call<O>) -> BatchFuture<O> {
    Box::pin(async move {
        let ids: Vec<_> = call.operation.entries().iter().map(O::id).collect();
        let mut job = match call.send_job().await {
            Ok(job) => job,
            Err(error) => return Outcome::of_error(ids, error),
        };
        match job.wait().await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::of_unknown(ids, Some(error)),
        }
    })
}

/// A job that runs on the server, with the entries of the request that started it. Created by
/// [`Call::send_job`].
///
/// The status is requested at the interval that the document declares. Futures of this type are
/// cancel safe: after dropping one, call the method again. Dropping the job does not cancel it on
/// the server.
pub struct Job<O: JobOperation> {
    id: O::JobId,
    entries: Vec<Expected<O>>,
    transport: Transport<O::Document>,
    options: Options,
    due: Instant,
    progress: Option<JobProgress>,
    asking: Option<Asking<O::Status>>,
    reading: Option<Asking<O::Results>>,
}

/// A request in flight. The job owns it, so that dropping the future of a method does not lose it.
type Asking<R> = Pin<Box<dyn Future<Output = Result<<R as Operation>::Output, ErrorOf<R>>> + Send>>;

impl<O: JobOperation> Job<O> {
    /// What names the job.
    pub fn id(&self) -> &O::JobId {
        &self.id
    }

    /// Requests the progress of the job, as soon as the interval since the last request is over.
    ///
    /// # Errors
    ///
    /// Returns an error if the request fails.
    pub async fn progress(&mut self) -> Result<JobProgress, ErrorOf<O>> {
        let asking = self.asking.take().unwrap_or_else(|| self.ask());
        let answer = self.asking.insert(asking).as_mut().await;
        self.asking = None;
        self.due = Instant::now() + O::JOB.every;
        let progress = O::progress(&answer?);
        self.progress = Some(progress.clone());
        Ok(progress)
    }

    /// Waits until the job has finished and returns the outcome of each ID. It can be called again
    /// after an error.
    ///
    /// # Errors
    ///
    /// Returns an error if a request fails, if the job takes longer than
    /// [`job_timeout`](Call::job_timeout), or if it ends without results. In each case it is
    /// unknown which entries the job has updated.
    pub async fn wait(&mut self) -> Result<OutcomeOf<O>, ErrorOf<O>> {
        let patience = self.options.job_timeout.unwrap_or(PATIENCE);
        let deadline = Instant::now() + patience.min(LONGEST);
        match timeout_at(deadline, self.end()).await {
            Ok(outcome) => outcome,
            Err(_) => Err(self.error(JobErrorKind::Unfinished(patience))),
        }
    }

    async fn end(&mut self) -> Result<OutcomeOf<O>, ErrorOf<O>> {
        let reading = if let Some(reading) = self.reading.take() {
            reading
        } else {
            self.done().await?;
            Box::pin(self.call(O::results_request(self.id.clone())).send())
        };
        let answer = self.reading.insert(reading).as_mut().await;
        self.reading = None;
        Ok(self.sort(O::read_results(answer?)))
    }

    /// Requests the status until the results are available.
    async fn done(&mut self) -> Result<(), ErrorOf<O>> {
        loop {
            let JobProgress { state, .. } = self.progress().await?;
            if O::JOB.done.contains(&state.as_str()) {
                return Ok(());
            }
            if O::JOB.failed.contains(&state.as_str()) {
                return Err(self.error(JobErrorKind::Ended(state)));
            }
        }
    }

    fn ask(&self) -> Asking<O::Status> {
        self.tell_of_wait();
        let (due, call) = (self.due, self.call(O::status_request(self.id.clone())));
        Box::pin(async move {
            sleep_until(due).await;
            call.send().await
        })
    }

    fn call<R: Operation<Document = O::Document>>(&self, operation: R) -> Call<R> {
        Call {
            operation,
            transport: self.transport.clone(),
            options: self.options.clone(),
            source: (),
        }
    }

    fn sort(&self, results: JobResults<O::Item>) -> OutcomeOf<O> {
        let reports: Vec<_> = results.items.iter().map(O::report).collect();
        let mut places = HashMap::new();
        for (place, report) in reports.iter().enumerate() {
            for (position, key) in report.keys.iter().enumerate() {
                places.extend(key.as_deref().map(|key| ((position, key), place)));
            }
        }
        let mut items: Vec<_> = results.items.into_iter().map(Some).collect();
        let mut outcome = Outcome::default();
        for entry in &self.entries {
            let id = entry.id.clone();
            let mut keys = entry.names.keys.iter().enumerate();
            let place = keys.find_map(|(position, key)| places.get(&(position, key.as_deref()?)));
            match place {
                Some(&place) if reports[place].is_success(&O::JOB) => {
                    let value = O::value(items[place].take());
                    outcome.updated.push((id, value));
                }
                Some(&place) => outcome.failed.push(Failed {
                    ids: vec![id],
                    error: self.item_error(&reports[place]),
                }),
                None if entry
                    .names
                    .id
                    .as_ref()
                    .is_some_and(|id| results.ids.contains(id)) =>
                {
                    outcome.updated.push((id, O::value(None)));
                }
                None => outcome.not_updated.push(id),
            }
        }
        outcome.reasons = results.reasons;
        outcome
    }

    fn item_error(&self, report: &ItemReport) -> ErrorOf<O> {
        let scrub = |text: &String| self.transport.core().credentials.scrub(text);
        Error::Item(Box::new(ItemError {
            operation: O::ENDPOINT.id,
            state: report.state.as_ref().map(scrub),
            reason: report.reason.as_ref().map(scrub),
        }))
    }

    fn error(&self, kind: JobErrorKind) -> ErrorOf<O> {
        Error::Job(Box::new(JobError {
            operation: O::ENDPOINT.id,
            id: self.id.to_string(),
            kind,
        }))
    }

    fn tell_of_wait(&self) {
        let duration = self.due.saturating_duration_since(Instant::now());
        if duration.is_zero() {
            return;
        }
        self.transport.core().listener.tell(&Wait {
            operation: O::ENDPOINT.id,
            duration,
            reason: WaitReason::Job {
                id: self.id.to_string(),
                progress: self.progress.clone(),
            },
        });
    }
}

impl<O: JobOperation> Debug for Job<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("entries", &self.entries.len())
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

/// An entry of the request that started a job.
struct Expected<O: JobOperation> {
    id: O::Id,
    names: EntryKeys,
}

impl<O: JobOperation> Expected<O> {
    fn new(entry: &O::Entry) -> Self {
        Self {
            id: O::id(entry),
            names: O::keys(entry),
        }
    }
}
