//! Compares enums: their variants, and whether they keep unknown values.

use super::list::paired;
use super::{Comparer, Item, Origin, text};
use crate::diff::Step;
use crate::surface::{Family, RustType, TypeSurface, Variant};

impl Comparer<'_> {
    /// Compares whether two enums of values keep unknown values. Returns whether they differ, and thus their traits.
    pub(super) fn openness(&mut self, item: &Item, old: &TypeSurface, new: &TypeSurface) -> bool {
        let (before, after) = (is_open(old), is_open(new));
        match (before, after) {
            (false, true) => {
                let change = "keeps unknown values, and no longer implements `Copy`";
                self.change(item, Step::Major, change);
                self.mark_use();
            }
            (true, false) => {
                let change = "no longer keeps unknown values, and has no variant `Unknown`";
                self.change(item, Step::Major, change);
                self.mark_use();
            }
            _ => {}
        }
        before != after
    }

    /// Compares the variants of two enums of one kind, and the discriminator properties that select them.
    pub(super) fn variants(&mut self, item: &Item, old: &TypeSurface, new: &TypeSurface) {
        if old.tag != new.tag {
            let words = |tag: &Option<String>| match tag {
                Some(tag) => format!("the property `{tag}`"),
                None => "its content".to_owned(),
            };
            let (before, after) = (words(&old.tag), words(&new.tag));
            let change = format!("chooses its variant by {after} instead of {before}");
            let origin = Origin::of(old.tag_origin, new.tag_origin);
            self.silent(&item.from(origin), change);
        }
        let is_named = |it: &&Variant| !is_unknown(it) || is_open(old) == is_open(new);
        let name = |variant: &Variant| variant.name.clone();
        let (before, after) = (old.variants().iter(), new.variants().iter());
        let mut pairs = paired(before.filter(is_named), after.filter(is_named), name, name);
        let mut renamed = pairs.take_alike(value, value);
        let translated = |variant: &Variant| {
            let held = variant.held.as_ref()?;
            Some(self.renames.translated(held))
        };
        renamed.extend(pairs.take_alike(translated, |variant| variant.held.clone()));
        for (old, new) in renamed {
            let member = item.member(&old.name, Origin::of(old.origin, new.origin));
            let to = format!("{}::{}", item.path, new.name);
            self.renamed(&member, &to);
        }
        for (before, after) in pairs.both {
            let member = item.member(&after.name, Origin::of(before.origin, after.origin));
            self.variant(&member, before, after);
            self.conversion(item, before, after);
            let has_tag = old.tag.is_some() && new.tag.is_some();
            if has_tag || new.family != Some(Family::Union) {
                self.wire_values(&member, before, after);
            }
        }
        for variant in pairs.old {
            self.removed(&item.member(&variant.name, Origin::old(variant.origin)));
        }
        for variant in pairs.new {
            self.added(&item.member(&variant.name, Origin::new(variant.origin)));
        }
    }

    fn variant(&mut self, item: &Item, old: &Variant, new: &Variant) {
        self.docs(item, &old.docs, &new.docs);
        let change = match (&old.held, &new.held) {
            (None, None) => return,
            (Some(old), Some(new)) if self.is_same(old, new) => return,
            (Some(old), Some(new)) => {
                format!("holds `{}` instead of `{}`", text::ty(new), text::ty(old))
            }
            (None, Some(new)) => format!("holds `{}`", text::ty(new)),
            (Some(old), None) => format!("no longer holds `{}`", text::ty(old)),
        };
        self.change(item, Step::Major, change);
    }

    /// Compares the conversion of the held type into the enum.
    fn conversion(&mut self, item: &Item, old: &Variant, new: &Variant) {
        let (Some(before), Some(after)) = (&old.held, &new.held) else {
            return;
        };
        let item = item.from(Origin::of(old.origin, new.origin));
        let same = self.is_same(before, after);
        let from = |ty: &RustType| format!("`From<{}>`", text::ty(ty));
        if old.has_from && !new.has_from && same {
            let change = format!("no longer implements {}", from(before));
            self.change(&item, Step::Major, change);
        } else if !old.has_from && new.has_from {
            let change = format!("implements {}", from(after));
            self.change(&item, Step::Minor, change);
        }
    }

    fn wire_values(&mut self, item: &Item, old: &Variant, new: &Variant) {
        let (before, after) = (&old.wire_values, &new.wire_values);
        if before == after {
            return;
        }
        let values = |variant: &Variant| {
            let values = variant.wire_values.iter();
            let values = values.map(|value| {
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), ToOwned::to_owned)
            });
            text::list(&values.collect::<Vec<_>>())
        };
        let is_wider = before.iter().all(|value| after.contains(value));
        let is_reordered = is_wider && before.len() == after.len();
        let (before, after) = (values(old), values(new));
        if is_reordered {
        } else if is_wider {
            self.change(
                item,
                Step::Minor,
                format!("stands for {after}, not only for {before}"),
            );
        } else {
            self.silent(item, format!("stands for {after} instead of {before}"));
        }
    }
}

fn is_open(ty: &TypeSurface) -> bool {
    matches!(
        ty.family,
        Some(Family::OpenStrings | Family::OpenIntegers | Family::OpenScalars)
    )
}

/// Whether a variant of an enum of values holds the unknown ones.
fn is_unknown(variant: &Variant) -> bool {
    variant.wire_values.is_empty() && variant.held.is_some()
}

/// The value that an enum's variant stands for.
fn value(variant: &Variant) -> Option<Vec<serde_json::Value>> {
    (!variant.wire_values.is_empty()).then(|| variant.wire_values.clone())
}
