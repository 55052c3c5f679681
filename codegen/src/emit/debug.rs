//! Emits `Debug` for types and operations with secrets, which it shows as `[secret]`. The others derive `Debug`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::operation_context::OperationContext;
use super::type_context::TypeContext;
use crate::model::{Presence, Shape, Union};
use crate::surface::{ArgumentRole, Variant};

/// The implementation for a type with secrets.
pub(super) fn of_type(file: &TypeContext<'_>) -> Option<TokenStream> {
    if !file.surface.hides_secrets {
        return None;
    }
    let name = &file.named.name;
    let body = match &file.named.shape {
        Shape::Object(object) => fields(
            name,
            object.properties.iter().map(|it| {
                let presence = it.is_secret.then_some(it.presence);
                (it.field.as_str(), presence)
            }),
            &file.imports,
        ),
        Shape::Union(union) if !file.named.is_secret => variants(file, union),
        _ => {
            let text = format!("{name}([secret])");
            quote!(f.write_str(#text))
        }
    };
    Some(implementation(name, &body))
}

/// The implementation for an operation with secret arguments.
pub(super) fn of_operation(file: &OperationContext<'_>) -> Option<TokenStream> {
    let operation = file.operation;
    if !operation.hides_secrets() {
        return None;
    }
    let shown = file.surface.fields.iter().map(|field| {
        let is_secret = match field.role {
            ArgumentRole::Parameter(index) => operation.parameters[index].is_secret,
            _ => operation.body.as_ref().is_some_and(|it| it.is_secret),
        };
        let presence = if field.is_required {
            Presence::Required
        } else {
            Presence::Optional
        };
        (field.name.as_str(), is_secret.then_some(presence))
    });
    let name = &file.surface.name;
    Some(implementation(name, &fields(name, shown, &file.imports)))
}

fn implementation(name: &str, body: &TokenStream) -> TokenStream {
    let name = format_ident!("{name}");
    quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                #body
            }
        }
    }
}

