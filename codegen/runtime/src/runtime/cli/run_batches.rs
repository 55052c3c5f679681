//! Commands that send entries in batches.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::batch_report::{BatchReport, finished};
use super::cli_operation::CliOperation;
use super::command::{Argument, Command, Invocation, Kind, Run};
use super::counts::Counts;
use super::failed_entries::FailedEntries;
use super::human::{Rough, counted};
use super::journal::{Header, Intent, Journal, Past};
use super::pace_estimate::PaceEstimate;
use super::parser::spoken;
use super::request::{build, build_shown, cannot_show, confirm, print_curl};
use super::session::{Outcomes, Printer, Session};
use super::signals::Interrupts;
use super::status::ExitStatus;
use super::stop::Stop;
use super::summary::{Summary, left_out};
use crate::runtime::batches::batched::{BatchCall, Batched, batch_call};
use crate::runtime::batches::stream::Batches;
use crate::runtime::calls::sending::Gate;
use crate::runtime::checks::check::{Check, Scope, Violation};
use crate::runtime::client::transport::Transport;
use crate::runtime::errors::invalid::InvalidRequest;
use crate::runtime::retries::Idempotency;

impl Command {
    /// Creates the command of an operation that sends entries in batches.
    #[must_use]
    pub const fn batches<O: CliBatched>(name: &'static str) -> Self {
        Self::new(
            name,
            || O::ENDPOINT,
            Kind::Batches { size: O::SIZE },
            run::<O>,
        )
    }
}

/// A batched operation whose entries are read from text, and whose results are printed.
pub trait CliBatched:
    CliOperation + Batched<Entry: DeserializeOwned + Serialize, Id: Serialize, Value: Serialize>
{
}

impl<O> CliBatched for O where
    O: CliOperation + Batched<Entry: DeserializeOwned + Serialize, Id: Serialize, Value: Serialize>
{
}

fn run<O: CliBatched>(invocation: Invocation) -> Run {
    Box::pin(async move {
        let session = Session::start(&invocation);
        let ended = start::<O>(&invocation, &session).await;
        session.end(ended)
    })
}

async fn start<O: CliBatched>(
    invocation: &Invocation,
    session: &Session,
) -> Result<ExitStatus, Stop> {
    let argument = invocation.command.entries();
    let argument =
        argument.ok_or_else(|| Stop::Failure("the command has no entries".to_owned()))?;
    let failed_to = FailedEntries::path(invocation)?;
    let mut arguments = invocation.arguments()?;
    session.hide(&mut arguments);
    let mut shown = arguments.hidden();
    let request = json!({ "parameters": arguments.parameters, "body": arguments.given() });
    let body = shown.given();
    let change = arguments.change();
    let mut operation = O::from_arguments(&mut arguments)?;
    change.check(invocation.command, &operation)?;
    let of_body = std::mem::take(operation.entries());
    let transport = invocation.transport::<O::Document>(session.on_wait())?;
    let entries = invocation.sources().read(argument, of_body)?;
    let duplicates = entries.len() - distinct::<O>(&entries);
    if invocation.sends_nothing() {
        if duplicates > 0 {
            session.note(&left_out(duplicates));
        }
        let entries = without_duplicates::<O>(entries);
        check_batches(invocation, session, &transport, &operation, &entries)?;
        if invocation.has("dry-run") {
            FailedEntries::check(failed_to.as_deref())?;
        }
        let entries: Vec<_> = entries.into_iter().map(|(_, entry)| entry).collect();
        if !invocation.command.secrets.is_empty() {
            let operation = O::from_arguments(&mut shown).map_err(cannot_show)?;
            let entries = hidden(argument, invocation, &entries)?;
            return print_batches(invocation, &transport, &operation, &entries);
        }
        return print_batches(invocation, &transport, &operation, &entries);
    }
    check_shared::<O>(session, &operation, &entries)?;
    let (journal, past) = open_journal::<O>(invocation, &transport, &request, &entries)?;
    let left = Left::<O>::after(&past, entries);
    let outcomes = Outcomes::new(invocation)?;
    confirm(invocation, session, &body, left.distinct)?;
    let failed = FailedEntries::create(failed_to)?;
    let noun = spoken(argument.name);
    let mut summary = Summary::new(&noun);
    summary.journal = invocation.text("journal").map(str::to_owned);
    summary.duplicates = duplicates;
    let operation_name = O::ENDPOINT.id;
    let mut report = BatchReport::new(outcomes, failed, operation_name, summary, session.secrets());
    report.past(&past);
    session.expect(left.distinct, &noun);
    let started = Instant::now();
    let ended = send_all(
        invocation,
        session,
        &transport,
        operation,
        left,
        journal,
        &mut report,
    );
    let is_interrupted = ended.await?;
    Ok(report.finish(session, started.elapsed(), is_interrupted))
}

