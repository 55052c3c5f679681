//! Emits an object as a struct.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::argument::{member, value};
use super::checks::{checks, is_exact, reaches_checked};
use super::deprecated;
use super::function::function;
use super::type_context::TypeContext;
use crate::model::{Object, Presence, Property, Type};
use crate::surface::{ArgumentRole, Function, Scope};

/// The struct with its constructor, its setters and its checks.
pub(super) fn object(file: &TypeContext<'_>, object: &Object) -> TokenStream {
    let name = format_ident!("{}", file.named.name);
    let declaration = declaration(file, object);
    let constructor = file.surface.constructor.as_ref();
    let constructor = constructor.map(|it| self::constructor(file, object, it));
    let setters = file.surface.setters.iter().map(|it| setter(file, it));
    let functions: Vec<_> = constructor.into_iter().chain(setters).collect();
    let functions = (!functions.is_empty()).then(|| {
        quote! {
            impl #name {
                #(#functions)*
            }
        }
    });
    let properties = properties(file, object);
    let validation = file.validation(&lines(file, object));
    quote!(#declaration #functions #properties #validation)
}

fn declaration(file: &TypeContext<'_>, object: &Object) -> TokenStream {
    let (name, attributes) = (format_ident!("{}", file.named.name), file.attributes());
    let fields = file
        .surface
        .fields()
        .iter()
        .zip(&object.properties)
        .map(|(field, property)| {
            let (docs, deprecated) = (&field.docs, deprecated(field.is_deprecated));
            let serde = serde(file, property);
            let (name, ty) = (format_ident!("{}", field.name), file.ty(&field.ty));
            quote!(#docs #deprecated #serde pub #name: #ty,)
        });
    quote! {
        #attributes
        pub struct #name {
            #(#fields)*
        }
    }
}

