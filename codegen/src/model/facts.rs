//! What follows from the types together: which fields are on the heap, which types are exact, and which are checked.

use std::collections::HashSet;

use super::{NamedType, Shape, Type, TypeId};

/// Adds to `types` what no type can say alone.
pub(super) fn complete(types: &mut [NamedType]) {
    box_fields(types);
    box_variants(types);
    let holders = holders(types);
    let inexact = spread(types, &holders, |named| {
        matches!(named.shape, Shape::Union(_) | Shape::Answers(_))
            || inner(named).any(|ty| ty.any(|ty| matches!(ty, Type::Float(_))))
    });
    let checked = spread(types, &holders, |named| {
        named.usage.request && has_constraints(named)
    });
    for (named, (inexact, checked)) in types.iter_mut().zip(inexact.into_iter().zip(checked)) {
        named.is_exact = !inexact;
        named.is_checked = checked && named.usage.request;
    }
}

/// The length of the longest way from a type to one that it holds and on, as a compiler walks it that looks at each
/// type once.
pub(super) fn nesting(types: &[NamedType]) -> usize {
    let mut seen = vec![false; types.len()];
    let mut deepest = 0;
    for start in 0..types.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        // Documents nest deeper than the stack has room for.
        let mut open = vec![mentioned(&types[start])];
        while let Some(holder) = open.last_mut() {
            let Some(TypeId(next)) = holder.pop() else {
                open.pop();
                continue;
            };
            if !std::mem::replace(&mut seen[next], true) {
                open.push(mentioned(&types[next]));
                deepest = deepest.max(open.len());
            }
        }
    }
    deepest
}

/// The types of what a type is made of.
fn inner(named: &NamedType) -> impl Iterator<Item = &Type> {
    let (properties, variants, own) = match &named.shape {
        Shape::Object(object) => (&object.properties[..], &[][..], None),
        Shape::Union(union) => (&[][..], &union.variants[..], None),
        Shape::Newtype(ty, _) => (&[][..], &[][..], Some(ty)),
        Shape::Enum(_) | Shape::Answers(_) => (&[][..], &[][..], None),
    };
    let properties = properties.iter().map(|property| &property.ty);
    properties
        .chain(variants.iter().map(|variant| &variant.ty))
        .chain(own)
}

/// The types that a type names, however deep inside.
fn mentioned(named: &NamedType) -> Vec<TypeId> {
    let mut ids = Vec::new();
    for ty in inner(named) {
        ty.each(&mut |ty| {
            if let Type::Named(id) = ty {
                ids.push(*id);
            }
        });
    }
    ids
}

/// For each type, those that mention it.
fn holders(types: &[NamedType]) -> Vec<Vec<usize>> {
    let mut holders = vec![Vec::new(); types.len()];
    for (index, named) in types.iter().enumerate() {
        for TypeId(id) in mentioned(named) {
            holders[id].push(index);
        }
    }
    holders
}

/// The types for which something holds, and those that mention them.
fn spread(
    types: &[NamedType],
    holders: &[Vec<usize>],
    holds: impl Fn(&NamedType) -> bool,
) -> Vec<bool> {
    let mut found: Vec<bool> = types.iter().map(holds).collect();
    let mut open: Vec<usize> = (0..types.len()).filter(|index| found[*index]).collect();
    while let Some(index) = open.pop() {
        for holder in &holders[index] {
            if !std::mem::replace(&mut found[*holder], true) {
                open.push(*holder);
            }
        }
    }
    found
}

fn has_constraints(named: &NamedType) -> bool {
    match &named.shape {
        Shape::Object(object) => {
            let mut properties = object.properties.iter();
            !object.constraints.is_empty() || properties.any(|it| !it.constraints.is_empty())
        }
        Shape::Union(union) => union.variants.iter().any(|it| !it.constraints.is_empty()),
        Shape::Newtype(_, constraints) => !constraints.is_empty(),
        Shape::Enum(_) | Shape::Answers(_) => false,
    }
}

/// The type that a value holds in itself, not behind a pointer.
fn held(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

/// Puts the fields on the heap by which an object would hold itself. Unions are left to [`box_variants`].
fn box_fields(types: &mut [NamedType]) {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Open,
        Done,
    }
    let is_union = |id: TypeId, types: &[NamedType]| matches!(types[id.0].shape, Shape::Union(_));
    let mut order: Vec<usize> = (0..types.len()).collect();
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
                    match held(ty) {
                        Some(id) if states[id.0] == State::Open => {
                            *ty = Type::Boxed(Box::new(ty.clone()));
                        }
                        Some(id) => inside.push(id),
                        None => {}
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

/// The types of the fields of an object or a newtype, with their names.
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

/// Puts the variants on the heap by which a union would hold itself.
fn box_variants(types: &mut [NamedType]) {
    let components = components(types);
    for index in 0..types.len() {
        let Shape::Union(union) = &mut types[index].shape else {
            continue;
        };
        for variant in &mut union.variants {
            let is_own = held(&variant.ty).is_some_and(|id| components[id.0] == components[index]);
            if is_own {
                variant.ty = Type::Boxed(Box::new(variant.ty.clone()));
            }
        }
    }
}

/// For each type, a number that it shares with those that it holds in itself and that hold it.
fn components(types: &[NamedType]) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = types
        .iter()
        .map(|named| inner(named).filter_map(held).map(|id| id.0).collect())
        .collect();
    let mut back = vec![Vec::new(); types.len()];
    for (from, to) in edges.iter().enumerate() {
        to.iter().for_each(|to| back[*to].push(from));
    }
    // Kosaraju's algorithm: what was left last is where a walk against the edges starts.
    let mut left = Vec::new();
    let mut seen = HashSet::new();
    for start in 0..types.len() {
        walk(start, &edges, &mut seen, |index| left.push(index));
    }
    let mut components = vec![0; types.len()];
    let mut seen = HashSet::new();
    for start in left.into_iter().rev() {
        walk(start, &back, &mut seen, |index| components[index] = start);
    }
    components
}

/// Visits what can be reached from `start` and was not seen before; each is left after what it leads to.
fn walk(
    start: usize,
    edges: &[Vec<usize>],
    seen: &mut HashSet<usize>,
    mut leave: impl FnMut(usize),
) {
    if !seen.insert(start) {
        return;
    }
    let mut open = vec![(start, edges[start].iter())];
    while let Some((index, next)) = open.last_mut() {
        match next.next() {
            Some(to) if seen.insert(*to) => open.push((*to, edges[*to].iter())),
            Some(_) => {}
            None => {
                leave(*index);
                open.pop();
            }
        }
    }
}
