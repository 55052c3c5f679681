//! Names alternatives of choices by their titles, or by their values of the property that tells them apart.
//!
//! Before: the values of an enum are scalars of its type, and no choice has a single alternative.
//!
//! After: an alternative with such a name has it in [`VARIANT_NAME`]. An inline alternative with a value of the
//! discriminator has it in [`VALUES`] too.
//!
//! Only the choice itself is read, so that no edit elsewhere renames a variant.

use std::collections::HashMap;

use super::enums;
use super::shape::{VALUES, VARIANT_NAME, becomes_type, scalar_name, union_parts};
use super::tree::{schema_reference, share_schemas};
use crate::document::Node;
use crate::names;

/// The longest text that names a variant, in characters. A longer one is a sentence.
const LONGEST: usize = 40;

pub(super) fn assign(root: &mut Node) {
    share_schemas(root, |schema| {
        let Some(parts) = union_parts(schema) else {
            return;
        };
        let explicit = schema.get("discriminator");
        let explicit = explicit.and_then(|it| it.get_str("propertyName"));
        let values = values(parts, explicit);
        let names = unique(parts, &values);
        let has_tag = explicit.is_some();
        for key in ["oneOf", "anyOf"] {
            let Some(parts) = schema.get_mut(key).and_then(Node::as_array_mut) else {
                continue;
            };
            for ((part, name), value) in parts.iter_mut().zip(names).zip(values) {
                let span = part.span;
                let text = |text: String| Node::string(text, span);
                let value = value.filter(|_| has_tag);
                set(part, VARIANT_NAME, name.map(text));
                set(
                    part,
                    VALUES,
                    value.map(|value| Node::array(vec![text(value)], span)),
                );
            }
            return;
        }
    });
}

fn set(part: &mut Node, key: &str, value: Option<Node>) {
    let part = part.as_object_mut().filter(|part| !part.contains_key(key));
    if let (Some(part), Some(value)) = (part, value) {
        part.set(key, value);
    }
}

/// The name of each alternative: the first of its title and its value that no other alternative could have.
fn unique(parts: &[Node], values: &[Option<String>]) -> Vec<Option<String>> {
    let wanted = |(part, value): (&Node, &Option<String>)| {
        let texts = [part.get_str("title"), value.as_deref()];
        let mut names: Vec<_> = texts.into_iter().flatten().filter_map(usable).collect();
        names.dedup();
        names
    };
    let wanted: Vec<_> = parts.iter().zip(values).map(wanted).collect();
    let mut count: HashMap<&str, usize> = HashMap::from([("Unknown", 2)]);
    let others = parts.iter().zip(&wanted).map(|(part, wanted)| {
        let own = schema_reference(part);
        let own = own.or_else(|| (!becomes_type(part)).then(|| scalar_name(part)));
        let own = own.filter(|own| !wanted.iter().any(|it| it == own));
        own.into_iter().chain(wanted.iter().map(String::as_str))
    });
    for name in others.flatten() {
        *count.entry(name).or_default() += 1;
    }
    let is_unique = |name: &&String| count.get(name.as_str()) == Some(&1);
    let names = wanted.iter().map(|names| names.iter().find(is_unique));
    names.map(Option::<&String>::cloned).collect()
}

/// The name of a variant for a text, if it is short and starts with a letter.
pub(super) fn usable(text: &str) -> Option<String> {
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    let fits = first.is_alphabetic() && text.chars().count() <= LONGEST;
    fits.then(|| names::variant_name(text))
}

/// The value of each alternative for the discriminator, or for the first property whose values differ.
fn values(parts: &[Node], explicit: Option<&str>) -> Vec<Option<String>> {
    let of_all = |name: &str| -> Vec<Option<Vec<String>>> {
        parts.iter().map(|part| listed(part, name)).collect()
    };
    let single = |listed: Option<Vec<String>>| match listed.as_deref() {
        Some([value]) => Some(value.clone()),
        _ => None,
    };
    let property = explicit.map(ToOwned::to_owned).or_else(|| {
        let objects: Vec<_> = parts.iter().filter(|part| is_inline_object(part)).collect();
        let (first, _) = (objects.first()?, objects.get(1)?);
        let mut names = properties(first);
        names.find(|name| tells_apart(&objects, name))
    });
    let values = property.map(|name| of_all(&name));
    let values = values.unwrap_or_else(|| vec![None; parts.len()]);
    values.into_iter().map(single).collect()
}

