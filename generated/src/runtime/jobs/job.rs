use std::collections::HashSet;
use std::fmt::{self, Debug};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use super::accounting::{EntryCounts, Gap, Unnamed, outcome_of_unnamed};
use super::job_operation::{ItemReport, JobOperation, JobPart, JobResults};
use super::result_index::{Named, ResultIndex};
use crate::runtime::batches::batched::{BatchFuture, OutcomeOf};
use crate::runtime::batches::entry_keys::EntryKeys;
use crate::runtime::batches::outcome::{Failed, Outcome, Unknown};
use crate::runtime::calls::call::{Call, FillRequest, send_call};
use crate::runtime::calls::operation::{ErrorOf, Operation};
use crate::runtime::calls::request::{Options, scrubber};
use crate::runtime::client::transport::Transport;
use crate::runtime::clock::{Clock, Elapsed, MAX_DURATION};
use crate::runtime::errors::error::{Error, RepeatedCursor};
use crate::runtime::errors::job::{ItemError, JobError, JobErrorKind};
use crate::runtime::events::{JobProgress, Wait, WaitReason};
use crate::runtime::scrubber::Scrubber;

/// The default of [`Call::job_timeout`].
const DEFAULT_JOB_TIMEOUT: Duration = Duration::from_secs(15 * 60);

impl<O: JobOperation, S: FillRequest<O>> Call<O, S> {
    /// Sets how long to wait for each job to finish, counted from when the wait begins. The default
    /// is 15 minutes.
    ///
    /// When the time is over, the wait fails with [`JobErrorKind::Unfinished`]. The job itself goes
    /// on.
    pub fn job_timeout(mut self, timeout: Duration) -> Self {
        self.options.job_timeout = Some(timeout);
        self
    }

    /// Sets the time between the response to a status request of a job and the next status request.
    /// The default is the interval that the document declares.
    ///
    /// With an interval of zero, each status request is sent as soon as the last one is answered.
    /// The rate limit applies to status requests with every interval.
    pub fn job_interval(mut self, interval: Duration) -> Self {
        self.options.job_interval = Some(interval);
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
        let entries = operation.entries().iter().map(JobEntry::new).collect();
        let call = Call {
            operation,
            transport: transport.clone(),
            options: options.clone(),
            source: (),
        };
        let (response, earlier_in_doubt) = send_call(call).await?;
        let interval = options.job_interval.unwrap_or(O::JOB.poll_interval);
        let interval = interval.min(MAX_DURATION);
        let next_poll = transport.core().clock.now() + interval;
        Ok(Job {
            id: O::job_id(response.value()),
            entries,
            earlier_in_doubt,
            transport,
            options: options.for_job_requests(),
            interval,
            next_poll,
            progress: None,
            status_in_flight: None,
            results_in_flight: None,
        })
    }
}

/// Sends one batch, waits for the job that it starts, and returns the outcome of its entries.
pub fn send_job_batch<O: JobOperation>(mut call: Call<O>) -> BatchFuture<O> {
    Box::pin(async move {
        let ids: Vec<_> = call.operation.entries().iter().map(O::id).collect();
        let mut job = match call.send_job().await {
            Ok(job) => job,
            Err(error) => return Outcome::from_error(ids, error),
        };
        match job.wait().await {
            Ok(outcome) => outcome,
            Err(error) => Outcome::from_unknown(ids, Some(error)),
        }
    })
}

/// A job that runs on the server, with the entries of the request that started it. Created by
/// [`Call::send_job`].
///
/// The status is requested at the interval that the document declares, or at that of
/// [`Call::job_interval`]. Futures of this type are cancel safe: after dropping one, call the method again. Dropping the job does not cancel it on
/// the server.
pub struct Job<O: JobOperation> {
    id: O::JobId,
    entries: Vec<JobEntry<O>>,
    /// Whether an earlier attempt may have started another job for the same entries.
    earlier_in_doubt: bool,
    transport: Transport<O::Document>,
    options: Options,
    interval: Duration,
    next_poll: Instant,
    progress: Option<JobProgress>,
    status_in_flight: Option<InFlight<O, <O::Status as Operation>::Output>>,
    results_in_flight: Option<InFlight<O, JobResults<O::Item>>>,
}

