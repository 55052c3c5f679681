use std::borrow::Cow;

/// A value that becomes an entry of type `E` in a batched call: an entry, a reference to one, or for
/// a `String` one of the usual string types.
///
/// Implement it for an ID type of your own, so that batched calls accept it:
///
/// ```ignore
/// impl IntoEntry<i64> for TicketId {
///     fn into_entry(self) -> i64 {
///         self.0
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an entry of this batch, whose entries are of type `{E}`",
    label = "expected an iterator over `{E}` or `&{E}`",
    note = "convert the entries, for example with `.map(…)`, or implement `IntoEntry<{E}>` for the type"
)]
pub trait IntoEntry<E> {
    /// Returns the entry.
    fn into_entry(self) -> E;
}

impl<E> IntoEntry<E> for E {
    fn into_entry(self) -> E {
        self
    }
}

impl<E: Clone> IntoEntry<E> for &E {
    fn into_entry(self) -> E {
        self.clone()
    }
}

macro_rules! strings {
    ($($ty:ty),*) => {
        $(impl IntoEntry<String> for $ty {
            fn into_entry(self) -> String {
                self.to_string()
            }
        })*
    };
}

strings!(&str, &&str, &Box<str>, &Cow<'_, str>);

impl IntoEntry<String> for Box<str> {
    fn into_entry(self) -> String {
        self.into_string()
    }
}

impl IntoEntry<String> for Cow<'_, str> {
    fn into_entry(self) -> String {
        self.into_owned()
    }
}
