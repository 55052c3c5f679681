//! Compares two surfaces: what a program that uses the crate can name.

mod aliases;
mod arguments;
mod client;
mod enums;
mod functions;
mod list;
mod operations;
mod parts;
mod renames;
mod requests;
mod text;
mod traits;
mod types;
mod webhooks;

#[cfg(test)]
mod tests;

use std::fmt;

use super::Step;
use crate::diagnostic::Span;
use crate::surface::{DocComment, RustType, Surface};
use parts::MovedTag;
use renames::Renames;
pub(super) use requests::moved_ids;
use traits::Types;

/// A changed public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustChange {
    /// The item, such as `types::Status::Snoozed`.
    pub item: String,
    /// What changed, such as `was removed`.
    pub change: String,
    /// The step that the change asks of the crate's version.
    pub step: Step,
    /// Whether a program that uses the item compiles but behaves differently.
    pub is_silent: bool,
    /// The part of the old document that the item comes from.
    pub(crate) old: Option<Span>,
    /// The part of the new document that the item comes from.
    pub(crate) new: Option<Span>,
    /// The parts of the documents that the item belongs to, such as the operation of an argument.
    pub(crate) owner: Origin,
    /// Whether the change follows from where the item is used, such as the constructor of a type that is sent now.
    pub(crate) follows_from_use: bool,
}

/// The parts of both documents that an item comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) old: Option<Span>,
    pub(crate) new: Option<Span>,
}

impl fmt::Display for RustChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.item, self.change)
    }
}

impl RustChange {
    /// Creates the change of an item that compilers notice.
    pub fn new(item: impl Into<String>, change: impl Into<String>, step: Step) -> Self {
        Self {
            item: item.into(),
            change: change.into(),
            step,
            is_silent: false,
            old: None,
            new: None,
            owner: Origin::default(),
            follows_from_use: false,
        }
    }
}

/// Returns the changes between two surfaces, in the order of the new surface.
///
/// The members of a type or an operation that was added or removed are not listed. A change of documentation is listed
/// only if nothing else changed, since the documentation of an item follows from its signature.
pub(super) fn compare(old: &Surface, new: &Surface) -> Vec<RustChange> {
    let mut comparer = Comparer {
        old_types: Types::of(old),
        new_types: Types::of(new),
        renames: Renames::of(old, new),
        shared_features: parts::shared_features(old, new),
        moved_tags: parts::moved_tags(old, new),
        old,
        new,
        changes: Vec::new(),
        docs: None,
    };
    comparer.client();
    comparer.parts();
    comparer.operations();
    comparer.types();
    comparer.webhooks();
    comparer.finish()
}

/// The state of a comparison.
struct Comparer<'a> {
    old: &'a Surface,
    new: &'a Surface,
    old_types: Types<'a>,
    new_types: Types<'a>,
    renames: Renames<'a>,
    /// The Cargo features that both crates have, except for those of the modules.
    shared_features: Vec<String>,
    moved_tags: Vec<MovedTag<'a>>,
    changes: Vec<RustChange>,
    /// The first item whose documentation changed.
    docs: Option<Origin>,
}

/// An item that is compared: its path, where it comes from and what it belongs to.
#[derive(Clone, Debug)]
struct Item {
    path: String,
    origin: Origin,
    owner: Origin,
}

impl Item {
    fn new(path: impl Into<String>, origin: Origin) -> Self {
        Self {
            path: path.into(),
            origin,
            owner: Origin::default(),
        }
    }

    /// A member of the item.
    fn member(&self, name: &str, origin: Origin) -> Self {
        Self {
            path: format!("{}::{name}", self.path),
            origin,
            owner: self.origin,
        }
    }

    /// The same item with another owner.
    fn within(self, owner: Origin) -> Self {
        Self { owner, ..self }
    }

    /// The same item with another origin. It belongs to the previous origin.
    fn from(&self, origin: Origin) -> Self {
        Self {
            path: self.path.clone(),
            origin,
            owner: if self.owner == Origin::default() {
                self.origin
            } else {
                self.owner
            },
        }
    }
}

impl Origin {
    fn of(old: Option<Span>, new: Option<Span>) -> Self {
        Self { old, new }
    }

    fn old(old: Option<Span>) -> Self {
        Self { old, new: None }
    }

    fn new(new: Option<Span>) -> Self {
        Self { old: None, new }
    }
}

impl Comparer<'_> {
    fn change(&mut self, item: &Item, step: Step, change: impl Into<String>) {
        self.changes.push(RustChange {
            item: item.path.clone(),
            change: change.into(),
            step,
            is_silent: false,
            old: item.origin.old,
            new: item.origin.new,
            owner: item.owner,
            follows_from_use: false,
        });
    }

    /// Marks the last change as one that follows from where its item is used.
    fn mark_use(&mut self) {
        if let Some(change) = self.changes.last_mut() {
            change.follows_from_use = true;
        }
    }

    /// Adds a change after which programs compile but behave differently.
    fn silent(&mut self, item: &Item, change: impl Into<String>) {
        self.change(item, Step::Major, change);
        if let Some(change) = self.changes.last_mut() {
            change.is_silent = true;
        }
    }

    fn added(&mut self, item: &Item) {
        self.change(item, Step::Minor, "was added");
    }

    fn removed(&mut self, item: &Item) {
        self.change(item, Step::Major, "was removed");
    }

    fn renamed(&mut self, item: &Item, to: &str) {
        self.change(item, Step::Major, format!("was renamed to {to}"));
    }

    fn docs(&mut self, item: &Item, old: &DocComment, new: &DocComment) {
        if old != new {
            self.docs.get_or_insert(item.origin);
        }
    }

    fn deprecated(&mut self, item: &Item, old: bool, new: bool) {
        match (old, new) {
            (false, true) => self.change(item, Step::Minor, "is deprecated"),
            (true, false) => self.change(item, Step::Minor, "is no longer deprecated"),
            _ => {}
        }
    }

    /// Whether two types are the same for a program that follows the renames of other items.
    fn is_same(&self, old: &RustType, new: &RustType) -> bool {
        self.renames.is_same(old, new)
    }

    fn finish(mut self) -> Vec<RustChange> {
        let old = [&self.old.docs, &self.old.client.ty.docs];
        let new = [&self.new.docs, &self.new.client.ty.docs];
        if old != new {
            self.docs.get_or_insert_default();
        }
        if let Some(origin) = self.docs.filter(|_| self.changes.is_empty()) {
            let item = Item::new(&self.new.module, origin);
            self.change(&item, Step::Patch, "has other documentation");
        }
        self.changes
    }
}