/// Whether each object lists values of a property that no other object lists.
fn tells_apart(objects: &[&Node], name: &str) -> bool {
    let listed: Option<Vec<_>> = objects.iter().map(|part| listed(part, name)).collect();
    let mut values: Vec<_> = listed.into_iter().flatten().flatten().collect();
    let count = values.len();
    values.sort_unstable();
    values.dedup();
    count > 0 && values.len() == count
}

/// Whether an alternative is an object that the choice itself describes, at least in part.
fn is_inline_object(part: &Node) -> bool {
    inline_parts(part).any(|part| part.get("properties").is_some())
}

/// The alternative, or the inline parts of its `allOf`.
fn inline_parts(part: &Node) -> impl Iterator<Item = &Node> {
    let parts = part.get("allOf").into_iter().flat_map(Node::items);
    std::iter::once(part).chain(parts)
}

fn properties(part: &Node) -> impl Iterator<Item = String> {
    let properties = inline_parts(part).filter_map(|part| part.get("properties"));
    let entries = properties.flat_map(Node::entries);
    entries.map(|(name, _)| name.to_owned())
}

/// The values of a required property whose schema lists them, as text.
fn listed(part: &Node, name: &str) -> Option<Vec<String>> {
    let mut required = inline_parts(part).filter_map(|part| part.get("required"));
    if !required.any(|it| it.items().any(|it| it.as_str() == Some(name))) {
        return None;
    }
    let mut properties = inline_parts(part).filter_map(|part| part.get("properties")?.get(name));
    let values = properties.find_map(|property| property.get("enum"))?;
    let text = |value: &Node| {
        let is_value = enums::is_scalar(value) && !value.is_null();
        is_value.then(|| enums::plain(value))
    };
    values.items().map(text).collect()
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::document::Document;
    use crate::lower::{TypeOptions, lower};
    use crate::model::{Model, Shape, Type};

    fn model(choice: &str, schemas: &str) -> Model {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example' }}]\n\
             paths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        '200': {{ description: A., content: {{ \
             application/json: {{ schema: {{ $ref: '#/components/schemas/Pet' }} }} }} }}\n\
             components:\n  schemas:\n    Pet: {choice}\n    Fish: {{ type: object, properties: {{ fins: {{ type: integer }} }} }}\n    {schemas}\n"
        );
        let document = Document::read("test.yaml", &text).expect("the test's document is readable");
        let mut found = Diagnostics::new(document.source().clone());
        let lowered = lower(&document, &TypeOptions::default(), &mut found);
        crate::model::read(&lowered, "test", &mut found)
    }

    /// The names of the variants of a choice, and of their types.
    fn variants(choice: &str) -> Vec<String> {
        let model = model(choice, "");
        let pet = model.types.iter().find(|named| named.name == "Pet");
        let Shape::Union(union) = &pet.expect("the choice has a type").shape else {
            panic!("the choice is a union");
        };
        let variants = union.variants.iter().map(|variant| match &variant.ty {
            Type::Named(id) => format!("{}({})", variant.name, model.named(*id).name),
            _ => variant.name.clone(),
        });
        variants.collect()
    }

    fn object(more: &str, kind: &str) -> String {
        format!(
            "{{ type: object{more}, required: [kind], properties: {{ age: {{ type: integer }}, kind: {kind} }} }}"
        )
    }

    #[test]
    fn an_alternative_is_named_after_its_title() {
        let choice = "{ oneOf: [{ type: string, title: its name }, { type: string }, \
                      { type: object, title: cat, properties: { lives: { type: integer } } }, \
                      { $ref: '#/components/schemas/Fish' }] }";
        assert_eq!(
            variants(choice),
            ["ItsName", "Text", "Cat(PetCat)", "Fish(Fish)"]
        );
    }

    #[test]
    fn an_alternative_is_named_after_its_value_of_the_property_that_tells_it_apart() {
        let cat = object("", "{ type: string, enum: [big_cat] }");
        let dog = object(", title: Hound", "{ type: string, enum: [dog] }");
        let others = object("", "{ type: string, enum: [rat, mouse] }");
        let choice = format!("{{ oneOf: [{cat}, {dog}, {others}] }}");
        assert_eq!(
            variants(&choice),
            [
                "BigCat(PetBigCat)",
                "Hound(PetHound)",
                "PetVariant3(PetVariant3)"
            ]
        );
    }

    #[test]
    fn a_name_that_two_variants_could_have_is_not_used() {
        let one = "{ type: object, title: fish, properties: { a: { type: string } } }";
        let two = "{ type: object, title: Same, properties: { b: { type: string } } }";
        let three = "{ type: object, title: same, properties: { c: { type: string } } }";
        let four = "{ type: object, title: unknown, properties: { d: { type: string } } }";
        let choice = format!(
            "{{ oneOf: [{one}, {{ $ref: '#/components/schemas/Fish' }}, {two}, {three}, {four}] }}"
        );
        let expected = [
            "PetVariant1",
            "Fish",
            "PetVariant3",
            "PetVariant4",
            "PetVariant5",
        ];
        assert_eq!(
            variants(&choice),
            expected.map(|name| format!("{name}({name})"))
        );
    }

    #[test]
    fn a_title_that_is_no_name_is_not_used() {
        for title in [
            "'1'",
            "'***'",
            "A description of the alternative as a sentence",
        ] {
            let choice =
                format!("{{ oneOf: [{{ type: string, title: {title} }}, {{ type: integer }}] }}");
            assert_eq!(variants(&choice), ["Text", "Integer"], "{title}");
        }
    }

    #[test]
    fn an_inline_alternative_has_its_value_of_the_discriminator() {
        let cat = object("", "{ type: string, enum: [cat] }");
        let choice = format!(
            "{{ oneOf: [{cat}, {{ type: integer }}], discriminator: {{ propertyName: kind }} }}"
        );
        assert_eq!(variants(&choice), ["Cat(PetCat)", "Integer"]);
        let model = model(&choice, "");
        let pet = model.types.iter().find(|named| named.name == "Pet");
        let Some(Shape::Union(union)) = pet.map(|pet| &pet.shape) else {
            panic!("the choice is a union");
        };
        assert_eq!(union.variants[0].values, ["cat"]);
    }

    #[test]
    fn a_number_that_tells_objects_apart_selects_the_variant() {
        let one = object("", "{ type: integer, enum: [1] }");
        let two = object(", title: Cat", "{ type: integer, enum: [2, 3] }");
        let choice = format!("{{ oneOf: [{one}, {two}] }}");
        assert_eq!(
            variants(&choice),
            ["PetVariant1(PetVariant1)", "Cat(PetCat)"]
        );
        let model = model(&choice, "");
        let pet = model.types.iter().find(|named| named.name == "Pet");
        let Some(Shape::Union(union)) = pet.map(|pet| &pet.shape) else {
            panic!("the choice is a union");
        };
        assert_eq!(union.tag.as_deref(), Some("kind"));
        assert_eq!(union.variants[0].values, ["1"]);
        assert_eq!(union.variants[1].values, ["2", "3"]);
    }

    #[test]
    fn no_edit_of_another_schema_renames_a_variant() {
        let cat = object("", "{ type: string, enum: [cat] }");
        let dog = object("", "{ type: string, enum: [dog] }");
        let choice =
            format!("{{ oneOf: [{cat}, {dog}, {{ $ref: '#/components/schemas/Bird' }}] }}");
        for kind in [
            "{ type: string, enum: [bird] }",
            "{ type: string }",
            "{ type: string, enum: [cat] }",
        ] {
            let model = model(&choice, &format!("Bird: {}", object(", title: Cat", kind)));
            let names: Vec<_> = model
                .types
                .iter()
                .map(|named| named.name.as_str())
                .collect();
            assert!(
                names.contains(&"PetCat") && names.contains(&"PetDog"),
                "{names:?}"
            );
        }
    }
}
