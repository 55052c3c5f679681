use std::collections::HashMap;
use std::error::Error as StdError;
use std::fmt::{self, Debug, Display};
use std::pin::Pin;
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, sleep_until, timeout_at};

use crate::runtime::batches::stream::{Batched, CarryingOut, Failed, Outcome, OutcomeOf};
use crate::runtime::calls::call::{Call, Options};
use crate::runtime::calls::read::shorten;
use crate::runtime::clock::LONGEST;
use crate::runtime::errors::error::ErrorOf;
use crate::runtime::{Error, Operation, Source, Transport, Wait, WaitReason};

/// The time that a job is given, unless the caller says otherwise.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// An operation whose answer names a job, which does later what was asked.
pub trait Deferred: Batched {
    /// What names a job.
    type JobId: Clone + Debug + Display + Send + Sync + 'static;
    /// The operation that tells where a job stands.
    type Status: Operation<Document = Self::Document>;
    /// The operation that gives what a job did.
    type Results: Operation<Document = Self::Document>;
    /// What the server tells of an entry.
    type Item: Send + 'static;
    /// How the server puts things.
    const JOB: JobTerms;

    /// The job that the answer names.
    fn job(output: &Self::Output) -> Self::JobId;

    /// Asks where the job stands.
    fn status(id: Self::JobId) -> Self::Status;

    /// Where the job stands.
    fn progress(answer: &<Self::Status as Operation>::Output) -> JobProgress;

    /// Asks what the job did.
    fn job_results(id: Self::JobId) -> Self::Results;

    /// What the job did.
    fn told(answer: <Self::Results as Operation>::Output) -> JobResults<Self::Item>;

    /// What is told of an entry, in the form that all jobs share.
    fn report(item: &Self::Item) -> ItemReport;

    /// What names an entry in the results.
    fn keys(entry: &Self::Entry) -> EntryKeys;

    /// What the caller gets for an entry that was updated, of what is told of it.
    fn value(item: Option<Self::Item>) -> Self::Value;
}

/// The words of a server for where its jobs and their entries stand.
#[derive(Clone, Copy, Debug)]
pub struct JobTerms {
    /// The pause between two questions.
    pub every: Duration,
    /// The states of a job whose results can be read.
    pub done: &'static [&'static str],
    /// The states in which a job has ended without results.
    pub failed: &'static [&'static str],
    /// The states of an entry that was updated; any other is a failure.
    pub succeeded: &'static [&'static str],
}

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobProgress {
    /// The server's name for it.
    pub state: String,
    /// The parts that are done, if the server tells.
    pub complete: Option<u64>,
    /// The parts that there are, if the server tells.
    pub total: Option<u64>,
}

/// Such as `running, 1 of 3 done`.
impl fmt::Display for JobProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shorten(&self.state))?;
        match (self.complete, self.total) {
            (Some(complete), Some(total)) => write!(f, ", {complete} of {total} done"),
            _ => Ok(()),
        }
    }
}

/// What a job did.
#[derive(Debug)]
pub struct JobResults<T> {
    /// What is told of single entries.
    pub items: Vec<T>,
    /// The ids of entries that were updated, whether or not more is told of them.
    pub ids: Vec<String>,
    /// Why something went wrong, where it is not told of a single entry.
    pub reasons: Vec<Value>,
}

impl<T> Default for JobResults<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ids: Vec::new(),
            reasons: Vec::new(),
        }
    }
}

/// What is told of an entry.
#[derive(Debug)]
pub struct ItemReport {
    /// What it names the entry by: at each place what stands there in [`EntryKeys::keys`].
    pub keys: Vec<Option<String>>,
    /// The state of the entry.
    pub state: Option<String>,
    /// Why it failed.
    pub reason: Option<String>,
}

/// What names an entry in the results of a job.
#[derive(Debug)]
pub struct EntryKeys {
    /// Its id.
    pub id: Option<String>,
    /// What else names it, the surest first.
    pub keys: Vec<Option<String>>,
}

