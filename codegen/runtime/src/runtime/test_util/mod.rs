//! A mock of the server, and constructors of errors and outcomes, for tests of programs that use this
//! crate. Requires the feature `test-util`.
//!
//! A [`Mock`] answers the requests of its clients in the same process, without sockets. Batches,
//! pages, retries, rate limits and jobs run through the same code as on the network. Waits take no
//! real time: each wait advances the clock of the mock to its end, and
//! [`waits`](Mock::waits) lists them.

mod batch_constructors;
mod constructors;
mod mock;
mod mock_call;
mod mock_operation;
mod on;
mod parse;
mod rules;

pub use super::errors::unexpected::UnexpectedCall;
pub use mock::Mock;
pub use mock_call::MockCall;
pub(crate) use mock_operation::mock_operations;
pub use mock_operation::{MockOperation, MockResponse};
pub use on::{Answers, On};
