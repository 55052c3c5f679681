use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::mock_call::MockCall;
use super::mock_operation::MockOperation;
use super::on::On;
use super::rules::Rules;
use crate::runtime::client::base_url;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::transport::ApiDocument;
use crate::runtime::document::SchemeKind;
use crate::runtime::events::Wait;

/// The credential of the clients of a mock.
const CREDENTIAL: &str = "credential-of-the-mock";
/// The base URL of the clients of a mock, if the document has no server without required variables.
const BASE_URL: &str = "https://mock.invalid";

/// A mock of the server, for tests of programs that use this crate. It answers requests in the same
/// process, as it was told to, and records them.
///
/// ```ignore
/// let mock = Mock::new();
/// mock.on::<ListConversations>().answer(page);
/// mock.on::<UpdateConversation>()
///     .path("/conversations/12345")
///     .fail(409, json!({ "message": "the conversation is locked" }));
/// mock.on::<UpdateConversation>().answer(conversation);
///
/// let done = close_all(&mock.client()).await?;
///
/// assert_eq!(done, 14);
/// assert_eq!(mock.calls_of::<UpdateConversation>().len(), 15);
/// mock.verify();
/// ```
///
/// # Answers
///
/// [`on`](Self::on) starts a sequence of answers for an operation. Each call gets the next answer, and
/// the last answer is repeated, unless [`times`](super::Answers::times) limits it. If several
/// sequences are set up for an operation, those with a condition are tried first, and of two alike the
/// later one, so that a test can replace the answers of its setup.
///
/// A call without an answer fails with
/// [`InvalidRequest::Unexpected`](crate::runtime::InvalidRequest::Unexpected), which lists what is set
/// up. [`verify`](Self::verify) finds such calls too if the program handles the error.
///
/// # Time
///
/// The clients of a mock keep to the rate limits of the document, retry and poll jobs as on the
/// network, but waits take no real time. Instead, each wait advances the clock of the mock to its end.
/// Retries are delayed by the same pseudorandom durations in every run.
pub struct Mock<D> {
    rules: Arc<Rules>,
    document: PhantomData<fn() -> D>,
}

impl<D: ApiDocument> Mock<D> {
    /// Creates a mock that has no answers.
    pub fn new() -> Self {
        Self {
            rules: Arc::new(Rules::new()),
            document: PhantomData,
        }
    }

    /// Returns a client whose requests this mock answers. All clients of a mock share its answers, its
    /// records and its clock. As clients without a mock, each has its own rate limits.
    ///
    /// # Panics
    ///
    /// Panics if the HTTP client cannot be built.
    pub fn client(&self) -> D::Client {
        match self.client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("the client of a mock can be built: {error}"),
        }
    }

    /// Returns a builder for such a client, with a credential for each security scheme. With it, a
    /// test can change settings such as the retry policy.
    pub fn client_builder(&self) -> ClientBuilder<D> {
        let http = reqwest::Client::builder().no_proxy();
        let mut builder = ClientBuilder::new().http(http).allow_plain_http();
        if base_url::from_servers(&D::API, &[])
            .and_then(|url| base_url::parse(&url, None))
            .is_err()
        {
            builder = builder.base_url(BASE_URL);
        }
        for (index, scheme) in D::API.schemes.iter().enumerate() {
            builder = match scheme.kind {
                SchemeKind::Basic => builder.basic(index, "mock", CREDENTIAL),
                _ => builder.credential(index, CREDENTIAL),
            };
        }
        builder.server = Some(Arc::clone(&self.rules) as _);
        builder
    }

    /// Starts a sequence of answers for the calls of an operation, such as
    /// `operations::ListConversations`.
    #[track_caller]
    pub fn on<O: MockOperation<Document = D>>(&self) -> On<O> {
        On::new(&self.rules)
    }

    /// Returns the requests that have arrived, in order. Each attempt of a call is a request.
    pub fn calls(&self) -> Vec<MockCall> {
        self.rules.log().calls.clone()
    }

    /// Returns the requests of an operation that have arrived, in order.
    pub fn calls_of<O: MockOperation<Document = D>>(&self) -> Vec<MockCall> {
        let mut calls = self.calls();
        calls.retain(|call| call.operation() == O::ENDPOINT.id());
        calls
    }

    /// Returns the waits of the clients, in order: for rate limits, retries and jobs.
    pub fn waits(&self) -> Vec<Wait> {
        self.rules.log().waits.clone()
    }

    /// Returns the time that has passed on the clock of the mock. It is the time that the calls would
    /// have waited on the network.
    pub fn elapsed(&self) -> Duration {
        self.rules.clock().elapsed()
    }

    /// Describes the answers that have not been given, or less often than
    /// [`times`](super::Answers::times) says.
    pub fn unused(&self) -> Vec<String> {
        self.rules.log().unused()
    }

    /// Checks that each call had an answer and that each answer was given.
    ///
    /// # Panics
    ///
    /// Panics otherwise. The message lists the calls and the answers.
    #[track_caller]
    pub fn verify(&self) {
        let log = self.rules.log();
        let unexpected = log.unexpected.iter().map(ToString::to_string);
        let unused = log.unused();
        let unused = unused.iter().map(|answer| format!("not used: {answer}"));
        let problems: Vec<_> = unexpected.chain(unused).collect();
        drop(log);
        assert!(
            problems.is_empty(),
            "the mock was not used as it was set up:\n{}",
            problems.join("\n")
        );
    }
}

impl<D: ApiDocument> Default for Mock<D> {
    fn default() -> Self {
        Self::new()
    }
}

/// The clones of a mock share everything.
impl<D> Clone for Mock<D> {
    fn clone(&self) -> Self {
        Self {
            rules: Arc::clone(&self.rules),
            document: PhantomData,
        }
    }
}

impl<D> fmt::Debug for Mock<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let log = self.rules.log();
        f.debug_struct("Mock")
            .field("rules", &log.rules)
            .field("calls", &log.calls)
            .finish_non_exhaustive()
    }
}
