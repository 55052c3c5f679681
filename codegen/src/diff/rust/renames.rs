//! Finds the types and operations that only changed their names.
//!
//! A type was renamed if one that only the old surface has and one that only the new surface has have the same shape:
//! the same members with the same types, apart from types that may have been renamed as well. An operation was renamed if
//! its method and path are the same.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};

use super::list::paired;
use crate::surface::{
    Field, OperationSurface, RustType, Setting, Surface, TypeKind, TypeSurface, Variant,
};

/// The new names of items, by their old names.
#[derive(Debug, Default)]
pub(super) struct Renames<'a> {
    types: HashMap<&'a str, &'a str>,
    operations: HashMap<&'a str, &'a str>,
    schemes: HashMap<&'a str, &'a str>,
}

impl<'a> Renames<'a> {
    pub(super) fn of(old: &'a Surface, new: &'a Surface) -> Self {
        Self {
            types: types(old, new),
            operations: operations(old, new),
            schemes: schemes(old, new),
        }
    }

    /// The new name of a type.
    pub(super) fn ty<'b>(&self, old: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.types.get(old).copied().unwrap_or(old)
    }

    /// The new name of the struct of an operation.
    pub(super) fn operation<'b>(&self, old: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.operations.get(old).copied().unwrap_or(old)
    }

    /// The new name of a security scheme.
    pub(super) fn scheme<'b>(&self, old: &'b str) -> &'b str
    where
        'a: 'b,
    {
        self.schemes.get(old).copied().unwrap_or(old)
    }

    /// Whether two types are the same, apart from renames.
    pub(super) fn is_same(&self, old: &RustType, new: &RustType) -> bool {
        match (old, new) {
            (RustType::Type(old), RustType::Type(new)) => self.ty(old) == new,
            (RustType::Operation(old), RustType::Operation(new)) => self.operation(old) == new,
            (RustType::Marker(_), RustType::Marker(_)) | (RustType::Unit, RustType::Unit) => true,
            (RustType::Parameter(old), RustType::Parameter(new)) => old == new,
            (RustType::Path(old, inner), RustType::Path(new, other)) => {
                old == new && self.are_same(inner, other)
            }
            (RustType::Tuple(inner), RustType::Tuple(other)) => self.are_same(inner, other),
            (RustType::Into(old), RustType::Into(new))
            | (RustType::Iterator(old), RustType::Iterator(new))
            | (RustType::Reference(old), RustType::Reference(new))
            | (RustType::Slice(old), RustType::Slice(new)) => self.is_same(old, new),
            _ => false,
        }
    }

    fn are_same(&self, old: &[RustType], new: &[RustType]) -> bool {
        let mut pairs = old.iter().zip(new);
        old.len() == new.len() && pairs.all(|(old, new)| self.is_same(old, new))
    }

    /// The type of the new surface that an old type is the same as.
    pub(super) fn translated(&self, ty: &RustType) -> RustType {
        let boxed = |inner: &RustType| Box::new(self.translated(inner));
        match ty {
            RustType::Type(name) => RustType::Type(self.ty(name).to_owned()),
            RustType::Operation(name) => RustType::Operation(self.operation(name).to_owned()),
            RustType::Path(path, inner) => {
                let inner = inner.iter().map(|inner| self.translated(inner));
                RustType::Path(*path, inner.collect())
            }
            RustType::Into(inner) => RustType::Into(boxed(inner)),
            RustType::Iterator(inner) => RustType::Iterator(boxed(inner)),
            RustType::Reference(inner) => RustType::Reference(boxed(inner)),
            RustType::Slice(inner) => RustType::Slice(boxed(inner)),
            RustType::Tuple(items) => {
                RustType::Tuple(items.iter().map(|item| self.translated(item)).collect())
            }
            RustType::Unit | RustType::Marker(_) | RustType::Parameter(_) => ty.clone(),
        }
    }
}

fn operations<'a>(old: &'a Surface, new: &'a Surface) -> HashMap<&'a str, &'a str> {
    let name = |operation: &'a OperationSurface| operation.name.as_str();
    let mut pairs = paired(&old.operations, &new.operations, name, name);
    let renamed = pairs.take_alike(|it| Some(endpoint(it)), |it| Some(endpoint(it)));
    let names = renamed.into_iter().map(|(old, new)| (name(old), name(new)));
    names.collect()
}