/// Opens the journal, if there is one, and returns what earlier runs did. `request` has the arguments of the
/// command, except for its entries.
fn open_journal<O: CliBatched>(
    invocation: &Invocation,
    transport: &Transport<O::Document>,
    request: &Json,
    entries: &[O::Entry],
) -> Result<(Option<Arc<Journal>>, Past), Stop> {
    let Some(path) = invocation.text("journal") else {
        return Ok((None, Past::default()));
    };
    let base_url = &transport.core().base_url;
    let identity = json!({ "base_url": base_url, "request": request });
    let all = (!O::DEDUPLICATE).then(|| json!(entries));
    let header = Header::new(invocation.name(), &identity, all.as_ref());
    let (journal, past) = Journal::open(path.as_ref(), &header).map_err(Stop::Usage)?;
    Ok((Some(Arc::new(journal)), past))
}

/// Entries, each with its position among those of the command.
type Positioned<O> = Vec<(usize, <O as Batched>::Entry)>;

/// The entries that are left to send.
struct Left<O: CliBatched> {
    entries: Positioned<O>,
    /// The number of those that are sent, without duplicates.
    distinct: usize,
}

impl<O: CliBatched> Left<O> {
    /// Returns the entries that earlier runs have left.
    fn after(past: &Past, entries: Vec<O::Entry>) -> Self {
        let is_left = |(position, entry): &(usize, O::Entry)| {
            let position = (!O::DEDUPLICATE).then_some(*position);
            !past.is_done(&json!(O::id(entry)), position)
        };
        let entries: Positioned<O> = entries.into_iter().enumerate().filter(is_left).collect();
        let distinct = distinct::<O>(entries.iter().map(|(_, entry)| entry));
        Self { entries, distinct }
    }
}

/// Returns the number of entries that are sent: an ID that occurs twice is sent once.
fn distinct<'a, O: CliBatched>(entries: impl IntoIterator<Item = &'a O::Entry>) -> usize {
    let entries = entries.into_iter();
    if O::DEDUPLICATE {
        entries.map(O::id).collect::<HashSet<_>>().len()
    } else {
        entries.count()
    }
}

/// Returns the entries that are sent, each with its position among all of them.
fn without_duplicates<O: CliBatched>(entries: Vec<O::Entry>) -> Positioned<O> {
    let mut seen = HashSet::new();
    let mut entries: Vec<_> = entries.into_iter().enumerate().collect();
    entries.retain(|(_, entry)| !O::DEDUPLICATE || seen.insert(O::id(entry)));
    entries
}

/// Checks what all requests have in common, so that an invalid command neither asks nor writes files.
fn check_shared<O: CliBatched>(
    session: &Session,
    operation: &O,
    entries: &[O::Entry],
) -> Result<(), Stop> {
    let mut operation = operation.clone();
    *operation.entries() = entries.iter().take(1).cloned().collect();
    let mut check = Check::of_entries(operation.entries(), vec![0]);
    operation.check(&mut check);
    let violations = check.into_scoped_violations().into_iter();
    let violations = violations.filter(|(scope, _)| *scope == Scope::Request);
    valid::<O>(
        session,
        violations.map(|(_, violation)| violation).collect(),
    )
}

