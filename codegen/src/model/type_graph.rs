//! Properties of types that depend on other types: boxed fields, exact equality, and checks.

use super::{NamedType, Shape, Type, TypeId};
use crate::graph;

/// Sets the properties of `types` that depend on other types.
pub(super) fn complete(types: &mut [NamedType]) {
    let targets = targets(types);
    box_fields(types, &targets);
    box_variants(types, &targets);
    box_aliases(types);
    let referrers = referrers(types);
    let inexact = propagate(types, &referrers, |named| {
        matches!(named.shape, Shape::Union(_) | Shape::Responses(_))
            || inner(named).any(|ty| ty.any(|ty| matches!(ty, Type::Float(_))))
    });
    let checked = propagate(types, &referrers, |named| {
        named.usage.request && has_constraints(named)
    });
    let secrets = propagate(types, &referrers, has_own_secrets);
    let open_values = propagate(types, &referrers, |named| match named.shape {
        Shape::Union(_) => true,
        Shape::Enum(_) => named.is_open(),
        _ => false,
    });
    for (index, named) in types.iter_mut().enumerate() {
        named.is_exact = !inexact[index];
        named.is_checked = checked[index] && named.usage.request;
        named.has_secrets = secrets[index];
        named.has_open_values = open_values[index];
    }
}

/// For each type, the type that it is in Rust: the target of an alias, or itself.
fn targets(types: &[NamedType]) -> Vec<usize> {
    let types = types.iter().enumerate();
    let targets = types.map(|(index, named)| named.alias_of.map_or(index, |TypeId(id)| id));
    targets.collect()
}

/// The length of the longest path in a depth-first walk from each type to the types that it contains.
///
/// The walk visits each type once, like the compiler.
pub(super) fn nesting(types: &[NamedType]) -> usize {
    let mut seen = vec![false; types.len()];
    let mut deepest = 0;
    for start in 0..types.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        // An explicit stack, because documents nest more deeply than the call stack allows.
        let mut open = vec![referenced(&types[start])];
        while let Some(referrer) = open.last_mut() {
            let Some(TypeId(next)) = referrer.pop() else {
                open.pop();
                continue;
            };
            if !std::mem::replace(&mut seen[next], true) {
                open.push(referenced(&types[next]));
                deepest = deepest.max(open.len());
            }
        }
    }
    deepest
}

/// The types of the fields, variants or content of a type.
fn inner(named: &NamedType) -> impl Iterator<Item = &Type> {
    let (properties, variants, own) = match &named.shape {
        Shape::Object(object) => (&object.properties[..], &[][..], None),
        Shape::Union(union) => (&[][..], &union.variants[..], None),
        Shape::Newtype(ty, _) => (&[][..], &[][..], Some(ty)),
        Shape::Enum(_) | Shape::Responses(_) => (&[][..], &[][..], None),
    };
    let properties = properties.iter().map(|property| &property.ty);
    properties
        .chain(variants.iter().map(|variant| &variant.ty))
        .chain(own)
}

/// The named types in the fields, variants or content of a type, at any depth.
pub(crate) fn referenced(named: &NamedType) -> Vec<TypeId> {
    inner(named).flat_map(Type::named).collect()
}

/// For each type, the types that refer to it.
fn referrers(types: &[NamedType]) -> Vec<Vec<usize>> {
    let mut referrers = vec![Vec::new(); types.len()];
    for (index, named) in types.iter().enumerate() {
        for TypeId(id) in referenced(named) {
            referrers[id].push(index);
        }
    }
    referrers
}

/// The types with a property, and the types that refer to them directly or indirectly.
fn propagate(
    types: &[NamedType],
    referrers: &[Vec<usize>],
    holds: impl Fn(&NamedType) -> bool,
) -> Vec<bool> {
    let mut found: Vec<bool> = types.iter().map(holds).collect();
    let mut open: Vec<usize> = (0..types.len()).filter(|index| found[*index]).collect();
    while let Some(index) = open.pop() {
        for referrer in &referrers[index] {
            if !std::mem::replace(&mut found[*referrer], true) {
                open.push(*referrer);
            }
        }
    }
    found
}

fn has_own_secrets(named: &NamedType) -> bool {
    let mut properties = named.properties().iter();
    named.is_secret || properties.any(|it| it.is_secret)
}

fn has_constraints(named: &NamedType) -> bool {
    match &named.shape {
        Shape::Object(object) => {
            let mut properties = object.properties.iter();
            !object.constraints.is_empty() || properties.any(|it| !it.constraints.is_empty())
        }
        Shape::Union(union) => union.variants.iter().any(|it| !it.constraints.is_empty()),
        Shape::Newtype(_, constraints) => !constraints.is_empty(),
        Shape::Enum(_) | Shape::Responses(_) => false,
    }
}

