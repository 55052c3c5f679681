//! The surface of a type: its fields or variants, constructor, setters and traits.

use std::collections::HashMap;

use serde_json::Value;

use super::argument::{Argument, ArgumentRole};
use super::derive::Derive;
use super::docs::DocComment;
use super::family::{Constant, Family};
use super::function::{Function, Receiver};
use super::markdown::{code, rustdoc};
use super::rust_path::RustPath;
use super::rust_type::RustType;
use super::trait_impl::TraitImpl;
use crate::diagnostic::Span;
use crate::model::{
    Counterpart, Docs, Enum, EnumKind, EnumValue, Features, Model, NamedType, Object, OtherValues,
    Presence, Property, ResponseVariant, Responses, Shape, Status, Type, Union, UnionVariant,
};

#[derive(Clone, Debug)]
pub(crate) struct TypeSurface {
    pub name: String,
    pub docs: DocComment,
    pub is_deprecated: bool,
    pub kind: TypeKind,
    /// The derived traits, in the order of the attribute.
    pub derives: Vec<Derive>,
    /// Whether `Debug` is not derived, but written so that it shows no secret.
    pub hides_secrets: bool,
    /// The other traits, including those that a macro of the runtime implements.
    pub traits: Vec<TraitImpl>,
    pub constructor: Option<Function>,
    pub setters: Vec<Function>,
    /// The family, if a macro of the runtime generates members of the type. The constants, functions and traits include
    /// these members.
    pub family: Option<Family>,
    pub constants: Vec<Constant>,
    /// The functions that the macro generates.
    pub functions: Vec<Function>,
    /// The discriminator property of a union.
    pub tag: Option<String>,
    pub tag_origin: Option<Span>,
    /// The type that it is an alias of. The other fields describe that type under the name of the alias.
    pub alias_of: Option<String>,
    /// The Cargo features that enable it.
    pub features: Features,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

#[derive(Clone, Debug)]
pub(crate) enum TypeKind {
    /// A struct with public fields. Later versions may add fields.
    Struct(Vec<Field>),
    /// A tuple struct with one field.
    Newtype(RustType),
    /// An enum. Later versions may add variants.
    Enum(Vec<Variant>),
    /// A struct without fields.
    Unit,
    /// A struct with private fields.
    Opaque,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub name: String,
    pub docs: DocComment,
    pub is_deprecated: bool,
    pub ty: RustType,
    /// The name in JSON.
    pub wire_name: String,
    /// The value that the constructor sets, if it takes no argument for a required field.
    pub set_value: Option<String>,
    /// The discriminator by which unions select the struct, if this is its field.
    pub selector_origin: Option<Span>,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub name: String,
    pub docs: DocComment,
    pub held: Option<RustType>,
    /// The Cargo features that enable it.
    pub features: Features,
    /// Whether the enum implements `From` for the held type.
    pub has_from: bool,
    /// The values in JSON that stand for the variant: the value of an enum, or those of a union's discriminator property.
    pub wire_values: Vec<Value>,
    /// The part of the document that it comes from.
    pub origin: Option<Span>,
}

impl TypeSurface {
    /// The fields of a struct, empty for other types.
    pub(crate) fn fields(&self) -> &[Field] {
        match &self.kind {
            TypeKind::Struct(fields) => fields,
            _ => &[],
        }
    }

    /// The variants of an enum, empty for other types.
    pub(crate) fn variants(&self) -> &[Variant] {
        match &self.kind {
            TypeKind::Enum(variants) => variants,
            _ => &[],
        }
    }

    pub(super) fn of(model: &Model, named: &NamedType) -> Self {
        let surface = match &named.shape {
            Shape::Object(object) => object_surface(model, named, object),
            Shape::Enum(item) => enum_surface(named, item),
            Shape::Union(union) => union_surface(model, named, union),
            Shape::Newtype(ty, _) => newtype_surface(model, named, ty),
            Shape::Responses(responses) => responses_surface(model, named, responses),
        };
        let target = named.alias_of.map(|target| model.named(target));
        let counterpart = named.counterpart.map(|it| counterpart(model, named, it));
        let docs = surface.docs;
        Self {
            docs: docs.and_sentence(&counterpart.unwrap_or_default()),
            alias_of: target.map(|target| target.name.clone()),
            features: named.features.clone(),
            hides_secrets: named.hides_secrets(),
            ..surface
        }
    }