/// Checks the request of each batch. Violations name an entry by its position among all entries, as they do when
/// entries are sent.
fn check_batches<O: CliBatched>(
    invocation: &Invocation,
    session: &Session,
    transport: &Transport<O::Document>,
    operation: &O,
    entries: &[(usize, O::Entry)],
) -> Result<(), Stop> {
    let mut violations = Vec::new();
    for batch in entries.chunks(batch_size::<O>(invocation)) {
        let mut operation = operation.clone();
        *operation.entries() = batch.iter().map(|(_, entry)| entry.clone()).collect();
        let positions = batch.iter().map(|(position, _)| *position).collect();
        let mut check = Check::of_entries(operation.entries(), positions);
        operation.check(&mut check);
        let found = check.into_scoped_violations();
        if found.is_empty() {
            build(transport, &operation, session)?;
        }
        let is_shared = found.iter().any(|(scope, _)| *scope == Scope::Request);
        violations.extend(found.into_iter().map(|(_, violation)| violation));
        if is_shared {
            // Every other request has it too.
            break;
        }
    }
    valid::<O>(session, violations)
}

/// Returns an error if there are violations.
fn valid<O: CliBatched>(session: &Session, violations: Vec<Violation>) -> Result<(), Stop> {
    if violations.is_empty() {
        return Ok(());
    }
    let error = InvalidRequest::Constraints {
        operation: O::ENDPOINT.id,
        violations,
    };
    Err(Stop::invalid(&error, &session.secrets()))
}

/// Returns the entries with placeholders for their secrets.
fn hidden<T: DeserializeOwned + Serialize>(
    argument: &Argument,
    invocation: &Invocation,
    entries: &[T],
) -> Result<Vec<T>, Stop> {
    let rules = argument.rules(invocation.command.rules());
    let entries = entries.iter().map(|entry| {
        let entry = serde_json::to_value(entry)?;
        serde_json::from_value(rules.hidden(&entry))
    });
    entries.collect::<Result<_, _>>().map_err(cannot_show)
}

/// Prints the request of each batch, or what would be sent.
fn print_batches<O: CliBatched>(
    invocation: &Invocation,
    transport: &Transport<O::Document>,
    operation: &O,
    entries: &[O::Entry],
) -> Result<ExitStatus, Stop> {
    let mut output = Printer::of_records(invocation)?;
    let size = batch_size::<O>(invocation);
    let mut requests = 0;
    for batch in entries.chunks(size) {
        let mut operation = operation.clone();
        *operation.entries() = batch.to_vec();
        if invocation.has("print-request") {
            let request = build_shown(transport, &operation)?;
            print_curl::<O>(&request, &mut output)?;
        }
        requests += 1;
    }
    if invocation.has("dry-run") {
        let limiter = transport.core().pacer.limiter(&O::ENDPOINT);
        let time = PaceEstimate::new(limiter)
            .left(requests)
            .unwrap_or_default();
        let time = match time {
            Duration::ZERO => String::new(),
            time => format!(", which takes at least {}", Rough(time)),
        };
        output.line(&format!(
            "would send {} in {}{time}",
            counted(entries.len(), "entry", "entries"),
            counted(requests, "request", "requests"),
        ))?;
    }
    Ok(ExitStatus::Success)
}

fn batch_size<O: Batched>(invocation: &Invocation) -> usize {
    let size = invocation.number("batch-size");
    let size = size.and_then(|size| usize::try_from(size).ok());
    size.unwrap_or(O::SIZE).max(1)
}

