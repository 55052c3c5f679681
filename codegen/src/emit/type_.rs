//! A type of the document in a file of its own.

use super::Piece;
use super::enum_::{declaration, enum_};
use super::newtype::newtype;
use super::object::object;
use super::type_context::TypeContext;
use super::union::union;
use crate::model::Shape;
use crate::surface::TypeKind;

/// The file: its imports, the type, and what belongs to it.
pub(super) fn pieces(file: &TypeContext<'_>) -> Vec<Piece> {
    let mut pieces = match (&file.named.shape, &file.surface.kind) {
        (Shape::Object(item), TypeKind::Struct(fields)) => {
            vec![Piece::Items(object(file, item, fields))]
        }
        (Shape::Enum(item), TypeKind::Enum(variants)) => enum_(file, item, variants),
        (Shape::Union(item), TypeKind::Enum(variants)) => union(file, item, variants),
        (Shape::Newtype(ty, constraints), TypeKind::Newtype(inner)) => {
            vec![Piece::Items(newtype(file, ty, constraints, inner))]
        }
        (Shape::Answers(_), TypeKind::Enum(variants)) => {
            vec![Piece::Items(declaration(file, variants))]
        }
        _ => unreachable!("the surface of a type is built from its shape"),
    };
    pieces.insert(0, Piece::Items(file.imports.of_type(&file.named.name)));
    pieces
}