    /// A type without functions and traits.
    pub(super) fn plain(name: impl Into<String>, docs: DocComment, kind: TypeKind) -> Self {
        Self {
            name: name.into(),
            docs,
            is_deprecated: false,
            kind,
            derives: Vec::new(),
            hides_secrets: false,
            traits: Vec::new(),
            constructor: None,
            setters: Vec::new(),
            family: None,
            constants: Vec::new(),
            functions: Vec::new(),
            tag: None,
            tag_origin: None,
            alias_of: None,
            features: Features::default(),
            origin: None,
        }
    }

    fn new(named: &NamedType, kind: TypeKind, fallback: &str) -> Self {
        let docs = DocComment::from_docs(&named.docs, || fallback.replace("{}", &named.name));
        Self {
            is_deprecated: named.docs.deprecated,
            derives: vec![Derive::Clone, Derive::Debug, Derive::PartialEq],
            origin: Some(named.span),
            ..Self::plain(&named.name, docs, kind)
        }
    }

    /// Adds the members of a family.
    fn add_family(&mut self, family: Family) {
        self.family = Some(family);
        self.constants = family.constants();
        self.functions = family.functions();
        self.traits.extend(family.traits(&self.name));
    }

    /// Whether the type is `#[non_exhaustive]`, because later versions may add fields or variants.
    pub(crate) fn is_non_exhaustive(&self) -> bool {
        matches!(self.kind, TypeKind::Struct(_) | TypeKind::Enum(_))
    }