/// Sends the entries, and returns whether it was interrupted.
async fn send_all<O: CliBatched>(
    invocation: &Invocation,
    session: &Session,
    transport: &Transport<O::Document>,
    operation: O,
    left: Left<O>,
    journal: Option<Arc<Journal>>,
    report: &mut BatchReport,
) -> Result<bool, Stop> {
    let positions = (!O::DEDUPLICATE && journal.is_some()).then(|| {
        let ids = left
            .entries
            .iter()
            .map(|(position, entry)| (*position, O::id(entry)));
        ids.collect::<Vec<_>>()
    });
    let sent_at = Arc::new(Mutex::new(None));
    let total = left.distinct;
    let entries: Vec<_> = left.entries.into_iter().map(|(_, entry)| entry).collect();
    let mut call: BatchCall<O, Vec<O::Entry>> = batch_call(transport, operation, entries);
    let size = batch_size::<O>(invocation);
    call.options.batch_size = Some(size);
    call.options.gate = Some(gate(journal.clone(), Arc::clone(&sent_at)));
    let mut estimate = PaceEstimate::new(transport.core().pacer.limiter(&O::ENDPOINT));
    let requests = total.div_ceil(size);
    if requests > 1 {
        session.batch(&Counts::default(), estimate.left(requests));
    }
    let mut interrupts = Interrupts::new().map_err(Stop::failure)?;
    let mut batches = call.batches();
    let mut interruptions = 0;
    let mut is_abandoned = false;
    let (mut taken, mut done) = (0, 0);
    loop {
        if let Some(journal) = &journal {
            prepare(journal, &mut batches, positions.as_deref(), taken);
        }
        let batch = loop {
            tokio::select! {
                batch = batches.next() => break batch,
                () = interrupts.next() => interruptions += 1,
            }
            if interruptions > 1 {
                is_abandoned |= !batches.in_flight().is_empty();
                batches.abandon();
                continue;
            }
            batches.stop();
            match batches.in_flight().len() {
                0 => session.note("interrupted"),
                count => session.note(&format!(
                    "interrupted; waiting for the outcome of {}, Ctrl-C again ends without it",
                    counted(count, "entry", "entries")
                )),
            }
        };
        let Some(batch) = batch else { break };
        let sent = sent_at
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(sent) = sent {
            estimate.add(sent, Instant::now());
        }
        taken = batch.taken;
        let finished = finished(&batch.outcome);
        // The next run decides whether the entries of an abandoned batch are sent again.
        let is_recorded = !finished.is_empty() && !is_abandoned;
        if let Some(journal) = journal.as_ref().filter(|_| is_recorded)
            && let Err(error) = journal.finish(&finished)
        {
            report.fail(Stop::Failure(format!("cannot write the journal: {error}")));
        }
        let counts = report.batch(&batch.outcome, &finished, is_abandoned);
        if report.has_failed() {
            // The outcomes of further entries could not be written either.
            batches.stop();
        }
        is_abandoned = false;
        done += counts.total();
        let requests = total.saturating_sub(done).div_ceil(size);
        session.batch(&counts, estimate.left(requests));
    }
    Ok(interruptions > 0)
}

/// Returns the function that runs right before each batch is sent. It records the intent to send it.
fn gate(journal: Option<Arc<Journal>>, sent_at: Arc<Mutex<Option<Instant>>>) -> Gate {
    Gate(Arc::new(move || {
        if let Some(journal) = &journal {
            journal.record_intent()?;
        }
        *sent_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }))
}

/// Takes the entries of the next batch, and passes them to the journal.
fn prepare<O: CliBatched, I: Iterator<Item = O::Entry>>(
    journal: &Journal,
    batches: &mut Batches<O, I>,
    positions: Option<&[(usize, O::Id)]>,
    taken: usize,
) {
    let Some(batch) = batches.prepare() else {
        return;
    };
    let positions = positions.and_then(|all| all.get(taken..batch.taken));
    let mut candidates = positions.unwrap_or_default().iter();
    // Entries that are not valid are not part of the batch.
    let positions = batch.ids.iter().filter_map(|id| {
        let found = candidates.find(|(_, candidate)| candidate == id);
        found.map(|(position, _)| *position)
    });
    journal.prepare(Intent {
        positions: positions.collect(),
        ids: batch.ids.iter().map(|id| json!(id)).collect(),
        is_repeatable: batch.idempotency == Idempotency::Idempotent,
    });
}
