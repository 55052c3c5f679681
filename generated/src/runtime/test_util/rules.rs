//! The answers of a mock, and the requests and waits that it has recorded.

use std::fmt::{self, Debug};
use std::panic::Location;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use reqwest::header::HeaderMap;

use super::mock_call::MockCall;
use super::mock_operation::MockResponse;
use crate::runtime::client::in_process::{InProcessRequest, InProcessServer, Reply};
use crate::runtime::clock::Clock;
use crate::runtime::errors::unexpected::UnexpectedCall;
use crate::runtime::events::Wait;

/// The state of a mock, which its clients share.
#[derive(Debug)]
pub(super) struct Rules {
    clock: Clock,
    log: Mutex<Log>,
}

#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) rules: Vec<Rule>,
    pub(super) calls: Vec<MockCall>,
    pub(super) waits: Vec<Wait>,
    pub(super) unexpected: Vec<UnexpectedCall>,
}

pub(super) type Condition = dyn Fn(&MockCall) -> bool + Send + Sync;

pub(super) type Compute = dyn FnMut(&MockCall) -> MockResponse + Send;

/// The answers for the calls of an operation that meet a condition.
pub(super) struct Rule {
    pub(super) operation: &'static str,
    pub(super) condition: Option<Arc<Condition>>,
    pub(super) set_up_at: &'static Location<'static>,
    pub(super) steps: Vec<Step>,
}

/// An answer in a sequence.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) answer: Answer,
    /// Headers of the response, in addition to those of the answer.
    pub(super) headers: HeaderMap,
    /// How often it is given. `None` stands for once, and for any number of times if it is the last.
    pub(super) times: Option<usize>,
    pub(super) given: usize,
}

#[derive(Clone)]
pub(super) enum Answer {
    Response(MockResponse),
    Computed(Arc<Mutex<Compute>>),
    Refused,
    Interrupted,
    Late,
}

impl Rules {
    pub(super) fn new() -> Self {
        Self {
            clock: Clock::start_virtual(),
            log: Mutex::default(),
        }
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.clock
    }

    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the answer for a call, or returns why there is none.
    fn take_answer(&self, call: &MockCall) -> Result<(Answer, HeaderMap), Box<UnexpectedCall>> {
        let candidates = self.log().candidates(call.operation());
        let mut reasons = Vec::new();
        for (index, condition) in candidates {
            // The condition runs without the lock, since it may use the mock.
            if condition.is_some_and(|condition| !condition(call)) {
                reasons.push((index, "its condition is not met".to_owned()));
                continue;
            }
            let mut log = self.log();
            let rule = &mut log.rules[index];
            match rule.take() {
                Some(taken) => return Ok(taken),
                None => reasons.push((index, rule.exhausted())),
            }
        }
        Err(Box::new(self.log().unexpected(call, reasons)))
    }
}

impl InProcessServer for Rules {
    fn clock(&self) -> Clock {
        self.clock.clone()
    }

    fn receive(&self, request: InProcessRequest<'_>) -> Reply {
        let call = MockCall::new(request);
        self.log().calls.push(call.clone());
        let (answer, headers) = match self.take_answer(&call) {
            Ok(taken) => taken,
            Err(unexpected) => {
                self.log().unexpected.push((*unexpected).clone());
                return Reply::Unexpected(unexpected);
            }
        };
        let mut response = match answer {
            Answer::Response(response) => response,
            Answer::Computed(answer) => {
                let mut answer = answer.lock().unwrap_or_else(PoisonError::into_inner);
                answer(&call)
            }
            Answer::Refused => return Reply::Refused,
            Answer::Interrupted => return Reply::Interrupted,
            Answer::Late => return Reply::Late,
        };
        response.headers.extend(headers);
        Reply::Response(response.into())
    }

    fn record_wait(&self, wait: &Wait) {
        self.log().waits.push(wait.clone());
    }
}

impl Log {
    /// Returns the rules for an operation in the order in which they are tried: those with a condition
    /// first, and of two alike the later one.
    fn candidates(&self, operation: &str) -> Vec<(usize, Option<Arc<Condition>>)> {
        let rules = self.rules.iter().enumerate().rev();
        let rules = rules.filter(|(_, rule)| rule.operation == operation);
        let mut rules: Vec<_> = rules
            .map(|(index, rule)| (index, rule.condition.clone()))
            .collect();
        rules.sort_by_key(|(_, condition)| condition.is_none());
        rules
    }

    fn unexpected(&self, call: &MockCall, mut reasons: Vec<(usize, String)>) -> UnexpectedCall {
        reasons.sort_by_key(|(index, _)| *index);
        let answers = reasons.iter().map(|(index, reason)| {
            let rule = &self.rules[*index];
            format!("{}: {reason}", rule.name())
        });
        let mut others: Vec<_> = self.rules.iter().map(|rule| rule.operation).collect();
        others.retain(|operation| *operation != call.operation());
        others.sort_unstable();
        others.dedup();
        UnexpectedCall {
            operation: call.operation(),
            call: call.to_string(),
            answers: answers.collect(),
            others,
        }
    }

    /// Describes the answers that have been given less often than they are set up for.
    pub(super) fn unused(&self) -> Vec<String> {
        self.rules.iter().flat_map(Rule::unused).collect()
    }
}

impl Rule {
    /// Takes the next answer, with its additional headers.
    fn take(&mut self) -> Option<(Answer, HeaderMap)> {
        let last = self.steps.len().checked_sub(1)?;
        let mut steps = self.steps.iter_mut().enumerate();
        let (_, step) = steps.find(|(index, step)| match step.times {
            Some(times) => step.given < times,
            None => *index == last || step.given == 0,
        })?;
        step.given += 1;
        Some((step.answer.clone(), step.headers.clone()))
    }

    /// Returns why the rule has no further answer.
    fn exhausted(&self) -> String {
        let given = self.steps.iter().map(|step| step.given).sum();
        format!("all its answers were given, to {}", count(given, "call"))
    }

    /// Names the rule by its operation and its place.
    fn name(&self) -> String {
        let Self {
            operation,
            condition,
            set_up_at: at,
            ..
        } = self;
        let when = if condition.is_some() {
            ", with a condition"
        } else {
            ""
        };
        format!(
            "{operation}{when} ({}:{}:{})",
            at.file(),
            at.line(),
            at.column()
        )
    }

    fn unused(&self) -> Vec<String> {
        let steps = self.steps.iter().enumerate();
        let unused = steps.filter_map(|(index, step)| {
            let times = step.times.unwrap_or(1);
            (step.given < times).then(|| {
                let (number, all) = (index + 1, self.steps.len());
                let (name, given) = (self.name(), step.given);
                format!(
                    "{name}: answer {number} of {all} was given {given} of {}",
                    count(times, "time")
                )
            })
        });
        unused.collect()
    }
}

fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

impl Step {
    pub(super) fn new(answer: Answer) -> Self {
        Self {
            answer,
            headers: HeaderMap::new(),
            times: None,
            given: 0,
        }
    }
}

impl Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rule")
            .field("name", &self.name())
            .field("steps", &self.steps)
            .finish_non_exhaustive()
    }
}

impl Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Response(response) => response.fmt(f),
            Self::Computed(_) => f.write_str("Computed"),
            Self::Refused => f.write_str("Refused"),
            Self::Interrupted => f.write_str("Interrupted"),
            Self::Late => f.write_str("Late"),
        }
    }
}