    /// The traits that are not implemented by the macro of the family.
    pub(crate) fn own_traits(&self) -> impl Iterator<Item = &TraitImpl> {
        let family = self.family.map(|family| family.traits(&self.name));
        let family = family.unwrap_or_default();
        let traits = self.traits.iter();
        traits.filter(move |own| !family.contains(own))
    }
}

fn object_surface(model: &Model, named: &NamedType, object: &Object) -> TypeSurface {
    let fields = object.properties.iter();
    let fields = fields
        .map(|property| field(model, named, property))
        .collect();
    let mut surface = TypeSurface::new(named, TypeKind::Struct(fields), "The `{}` object.");
    if !named.usage.is_only_read() {
        for property in &object.properties {
            surface.docs = surface.docs.and_sentence(&selected(property));
        }
    }
    let has_required = object.properties.iter().any(|it| it.presence.is_required());
    surface.derives = vec![Derive::Clone, Derive::Debug];
    surface
        .derives
        .extend((!has_required).then_some(Derive::Default));
    surface.derives.push(Derive::PartialEq);
    surface.derives.extend(exact(named));
    if !named.has_files() {
        surface
            .derives
            .extend([Derive::Serialize, Derive::Deserialize]);
    }
    // A type of responses only needs no constructor, because callers do not create values of it.
    if !named.usage.is_only_read() {
        surface.constructor = Some(constructor(model, named, object));
        surface.setters = setters(model, object);
    }
    surface
}

/// The words about the type of a schema for the other direction.
fn counterpart(model: &Model, named: &NamedType, of: Counterpart) -> String {
    let (direction, id) = match of {
        Counterpart::Request(id) => ("requests", id),
        Counterpart::Response(id) => ("responses", id),
    };
    let other = model.named(id);
    let name = &other.name;
    // A link to a type of another part would be broken without that part.
    let is_present = other.features.is_empty() || other.features == named.features;
    let link = if is_present {
        format!("[`{name}`](super::{name})")
    } else {
        format!("`{name}`")
    };
    format!("the type for {direction} is {link}")
}

/// The traits of types with exact equality.
fn exact(named: &NamedType) -> impl Iterator<Item = Derive> {
    [Derive::Eq, Derive::Hash]
        .into_iter()
        .filter(|_| named.is_exact)
}

fn field(model: &Model, named: &NamedType, property: &Property) -> Field {
    let docs = DocComment::from_docs(&property.docs, || {
        format!("The `{}` property.", property.name)
    });
    let constraints = if named.usage.request {
        property.constraints.in_words().join("; ")
    } else {
        String::new()
    };
    let set_value = property.set_value().filter(|_| !named.usage.is_only_read());
    let values = match set_value {
        Some(value) => format!("[`Self::new`] sets it to {}", code(value)),
        None if named.usage.is_only_read() => String::new(),
        None => values_of(property).map_or_else(String::new, |values| format!("it is {values}")),
    };
    let secret = match property.presence {
        _ if !property.is_secret => "",
        Presence::Rest => "`Debug` does not show them",
        _ => "`Debug` does not show it",
    };
    let docs = docs.and_sentence(&constraints).and_sentence(&values);
    Field {
        name: property.field.clone(),
        docs: docs.and_sentence(secret),
        set_value: set_value.map(ToOwned::to_owned),
        selector_origin: property.selector.as_ref().and_then(|it| it.span),
        is_deprecated: property.docs.deprecated,
        ty: declared(model, property),
        wire_name: property.name.clone(),
        origin: Some(property.span),
    }
}

/// The type of the field of a property.
fn declared(model: &Model, property: &Property) -> RustType {
    let ty = RustType::of(model, &property.ty);
    match property.presence {
        Presence::Required | Presence::Collection | Presence::Rest => ty,
        Presence::RequiredNullable | Presence::Optional => ty.option(),
        Presence::OptionalNullable => ty.nullable().option(),
    }
}

fn constructor(model: &Model, named: &NamedType, object: &Object) -> Function {
    let properties = object.properties.iter().enumerate();
    let arguments: Vec<_> = properties
        .filter(|(_, property)| property.is_argument())
        .map(|(index, it)| {
            Argument::setter(
                model,
                &it.field,
                &it.ty,
                it.presence,
                ArgumentRole::Property(index),
            )
        })
        .collect();
    let name = &named.name;
    let required = object.properties.iter();
    let required = required.filter(|it| it.presence.is_required());
    let docs = match required.clone().count() {
        0 => format!("Creates a new `{name}` without any properties."),
        all if all == object.properties.len() => format!("Creates a new `{name}`."),
        _ => format!("Creates a new `{name}` with its required properties."),
    };
    let set = required.filter(|it| it.set_value().is_some());
    let docs = set.fold(DocComment::of(docs), |docs, property| {
        docs.and_sentence(&selected(property))
    });
    Function {
        docs,
        arguments,
        ..Function::new("new", Receiver::None, RustType::plain("Self"))
    }
}

fn setters(model: &Model, object: &Object) -> Vec<Function> {
    let properties = object.properties.iter().enumerate();
    properties
        .filter(|(_, property)| !property.presence.is_required())
        .map(|(index, it)| {
            let role = ArgumentRole::Property(index);
            let argument = Argument::setter(model, &it.field, &it.ty, it.presence, role);
            Function {
                docs: DocComment::brief(&it.docs, || format!("Sets `{}`.", it.field)),
                is_deprecated: it.docs.deprecated,
                arguments: vec![argument],
                ..Function::new(&it.field, Receiver::MutValue, RustType::plain("Self"))
            }
        })
        .collect()
}

fn newtype_surface(model: &Model, named: &NamedType, ty: &Type) -> TypeSurface {
    let inner = RustType::of(model, ty);
    let kind = TypeKind::Newtype(inner.clone());
    let mut surface = TypeSurface::new(named, kind, "The `{}` schema.");
    surface.derives.extend(exact(named));
    surface
        .derives
        .extend([Derive::Serialize, Derive::Deserialize]);
    surface.traits = vec![
        TraitImpl::plain(RustPath::External(&["std", "ops", "Deref"]))
            .with("Target", inner.clone()),
        TraitImpl::of(RustPath::Name("From"), inner),
    ];
    surface
}

fn enum_surface(named: &NamedType, item: &Enum) -> TypeSurface {
    let is_open = named.is_open();
    let mut variants: Vec<_> = item.values.iter().map(enum_variant).collect();
    let unknown = match item.kind {
        EnumKind::Strings => "UnknownValue",
        EnumKind::Integers => "UnknownNumber",
        EnumKind::Scalars => "UnknownScalar",
    };
    variants.extend(is_open.then(|| Variant {
        name: "Unknown".to_owned(),
        docs: DocComment::of("A value that is unknown to this version of the crate."),
        held: Some(RustType::runtime(unknown, Vec::new())),
        features: Features::default(),
        has_from: false,
        wire_values: Vec::new(),
        origin: Some(named.span),
    }));
    let mut surface = TypeSurface::new(named, TypeKind::Enum(variants), "The `{}` enum.");
    surface.derives = vec![Derive::Clone];
    surface.derives.extend((!is_open).then_some(Derive::Copy));
    surface
        .derives
        .extend([Derive::Debug, Derive::PartialEq, Derive::Eq, Derive::Hash]);
    surface.add_family(Family::of(item, is_open));
    surface
}

fn enum_variant(value: &EnumValue) -> Variant {
    let docs = Docs {
        description: value.description.clone(),
        ..Docs::default()
    };
    Variant {
        name: value.variant.clone(),
        docs: DocComment::from_docs(&docs, || match value.text().as_str() {
            "" => "The empty string.".to_owned(),
            text => format!("The value `{text}`."),
        }),
        held: None,
        features: Features::default(),
        has_from: false,
        wire_values: vec![value.value.clone()],
        origin: Some(value.span),
    }
}

fn union_surface(model: &Model, named: &NamedType, union: &Union) -> TypeSurface {
    let types = union.variants.iter().map(|it| it.ty.unboxed());
    let held: Vec<_> = types
        .map(|ty| (RustType::of(model, ty), model.without_aliases(ty)))
        .collect();
    let mut count: HashMap<_, usize> = HashMap::new();
    for (_, ty) in &held {
        *count.entry(ty).or_default() += 1;
    }
    // A type of two variants has no `From`, because the variant would be ambiguous.
    let is_single = |(_, ty): &(RustType, Type)| count.get(ty) == Some(&1);
    let read_as = union.read_as();
    let read_as = read_as.map(|first| first.filter(|_| named.usage.response));
    let mut variants: Vec<_> = union
        .variants
        .iter()
        .zip(&held)
        .zip(read_as)
        .map(|((variant, held), read_as)| Variant {
            has_from: is_single(held),
            ..union_variant(model, union, variant, read_as)
        })
        .collect();
    variants.push(Variant {
        name: "Unknown".to_owned(),
        docs: DocComment::of("JSON that matches no other variant.")
            .and_sentence(&unselected(union)),
        held: Some(RustType::JSON),
        features: Features::default(),
        has_from: false,
        wire_values: Vec::new(),
        origin: Some(named.span),
    });
    let kind = TypeKind::Enum(variants);
    let mut surface = TypeSurface::new(named, kind, "A value of one of the schemas of `{}`.");
    let conversions = held.iter().filter(|held| is_single(held));
    surface.traits = conversions
        .map(|(ty, _)| TraitImpl::of(RustPath::Name("From"), ty.clone()))
        .collect();
    surface.add_family(Family::Union);
    surface.tag.clone_from(&union.tag);
    surface.tag_origin = union.tag_span;
    surface
}

/// The words about JSON whose discriminator selects no variant, empty if there is no discriminator.
fn unselected(union: &Union) -> String {
    let Some(tag) = &union.tag else {
        return String::new();
    };
    let has_default = union
        .variants
        .iter()
        .any(|it| it.others == OtherValues::Selected);
    if has_default {
        return String::new();
    }
    let mut selected = union.variants.iter().filter(|it| !it.values.is_empty());
    let is_unknown = selected.all(|it| it.others == OtherValues::Excluded);
    let read_as = if is_unknown {
        "is `Unknown`"
    } else {
        "may be read as one of the other variants"
    };
    format!("an object with another {} {read_as}", code(tag))
}

/// The sentence about the values of the discriminator that select a variant.
fn selected_by(model: &Model, union: &Union, variant: &UnionVariant) -> Option<String> {
    const SHOWN: usize = 4;
    let tag = union.tag.as_ref()?;
    let listed = listed(&variant.values, SHOWN)?;
    let others = match variant.others {
        OtherValues::Selected => ", absent or unknown",
        OtherValues::Possible | OtherValues::Excluded => "",
    };
    let tag_in_code = code(tag);
    Some(if may_have(model, &variant.ty, tag) {
        format!(" Its {tag_in_code} is {listed}{others}.")
    } else {
        format!(
            " JSON whose {tag_in_code} is {listed}{others} is read as it, without the {tag_in_code}."
        )
    })
}

/// Whether the JSON of a type may have a property.
fn may_have(model: &Model, ty: &Type, property: &str) -> bool {
    let Type::Named(id) = ty.unboxed() else {
        return true;
    };
    match &model.named(*id).shape {
        Shape::Object(object) => object.may_have(property),
        _ => true,
    }
}

/// The words about the values of a property by which unions select its object, empty if there are none.
fn selected(property: &Property) -> String {
    let values = values_of(property);
    values.map_or_else(String::new, |values| {
        format!("its {} is {values}", code(&property.name))
    })
}

/// The values of a property by which unions select its object.
fn values_of(property: &Property) -> Option<String> {
    const SHOWN: usize = 20;
    listed(&property.selector.as_ref()?.values, SHOWN)
}

/// The values in words, at most `shown` of them.
fn listed(values: &[String], shown: usize) -> Option<String> {
    let mut words: Vec<_> = values.iter().take(shown).map(|it| code(it)).collect();
    if values.len() > shown {
        words.push("another value".to_owned());
    }
    let last = words.pop()?;
    Some(match &words[..] {
        [] => last,
        words => format!("{} or {last}", words.join(", ")),
    })
}

fn union_variant(
    model: &Model,
    union: &Union,
    variant: &UnionVariant,
    read_as: Option<&UnionVariant>,
) -> Variant {
    let values = variant.values.iter().filter(|_| union.tag.is_some());
    let description = variant.description.clone();
    let fallback = || {
        let schema = match variant.ty.unboxed() {
            Type::Named(id) => &model.named(*id).name,
            _ => &variant.name,
        };
        let selected = selected_by(model, union, variant).unwrap_or_default();
        format!("A value of the schema `{schema}`.{selected}")
    };
    let docs = DocComment::of(description.map_or_else(fallback, |text| rustdoc(&text)));
    let read_as = read_as.map(|first| format!("Responses are read as [`Self::{}`].", first.name));
    Variant {
        name: variant.name.clone(),
        docs: docs.and(read_as.unwrap_or_default()),
        held: Some(RustType::of(model, &variant.ty)),
        features: Features::default(),
        has_from: false,
        wire_values: values.cloned().map(Value::String).collect(),
        origin: Some(variant.span),
    }
}

fn responses_surface(model: &Model, named: &NamedType, responses: &Responses) -> TypeSurface {
    let variants = responses.variants.iter();
    let variants = variants
        .map(|response| response_variant(model, response))
        .collect();
    let mut surface = TypeSurface::new(named, TypeKind::Enum(variants), "");
    let method = &responses.operation;
    surface.docs = DocComment::of(format!(
        "A successful response of [`{method}`](super::super::Client::{method}), by status.\n\n{}",
        others(&responses.variants)
    ));
    surface
}

/// The documentation of how other statuses are read.
fn others(responses: &[ResponseVariant]) -> String {
    let mut others = responses.iter();
    let others = others.find(|response| !matches!(response.status, Status::Code(_)));
    let name = others
        .or(responses.first())
        .map_or("", |response| &response.name);
    format!("A success with any other status is read as `{name}`.")
}

fn response_variant(model: &Model, response: &ResponseVariant) -> Variant {
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Class(_) | Status::Default => "another status".to_owned(),
    };
    let docs = Docs {
        description: response.description.clone(),
        ..Docs::default()
    };
    let docs = DocComment::from_docs(&docs, || "A successful response.".to_owned());
    let held = response.content.ty();
    Variant {
        name: response.name.clone(),
        docs: docs.and_sentence(&format!("status {status}")),
        held: (held != Type::Unit).then(|| RustType::of(model, &held)),
        features: Features::default(),
        has_from: false,
        wire_values: Vec::new(),
        origin: Some(response.span),
    }
}

#[cfg(test)]
mod tests {
    use super::TypeKind;
    use crate::{Options, Source, generate};

    #[test]
    fn a_variant_whose_object_lacks_the_discriminator_says_so() {
        let text = "openapi: 3.0.3
info: { title: Pets, version: '1' }
paths:
  /pets:
    get:
      operationId: get
      responses:
        '200': { description: Ok., content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind }
    Cat: { type: object, required: [kind], properties: { kind: { type: string } } }
    Dog: { type: object, properties: { name: { type: string } } }
";
        let source = Source {
            name: "pets.yaml",
            text,
        };
        let module = generate(&source, &Options::default()).expect("the document is valid");
        let pet = module.surface.types.iter().find(|it| it.name == "Pet");
        let TypeKind::Enum(variants) = &pet.expect("the schema has a type").kind else {
            panic!("the type is an enum");
        };
        let docs: Vec<_> = variants.iter().map(|it| it.docs.text()).collect();
        let expected = [
            "A value of the schema `Cat`. Its `kind` is `Cat`.",
            "A value of the schema `Dog`. JSON whose `kind` is `Dog` is read as it, without the `kind`.",
        ];
        assert_eq!(docs[..2], expected);
    }
}
