//! Emits an object as a struct.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::argument::{member, value};
use super::checks::{checks, hiding, is_exact, reaches_checked};
use super::function::{function, function_allowing};
use super::type_context::{TypeContext, attributes_with, exactness};
use super::{Piece, Rows, Table, debug, deprecated};
use crate::model::{Object, Presence, Property, Shape, Type};
use crate::surface::{ArgumentRole, Derive, Function, RustType, Scope};

/// The struct with the table of its properties, its constructor, its setters and its checks.
pub(super) fn object(file: &TypeContext<'_>, object: &Object) -> Vec<Piece> {
    // A type with files does not use serde, because it is sent as parts.
    let table = (!file.named.has_files()).then(|| table(file, object));
    let mut pieces = vec![Piece::Items(declaration(file))];
    pieces.extend(table.map(Piece::Table));
    pieces.push(Piece::Items(implementations(file, object)));
    pieces
}

/// The constructor, the setters and the checks.
fn implementations(file: &TypeContext<'_>, object: &Object) -> TokenStream {
    let name = format_ident!("{}", file.named.name);
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
    quote!(#functions #properties #validation)
}

fn declaration(file: &TypeContext<'_>) -> TokenStream {
    let name = format_ident!("{}", file.named.name);
    // The macro of the table implements the traits of serde.
    let derives = file.surface.derives.iter();
    let derives = derives.filter(|it| !matches!(it, Derive::Serialize | Derive::Deserialize));
    let attributes = attributes_with(file.surface, derives);
    let fields = file.surface.fields().iter().map(|field| {
        let (docs, deprecated) = (&field.docs, deprecated(field.is_deprecated));
        let (name, ty) = (format_ident!("{}", field.name), file.ty(&field.ty));
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let (exactness, debug) = (exactness(file.surface), debug::of_type(file));
    quote! {
        #attributes
        pub struct #name {
            #(#fields)*
        }
        #exactness
        #debug
    }
}

/// The table of the properties.
fn table(file: &TypeContext<'_>, object: &Object) -> Table {
    file.imports.internal();
    Table {
        path: "internal::object",
        name: file.named.name.clone(),
        rows: Rows::Values(object.properties.iter().map(row).collect()),
        suffix: "",
    }
}

/// The row of a property: its presence, its field and its name.
fn row(property: &Property) -> String {
    let presence = match property.presence {
        Presence::Required => "required",
        Presence::RequiredNullable => "required_nullable",
        Presence::Optional => "optional",
        Presence::OptionalNullable => "optional_nullable",
        Presence::Collection => "collection",
        Presence::Rest => return format!("rest {}", property.field),
    };
    let name = Literal::string(&property.name);
    format!("{presence} {} = {name}", property.field)
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
                if let Some(value) = property.set_value() {
                    let value = set_value(file, property, value);
                    quote!(#name: #value)
                } else if property.presence.is_option() {
                    quote!(#name: None)
                } else {
                    quote!(#name: Default::default())
                }
            });
        quote!(Self { #(#members),* })
    };
    // A default value would hide which value of the discriminator is sent.
    let has_default = file.surface.derives.contains(&Derive::Default);
    let lint = (constructor.arguments.is_empty() && !has_default)
        .then(|| quote!(#[allow(clippy::new_without_default)]));
    function_allowing(
        lint.as_ref(),
        constructor,
        Scope::Types,
        &file.imports,
        &body,
    )
}

/// The expression of the value that the constructor sets.
fn set_value(file: &TypeContext<'_>, property: &Property, value: &str) -> TokenStream {
    let Type::Named(id) = &property.ty else {
        return quote!(#value.to_owned());
    };
    let ty = file.ty(&RustType::of(file.model, &property.ty));
    let variant = match &file.model.named(*id).shape {
        Shape::Enum(item) => item.values.iter().find(|it| it.value == value),
        _ => None,
    };
    let variant = variant.map(|it| format_ident!("{}", it.variant));
    quote!(#ty::#variant)
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
        let mut own = checks(name, &value, is_exact, &property.constraints);
        if reaches_checked(file.model, &property.ty) {
            own.push(quote!(check.nested(#name, #value);));
        }
        lines.extend(hiding(property.is_secret, own));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::test_support::{self, concat, items, model, of_type, property, statements};
    use crate::model::{Constraints, Shape, Type};

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
    fn the_row_of_a_property_has_its_presence_and_its_names() {
        let map = Type::Map(Box::new(Type::Bool));
        let cases = [
            (
                property("petId", Type::Bool, Presence::Required),
                r#"required pet_id = "petId""#,
            ),
            (
                property("id", Type::Bool, Presence::RequiredNullable),
                r#"required_nullable id = "id""#,
            ),
            (
                property("id", Type::Bool, Presence::Optional),
                r#"optional id = "id""#,
            ),
            (
                property("id", Type::Bool, Presence::OptionalNullable),
                r#"optional_nullable id = "id""#,
            ),
            (
                property("id", map.clone(), Presence::Collection),
                r#"collection id = "id""#,
            ),
            (property("others", map, Presence::Rest), "rest others"),
        ];
        for (property, expected) in cases {
            assert_eq!(row(&property), expected);
        }
    }

    #[test]
    fn a_type_with_files_has_no_table() {
        let file = property("file", Type::File, Presence::Required);
        let pieces = pet(vec![file], object);
        assert!(pieces.iter().all(|it| matches!(it, Piece::Items(_))));
    }

    #[test]
    fn an_object_has_a_constructor_and_setters() {
        let properties = vec![
            property("name", Type::String, Presence::Required),
            property("age", Type::Bool, Presence::Optional),
        ];
        let expected = quote! {
            /// The `Pet` object.
            #[derive(Clone, Debug, PartialEq, Hash)]
            #[non_exhaustive]
            pub struct Pet {
                /// The `name` property.
                pub name: String,
                /// The `age` property.
                pub age: Option<bool>,
            }
            impl Eq for Pet {}
        };
        let functions = quote! {
            impl Pet {
                /// Creates a new `Pet` with its required properties.
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
        let pieces = pet(properties, object);
        let [
            Piece::Items(declaration),
            Piece::Table(table),
            Piece::Items(others),
        ] = &pieces[..]
        else {
            panic!("an object is a declaration, a table and its implementations");
        };
        assert_eq!(items(declaration), items(expected));
        assert_eq!(
            (table.path, table.name.as_str()),
            ("internal::object", "Pet")
        );
        assert_eq!(items(others), items(functions));
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
