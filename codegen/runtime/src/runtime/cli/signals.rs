use std::future::poll_fn;
use std::io;
use std::task::Poll;

#[cfg(unix)]
use tokio::signal::unix::Signal as Listener;
#[cfg(windows)]
use tokio::signal::windows::CtrlC as Listener;

/// The interruptions of the program: Ctrl-C, and on Unix also the signal `SIGTERM`.
///
/// Once this is created, an interruption no longer ends the program by itself.
#[derive(Debug)]
pub(crate) struct Interrupts {
    listeners: Vec<Listener>,
}

impl Interrupts {
    /// Listens for interruptions. Requires a tokio runtime with I/O enabled.
    ///
    /// # Errors
    ///
    /// Returns an error if the system refuses a handler.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            listeners: listeners()?,
        })
    }

    /// Completes at the next interruption. An interruption since the last call completes it at once, so
    /// that none is lost if the future is dropped.
    pub(crate) async fn next(&mut self) {
        poll_fn(|context| {
            let mut listeners = self.listeners.iter_mut();
            if listeners.any(|listener| listener.poll_recv(context).is_ready()) {
                return Poll::Ready(());
            }
            Poll::Pending
        })
        .await;
    }
}

#[cfg(unix)]
fn listeners() -> io::Result<Vec<Listener>> {
    use tokio::signal::unix::{SignalKind, signal};
    Ok(vec![
        signal(SignalKind::interrupt())?,
        signal(SignalKind::terminate())?,
    ])
}

#[cfg(windows)]
fn listeners() -> io::Result<Vec<Listener>> {
    Ok(vec![tokio::signal::windows::ctrl_c()?])
}