/// A security scheme was renamed if it is the only one of its kind that is gone, and there is only one new one.
fn schemes<'a>(old: &'a Surface, new: &'a Surface) -> HashMap<&'a str, &'a str> {
    let name = |setting: &'a Setting| setting.name.as_str();
    let is_scheme = |setting: &&Setting| setting.scheme.is_some();
    let old = old.client.settings.iter().filter(is_scheme);
    let new = new.client.settings.iter().filter(is_scheme);
    let mut pairs = paired(old, new, name, name);
    let kind = |setting: &'a Setting| setting.scheme.as_ref();
    let renamed = pairs.take_alike(kind, kind);
    let names = renamed.into_iter().map(|(old, new)| (name(old), name(new)));
    names.collect()
}

/// The method of an operation, and its path without the names of parameters.
fn endpoint(operation: &OperationSurface) -> (&str, Vec<&str>) {
    let parts = constant_parts(&operation.path);
    (&operation.http_method, parts.collect())
}

/// The parts of a path template before, between and after its parameters.
pub(super) fn constant_parts(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{');
    parts.map(|part| part.split_once('}').map_or(part, |(_, after)| after))
}

/// The number of references from a type to a type whose shapes tell renamed types apart.
const DEPTH: usize = 4;

fn types<'a>(old: &'a Surface, new: &'a Surface) -> HashMap<&'a str, &'a str> {
    let name = |ty: &'a TypeSurface| ty.name.as_str();
    let pairs = paired(&old.types, &new.types, name, name);
    if pairs.old.is_empty() || pairs.new.is_empty() {
        return HashMap::new();
    }
    let (old, new) = (Shapes::of(&pairs.old), Shapes::of(&pairs.new));
    let (mut old, mut new) = (old.by_shape(&pairs.old), new.by_shape(&pairs.new));
    let mut renamed = HashMap::new();
    for (shape, old) in old.drain() {
        // Types of one shape are paired in their order.
        let new = new.remove(&shape).unwrap_or_default();
        if old.len() == new.len() {
            renamed.extend(old.into_iter().zip(new));
        }
    }
    renamed
}

/// Hashes of the shapes of types.
struct Shapes<'a> {
    hashes: HashMap<&'a str, u64>,
}

impl<'a> Shapes<'a> {
    fn of(types: &[&'a TypeSurface]) -> Self {
        let names: HashSet<&str> = types.iter().map(|ty| ty.name.as_str()).collect();
        let mut hashes = names.into_iter().map(|name| (name, 0)).collect();
        for _ in 0..DEPTH {
            let shapes = Self { hashes };
            let next = types.iter();
            hashes = next
                .map(|ty| (ty.name.as_str(), shapes.of_type(ty)))
                .collect();
        }
        Self { hashes }
    }

    fn by_shape(&self, types: &[&'a TypeSurface]) -> HashMap<u64, Vec<&'a str>> {
        let mut by_shape: HashMap<u64, Vec<&str>> = HashMap::new();
        for ty in types {
            let shape = self.hashes.get(ty.name.as_str()).copied();
            by_shape
                .entry(shape.unwrap_or_default())
                .or_default()
                .push(&ty.name);
        }
        by_shape
    }

    fn of_type(&self, ty: &TypeSurface) -> u64 {
        let mut hasher = DefaultHasher::new();
        let hasher = &mut hasher;
        (&ty.derives, ty.family, &ty.tag, ty.constructor.is_some()).hash(hasher);
        match &ty.kind {
            TypeKind::Struct(fields) => {
                0_u8.hash(hasher);
                fields.iter().for_each(|field| self.field(field, hasher));
            }
            TypeKind::Newtype(inner) => {
                1_u8.hash(hasher);
                self.reference(inner, hasher);
            }
            TypeKind::Enum(variants) => {
                2_u8.hash(hasher);
                variants.iter().for_each(|it| self.variant(it, hasher));
            }
            TypeKind::Unit => 3_u8.hash(hasher),
            TypeKind::Opaque => 4_u8.hash(hasher),
        }
        hasher.finish()
    }

    fn field(&self, field: &Field, hasher: &mut DefaultHasher) {
        (&field.name, &field.wire_name).hash(hasher);
        self.reference(&field.ty, hasher);
    }

    fn variant(&self, variant: &Variant, hasher: &mut DefaultHasher) {
        (&variant.name, &variant.wire_values, variant.has_from).hash(hasher);
        if let Some(held) = &variant.held {
            self.reference(held, hasher);
        }
    }

    /// Hashes a type that is used in a shape.
    fn reference(&self, ty: &RustType, hasher: &mut DefaultHasher) {
        ty.each(&mut |ty| match ty {
            RustType::Type(name) => match self.hashes.get(name.as_str()) {
                Some(shape) => shape.hash(hasher),
                None => name.hash(hasher),
            },
            RustType::Path(path, inner) => (path, inner.len()).hash(hasher),
            other => std::mem::discriminant(other).hash(hasher),
        });
    }
}