/// Shows the fields of a struct. A secret field is given with its presence, and another field with `None`.
fn fields<'a>(
    name: &str,
    fields: impl Iterator<Item = (&'a str, Option<Presence>)>,
    imports: &Imports,
) -> TokenStream {
    let fields = fields.map(|(name, secret)| {
        let field = format_ident!("{name}");
        let Some(presence) = secret else {
            return quote!(.field(#name, &self.#field));
        };
        let internal = imports.internal();
        let hide = format_ident!(
            "{}",
            match presence {
                Presence::Required | Presence::Collection | Presence::Rest => "hidden",
                Presence::RequiredNullable | Presence::Optional => "hidden_option",
                Presence::OptionalNullable => "hidden_nullable",
            }
        );
        quote!(.field(#name, &#internal::#hide(&self.#field)))
    });
    quote!(f.debug_struct(#name)#(#fields)*.finish())
}

/// Shows the variants of a union. Its unknown values may be those of an alternative with secrets.
fn variants(file: &TypeContext<'_>, union: &Union) -> TokenStream {
    let internal = file.imports.internal();
    let (known, unknown) = file.surface.variants().split_at(union.variants.len());
    let arm = |variant: &Variant, value: TokenStream| {
        let (text, name) = (&variant.name, format_ident!("{}", variant.name));
        quote!(Self::#name(value) => f.debug_tuple(#text).field(#value).finish(),)
    };
    let known = known.iter().map(|it| arm(it, quote!(value)));
    let unknown = unknown.iter();
    let unknown = unknown.map(|it| arm(it, quote!(&#internal::hidden(value))));
    quote!(match self { #(#known)* #(#unknown)* })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{
        body, items, list, model, named, object, of_operation, of_type, operation, parameter,
        property,
    };
    use crate::model::{Constraints, NamedType, OtherValues, Property, Type, UnionVariant};

    fn secret(name: &str, presence: Presence) -> Property {
        Property {
            is_secret: true,
            ..property(name, Type::String, presence)
        }
    }

    /// The implementation for a type.
    fn emitted(named: NamedType) -> Option<String> {
        let model = model(vec![named], Vec::new());
        of_type(&model, |file| super::of_type(file).map(items))
    }

    fn implementation(name: &str, body: &TokenStream) -> String {
        items(super::implementation(name, body))
    }

    #[test]
    fn a_type_without_secrets_derives_it() {
        let name = property("name", Type::String, Presence::Required);
        assert_eq!(emitted(object("Pet", vec![name])), None);
    }

    #[test]
    fn a_secret_property_is_hidden_by_its_presence() {
        let properties = vec![
            property("name", Type::String, Presence::Optional),
            secret("a", Presence::Required),
            secret("b", Presence::RequiredNullable),
            secret("c", Presence::Optional),
            secret("d", Presence::OptionalNullable),
            secret("e", Presence::Collection),
            secret("f", Presence::Rest),
        ];
        let expected = quote! {
            f.debug_struct("Pet")
                .field("name", &self.name)
                .field("a", &internal::hidden(&self.a))
                .field("b", &internal::hidden_option(&self.b))
                .field("c", &internal::hidden_option(&self.c))
                .field("d", &internal::hidden_nullable(&self.d))
                .field("e", &internal::hidden(&self.e))
                .field("f", &internal::hidden(&self.f))
                .finish()
        };
        let expected = implementation("Pet", &expected);
        assert_eq!(emitted(object("Pet", properties)), Some(expected));
    }

    #[test]
    fn a_type_that_is_secret_itself_shows_its_name() {
        let shape = Shape::Newtype(list(Type::String), Constraints::default());
        let mut keys = named("Keys", shape);
        assert_eq!(emitted(keys.clone()), None);
        keys.is_secret = true;
        let expected = quote!(f.write_str("Keys([secret])"));
        assert_eq!(emitted(keys), Some(implementation("Keys", &expected)));
    }

    #[test]
    fn a_union_hides_unknown_values_if_an_alternative_has_secrets() {
        let variant = UnionVariant {
            name: "Cat".to_owned(),
            description: None,
            values: Vec::new(),
            ty: Type::Bool,
            others: OtherValues::Possible,
            constraints: Constraints::default(),
            span: crate::diagnostic::Span::default(),
        };
        let union = Union {
            tag: None,
            tag_span: None,
            mapping: Vec::new(),
            variants: vec![variant],
        };
        let mut pet = named("Pet", Shape::Union(union));
        assert_eq!(emitted(pet.clone()), None);
        pet.has_secrets = true;
        let expected = quote! {
            match self {
                Self::Cat(value) => f.debug_tuple("Cat").field(value).finish(),
                Self::Unknown(value) => f.debug_tuple("Unknown").field(&internal::hidden(value)).finish(),
            }
        };
        let expected = implementation("Pet", &expected);
        assert_eq!(emitted(pet.clone()), Some(expected));
        pet.is_secret = true;
        let expected = quote!(f.write_str("Pet([secret])"));
        assert_eq!(emitted(pet), Some(implementation("Pet", &expected)));
    }

    #[test]
    fn an_operation_hides_secret_arguments_only() {
        let mut find = operation("find");
        find.parameters = vec![
            parameter("token", Type::String, true),
            parameter("otp", Type::String, false),
            parameter("name", Type::String, false),
        ];
        find.body = Some(body(list(Type::String), true));
        let debug = |find: &crate::model::Operation| {
            let model = model(Vec::new(), vec![find.clone()]);
            of_operation(&model, |file| super::of_operation(file).map(items))
        };
        assert_eq!(debug(&find), None);
        find.parameters[0].is_secret = true;
        find.parameters[1].is_secret = true;
        let expected = |body: TokenStream| {
            implementation(
                "Find",
                &quote! {
                    f.debug_struct("Find")
                        .field("token", &internal::hidden(&self.token))
                        .field("otp", &internal::hidden_option(&self.otp))
                        .field("name", &self.name)
                        .field("body", &#body)
                        .finish()
                },
            )
        };
        assert_eq!(debug(&find), Some(expected(quote!(self.body))));
        if let Some(body) = &mut find.body {
            body.is_secret = true;
        }
        let hidden = quote!(internal::hidden(&self.body));
        assert_eq!(debug(&find), Some(expected(hidden)));
    }
}
