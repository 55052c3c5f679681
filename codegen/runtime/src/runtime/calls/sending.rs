use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

/// How far a call has come that can be stopped.
#[derive(Debug, Default)]
pub(crate) struct Sending {
    is_sent: AtomicBool,
    is_stopped: AtomicBool,
    gate: Option<Gate>,
}

/// A function that runs before the first attempt of a call. The call fails without an attempt if the
/// function does.
#[derive(Clone)]
pub(crate) struct Gate(pub(crate) Arc<dyn Fn() -> io::Result<()> + Send + Sync>);

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

impl Sending {
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) fn gated(gate: Option<Gate>) -> Self {
        Self {
            gate,
            ..Self::default()
        }
    }

    /// Runs the gate, unless an attempt has begun.
    pub(crate) fn pass_gate(&self) -> io::Result<()> {
        match &self.gate {
            Some(Gate(gate)) if !self.is_sent() => gate(),
            _ => Ok(()),
        }
    }

    /// Returns whether an attempt has begun.
    pub(crate) fn is_sent(&self) -> bool {
        self.is_sent.load(Ordering::Relaxed)
    }

    pub(crate) fn mark_sent(&self) {
        self.is_sent.store(true, Ordering::Relaxed);
    }

    /// Makes the call finish with the result of the attempt in flight.
    #[allow(dead_code, reason = "a document may have no batches")]
    pub(crate) fn stop(&self) {
        self.is_stopped.store(true, Ordering::Relaxed);
    }

    /// Completes with the output of `wait`, or with `None` if the call was stopped after its first
    /// attempt. The future has to be polled after [`stop`](Self::stop).
    pub(crate) async fn unless_stopped<T>(
        &self,
        mut wait: Pin<&mut impl Future<Output = T>>,
    ) -> Option<T> {
        poll_fn(|context| {
            if self.is_sent() && self.is_stopped.load(Ordering::Relaxed) {
                return Poll::Ready(None);
            }
            wait.as_mut().poll(context).map(Some)
        })
        .await
    }
}
