//! Keeps what goes wrong inside of generation there: deep documents have a large stack, and a panic becomes a value.
//!
//! Nothing is meant to panic. This is for what the checks have not foreseen, in this crate and those that it uses.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::thread;

/// The documents that are accepted need a small part of it. It is reserved, not used.
const STACK_BYTES: usize = 256 << 20;

thread_local! {
    static STEP: Cell<Option<&'static str>> = const { Cell::new(None) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic that was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Panic {
    /// What it said.
    pub message: String,
    /// Where in the sources it was, if [`quiet_panics`] has been called.
    pub place: Option<String>,
    /// What was being done.
    pub step: Option<&'static str>,
}

/// Says what is done from here on, for the report of a panic.
pub(crate) fn step(name: &'static str) {
    STEP.set(Some(name));
}

/// Runs `work` on a stack of its own.
///
/// # Errors
///
/// The panic of `work`.
pub(crate) fn run<T: Send>(work: impl Fn() -> T + Send + Sync) -> Result<T, Panic> {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || caught(&work));
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(payload)) => Err(Panic::new(payload.as_ref())),
            Err(_) => caught(&work),
        }
    })
}

/// Runs `work` on a thread of its own, and `own` on this one in the meantime.
///
/// # Panics
///
/// With the panic of either.
pub(crate) fn beside<T: Send, U>(
    work: impl Fn() -> T + Send + Sync,
    own: impl FnOnce() -> U,
) -> (T, U) {
    let doing = STEP.get();
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || {
                STEP.set(doing);
                let result = panic::catch_unwind(AssertUnwindSafe(&work));
                result.map_err(|payload| (payload, PLACE.take()))
            });
        let own = own();
        let result = match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(payload)) => Err((payload, None)),
            Err(_) => Ok(work()),
        };
        match result {
            Ok(result) => (result, own),
            Err((payload, place)) => {
                PLACE.set(place);
                panic::resume_unwind(payload)
            }
        }
    })
}

fn caught<T>(work: impl Fn() -> T) -> Result<T, Panic> {
    step("starting");
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let result = result.map_err(|payload| Panic::new(payload.as_ref()));
    STEP.set(None);
    result
}

impl Panic {
    fn new(payload: &(dyn Any + Send)) -> Self {
        let text = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned());
        Self {
            message: text
                .or_else(|| payload.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "it did not say why".to_owned()),
            place: PLACE.take(),
            step: STEP.get(),
        }
    }
}

/// Lets a panic inside of generation say nothing on standard error, since it becomes a diagnostic.
///
/// It replaces the process's panic hook by one that leaves all other panics to the hook before it.
pub fn quiet_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if STEP.get().is_some() {
            PLACE.set(place(info));
        } else {
            before(info);
        }
    }));
}

fn place(info: &PanicHookInfo<'_>) -> Option<String> {
    info.location().map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::{beside, run, step};

    #[test]
    fn a_panic_becomes_a_value_that_says_what_was_being_done() {
        let result: Result<(), _> = run(|| {
            step("counting");
            panic!("out of {}", "numbers");
        });
        let panic = result.expect_err("it panics");
        assert_eq!(panic.message, "out of numbers");
        assert_eq!(panic.step, Some("counting"));
    }

    #[test]
    fn a_panic_of_the_second_thread_is_one_of_the_first() {
        let result = run(|| {
            step("counting");
            beside(|| panic!("out of numbers"), || 1)
        });
        let panic = result.map(|((), one)| one).expect_err("it panics");
        assert_eq!(panic.message, "out of numbers");
        assert_eq!(panic.step, Some("counting"));
    }

    #[test]
    fn there_is_room_for_deep_recursion() {
        fn depth(left: u64) -> u64 {
            let frame = std::hint::black_box([left; 64]);
            if left == 0 {
                0
            } else {
                frame[1].min(1) + depth(left - 1)
            }
        }
        assert_eq!(run(|| depth(50_000)), Ok(50_000));
    }
}
