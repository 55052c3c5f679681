use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use serde::Serialize;

use super::mock_call::MockCall;
use super::mock_operation::{MockOperation, MockResponse};
use super::parse::parse_header;
use super::rules::{Answer, Condition, Rule, Rules, Step};

/// The calls of an operation that are about to get answers, as returned by
/// [`Mock::on`](super::Mock::on).
#[must_use = "calls are not answered until an answer is set, for example with `answer`"]
pub struct On<O> {
    rules: Arc<Rules>,
    condition: Option<Arc<Condition>>,
    set_up_at: &'static Location<'static>,
    operation: PhantomData<fn() -> O>,
}

/// The answers for the calls of an operation, in order.
///
/// Each call gets the next answer. The last answer is repeated for all further calls, unless
/// [`times`](Self::times) limits it.
pub struct Answers<O> {
    rules: Arc<Rules>,
    index: usize,
    operation: PhantomData<fn() -> O>,
}

impl<O: MockOperation> On<O> {
    #[track_caller]
    pub(super) fn new(rules: &Arc<Rules>) -> Self {
        Self {
            rules: Arc::clone(rules),
            condition: None,
            set_up_at: Location::caller(),
            operation: PhantomData,
        }
    }

    /// Restricts the answers to calls for which `condition` returns true. Of several conditions, all
    /// have to be true.
    pub fn when(mut self, condition: impl Fn(&MockCall) -> bool + Send + Sync + 'static) -> Self {
        self.condition = Some(match self.condition {
            Some(first) => Arc::new(move |call: &MockCall| first(call) && condition(call)),
            None => Arc::new(condition),
        });
        self
    }

    /// Restricts the answers to calls with this path below the base URL, such as
    /// `/conversations/12345`.
    pub fn path(self, path: impl Into<String>) -> Self {
        let path = path.into();
        self.when(move |call| call.path() == path)
    }

    /// Answers with `output`, under a success status that the document declares for it.
    ///
    /// # Panics
    ///
    /// Panics if the output cannot be serialized.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "callers make the value in place"
    )]
    pub fn answer(self, output: O::Output) -> Answers<O> {
        self.first(output_answer::<O>(&output))
    }

    /// Answers with the output that `output` returns for the call.
    pub fn answer_with(
        self,
        output: impl FnMut(&MockCall) -> O::Output + Send + 'static,
    ) -> Answers<O> {
        self.first(computed::<O>(output))
    }

    /// Answers with an error status and a JSON body.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an error status, or if the body cannot be serialized.
    #[track_caller]
    pub fn fail(self, status: u16, body: impl Serialize) -> Answers<O> {
        self.first(failure(status, &body))
    }

    /// Answers with any status and any body, such as a page of HTML.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not from 100 to 999.
    #[track_caller]
    pub fn respond(self, status: u16, body: impl Into<Bytes>) -> Answers<O> {
        self.first(Answer::Response(MockResponse::raw(status, body)))
    }

    /// Closes the connection without a response. The server may have processed the request.
    pub fn lose_answer(self) -> Answers<O> {
        self.first(Answer::Interrupted)
    }

    /// Lets the attempt time out. The server may have processed the request.
    pub fn time_out(self) -> Answers<O> {
        self.first(Answer::Late)
    }

    /// Lets the connection fail. The request is not sent.
    pub fn refuse_connection(self) -> Answers<O> {
        self.first(Answer::Refused)
    }

    fn first(self, answer: Answer) -> Answers<O> {
        let mut log = self.rules.log();
        let index = log.rules.len();
        log.rules.push(Rule {
            operation: O::ENDPOINT.id(),
            condition: self.condition,
            set_up_at: self.set_up_at,
            steps: vec![Step::new(answer)],
        });
        drop(log);
        Answers {
            rules: self.rules,
            index,
            operation: PhantomData,
        }
    }
}

impl<O: MockOperation> Answers<O> {
    /// Answers the next call with `output`, under a success status that the document declares for it.
    ///
    /// # Panics
    ///
    /// Panics if the output cannot be serialized.
    #[allow(
        clippy::needless_pass_by_value,
        reason = "callers make the value in place"
    )]
    pub fn answer(&self, output: O::Output) -> &Self {
        self.add(output_answer::<O>(&output))
    }

    /// Answers the next call with the output that `output` returns for it.
    pub fn answer_with(
        &self,
        output: impl FnMut(&MockCall) -> O::Output + Send + 'static,
    ) -> &Self {
        self.add(computed::<O>(output))
    }

    /// Answers the next call with an error status and a JSON body.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not an error status, or if the body cannot be serialized.
    #[track_caller]
    pub fn fail(&self, status: u16, body: impl Serialize) -> &Self {
        self.add(failure(status, &body))
    }

    /// Answers the next call with any status and any body, such as a page of HTML.
    ///
    /// # Panics
    ///
    /// Panics if `status` is not from 100 to 999.
    #[track_caller]
    pub fn respond(&self, status: u16, body: impl Into<Bytes>) -> &Self {
        self.add(Answer::Response(MockResponse::raw(status, body)))
    }

    /// Closes the connection of the next call without a response. The server may have processed the
    /// request.
    pub fn lose_answer(&self) -> &Self {
        self.add(Answer::Interrupted)
    }

    /// Lets the attempt of the next call time out. The server may have processed the request.
    pub fn time_out(&self) -> &Self {
        self.add(Answer::Late)
    }

    /// Lets the connection of the next call fail. The request is not sent.
    pub fn refuse_connection(&self) -> &Self {
        self.add(Answer::Refused)
    }

    /// Gives the answer before this to exactly `times` calls. Without this, it is given once, or to all
    /// further calls if it is the last.
    pub fn times(&self, times: usize) -> &Self {
        self.change(|step| step.times = Some(times));
        self
    }

    /// Adds a header to the answer before this, such as `retry-after`.
    ///
    /// # Panics
    ///
    /// Panics if the name or the value is not valid in a header.
    #[track_caller]
    pub fn header(&self, name: &str, value: &str) -> &Self {
        let (name, value) = parse_header(name, value);
        self.change(|step| {
            step.headers.insert(name, value);
        });
        self
    }

    fn add(&self, answer: Answer) -> &Self {
        let mut log = self.rules.log();
        log.rules[self.index].steps.push(Step::new(answer));
        drop(log);
        self
    }

    fn change(&self, change: impl FnOnce(&mut Step)) {
        let mut log = self.rules.log();
        if let Some(step) = log.rules[self.index].steps.last_mut() {
            change(step);
        }
    }
}

fn output_answer<O: MockOperation>(output: &O::Output) -> Answer {
    Answer::Response(O::respond(output))
}

fn computed<O: MockOperation>(
    mut output: impl FnMut(&MockCall) -> O::Output + Send + 'static,
) -> Answer {
    Answer::Computed(Arc::new(Mutex::new(move |call: &MockCall| {
        O::respond(&output(call))
    })))
}

#[track_caller]
fn failure(status: u16, body: &impl Serialize) -> Answer {
    assert!(
        (400..600).contains(&status),
        "{status} is not an error status; use `answer` or `respond`"
    );
    Answer::Response(MockResponse::json(status, body))
}

impl<O: MockOperation> fmt::Debug for On<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On")
            .field("operation", &O::ENDPOINT.id())
            .field("set_up_at", &self.set_up_at)
            .finish_non_exhaustive()
    }
}

impl<O: MockOperation> fmt::Debug for Answers<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = self.rules.log();
        f.debug_struct("Answers")
            .field("operation", &O::ENDPOINT.id())
            .field("answers", &log.rules[self.index].steps)
            .finish_non_exhaustive()
    }
}
