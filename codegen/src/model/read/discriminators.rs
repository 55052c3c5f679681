//! The discriminators of unions that the document does not name, and what the schemas of variants say about their values.
//!
//! An enum keeps unknown values, so an object with another value of a property is read without an error. A property whose
//! values tell the objects of a union apart has to select the variant.

use std::collections::{HashMap, HashSet};

use crate::model::{
    NamedType, Object, OtherValues, Property, Shape, Type, Union, UnionVariant, tag_text,
};

/// Completes the unions without a discriminator whose objects have different values of a required property.
pub(super) fn complete(types: &mut [NamedType]) {
    for index in 0..types.len() {
        let Shape::Union(union) = &types[index].shape else {
            continue;
        };
        let Some((tag, values)) = implied(types, union) else {
            continue;
        };
        if let Shape::Union(union) = &mut types[index].shape {
            union.tag = Some(tag);
            for (variant, values) in union.variants.iter_mut().zip(values) {
                variant.values = values;
            }
        }
    }
}

/// Completes the values of the document's discriminators by those that only one object lists. They replace values that the
/// object cannot have. If another object lists none, several values could be those of all objects.
pub(super) fn correct(types: &mut [NamedType]) {
    for index in 0..types.len() {
        let Shape::Union(union) = &types[index].shape else {
            continue;
        };
        let Some(tag) = &union.tag else {
            continue;
        };
        let listed = |variant: &UnionVariant| listed(types, object(types, &variant.ty)?, tag);
        let listed: Vec<_> = union.variants.iter().map(listed).collect();
        let all_list = listed.iter().all(Option::is_some);
        let mut count: HashMap<String, usize> = HashMap::new();
        let mapped = union.variants.iter().flat_map(|it| &it.values);
        for value in mapped.chain(listed.iter().flatten().flatten()) {
            *count.entry(value.clone()).or_default() += 1;
        }
        if let Shape::Union(union) = &mut types[index].shape {
            for (variant, listed) in union.variants.iter_mut().zip(listed) {
                let listed = listed.unwrap_or_default();
                let is_certain = all_list || listed.len() == 1;
                let is_own = |value: &&String| is_certain && count.get(*value) == Some(&1);
                let added: Vec<_> = listed.iter().filter(is_own).cloned().collect();
                let possible: HashSet<_> = listed.iter().collect();
                if !added.is_empty() && !variant.values.iter().any(|it| possible.contains(it)) {
                    variant.values.clear();
                }
                variant.values.extend(added);
            }
        }
    }
}

/// Notes which variants have no other values of the discriminator, because their schema lists them.
pub(super) fn exclude_others(types: &mut [NamedType]) {
    for index in 0..types.len() {
        let Shape::Union(union) = &types[index].shape else {
            continue;
        };
        let Some(tag) = &union.tag else {
            continue;
        };
        let excludes = |variant: &UnionVariant| {
            let listed = object(types, &variant.ty).and_then(|it| listed(types, it, tag));
            listed.is_some_and(|listed| {
                let own: HashSet<_> = variant.values.iter().collect();
                listed.iter().all(|value| own.contains(value))
            })
        };
        let excludes: Vec<_> = union.variants.iter().map(excludes).collect();
        if let Shape::Union(union) = &mut types[index].shape {
            for (variant, excludes) in union.variants.iter_mut().zip(excludes) {
                if excludes && variant.others == OtherValues::Possible {
                    variant.others = OtherValues::Excluded;
                }
            }
        }
    }
}

/// The property that selects a variant, and its values for each variant. Variants that are not objects have none.
fn implied(types: &[NamedType], union: &Union) -> Option<(String, Vec<Vec<String>>)> {
    if union.tag.is_some() {
        return None;
    }
    let variants = union.variants.iter();
    let objects: Vec<_> = variants.map(|it| object(types, &it.ty)).collect();
    let mut present = objects.iter().flatten();
    let (first, _) = (present.next()?, present.next()?);
    let mut names = first.properties.iter().map(|property| &property.name);
    names.find_map(|name| {
        let values: Option<Vec<_>> = objects
            .iter()
            .map(|object| match object {
                Some(object) => listed(types, object, name),
                None => Some(Vec::new()),
            })
            .collect();
        let values = values?;
        let mut seen = HashSet::new();
        let is_distinct = values.iter().flatten().all(|value| seen.insert(value));
        is_distinct.then(|| (name.clone(), values))
    })
}

pub(super) fn object<'a>(types: &'a [NamedType], ty: &Type) -> Option<&'a Object> {
    match shape(types, ty)? {
        Shape::Object(object) => Some(object),
        _ => None,
    }
}

fn shape<'a>(types: &'a [NamedType], ty: &Type) -> Option<&'a Shape> {
    match ty.unboxed() {
        Type::Named(id) => Some(&types[id.0].shape),
        _ => None,
    }
}

/// The values of a required property whose schema lists them, as text.
pub(super) fn listed(types: &[NamedType], object: &Object, name: &str) -> Option<Vec<String>> {
    let is_it = |property: &&Property| property.name == name && property.presence.is_required();
    let property = object.properties.iter().find(is_it)?;
    let Shape::Enum(listed) = shape(types, &property.ty)? else {
        return None;
    };
    let values = listed.values.iter();
    values.map(|it| tag_text(&it.value)).collect()
}
