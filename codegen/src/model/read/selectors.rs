//! The values of discriminators in the objects that they select.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::Span;
use crate::model::{
    Counterpart, NamedType, OtherValues, Presence, Property, Selector, Shape, Type, TypeId,
};

/// A discriminator of the unions of an object.
struct Discriminator {
    tag: String,
    /// The values that stand for the object.
    values: Vec<String>,
    span: Option<Span>,
}

/// Completes the properties by which a union with a discriminator of the document selects the object.
pub(super) fn complete(types: &mut [NamedType]) {
    let by_object = discriminators(types);
    if by_object.is_empty() {
        return;
    }
    for index in 0..types.len() {
        let Some(discriminators) = by_object.get(&object(types, TypeId(index))) else {
            continue;
        };
        for discriminator in discriminators {
            let mut properties = types[index].properties().iter();
            let Some(place) = properties.position(|it| it.name == discriminator.tag) else {
                continue;
            };
            let selector = selector(types, &types[index].properties()[place], discriminator);
            if let Shape::Object(object) = &mut types[index].shape {
                object.properties[place].selector = selector.map(Box::new);
            }
        }
    }
}

/// The type that stands for all types of an object's schema: aliases, and the type for the other direction.
fn object(types: &[NamedType], id: TypeId) -> TypeId {
    let target = |id: TypeId| types[id.0].alias_of.unwrap_or(id);
    let own = target(id);
    match types[own.0].counterpart {
        Some(Counterpart::Response(response)) => target(response),
        _ => own,
    }
}

fn discriminators(types: &[NamedType]) -> HashMap<TypeId, Vec<Discriminator>> {
    let mut found: HashMap<_, Vec<Discriminator>> = HashMap::new();
    for named in types {
        let Shape::Union(union) = &named.shape else {
            continue;
        };
        let Some(tag) = &union.tag else {
            continue;
        };
        for variant in &union.variants {
            let Type::Named(id) = variant.ty.unboxed() else {
                continue;
            };
            // Other values select a default too.
            if variant.values.is_empty() || variant.others == OtherValues::Selected {
                continue;
            }
            let own = found.entry(object(types, *id)).or_default();
            match own.iter_mut().find(|known| known.tag == *tag) {
                Some(known) => known.values.extend_from_slice(&variant.values),
                None => own.push(Discriminator {
                    tag: tag.clone(),
                    values: variant.values.clone(),
                    span: union.tag_span,
                }),
            }
        }
    }
    found
}

/// The selector of a property, if it can have one of the values.
fn selector(types: &[NamedType], property: &Property, of: &Discriminator) -> Option<Selector> {
    let mut possible = possible(types, &property.ty, &of.values)?;
    let values = of.values.iter().filter(|value| possible.remove(&***value));
    let values: Vec<_> = values.cloned().collect();
    let is_set =
        values.len() == 1 && property.presence == Presence::Required && property.ty != Type::Json;
    (!values.is_empty()).then_some(Selector {
        values,
        is_set,
        span: of.span,
    })
}

/// Those of the values that a type has.
fn possible<'a>(types: &[NamedType], ty: &Type, values: &'a [String]) -> Option<HashSet<&'a str>> {
    let mut possible: HashSet<_> = values.iter().map(String::as_str).collect();
    match ty {
        Type::String | Type::Json => Some(possible),
        Type::Named(id) => match &types[id.0].shape {
            Shape::Enum(item) => {
                let listed = item.values.iter().filter_map(|it| it.value.as_str());
                Some(listed.filter_map(|it| possible.take(it)).collect())
            }
            _ => None,
        },
        _ => None,
    }
}
