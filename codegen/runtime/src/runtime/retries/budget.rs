use std::sync::atomic::{AtomicU32, Ordering};

/// The retries that a client may still make, so that a failing server is left in peace. Successes
/// earn new ones.
#[derive(Debug)]
pub(crate) struct Budget {
    shares: AtomicU32,
    full: u32,
}

/// Successes that earn a retry.
const SHARES: u32 = 5;

impl Budget {
    pub(crate) fn new(retries: u32) -> Self {
        let full = retries.saturating_mul(SHARES);
        Self {
            shares: AtomicU32::new(full),
            full,
        }
    }

    /// Takes a retry, if one is left.
    pub(crate) fn draw(&self) -> bool {
        self.update(|left| left.checked_sub(SHARES))
    }

    /// Counts a success.
    pub(crate) fn earn(&self) {
        self.update(|left| Some(left.saturating_add(1).min(self.full)));
    }

    fn update(&self, step: impl Fn(u32) -> Option<u32>) -> bool {
        self.shares
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, step)
            .is_ok()
    }
}