/// A request in flight. The job owns it, so that dropping the future of a method does not lose it.
type InFlight<O, T> = Pin<Box<dyn Future<Output = Result<T, ErrorOf<O>>> + Send>>;

impl<O: JobOperation> Job<O> {
    /// Returns the ID of the job.
    pub fn id(&self) -> &O::JobId {
        &self.id
    }

    /// Requests the progress of the job, as soon as the interval since the last request is over.
    ///
    /// # Errors
    ///
    /// Returns an error if the request fails.
    pub async fn progress(&mut self) -> Result<JobProgress, ErrorOf<O>> {
        let status_in_flight = self
            .status_in_flight
            .take()
            .unwrap_or_else(|| self.send_status_request());
        let response = self
            .status_in_flight
            .insert(status_in_flight)
            .as_mut()
            .await;
        self.status_in_flight = None;
        self.next_poll = self.clock().now() + self.interval;
        let progress = O::progress(&response?);
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
        let timeout = self.options.job_timeout.unwrap_or(DEFAULT_JOB_TIMEOUT);
        let clock = self.clock().clone();
        let deadline = clock.now() + timeout.min(MAX_DURATION);
        match clock.timeout_at(deadline, self.fetch_outcome()).await {
            Ok(outcome) => outcome,
            Err(Elapsed) => Err(self.error(JobErrorKind::Unfinished(timeout))),
        }
    }

    async fn fetch_outcome(&mut self) -> Result<OutcomeOf<O>, ErrorOf<O>> {
        let results_in_flight = if let Some(results_in_flight) = self.results_in_flight.take() {
            results_in_flight
        } else {
            self.wait_for_results().await?;
            let request = O::results_request(self.id.clone());
            Box::pin(fetch_results::<O>(self.call(request)))
        };
        let results = self
            .results_in_flight
            .insert(results_in_flight)
            .as_mut()
            .await;
        self.results_in_flight = None;
        Ok(self.outcome_of(results?))
    }

