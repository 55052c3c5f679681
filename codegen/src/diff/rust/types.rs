//! Compares types: their kinds, members, constructors and traits.

use std::collections::HashMap;

use super::arguments::Owner;
use super::functions::Side;
use super::list::paired;
use super::{Comparer, Item, Origin, text};
use crate::diff::Step;
use crate::surface::{Family, Field, RustType, TypeKind, TypeSurface};

impl Comparer<'_> {
    /// Compares the types of the module `types`.
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old, self.new);
        let pairs = paired(
            &old.types,
            &new.types,
            |ty| self.renames.ty(&ty.name).to_owned(),
            |ty| ty.name.clone(),
        );
        self.aliases(&pairs.both);
        for (old, new) in pairs.both {
            let origin = Origin::of(old.origin, new.origin);
            if old.name != new.name {
                let item = Item::new(format!("types::{}", old.name), origin);
                self.renamed(&item, &format!("types::{}", new.name));
            }
            let item = Item::new(format!("types::{}", new.name), origin);
            self.part_of_type(&item, old, new);
            self.ty(&item, old, new);
        }
        for ty in pairs.old {
            self.removed(&Item::new(
                format!("types::{}", ty.name),
                Origin::old(ty.origin),
            ));
        }
        for ty in pairs.new {
            self.added(&Item::new(
                format!("types::{}", ty.name),
                Origin::new(ty.origin),
            ));
        }
    }

    /// Compares two types with one name.
    pub(super) fn ty(&mut self, item: &Item, old: &TypeSurface, new: &TypeSurface) {
        self.docs(item, &old.docs, &new.docs);
        self.deprecated(item, old.is_deprecated, new.is_deprecated);
        if old.alias_of.is_some() && new.alias_of.is_some() {
            // The changes are those of the target.
            return;
        }
        let (before, after) = (kind(old), kind(new));
        if before != after {
            let change = format!("changed from {before} to {after}");
            self.change(item, Step::Major, change);
            return;
        }
        let mut has_new_traits = false;
        match (&old.kind, &new.kind) {
            (TypeKind::Struct(old), TypeKind::Struct(new)) => self.fields(item, old, new),
            (TypeKind::Newtype(old), TypeKind::Newtype(new)) if !self.is_same(old, new) => {
                has_new_traits = true;
                let (old, new) = (text::ty(old), text::ty(new));
                let change = format!("changed its inner type from `{old}` to `{new}`");
                self.change(item, Step::Major, change);
            }
            (TypeKind::Enum(_), TypeKind::Enum(_)) => {
                has_new_traits = self.openness(item, old, new);
                self.variants(item, old, new);
            }
            _ => {}
        }
        if !has_new_traits {
            self.derives(item, old, new);
        }
        // The conversions of a union are compared with its variants, and those of a tuple struct follow its inner type.
        if !has_new_traits && new.family != Some(Family::Union) {
            self.traits(item, &old.traits, &new.traits);
        }
        self.functions(item, old, new);
    }

    /// Compares the constructors and the setters.
    fn functions(&mut self, item: &Item, old: &TypeSurface, new: &TypeSurface) {
        let (path, owner) = (item.path.clone(), item.origin);
        let constructor = |name: &str| Item {
            path: format!("{path}::{name}"),
            ..item.clone()
        };
        match (&old.constructor, &new.constructor) {
            (Some(before), Some(after)) => {
                let side = |function, ty| Side {
                    function,
                    owner: Owner::Type(ty),
                };
                let item = constructor(&after.name);
                self.function(&item, &side(before, old), &side(after, new));
                self.set_values(&item, old.fields(), new.fields());
                let before = (&old.setters[..], Owner::Type(old));
                let after = (&new.setters[..], Owner::Type(new));
                self.setters(&path, before, after, owner);
            }
            (Some(before), None) => {
                self.removed(&constructor(&before.name));
                self.mark_use();
            }
            (None, Some(after)) => {
                self.added(&constructor(&after.name));
                self.mark_use();
            }
            (None, None) => {}
        }
    }

    /// Compares the values that the constructor sets.
    fn set_values(&mut self, item: &Item, old: &[Field], new: &[Field]) {
        let old: HashMap<_, _> = old.iter().map(|it| (&it.wire_name, it)).collect();
        for field in new {
            let Some(before) = old.get(&field.wire_name) else {
                continue;
            };
            if let (Some(old), Some(new)) = (&before.set_value, &field.set_value)
                && old != new
            {
                let item = item.from(Origin::of(before.selector_origin, field.selector_origin));
                let change = format!("sets `{}` to `{new}` instead of `{old}`", field.name);
                self.silent(&item, change);
            }
        }
    }

    fn fields(&mut self, item: &Item, old: &[Field], new: &[Field]) {
        let name = |field: &Field| field.name.clone();
        let mut pairs = paired(old, new, name, name);
        let wire_name = |field: &Field| Some(field.wire_name.clone());
        for (old, new) in pairs.take_alike(wire_name, wire_name) {
            let member = item.member(&old.name, Origin::of(old.origin, new.origin));
            let to = format!("{}::{}", item.path, new.name);
            self.renamed(&member, &to);
            self.field(&member, old, new);
        }
        for (old, new) in pairs.both {
            let member = item.member(&new.name, Origin::of(old.origin, new.origin));
            self.field(&member, old, new);
        }
        for field in pairs.old {
            self.removed(&item.member(&field.name, Origin::old(field.origin)));
        }
        for field in pairs.new {
            self.added(&item.member(&field.name, Origin::new(field.origin)));
        }
    }

    fn field(&mut self, item: &Item, old: &Field, new: &Field) {
        self.docs(item, &old.docs, &new.docs);
        self.deprecated(item, old.is_deprecated, new.is_deprecated);
        if !self.is_same(&old.ty, &new.ty) {
            let (before, after) = (text::ty(&old.ty), text::ty(&new.ty));
            let change = format!("changed its type from `{before}` to `{after}`");
            self.change(item, Step::Major, change);
            if self.is_optional_collection(&old.ty, &new.ty)
                || self.is_optional_collection(&new.ty, &old.ty)
            {
                self.mark_use();
            }
        }
        if old.wire_name != new.wire_name {
            let change = format!(
                "is `{}` in JSON instead of `{}`",
                new.wire_name, old.wire_name
            );
            self.silent(item, change);
        }
    }
}

