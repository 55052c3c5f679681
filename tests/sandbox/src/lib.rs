//! A local server that behaves like the vendors' APIs.
//!
//! The sandbox implements the vendors' API pages and shares no code with the generated client, so that each checks the
//! other. Where the pages do not define a behaviour, the documentation of the module marks the choice as inferred.
//!
//! The sandbox is for whole runs of a program. It keeps state, so that a program sees its own changes, it counts requests
//! like the vendors, and it is reached over sockets. Use it to test that a program closes the right conversations, or that
//! it stays within the limits.
//!
//! To test how a program handles single answers, such as an error or a lost response, use the `Mock` of the client's
//! feature `test-util`. It gives exactly the answers that a test sets, and needs neither sockets nor real time.
//!
//! The data, the IDs and the faults are determined by a seed and by the start of the sandbox's [`Clock`]. The clock is
//! Tokio's, so `tokio::time::pause` pauses the server too. A paused clock jumps to the next timer whenever all tasks
//! wait, even if they wait for a socket. [`Builder::heartbeat`] keeps these jumps short.
//!
//! ```
//! # async fn example() -> std::io::Result<()> {
//! let sandbox = sandbox::Sandbox::builder().conversations(500).seed(7).start().await?;
//! println!("{} {}", sandbox.fernand_url(), sandbox.api_key());
//! # Ok(())
//! # }
//! ```

pub mod bird;
mod clock;
mod document;
mod fault;
pub mod fernand;
mod fields;
mod gate;
pub mod kustomer;
mod limits;
mod log;
mod operations;
mod random;
mod serve;
mod server;
mod shared;
#[cfg(test)]
mod testing;
mod vendor;

pub use clock::Clock;
pub use fault::{Fault, Faults, When};
pub use limits::{Class, Limit, Quota, RateLimits, RetryAfter, Windows};
pub use log::{Counts, Received};
pub use server::{Builder, Sandbox};
pub use vendor::Vendor;
