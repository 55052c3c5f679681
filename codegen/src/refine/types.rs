//! Takes the fields' types from progenitor's structs and leaves the rest of them behind.
//!
//! What typify surrounds a type with (conversions, builders, the schema as a comment) costs a reader more than it
//! gives a caller. The surface writes its own.

use std::collections::HashSet;

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Fields, Ident, Item, ItemStruct, Type, parse_quote};

use super::paths::{ShortPaths, short};
use crate::api::{Api, Property, Schema, Shape, Usage};

/// The types of a document.
pub(crate) struct Types {
    /// Structs by name.
    pub structs: IndexMap<String, Struct>,
    /// The types of unions' variants by the union's name.
    pub unions: IndexMap<String, Vec<Type>>,
    /// The types of answers that are JSON, by the name of the type of all answers of an operation.
    pub answers: IndexMap<String, Vec<Type>>,
    /// What progenitor wrote for schemas that the surface has no shape of its own for, by the type's name.
    pub others: IndexMap<String, Vec<Item>>,
    eq: HashSet<String>,
}

/// A struct, field by field, in the document's order.
pub(crate) struct Struct {
    pub fields: Vec<Field>,
}

/// A field, as its struct declares it.
#[derive(Clone)]
pub(crate) struct Field {
    pub name: Ident,
    /// The type of a value that is there: `i64` for a field of type `Option<Nullable<i64>>`.
    pub value: Type,
    pub presence: Presence,
}

/// In which ways a field can be without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// `T`
    Required,
    /// `Option<T>` that is `null` on the wire.
    RequiredNullable,
    /// `Option<T>` that is absent on the wire. What is only read takes `null` for the same.
    Optional,
    /// `Option<Nullable<T>>`
    OptionalNullable,
    /// A list or map that is empty when it is absent.
    Collection,
    /// A map of all that has no field of its own.
    Rest,
}

impl Types {
    pub(super) fn of(api: &Api, items: Vec<Item>) -> Self {
        let mut types = Self {
            structs: IndexMap::new(),
            unions: IndexMap::new(),
            answers: IndexMap::new(),
            others: IndexMap::new(),
            eq: HashSet::new(),
        };
        let holders: IndexMap<_, _> = api
            .schemas
            .iter()
            .filter_map(|(name, schema)| match &schema.shape {
                Shape::Union(union) => Some((union.holder(name), name)),
                _ => None,
            })
            .collect();
        let answers: IndexMap<_, _> = api
            .operations
            .iter()
            .filter_map(|operation| operation.success.several())
            .map(|answers| (answers.holder(), &answers.name))
            .collect();
        for item in items {
            let Some(name) = type_of(&item) else { continue };
            if let (Some(union), Item::Struct(item)) = (holders.get(&name), &item) {
                types.unions.insert((*union).clone(), field_types(item));
                continue;
            }
            if let (Some(answers), Item::Struct(item)) = (answers.get(&name), &item) {
                types.answers.insert((*answers).clone(), field_types(item));
                continue;
            }
            let Some(schema) = api.schemas.get(&name) else {
                continue;
            };
            match item {
                Item::Struct(item) if !schema.properties().is_empty() => {
                    types.structs.insert(
                        name,
                        Struct {
                            fields: fields(schema, &item.fields),
                        },
                    );
                }
                mut item if matches!(schema.shape, Shape::Other) => {
                    strip_docs(&mut item);
                    ShortPaths.visit_item_mut(&mut item);
                    types.others.entry(name).or_default().push(item);
                }
                _ => {}
            }
        }
        for (name, schema) in &api.schemas {
            if matches!(&schema.shape, Shape::Object(properties) if properties.is_empty()) {
                types
                    .structs
                    .insert(name.clone(), Struct { fields: Vec::new() });
            }
        }
        types.box_recursive_unions();
        types.eq = with_eq(api, &types.structs);
        types
    }

