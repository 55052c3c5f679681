//! The least number of values in a value of each type.
//!
//! A type that requires itself has no finite value. Optional parts are left out if even their least value is too large.

use super::schemas::{Schemas, any, count, items, property, tuple_item, values};
use crate::document::Node;
use crate::lower::shape::union_parts;
use crate::model::{Presence, Shape, Type, TypeId};

/// The size of a type without a finite value.
pub(super) const INFINITE: usize = usize::MAX;

/// The least sizes of the named types, by index.
pub(super) fn least(schemas: &Schemas<'_>) -> Vec<usize> {
    let mut sizes = vec![INFINITE; schemas.model.types.len()];
    loop {
        let mut is_changed = false;
        // Schemas often refer to later ones.
        for index in (0..sizes.len()).rev() {
            let size = of_named(schemas, &sizes, TypeId(index));
            if size < sizes[index] {
                sizes[index] = size;
                is_changed = true;
            }
        }
        if !is_changed {
            return sizes;
        }
    }
}

fn of_named(schemas: &Schemas<'_>, sizes: &[usize], id: TypeId) -> usize {
    let schema = schemas.named(id).unwrap_or_else(|| any());
    match &schemas.model.named(id).shape {
        Shape::Object(object) => {
            let required = object.properties.iter();
            let required = required.filter(|it| it.presence == Presence::Required);
            required.fold(1, |size, it| {
                size.saturating_add(of(sizes, &it.ty, property(schema, &it.name)))
            })
        }
        Shape::Union(union) => {
            let parts = union_parts(schema).unwrap_or_default();
            let parts = parts.iter().chain(std::iter::repeat(any()));
            let variants = union.variants.iter().zip(parts);
            let sizes = variants.map(|(variant, schema)| of(sizes, &variant.ty, schema));
            sizes.min().unwrap_or(INFINITE)
        }
        Shape::Newtype(ty, _) => of(sizes, ty, schema),
        Shape::Enum(_) | Shape::Responses(_) => 1,
    }
}

/// The least size of a value of an unnamed type, given the sizes of the named types.
pub(super) fn of(sizes: &[usize], ty: &Type, schema: &Node) -> usize {
    let many = |least: usize, one: usize| match least {
        0 => 1,
        least => one.saturating_mul(least).saturating_add(1),
    };
    match ty {
        Type::Named(id) => sizes[id.0],
        Type::Boxed(inner) => of(sizes, inner, schema),
        Type::List(item) => {
            let least = count(schema, "minItems").unwrap_or_default();
            many(least, of(sizes, item, items(schema)))
        }
        Type::Tuple(types) => {
            let items = types.iter().enumerate();
            let sizes = items.map(|(index, ty)| of(sizes, ty, tuple_item(schema, index)));
            sizes.fold(1, usize::saturating_add)
        }
        Type::Map(value) => {
            let least = count(schema, "minProperties").unwrap_or_default();
            many(least, of(sizes, value, values(schema)))
        }
        _ => 1,
    }
}