/// The serde attribute of a field. A type with files does not use serde, because it is sent as parts.
fn serde(file: &TypeContext<'_>, property: &Property) -> Option<TokenStream> {
    if file.named.has_files() {
        return None;
    }
    let mut arguments = Vec::new();
    if property.name != property.field && property.presence != Presence::Rest {
        let name = &property.name;
        arguments.push(quote!(rename = #name));
    }
    arguments.extend(match property.presence {
        Presence::Required | Presence::RequiredNullable => None,
        Presence::Optional => Some(quote!(skip_serializing_if = "Option::is_none")),
        Presence::OptionalNullable => {
            file.imports.internal();
            Some(quote! {
                default,
                with = "internal::nullable",
                skip_serializing_if = "Option::is_none"
            })
        }
        Presence::Rest => Some(quote!(flatten)),
        Presence::Collection => {
            let is_empty = match property.ty {
                Type::Map(_) => "std::collections::BTreeMap::is_empty",
                _ => "Vec::is_empty",
            };
            Some(quote!(default, skip_serializing_if = #is_empty))
        }
    });
    (!arguments.is_empty()).then(|| quote!(#[serde(#(#arguments),*)]))
}

fn constructor(file: &TypeContext<'_>, object: &Object, constructor: &Function) -> TokenStream {
    let mut arguments = constructor.arguments.iter().peekable();
    let body = if constructor.arguments.is_empty() && object.properties.iter().all(is_default) {
        // `Self::default()` would be the setter of the field `default`.
        let has_setter = object.properties.iter().any(|it| it.field == "default");
        if has_setter {
            quote!(<Self as Default>::default())
        } else {
            quote!(Self::default())
        }
    } else {
        let members = object
            .properties
            .iter()
            .enumerate()
            .map(|(index, property)| {
                let is_own = |role| role == ArgumentRole::Property(index);
                if let Some(argument) = arguments.next_if(|argument| is_own(argument.role)) {
                    return member(&property.field, argument);
                }
                let name = format_ident!("{}", property.field);
                if property.presence.is_option() {
                    quote!(#name: None)
                } else {
                    quote!(#name: Default::default())
                }
            });
        quote!(Self { #(#members),* })
    };
    function(constructor, Scope::Types, &file.imports, &body)
}

/// Whether a field has a default value.
fn is_default(property: &Property) -> bool {
    !property.presence.is_required()
}

fn setter(file: &TypeContext<'_>, setter: &Function) -> TokenStream {
    let (field, value) = (
        format_ident!("{}", setter.name),
        value(&setter.arguments[0]),
    );
    let body = quote!(self.#field = #value; self);
    function(setter, Scope::Types, &file.imports, &body)
}

/// The trait implementation that counts the properties of a value, if their number has a constraint.
fn properties(file: &TypeContext<'_>, object: &Object) -> Option<TokenStream> {
    let constraints = &object.constraints;
    constraints.min_properties.or(constraints.max_properties)?;
    let (name, internal) = (
        format_ident!("{}", file.named.name),
        file.imports.internal(),
    );
    let required = object
        .properties
        .iter()
        .filter(|it| it.presence.is_required());
    let required = match required.count() {
        0 => None,
        count => {
            let count = Literal::usize_unsuffixed(count);
            Some(quote!(#count +))
        }
    };
    let present = object.properties.iter().filter_map(|property| {
        let name = format_ident!("{}", property.field);
        match property.presence {
            Presence::Optional | Presence::OptionalNullable => Some(quote!(self.#name.is_some())),
            Presence::Collection => Some(quote!(!self.#name.is_empty())),
            Presence::Required | Presence::RequiredNullable | Presence::Rest => None,
        }
    });
    let rest = object.rest().map(|property| {
        let name = format_ident!("{}", property.field);
        quote!(+ self.#name.len())
    });
    Some(quote! {
        impl #internal::Properties for #name {
            fn properties(&self) -> Option<usize> {
                Some(#required #internal::present([#(#present),*]) #rest)
            }
        }
    })
}

/// The statements that check a value.
fn lines(file: &TypeContext<'_>, object: &Object) -> Vec<TokenStream> {
    let mut lines = checks("", &quote!(self), file.named.is_exact, &object.constraints);
    for property in &object.properties {
        let field = format_ident!("{}", property.field);
        let value = quote!(&self.#field);
        let name = match property.presence {
            Presence::Rest => "",
            _ => property.name.as_str(),
        };
        let is_exact = is_exact(file.model, &property.ty);
        lines.extend(checks(name, &value, is_exact, &property.constraints));
        if reaches_checked(file.model, &property.ty) {
            lines.push(quote!(check.nested(#name, #value);));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{self, concat, items, model, of_type, property, statements};
    use crate::model::{Constraints, Shape};

    /// Calls `emit` with the object `Pet` of these properties.
    fn pet<T>(properties: Vec<Property>, emit: impl FnOnce(&TypeContext<'_>, &Object) -> T) -> T {
        let model = model(vec![test_support::object("Pet", properties)], Vec::new());
        of_type(&model, |file| {
            let Shape::Object(object) = &file.named.shape else {
                panic!("the type is an object");
            };
            emit(file, object)
        })
    }

    #[test]
    fn the_serde_attribute_of_a_field_follows_from_its_presence() {
        let map = Type::Map(Box::new(Type::Bool));
        let cases = [
            (property("id", Type::Bool, Presence::Required), quote!()),
            (
                property("petId", Type::Bool, Presence::Required),
                quote!(#[serde(rename = "petId")]),
            ),
            (
                property("id", Type::Bool, Presence::Optional),
                quote!(#[serde(skip_serializing_if = "Option::is_none")]),
            ),
            (
                property("id", Type::Bool, Presence::OptionalNullable),
                quote!(#[serde(
                    default,
                    with = "internal::nullable",
                    skip_serializing_if = "Option::is_none"
                )]),
            ),
            (
                property("id", map.clone(), Presence::Collection),
                quote!(#[serde(
                    default,
                    skip_serializing_if = "std::collections::BTreeMap::is_empty"
                )]),
            ),
            (
                property("additionalProperties", map, Presence::Rest),
                quote!(#[serde(flatten)]),
            ),
        ];
        for (property, expected) in cases {
            let attribute = pet(vec![property], |file, object| {
                serde(file, &object.properties[0])
            });
            let attribute = attribute.unwrap_or_default().to_string();
            assert_eq!(attribute, expected.to_string());
        }
    }

    #[test]
    fn an_object_has_a_constructor_and_setters() {
        let properties = vec![
            property("name", Type::String, Presence::Required),
            property("age", Type::Bool, Presence::Optional),
        ];
        let expected = quote! {
            /// The `Pet` object.
            #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
            #[non_exhaustive]
            pub struct Pet {
                /// The `name` property.
                pub name: String,
                /// The `age` property.
                #[serde(skip_serializing_if = "Option::is_none")]
                pub age: Option<bool>,
            }
            impl Pet {
                /// Creates a `Pet` with its required properties.
                pub fn new(name: impl Into<String>) -> Self {
                    Self { name: name.into(), age: None }
                }
                /// Sets `age`.
                pub fn age(mut self, age: bool) -> Self {
                    self.age = Some(age);
                    self
                }
            }
        };
        assert_eq!(items(pet(properties, object)), items(expected));
    }

    #[test]
    fn a_constructor_without_arguments_avoids_a_setter_called_default() {
        let constructor = |field| {
            let properties = vec![property(field, Type::Bool, Presence::Optional)];
            pet(properties, |file, object| {
                let new = file
                    .surface
                    .constructor
                    .as_ref()
                    .expect("the object has a constructor");
                constructor(file, object, new).to_string()
            })
        };
        let direct = quote!(Self::default()).to_string();
        assert!(constructor("age").contains(&direct));
        assert!(!constructor("default").contains(&direct));
    }

    #[test]
    fn the_number_of_properties_counts_those_that_are_present() {
        let properties = vec![
            property("id", Type::Bool, Presence::Required),
            property("age", Type::Bool, Presence::Optional),
            property("rest", Type::JsonObject, Presence::Rest),
        ];
        let expected = quote! {
            impl internal::Properties for Pet {
                fn properties(&self) -> Option<usize> {
                    Some(1 + internal::present([self.age.is_some()]) + self.rest.len())
                }
            }
        };
        pet(properties, |file, object| {
            assert!(super::properties(file, object).is_none());
            let mut object = object.clone();
            object.constraints.max_properties = Some(3);
            let emitted = super::properties(file, &object);
            assert_eq!(items(emitted), items(expected));
        });
    }

    #[test]
    fn each_constraint_of_a_property_is_checked() {
        let mut name = property("petName", Type::String, Presence::Required);
        name.constraints = Constraints {
            min_length: Some(1),
            ..Constraints::default()
        };
        let lines = concat(pet(vec![name], lines));
        let expected = quote!(check.min_length("petName", &self.pet_name, 1););
        assert_eq!(statements(lines), statements(expected));
    }
}
