//! Remembers the values inside of a union, which each alternative would read again.
//!
//! Without it, the time for nested unions would double with each level.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::collections::HashMap;

use serde_json::Value;

/// The values inside of a union, by their type and JSON. When the union has been read, they are
/// dropped, and the union itself becomes one of those of the union around it.
type Known = HashMap<(TypeId, String), Box<dyn Any>>;

thread_local! {
    /// The unions that are being read, from the outermost to the innermost.
    static READING: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

/// A union that is being read. It ends with this value.
struct Level;

impl Level {
    fn begin() -> Self {
        READING.with_borrow_mut(|reading| reading.push(Known::new()));
        Self
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        READING.with_borrow_mut(Vec::pop);
    }
}

/// Returns what `read` returns for this JSON, which is a union. Inside of another union, it is called
/// once for the same JSON.
pub(super) fn read_once<T: Clone + 'static>(json: &Value, read: impl FnOnce() -> T) -> T {
    let is_nested = READING.with_borrow(|reading| !reading.is_empty());
    let is_worth_it = json.is_object() || json.is_array();
    if !is_nested || !is_worth_it {
        let _level = Level::begin();
        return read();
    }
    let key = (TypeId::of::<T>(), json.to_string());
    let known = READING.with_borrow(|reading| {
        let known = reading.last()?.get(&key)?;
        known.downcast_ref::<T>().cloned()
    });
    if let Some(known) = known {
        return known;
    }
    let level = Level::begin();
    let value = read();
    drop(level);
    READING.with_borrow_mut(|reading| {
        if let Some(around) = reading.last_mut() {
            around.insert(key, Box::new(value.clone()));
        }
    });
    value
}
