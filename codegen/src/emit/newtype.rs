//! Emits a named list or map as a tuple struct.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::checks::{checks, hiding, reaches_checked};
use super::debug;
use super::type_context::{TypeContext, exactness};
use crate::model::{Constraints, Type};
use crate::surface::RustType;

/// The struct with its conversions and checks.
pub(super) fn newtype(file: &TypeContext<'_>, ty: &Type, constraints: &Constraints) -> TokenStream {
    let name = format_ident!("{}", file.named.name);
    let attributes = file.attributes();
    let (exactness, debug) = (exactness(file.surface), debug::of_type(file));
    let inner = file.ty(&RustType::of(file.model, ty));
    let mut lines = checks("", &quote!(&self.0), file.named.is_exact, constraints);
    if reaches_checked(file.model, ty) {
        lines.push(quote!(check.nested("", &self.0);));
    }
    let validation = file.validation(&hiding(file.named.is_secret, lines));
    quote! {
        #attributes
        #[serde(transparent)]
        pub struct #name(pub #inner);
        #exactness
        #debug
        impl std::ops::Deref for #name {
            type Target = #inner;
            fn deref(&self) -> &#inner {
                &self.0
            }
        }
        impl From<#inner> for #name {
            fn from(value: #inner) -> Self {
                Self(value)
            }
        }
        #validation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{items, list, model, named, of_type};
    use crate::model::Shape;

    #[test]
    fn a_named_list_is_a_transparent_struct_with_conversions_and_checks() {
        let constraints = Constraints {
            max_items: Some(3),
            ..Constraints::default()
        };
        let ty = list(Type::String);
        let mut names = named("Names", Shape::Newtype(ty.clone(), constraints.clone()));
        names.is_checked = true;
        let model = model(vec![names], Vec::new());
        let expected = quote! {
            /// The `Names` schema.
            #[derive(Clone, Debug, PartialEq, Hash, Serialize, Deserialize)]
            #[serde(transparent)]
            pub struct Names(pub Vec<String>);
            impl Eq for Names {}
            impl std::ops::Deref for Names {
                type Target = Vec<String>;
                fn deref(&self) -> &Vec<String> {
                    &self.0
                }
            }
            impl From<Vec<String>> for Names {
                fn from(value: Vec<String>) -> Self {
                    Self(value)
                }
            }
            impl internal::Validate for Names {
                fn validate(&self, check: &mut internal::Check) {
                    check.max_items("", &self.0, 3);
                }
            }
        };
        let emitted = of_type(&model, |file| newtype(file, &ty, &constraints));
        assert_eq!(items(emitted), items(expected));
    }
}
