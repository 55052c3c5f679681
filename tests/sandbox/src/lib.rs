//! A stand-in for the vendors' servers, on loopback.
//!
//! It is written from the vendors' pages and knows nothing of the generated client, so each checks the other. Where
//! the pages leave something open, it decides, and the module that does says that this is inferred.
//!
//! Everything in it follows from a seed and a start of its [`Clock`]: the data, the ids, the faults. The clock is
//! tokio's, so `tokio::time::pause` pauses the server too. (A paused clock jumps to the next timer whenever all
//! tasks wait, also for a socket: [`Builder::heartbeat`] keeps those jumps short.)
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
