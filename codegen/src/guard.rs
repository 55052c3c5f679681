//! Runs the generator on a large stack, and converts panics to values.
//!
//! The generator should never panic. This handles bugs in this crate and in its dependencies.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// More than any accepted document needs. The memory is reserved, but not committed.
const STACK_BYTES: usize = 256 << 20;

thread_local! {
    static STEP: Cell<Option<&'static str>> = const { Cell::new(None) };
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A panic that was caught.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Panic {
    /// The message.
    pub message: String,
    /// The location in the source code, if [`quiet_panics`] has been called.
    pub place: Option<String>,
    /// The step of the generator.
    pub step: Option<&'static str>,
}

/// Sets the current step of the generator, for the report of a panic.
pub(crate) fn step(name: &'static str) {
    set_step(Some(name));
}

fn set_step(name: Option<&'static str>) {
    STEP.set(name);
    #[cfg(feature = "steps")]
    if let Some(observe) = OBSERVER.get() {
        observe(name);
    }
}

#[cfg(feature = "steps")]
static OBSERVER: std::sync::OnceLock<fn(Option<&'static str>)> = std::sync::OnceLock::new();

/// Calls `observe` whenever the generator begins a step, on the thread of the step. The argument is the name of the step,
/// or `None` when the thread ends. The first observer stays.
#[cfg(feature = "steps")]
pub fn observe_steps(observe: fn(Option<&'static str>)) {
    let _ = OBSERVER.set(observe);
}

/// Runs `work` on a thread with a large stack.
///
/// # Errors
///
/// Returns the panic of `work`.
pub(crate) fn run<T: Send>(work: impl Fn() -> T + Send + Sync) -> Result<T, Panic> {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || catch(&work));
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(result)) => result,
            Ok(Err(payload)) => Err(Panic::new(payload.as_ref())),
            Err(_) => catch(&work),
        }
    })
}

/// Runs `work` on another thread and `own` on this thread at the same time.
///
/// # Panics
///
/// Panics if either of them panics.
pub(crate) fn beside<T: Send, U>(
    work: impl Fn() -> T + Send + Sync,
    own: impl FnOnce() -> U,
) -> (T, U) {
    let current = STEP.get();
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || {
                set_step(current);
                let result = panic::catch_unwind(AssertUnwindSafe(&work));
                set_step(None);
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

/// Runs `work` and `own` like [`beside`] if they are large enough for another thread, and otherwise one after the other.
pub(crate) fn beside_if<T: Send, U>(
    are_large: bool,
    work: impl Fn() -> T + Send + Sync,
    own: impl FnOnce() -> U,
) -> (T, U) {
    if are_large {
        beside(work, own)
    } else {
        (work(), own())
    }
}

/// The number of items that a thread takes at once in [`share`].
const SHARE: usize = 64;

/// Calls `visit` with each item, in any order. If there are many items, two threads take them in turn.
pub(crate) fn share<T: Send>(items: Vec<T>, visit: impl Fn(T) + Sync) {
    let is_large = items.len() >= 16 * SHARE;
    let items = Mutex::new(items.into_iter());
    let next = || -> Vec<T> {
        let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
        items.by_ref().take(SHARE).collect()
    };
    let rest = || {
        let shares = std::iter::repeat_with(next).take_while(|share| !share.is_empty());
        shares.flatten().for_each(&visit);
    };
    beside_if(is_large, rest, rest);
}

fn catch<T>(work: impl Fn() -> T) -> Result<T, Panic> {
    step("starting");
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let result = result.map_err(|payload| Panic::new(payload.as_ref()));
    set_step(None);
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
                .unwrap_or_else(|| "no message".to_owned()),
            place: PLACE.take(),
            step: STEP.get(),
        }
    }
}

/// Suppresses the output of panics in the generator, since these become diagnostics.
///
/// Replaces the process's panic hook. The new hook passes all other panics to the previous hook.
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
    use std::sync::Mutex;

    use super::{SHARE, beside, run, share, step};

    #[test]
    fn a_panic_becomes_a_value_with_the_current_step() {
        let result: Result<(), _> = run(|| {
            step("counting");
            panic!("out of {}", "numbers");
        });
        let panic = result.expect_err("it panics");
        assert_eq!(panic.message, "out of numbers");
        assert_eq!(panic.step, Some("counting"));
    }

    #[test]
    fn a_panic_of_the_second_thread_reaches_the_first() {
        let result = run(|| {
            step("counting");
            beside(|| panic!("out of numbers"), || 1)
        });
        let panic = result.map(|((), one)| one).expect_err("it panics");
        assert_eq!(panic.message, "out of numbers");
        assert_eq!(panic.step, Some("counting"));
    }

    #[test]
    fn each_item_is_visited_once_by_one_thread_or_by_two() {
        for count in [0, 1, SHARE, 100 * SHARE + 1] {
            let visited = Mutex::new(Vec::new());
            share((0..count).collect(), |item| {
                visited.lock().expect("no thread panics").push(item);
            });
            let mut visited = visited.into_inner().expect("no thread panics");
            visited.sort_unstable();
            assert!(visited.into_iter().eq(0..count), "{count}");
        }
    }

    #[test]
    fn the_stack_is_large_enough_for_deep_recursion() {
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
