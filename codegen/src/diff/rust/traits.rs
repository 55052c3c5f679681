//! Compares the traits that types implement.

use std::collections::{HashMap, HashSet};

use super::list::paired;
use super::{Comparer, Item, Origin, text};
use crate::diagnostic::Span;
use crate::diff::Step;
use crate::surface::{
    ArgumentRole, Derive, Field, RustPath, RustType, Surface, TraitImpl, TypeSurface,
};

/// The types of a surface, by name.
pub(super) struct Types<'a>(HashMap<&'a str, &'a TypeSurface>);

impl Comparer<'_> {
    /// Compares the derived traits of two types.
    pub(super) fn derives(&mut self, item: &Item, old: &TypeSurface, new: &TypeSurface) {
        let lost = missing(&old.derives, &new.derives);
        let gained = missing(&new.derives, &old.derives);
        if let Some(first) = lost.first() {
            let cause = self.new_types.culprit(new, *first, &self.old_types);
            let item = item.from(Origin::of(item.origin.old, cause.or(item.origin.new)));
            let change = format!("no longer implements {}", names(&lost));
            self.change(&item, Step::Major, change);
        }
        if let Some(first) = gained.first() {
            let cause = self.old_types.culprit(old, *first, &self.new_types);
            let item = item.from(Origin::of(cause.or(item.origin.old), item.origin.new));
            self.change(&item, Step::Minor, format!("implements {}", names(&gained)));
        }
    }

    /// Compares the implemented traits of two items.
    pub(super) fn traits(&mut self, item: &Item, old: &[TraitImpl], new: &[TraitImpl]) {
        let old_key = |it: &TraitImpl| {
            let arguments = it.arguments.iter().map(|ty| self.renames.translated(ty));
            let on = it.on.as_ref().map(|ty| self.renames.translated(ty));
            (it.path, arguments.collect::<Vec<_>>(), on)
        };
        let new_key = |it: &TraitImpl| (it.path, it.arguments.clone(), it.on.clone());
        let pairs = paired(old, new, old_key, new_key);
        for (old, new) in pairs.both {
            self.associated_types(old, new, |_, _| item.clone());
        }
        let names = |list: &[&TraitImpl]| {
            let names = list.iter().map(|it| trait_name(it));
            text::list(&names.collect::<Vec<_>>())
        };
        if !pairs.old.is_empty() {
            let change = format!("no longer implements {}", names(&pairs.old));
            self.change(item, Step::Major, change);
        }
        if !pairs.new.is_empty() {
            let change = format!("implements {}", names(&pairs.new));
            self.change(item, Step::Minor, change);
        }
    }

    /// Compares the associated types of a trait. `item` returns the item of the one with a name.
    pub(super) fn associated_types(
        &mut self,
        old: &TraitImpl,
        new: &TraitImpl,
        item: impl Fn(&Self, &str) -> Item,
    ) {
        let name = new.path.name();
        for ((ty, before), (_, after)) in old.types.iter().zip(&new.types) {
            if !self.is_same(before, after) {
                let (before, after) = (text::ty(before), text::ty(after));
                let change = format!("changed `{name}::{ty}` from `{before}` to `{after}`");
                let item = item(self, ty);
                self.change(&item, Step::Major, change);
            }
        }
    }
}

/// The trait with its arguments, and the type that implements it if it is not the item.
fn trait_name(of: &TraitImpl) -> String {
    let arguments: Vec<_> = of.arguments.iter().map(text::ty).collect();
    let mut name = of.path.name().to_owned();
    if !arguments.is_empty() {
        name.push_str(&format!("<{}>", arguments.join(", ")));
    }
    if let Some(on) = &of.on {
        name.push_str(&format!(" for {}", text::ty(on)));
    }
    name
}

/// The traits that only the first list has.
fn missing(list: &[Derive], other: &[Derive]) -> Vec<Derive> {
    let list = list.iter().copied();
    list.filter(|derive| !other.contains(derive)).collect()
}