    /// Puts a variant on the heap that leads back to its union: progenitor does not see what it does not write.
    fn box_recursive_unions(&mut self) {
        let recursive: Vec<_> = self
            .unions
            .iter()
            .flat_map(|(name, variants)| {
                variants
                    .iter()
                    .enumerate()
                    .map(move |(index, ty)| (name, index, ty))
            })
            .filter(|(name, _, ty)| self.holds(ty, name, &mut HashSet::new()))
            .map(|(name, index, _)| (name.clone(), index))
            .collect();
        for (name, index) in recursive {
            let ty = &mut self.unions[&name][index];
            *ty = parse_quote!(Box<#ty>);
        }
    }

    /// Whether a value of type `ty` has one of the named type in itself, not behind a pointer.
    fn holds(&self, ty: &Type, name: &str, seen: &mut HashSet<String>) -> bool {
        if is_collection(ty) || inner(ty, "Box").is_some() {
            return false;
        }
        if let Some(value) = inner(ty, "Option") {
            return self.holds(&value, name, seen);
        }
        let own = ty.to_token_stream().to_string();
        if own == name {
            return true;
        }
        if !seen.insert(own.clone()) {
            return false;
        }
        let fields = self
            .structs
            .get(&own)
            .into_iter()
            .flat_map(|item| item.fields.iter().map(|field| &field.value));
        let mut held = fields.chain(self.unions.get(&own).into_iter().flatten());
        held.any(|ty| self.holds(ty, name, seen))
    }

    /// Whether values of the named type can be compared exactly, and so derive `Eq` and `Hash`.
    pub(crate) fn has_eq(&self, name: &str) -> bool {
        self.eq.contains(name)
    }
}

impl Field {
    /// The type that the struct declares.
    pub(crate) fn declared(&self) -> Type {
        let value = &self.value;
        match self.presence {
            Presence::Required | Presence::Collection | Presence::Rest => value.clone(),
            Presence::RequiredNullable | Presence::Optional => parse_quote!(Option<#value>),
            Presence::OptionalNullable => parse_quote!(Option<runtime::Nullable<#value>>),
        }
    }
}

fn field_types(item: &ItemStruct) -> Vec<Type> {
    let fields = item.fields.iter();
    fields
        .map(|field| unboxed(short(field.ty.clone())))
        .collect()
}

fn fields(schema: &Schema, fields: &Fields) -> Vec<Field> {
    schema
        .properties()
        .iter()
        .filter_map(|property| {
            let field = fields.iter().find(|field| {
                field
                    .ident
                    .as_ref()
                    .is_some_and(|name| *name == property.field)
            })?;
            Some(field_of(property, schema.usage, short(field.ty.clone())))
        })
        .collect()
}

fn field_of(property: &Property, usage: Usage, ty: Type) -> Field {
    let ty = if property.is_file { file(ty) } else { ty };
    let (value, is_option) = match inner(&unboxed(ty.clone()), "Option") {
        Some(value) => (value, true),
        None => (ty, false),
    };
    let sent = usage.request;
    let presence = match (property.required, property.nullable) {
        _ if property.rest => Presence::Rest,
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, true) if sent => Presence::OptionalNullable,
        (false, false) if !sent && !is_option && is_collection(&value) => Presence::Collection,
        (false, _) => Presence::Optional,
    };
    Field {
        name: format_ident!("{}", property.field),
        value,
        presence,
    }
}

/// `FilePart` for the `String` of a file.
fn file(mut ty: Type) -> Type {
    struct Files;
    impl VisitMut for Files {
        fn visit_type_mut(&mut self, ty: &mut Type) {
            if *ty == parse_quote!(String) {
                *ty = parse_quote!(runtime::FilePart);
            } else {
                visit_mut::visit_type_mut(self, ty);
            }
        }
    }
    Files.visit_type_mut(&mut ty);
    ty
}

/// `Box<T>` for what typify, cutting a recursion, makes a `Box<Option<T>>`.
fn unboxed(ty: Type) -> Type {
    let is_option = inner(&ty, "Option").is_some();
    let boxed = inner(&ty, "Option")
        .as_ref()
        .map_or_else(|| inner(&ty, "Box"), |value| inner(value, "Box"));
    match boxed.as_ref().and_then(|value| inner(value, "Option")) {
        Some(value) if is_option => parse_quote!(Option<Box<#value>>),
        Some(value) => parse_quote!(Option<Box<#value>>),
        None => ty,
    }
}

/// The `T` of `Wrapper<T>`.
pub(crate) fn inner(ty: &Type, wrapper: &str) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path
        .path
        .segments
        .last()
        .filter(|segment| segment.ident == wrapper)?;
    match &segment.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            syn::GenericArgument::Type(ty) => Some(ty.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn is_collection(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|segment| segment.ident == "Vec" || segment.ident == "BTreeMap")
}

/// The type that an item declares or implements something for.
fn type_of(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Enum(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        Item::Impl(item) => match &*item.self_ty {
            Type::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        },
        _ => None,
    }
}

fn strip_docs(item: &mut Item) {
    struct StripDocs;
    impl VisitMut for StripDocs {
        fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
            attributes.retain(|attribute| !attribute.path().is_ident("doc"));
        }
    }
    StripDocs.visit_item_mut(item);
}

/// The named types without a floating-point number anywhere inside.
fn with_eq(api: &Api, structs: &IndexMap<String, Struct>) -> HashSet<String> {
    let mut eq: HashSet<String> = api.schemas.keys().cloned().collect();
    for (name, schema) in &api.schemas {
        if matches!(schema.shape, Shape::Other | Shape::Union(_)) {
            eq.remove(name);
        }
    }
    loop {
        let before = eq.len();
        for (name, item) in structs {
            if item
                .fields
                .iter()
                .any(|field| !is_eq(&field.value, &eq, api))
            {
                eq.remove(name);
            }
        }
        if eq.len() == before {
            return eq;
        }
    }
}

fn is_eq(ty: &Type, eq: &HashSet<String>, api: &Api) -> bool {
    struct FindInexact<'a> {
        eq: &'a HashSet<String>,
        api: &'a Api,
        found: bool,
    }
    impl<'ast> Visit<'ast> for FindInexact<'_> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            if let Some(name) = path.get_ident().map(ToString::to_string) {
                let known = self.api.schemas.contains_key(&name);
                self.found |= name == "f64" || name == "f32" || (known && !self.eq.contains(&name));
            }
            visit::visit_path(self, path);
        }
    }
    let mut find = FindInexact {
        eq,
        api,
        found: false,
    };
    find.visit_type(ty);
    !find.found
}

impl ToTokens for Field {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let (name, ty) = (&self.name, self.declared());
        tokens.extend(quote::quote!(pub #name: #ty));
    }
}