/// A value of JSON as text, however it may be optional: a string as it is, nothing for null.
pub fn text(value: &impl Serialize) -> Option<String> {
    match serde_json::to_value(value).ok()? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// A count, however it may be optional.
pub fn count(value: &impl Serialize) -> Option<u64> {
    serde_json::to_value(value).ok()?.as_u64()
}

/// The items of a list, however it may be optional; null has none.
pub fn values(list: &impl Serialize) -> Vec<Value> {
    match serde_json::to_value(list) {
        Ok(Value::Array(items)) => items,
        Ok(Value::Null) | Err(_) => Vec::new(),
        Ok(other) => vec![other],
    }
}

/// The items of a list as texts, however it may be optional.
pub fn texts(list: &impl Serialize) -> Vec<String> {
    values(list).iter().filter_map(text).collect()
}

impl<O: Deferred, S: Source<O>> Call<O, S> {
    /// Bounds the time that a job is given to come to its end, counted from when it is awaited. 15
    /// minutes by default. A job that takes longer goes on, but is not awaited further.
    pub fn job_timeout(mut self, timeout: Duration) -> Self {
        self.options.job_timeout = Some(timeout);
        self
    }

    /// Makes the call, of one request, and gives the job that the answer names.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
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

/// Makes a request of a batch, and awaits the job that it starts.
#[allow(dead_code, reason = "a document may have no jobs")]
pub(crate) fn by_job<O: Deferred>(mut call: Call<O>) -> CarryingOut<O> {
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

/// A job of the server, with the entries that it was given.
///
/// The server is asked no more often than the document says. A future that a job gave may be
/// dropped and another be taken; dropping the job leaves the server's work as it is.
pub struct Job<O: Deferred> {
    id: O::JobId,
    entries: Vec<Expected<O>>,
    transport: Transport<O::Document>,
    options: Options,
    due: Instant,
    progress: Option<JobProgress>,
    asking: Option<Asking<O::Status>>,
    reading: Option<Asking<O::Results>>,
}

/// A question that outlives the future in which it was asked, so that it is not asked again.
type Asking<R> = Pin<Box<dyn Future<Output = Result<<R as Operation>::Output, ErrorOf<R>>> + Send>>;

impl<O: Deferred> Job<O> {
    /// What names the job.
    pub fn id(&self) -> &O::JobId {
        &self.id
    }

    /// Asks where the job stands, when it is time to ask again.
    ///
    /// # Errors
    ///
    /// Fails when the server cannot be asked.
    pub async fn progress(&mut self) -> Result<JobProgress, ErrorOf<O>> {
        let asking = self.asking.take().unwrap_or_else(|| self.ask());
        let answer = self.asking.insert(asking).as_mut().await;
        self.asking = None;
        self.due = Instant::now() + O::JOB.every;
        let progress = O::progress(&answer?);
        self.progress = Some(progress.clone());
        Ok(progress)
    }

    /// Awaits the end of the job, and tells what came of each id. After an error it can be awaited
    /// again.
    ///
    /// # Errors
    ///
    /// Fails when the server cannot be asked, when the job takes longer than the caller allows, and
    /// when it ends without results. What the job has done by then is not known.
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
            Box::pin(self.call(O::job_results(self.id.clone())).send())
        };
        let answer = self.reading.insert(reading).as_mut().await;
        self.reading = None;
        Ok(self.sort(O::told(answer?)))
    }

    /// Asks until the results can be read.
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
        let (due, call) = (self.due, self.call(O::status(self.id.clone())));
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

    fn sort(&self, told: JobResults<O::Item>) -> OutcomeOf<O> {
        let reports: Vec<_> = told.items.iter().map(O::report).collect();
        let mut places = HashMap::new();
        for (place, report) in reports.iter().enumerate() {
            for (position, key) in report.keys.iter().enumerate() {
                places.extend(key.as_deref().map(|key| ((position, key), place)));
            }
        }
        let mut items: Vec<_> = told.items.into_iter().map(Some).collect();
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
                    .is_some_and(|id| told.ids.contains(id)) =>
                {
                    outcome.updated.push((id, O::value(None)));
                }
                None => outcome.not_updated.push(id),
            }
        }
        outcome.reasons = told.reasons;
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

impl<O: Deferred> Debug for Job<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("entries", &self.entries.len())
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

impl ItemReport {
    fn is_success(&self, terms: &JobTerms) -> bool {
        let state = self.state.as_deref();
        state.is_some_and(|state| terms.succeeded.contains(&state))
    }
}

/// An entry that a job was given.
struct Expected<O: Deferred> {
    id: O::Id,
    names: EntryKeys,
}

impl<O: Deferred> Expected<O> {
    fn new(entry: &O::Entry) -> Self {
        Self {
            id: O::id(entry),
            names: O::keys(entry),
        }
    }
}

/// A job that did not come to an end with results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobError {
    operation: &'static str,
    id: String,
    kind: JobErrorKind,
}

/// How a job went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JobErrorKind {
    /// It took longer than this, which is what the caller allows.
    Unfinished(Duration),
    /// It ended in this state, without results.
    Ended(String),
}

impl JobError {
    /// The name of the operation that started the job.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What names the job.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What went wrong.
    pub fn kind(&self) -> &JobErrorKind {
        &self.kind
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, id) = (self.operation, shorten(&self.id));
        write!(f, "{operation}: the job {id} ")?;
        match &self.kind {
            JobErrorKind::Unfinished(patience) => {
                write!(f, "did not end within {patience:?}; it may go on")
            }
            JobErrorKind::Ended(state) => {
                write!(f, "ended as `{}`, without results", shorten(state))
            }
        }
    }
}

impl StdError for JobError {}

/// An entry that the server did not accept, while it carried out the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemError {
    operation: &'static str,
    state: Option<String>,
    reason: Option<String>,
}

impl ItemError {
    /// The name of the operation that was asked for.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// The server's name for what became of the entry.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Why, as the server says it; JSON where it is more than a text.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: not done", self.operation)?;
        match (&self.reason, &self.state) {
            (Some(reason), _) => write!(f, ": {}", shorten(reason)),
            (None, Some(state)) => write!(f, ": it ended as `{}`", shorten(state)),
            (None, None) => Ok(()),
        }
    }
}

impl StdError for ItemError {}
