//! Emits the file of a type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::enum_::{declaration, enum_};
use super::newtype::newtype;
use super::object::object;
use super::type_context::TypeContext;
use super::union::union;
use super::{Piece, debug, deprecated};
use crate::model::Shape;
use crate::surface::{Scope, TypeSurface};

/// The pieces of the file: its imports, the type and its implementations.
pub(super) fn pieces(file: &TypeContext<'_>) -> Vec<Piece> {
    if let Some(target) = &file.surface.alias_of {
        return vec![Piece::Items(alias(file.surface, target))];
    }
    let mut pieces = match &file.named.shape {
        Shape::Object(item) => object(file, item),
        Shape::Enum(item) => enum_(file, item),
        Shape::Union(item) => union(file, item),
        Shape::Newtype(ty, constraints) => vec![Piece::Items(newtype(file, ty, constraints))],
        Shape::Responses(_) => {
            let declaration = declaration(file.surface, Scope::Types, &file.imports);
            let debug = debug::of_type(file);
            vec![Piece::Items(quote!(#declaration #debug))]
        }
    };
    pieces.insert(0, Piece::Items(file.imports.of_type(&file.named.name)));
    pieces
}

/// An alias of another type of the document.
fn alias(surface: &TypeSurface, target: &str) -> TokenStream {
    let (docs, deprecated) = (&surface.docs, deprecated(surface.is_deprecated));
    let (name, target) = (format_ident!("{}", surface.name), format_ident!("{target}"));
    quote!(#docs #deprecated pub type #name = super::#target;)
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::*;
    use crate::emit::test_support::{items, list, model, named, object, of_type};
    use crate::model::{Constraints, Type, TypeId};

    #[test]
    fn the_imports_of_a_type_precede_it() {
        let pets = Shape::Newtype(list(Type::Named(TypeId(1))), Constraints::default());
        let types = vec![named("Pets", pets), object("Pet", Vec::new())];
        let pieces = of_type(&model(types, Vec::new()), pieces);
        let [Piece::Items(imports), Piece::Items(_)] = &pieces[..] else {
            panic!("a newtype is two pieces");
        };
        let expected = quote! {
            use super::Pet;
            use serde::{Deserialize, Serialize};
        };
        assert_eq!(items(imports), items(expected));
    }
}