/// The named types that are stored inline, without a pointer. `targets` has the type of each alias.
fn inline(ty: &Type, targets: &[usize]) -> Vec<TypeId> {
    match ty {
        Type::Named(TypeId(id)) => vec![TypeId(targets[*id])],
        Type::Nullable(inner) => inline(inner, targets),
        Type::Tuple(items) => items
            .iter()
            .flat_map(|item| inline(item, targets))
            .collect(),
        _ => Vec::new(),
    }
}

/// Boxes the fields by which an object contains itself. [`box_variants`] does the same for unions.
fn box_fields(types: &mut [NamedType], targets: &[usize]) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let is_union = |id: TypeId, types: &[NamedType]| matches!(types[id.0].shape, Shape::Union(_));
    let mut order: Vec<usize> = (0..types.len()).filter(|it| targets[*it] == *it).collect();
    order.sort_by(|a, b| types[*a].name.cmp(&types[*b].name));
    let mut states = vec![State::New; types.len()];
    for start in order {
        let mut open: Vec<(usize, Vec<TypeId>)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(index) = next.take().filter(|index| states[*index] == State::New) {
                states[index] = State::Open;
                let mut fields: Vec<_> = fields_mut(&mut types[index].shape).collect();
                fields.sort_by(|(a, _), (b, _)| b.cmp(a));
                let mut inside = Vec::new();
                for (_, ty) in fields {
                    let ids = inline(ty, targets);
                    if ids.iter().any(|id| states[id.0] == State::Open) {
                        *ty = Type::Boxed(Box::new(ty.clone()));
                    } else {
                        inside.extend(ids);
                    }
                }
                open.push((index, inside));
            }
            let Some((index, inside)) = open.last_mut() else {
                break;
            };
            match inside.pop() {
                Some(id) if !is_union(id, types) => next = Some(id.0),
                Some(_) => {}
                None => {
                    states[*index] = State::Done;
                    open.pop();
                }
            }
        }
    }
}

/// The names and types of the fields of an object or a newtype.
fn fields_mut(shape: &mut Shape) -> impl Iterator<Item = (&str, &mut Type)> {
    let (properties, own) = match shape {
        Shape::Object(object) => (&mut object.properties[..], None),
        Shape::Newtype(ty, _) => (&mut [][..], Some(("", ty))),
        _ => (&mut [][..], None),
    };
    let properties = properties
        .iter_mut()
        .map(|property| (property.field.as_str(), &mut property.ty));
    properties.chain(own)
}

/// Boxes the variants by which a union contains itself.
fn box_variants(types: &mut [NamedType], targets: &[usize]) {
    let components = components(types, targets);
    for index in 0..types.len() {
        let Shape::Union(union) = &mut types[index].shape else {
            continue;
        };
        for variant in &mut union.variants {
            let is_own = inline(&variant.ty, targets)
                .iter()
                .any(|id| components[id.0] == components[index]);
            if is_own {
                variant.ty = Type::Boxed(Box::new(variant.ty.clone()));
            }
        }
    }
}

/// Boxes the fields and variants of each alias that its target boxes.
fn box_aliases(types: &mut [NamedType]) {
    for index in 0..types.len() {
        let Some(TypeId(target)) = types[index].alias_of else {
            continue;
        };
        let is_boxed = |ty: &Type| matches!(ty, Type::Boxed(_));
        let boxed: Vec<_> = inner(&types[target]).map(is_boxed).collect();
        for (ty, boxed) in inner_mut(&mut types[index].shape).zip(boxed) {
            if boxed && !is_boxed(ty) {
                *ty = Type::Boxed(Box::new(ty.clone()));
            } else if let Type::Boxed(inner) = ty
                && !boxed
            {
                *ty = (**inner).clone();
            }
        }
    }
}

/// The types of the fields, variants or content of a type, in the order of [`inner`].
fn inner_mut(shape: &mut Shape) -> impl Iterator<Item = &mut Type> {
    let (properties, variants, own) = match shape {
        Shape::Object(object) => (&mut object.properties[..], &mut [][..], None),
        Shape::Union(union) => (&mut [][..], &mut union.variants[..], None),
        Shape::Newtype(ty, _) => (&mut [][..], &mut [][..], Some(ty)),
        Shape::Enum(_) | Shape::Responses(_) => (&mut [][..], &mut [][..], None),
    };
    let properties = properties.iter_mut().map(|property| &mut property.ty);
    properties
        .chain(variants.iter_mut().map(|variant| &mut variant.ty))
        .chain(own)
}

/// For each type, the number of its strongly connected component in the graph of inline types.
fn components(types: &[NamedType], targets: &[usize]) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = types
        .iter()
        .map(|named| {
            inner(named)
                .flat_map(|ty| inline(ty, targets))
                .map(|id| id.0)
                .collect()
        })
        .collect();
    graph::components(&edges)
}