    /// Requests the status until the results are available.
    async fn wait_for_results(&mut self) -> Result<(), ErrorOf<O>> {
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

    fn send_status_request(&self) -> InFlight<O, <O::Status as Operation>::Output> {
        self.report_wait();
        let (next_poll, call) = (
            self.next_poll,
            self.call(O::status_request(self.id.clone())),
        );
        let clock = self.clock().clone();
        Box::pin(async move {
            clock.sleep_until(next_poll).await;
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

    fn outcome_of(&self, results: JobResults<O::Item>) -> OutcomeOf<O> {
        let reports: Vec<_> = results.items.iter().map(O::report).collect();
        let index = ResultIndex::new(
            self.entries.iter().map(|entry| &entry.keys),
            &reports,
            &results.parts,
            &O::JOB,
        );
        let mut items: Vec<_> = results.items.into_iter().map(Some).collect();
        let mut outcome = Outcome::default();
        let mut unnamed = Vec::new();
        let scrubber = self.scrubber();
        for entry in &self.entries {
            let id = entry.id.clone();
            match index.find(&entry.keys) {
                Some(Named::Item(index)) if reports[index].is_success(&O::JOB) => {
                    let value = O::value(items[index].take());
                    outcome.updated.push((id, value));
                }
                Some(Named::Item(index)) => {
                    let error = item_error::<O>(&reports[index], &scrubber);
                    self.add_failed(id, error, &mut outcome);
                }
                Some(Named::Id) => outcome.updated.push((id, O::value(None))),
                None => unnamed.push(id),
            }
        }
        self.add_unnamed(unnamed, &results.parts, &mut outcome);
        outcome.reasons = results
            .reasons
            .into_iter()
            .map(|reason| scrubber.value(reason))
            .collect();
        outcome
    }

    fn add_failed(&self, id: O::Id, error: ErrorOf<O>, outcome: &mut OutcomeOf<O>) {
        let ids = vec![id];
        if self.earlier_in_doubt {
            let error = Some(error);
            outcome.unknown.push(Unknown { ids, error });
        } else {
            outcome.failed.push(Failed { ids, error });
        }
    }

    /// Adds the entries that the results do not name.
    fn add_unnamed(&self, ids: Vec<O::Id>, parts: &[JobPart], outcome: &mut OutcomeOf<O>) {
        if ids.is_empty() {
            return;
        }
        let counts = EntryCounts {
            sent: self.entries.len() as u64,
            updated: outcome.updated.len() as u64,
            unnamed: ids.len() as u64,
        };
        let total = self.progress.as_ref().and_then(|progress| progress.total);
        let gap = match outcome_of_unnamed(&O::JOB, total, parts, counts) {
            Unnamed::Updated => {
                let updated = ids.into_iter().map(|id| (id, O::value(None)));
                outcome.updated.extend(updated);
                return;
            }
            Unnamed::NotUpdated if !self.earlier_in_doubt => {
                outcome.not_updated = ids;
                return;
            }
            Unnamed::NotUpdated => Gap::EarlierAttempt,
            Unnamed::Unknown(gap) => gap,
        };
        let error = Some(self.error(JobErrorKind::Unaccounted(gap.to_string())));
        outcome.unknown.push(Unknown { ids, error });
    }

    fn error(&self, kind: JobErrorKind) -> ErrorOf<O> {
        let scrubber = self.scrubber();
        Error::Job(Box::new(JobError {
            operation: O::ENDPOINT.id,
            id: scrubber.text(&self.id.to_string()),
            kind: kind.scrubbed(&scrubber),
        }))
    }

    fn clock(&self) -> &Clock {
        &self.transport.core().clock
    }

    fn scrubber(&self) -> Scrubber {
        scrubber(self.transport.core(), &self.options)
    }

    fn report_wait(&self) {
        let duration = self.next_poll.saturating_duration_since(self.clock().now());
        if duration.is_zero() {
            return;
        }
        let scrubber = self.scrubber();
        self.transport.core().notify(&Wait {
            operation: O::ENDPOINT.id,
            duration,
            reason: WaitReason::Job {
                id: scrubber.text(&self.id.to_string()),
                progress: self
                    .progress
                    .clone()
                    .map(|progress| progress.scrubbed(&scrubber)),
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

fn item_error<O: JobOperation>(report: &ItemReport, scrubber: &Scrubber) -> ErrorOf<O> {
    let redact = |text: &String| scrubber.text(text);
    Error::Item(Box::new(ItemError {
        operation: O::ENDPOINT.id,
        state: report.state.as_ref().map(redact),
        reason: report.reason.as_ref().map(redact),
    }))
}

/// Requests all pages of the results of a job, starting with the one that `call` asks for.
async fn fetch_results<O: JobOperation>(
    mut call: Call<O::Results>,
) -> Result<JobResults<O::Item>, ErrorOf<O>> {
    let mut results = JobResults::default();
    let mut cursors = HashSet::new();
    loop {
        let page = Call {
            operation: call.operation.clone(),
            transport: call.transport.clone(),
            options: call.options.clone(),
            source: (),
        };
        let response = page.send().await?;
        let next = O::next_page(&call.operation, &response);
        results.merge(O::read_results(response));
        let Some(next) = next else {
            return Ok(results);
        };
        if !cursors.insert(next.cursor.clone()) {
            return Err(Error::RepeatedCursor(RepeatedCursor {
                operation: O::Results::ENDPOINT.id,
                cursor: scrubber(call.transport.core(), &call.options).excerpt(&next.cursor),
            }));
        }
        call.operation = next.request;
    }
}

/// An entry of the request that started a job.
struct JobEntry<O: JobOperation> {
    id: O::Id,
    keys: EntryKeys,
}

impl<O: JobOperation> JobEntry<O> {
    fn new(entry: &O::Entry) -> Self {
        Self {
            id: O::id(entry),
            keys: O::keys(entry),
        }
    }
}