impl Comparer<'_> {
    /// Whether a type is a list or a map, and the other is the same one that may be absent. A request tells an absent one
    /// from an empty one, so this follows from where the type is used.
    fn is_optional_collection(&self, plain: &RustType, optional: &RustType) -> bool {
        plain.is_collection()
            && optional
                .optional()
                .is_some_and(|it| self.is_same(plain, it))
    }
}

/// The kind of a type, in words.
fn kind(ty: &TypeSurface) -> &'static str {
    match (&ty.kind, ty.family) {
        (TypeKind::Struct(_), _) => "a struct",
        (TypeKind::Newtype(_), _) => "a tuple struct",
        (TypeKind::Unit, _) => "a struct without fields",
        (TypeKind::Opaque, _) => "a struct with private fields",
        (TypeKind::Enum(_), Some(Family::OpenStrings | Family::ClosedStrings)) => {
            "an enum of strings"
        }
        (TypeKind::Enum(_), Some(Family::OpenIntegers | Family::ClosedIntegers)) => {
            "an enum of integers"
        }
        (TypeKind::Enum(_), Some(Family::OpenScalars | Family::ClosedScalars)) => {
            "an enum of JSON values"
        }
        (TypeKind::Enum(_), Some(Family::Union)) => "an enum of schemas",
        (TypeKind::Enum(_), None) => "an enum",
    }
}