fn names(derives: &[Derive]) -> String {
    let names = derives.iter().map(|derive| derive.name().to_owned());
    text::list(&names.collect::<Vec<_>>())
}

impl<'a> Types<'a> {
    pub(super) fn of(surface: &'a Surface) -> Self {
        let types = surface.types.iter();
        Self(types.map(|ty| (ty.name.as_str(), ty)).collect())
    }

    /// The type of the document that a Rust type is, apart from `Box` and `Option`.
    pub(super) fn named(&self, ty: &RustType) -> Option<&'a TypeSurface> {
        match ty {
            RustType::Type(name) => self.0.get(name.as_str()).copied(),
            RustType::Path(RustPath::Name("Box" | "Option"), inner) => self.named(inner.first()?),
            _ => None,
        }
    }

    /// The origin of the field or variant that prevents a type from implementing a trait. It can be that of a nested type, unless
    /// that type does not implement the trait in the other version either.
    fn culprit(&self, ty: &'a TypeSurface, derive: Derive, other: &Types<'_>) -> Option<Span> {
        let lacks = |ty: &TypeSurface| {
            let other = other.0.get(ty.name.as_str());
            other.is_some_and(|other| !other.derives.contains(&derive))
        };
        let mut ty = ty;
        let mut seen = HashSet::new();
        let mut culprit = None;
        while seen.insert(&ty.name) {
            let Some((origin, inner)) = self.lacking(ty, derive) else {
                break;
            };
            culprit = origin;
            let Some(inner) = inner.filter(|inner| !lacks(inner)) else {
                break;
            };
            ty = inner;
        }
        culprit
    }

    /// The origin of the first field or variant that lacks a trait, and the type of the document that lacks it.
    fn lacking(
        &self,
        ty: &'a TypeSurface,
        derive: Derive,
    ) -> Option<(Option<Span>, Option<&'a TypeSurface>)> {
        if derive == Derive::Default {
            return Some((first_required(ty)?.origin, None));
        }
        let fields = ty.fields().iter().map(|it| (&it.ty, it.origin));
        let variants = ty.variants().iter();
        let variants = variants.filter_map(|it| Some((it.held.as_ref()?, it.origin)));
        fields.chain(variants).find_map(|(ty, origin)| {
            let mut lacks = false;
            let mut inner = None;
            ty.each(&mut |part| match part {
                RustType::Type(name) => {
                    let named = self.0.get(name.as_str()).copied();
                    let named = named.filter(|named| !named.derives.contains(&derive));
                    // The macro of a union implements the traits of serde.
                    let is_derived = matches!(derive, Derive::Eq | Derive::Hash);
                    lacks |= named.is_some() && is_derived;
                    inner = inner.or(named.filter(|_| is_derived));
                }
                RustType::Path(RustPath::Name("f32" | "f64"), _) => {
                    lacks |= matches!(derive, Derive::Eq | Derive::Hash);
                }
                RustType::Path(RustPath::Runtime("FilePart"), _) => {
                    lacks |= matches!(derive, Derive::Serialize | Derive::Deserialize);
                }
                _ => {}
            });
            lacks.then_some((origin, inner))
        })
    }
}

/// The first field without a default value.
fn first_required(ty: &TypeSurface) -> Option<&Field> {
    if let Some(constructor) = &ty.constructor {
        let mut fields = ty.fields().iter().enumerate();
        let is_taken = |index| {
            let role = ArgumentRole::Property(index);
            constructor.arguments.iter().any(|it| it.role == role)
        };
        let first = fields.find(|(index, field)| field.set_value.is_some() || is_taken(*index));
        return first.map(|(_, field)| field);
    }
    let has_default = |ty: &RustType| {
        let defaults = [
            RustPath::Name("Option"),
            RustPath::Name("Vec"),
            RustPath::BTREE_MAP,
        ];
        matches!(ty, RustType::Path(path, _) if defaults.contains(path))
    };
    ty.fields().iter().find(|field| !has_default(&field.ty))
}
