//! Compares functions: their arguments and results.

use super::arguments::{Owner, Placed, TypeChange, type_change};
use super::list::paired;
use super::{Comparer, Item, Origin, text};
use crate::diff::Step;
use crate::surface::{Function, RustType};

/// A function in one of the surfaces.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'a> {
    pub function: &'a Function,
    pub owner: Owner<'a>,
}

impl<'a> Side<'a> {
    pub(super) fn arguments(&self) -> Vec<Placed<'a>> {
        let arguments = self.function.arguments.iter();
        arguments.map(|it| self.owner.placed(it)).collect()
    }
}

impl Comparer<'_> {
    /// Compares two functions with one name.
    pub(super) fn function(&mut self, item: &Item, old: &Side<'_>, new: &Side<'_>) {
        let (before, after) = (old.function, new.function);
        self.docs(item, &before.docs, &after.docs);
        if before.receiver != after.receiver {
            let change = "takes another kind of `self`";
            self.change(item, Step::Major, change);
        }
        match (before.is_const, after.is_const) {
            (true, false) => self.change(item, Step::Major, "is no longer `const`"),
            (false, true) => self.change(item, Step::Minor, "is `const`"),
            _ => {}
        }
        if !self.is_same(&before.output, &after.output) {
            let (before, after) = (text::ty(&before.output), text::ty(&after.output));
            let change = format!("returns `{after}` instead of `{before}`");
            self.change(item, Step::Major, change);
        }
        match (&before.entries, &after.entries) {
            (Some(before), Some(after)) => {
                let origin = Origin::of(old.owner.entries_origin(), new.owner.entries_origin());
                self.entries(&item.from(origin), before, after);
            }
            (None, None) => {}
            // The result tells that the call of a batch replaces a call, or the reverse.
            _ => return,
        }
        self.arguments(item, old, new);
    }

    fn entries(&mut self, item: &Item, old: &RustType, new: &RustType) {
        match type_change(&self.renames, old, new) {
            TypeChange::Same => {}
            TypeChange::Widened => {
                let change = format!("accepts entries of type `{}`", text::ty(new));
                self.change(item, Step::Minor, change);
            }
            TypeChange::Changed => {
                let (old, new) = (text::ty(old), text::ty(new));
                let change = format!("changed the type of its entries from `{old}` to `{new}`");
                self.change(item, Step::Major, change);
            }
        }
    }

    /// Compares the methods that set single values.
    pub(super) fn setters(
        &mut self,
        path: &str,
        (old, old_owner): (&[Function], Owner<'_>),
        (new, new_owner): (&[Function], Owner<'_>),
        owner: Origin,
    ) {
        let item = |name: &str, origin: Origin| Item {
            path: format!("{path}::{name}()"),
            origin,
            owner,
        };
        let origin = |setter: &Function, owner: Owner<'_>| {
            let argument = setter.arguments.first()?;
            owner.placed(argument).origin
        };
        let name = |setter: &Function| setter.name.clone();
        let pairs = paired(old, new, name, name);
        for (old, new) in pairs.both {
            let origin = Origin::of(origin(old, old_owner), origin(new, new_owner));
            let item = item(&new.name, origin);
            self.setter(&item, (old, old_owner), (new, new_owner));
        }
        for setter in pairs.old {
            self.removed(&item(&setter.name, Origin::old(origin(setter, old_owner))));
        }
        for setter in pairs.new {
            self.added(&item(&setter.name, Origin::new(origin(setter, new_owner))));
        }
    }

    fn setter(
        &mut self,
        item: &Item,
        (old, old_owner): (&Function, Owner<'_>),
        (new, new_owner): (&Function, Owner<'_>),
    ) {
        self.docs(item, &old.docs, &new.docs);
        let (Some(before), Some(after)) = (old.arguments.first(), new.arguments.first()) else {
            return;
        };
        let (placed, other) = (old_owner.placed(before), new_owner.placed(after));
        // A deprecated property is reported as a field.
        if placed.is_parameter() && other.is_parameter() {
            self.deprecated(item, old.is_deprecated, new.is_deprecated);
        }
        if let Some((before, after)) = placed.names_on_wire(&other) {
            self.silent(item, format!("sends `{after}` instead of `{before}`"));
        }
        self.set_type(item, &before.ty, &after.ty);
    }

    /// Compares the types of values that a setter accepts.
    fn set_type(&mut self, item: &Item, old: &RustType, new: &RustType) {
        match type_change(&self.renames, old, new) {
            TypeChange::Same => {}
            TypeChange::Widened => {
                self.change(item, Step::Minor, format!("accepts `{}`", text::ty(new)));
            }
            TypeChange::Changed => {
                let (old, new) = (text::ty(old), text::ty(new));
                let change = format!("takes `{new}` instead of `{old}`");
                self.change(item, Step::Major, change);
            }
        }
    }
}
